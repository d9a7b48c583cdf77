"""/phone/: a telephone to write to the hotline with. Only a demonstration has it."""

import re
import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile.contactpoints import Point, read_account
from hotline.core.channels import CHATS
from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.intake.known import channels
from hotline.notify.configuration import configuration
from hotline.notify.prices import part_price
from hotline.notify.words import CHANNELS
from hotline.people.guards import public
from hotline.ui.fields import WordsField

from .delivering import WAYS, Said, deliver
from .screen import bubbles

_COOKIE = "phone"
_NUMBER = re.compile(r"[0-9]{7}", re.ASCII)
_KEPT = 30 * 24 * 3600  # seconds
_LETTERS = 1000
_LARGEST = 7 * 1000 * 1000
"""Bytes of a photo: a third more as some doors take it, and still less than they let through."""


class SayForm(forms.Form):
    """What is written, pressed or sent."""

    text = WordsField(label=gettext_lazy("Nội dung tin"), limit=_LETTERS, rows=2, required=False)
    code = forms.CharField(max_length=100, required=False)
    lat = forms.FloatField(label=gettext_lazy("Vĩ độ"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(label=gettext_lazy("Kinh độ"), min_value=-180, max_value=180, required=False)
    photo = forms.FileField(label=gettext_lazy("Ảnh gửi kèm"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what says nothing, and photos that are too large."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if said["photo"] and said["photo"].size > _LARGEST:
            self.add_error("photo", _("Ảnh này lớn quá. Hãy chọn ảnh dưới 7 MB."))
        has_point = said["lat"] is not None and said["lon"] is not None
        if not (said["text"].strip() or said["code"] or said["photo"] or has_point):
            self.add_error("text", _("Hãy viết gì đó."))
        return said

    def said(self, *, answers: str) -> Said:
        """Return what was done; `answers` is the subject that an e-mail answers."""
        given = self.cleaned_data
        point = (given["lat"], given["lon"]) if given["lat"] is not None and given["lon"] is not None else None
        photo = given["photo"].read() if given["photo"] else b""
        return Said(given["text"], point, given["code"], photo, answers)


@public
@never_cache
@require_safe
def phone(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Begin with SMS: every telephone has it."""
    _only_in_a_demonstration()
    return redirect("phone:screen", Channel.SMS.value)


@public
@never_cache
@require_safe
def screen(request: HttpRequest, channel: str) -> HttpResponse:
    """Show what stands on the telephone."""
    return _shown(request, _known(channel))


@public
@never_cache
@require_POST
def say(request: HttpRequest, channel: str) -> HttpResponse:
    """Send what was written, by the door that the channel's provider uses."""
    known = _known(channel)
    form = SayForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, known, form)
    number = _number(request)
    point = _address(known, number)
    subjects = [one.subject for one in bubbles(point, outbox=configuration().outbox) if one.subject]
    if not deliver(known, form.said(answers=subjects[-1] if subjects else ""), who=point.value, now=timezone.now()):
        form.add_error(None, _("Kênh này đang tắt. Quản trị viên bật lại được ở trang Kênh liên lạc."))
        return _shown(request, known, form)
    messages.success(request, _("Đã gửi. Câu trả lời hiện ra sau vài giây."))
    return _with_number(redirect("phone:screen", channel), number)


def _shown(request: HttpRequest, channel: Channel, form: SayForm | None = None) -> HttpResponse:
    number, city = _number(request), snapshot().city
    point = _address(channel, number)
    way = channels()[WAYS[channel]]
    given = {
        "channel": channel.value,
        "name": CHANNELS[channel],
        "address": point.value,
        "tabs": [(one.value, CHANNELS[one]) for one in WAYS],
        "bubbles": bubbles(point, outbox=configuration().outbox, price=part_price()),
        "form": form or SayForm(initial={"lat": city.centre_lat, "lon": city.centre_lon}),
        "has_places": way.has_places,
        "is_chat": channel in CHATS,
    }
    return _with_number(render(request, "phone/phone.html", given, status=422 if form else 200), number)


def _number(request: HttpRequest) -> str:
    """Return the last digits of this browser's telephone; signed, so that nobody reads another's."""
    kept = request.get_signed_cookie(_COOKIE, default="", max_age=_KEPT)
    return kept if kept and _NUMBER.fullmatch(kept) else f"{secrets.randbelow(10**7):07}"


def _with_number(response: HttpResponse, number: str) -> HttpResponse:
    response.set_signed_cookie(_COOKIE, number, max_age=_KEPT, httponly=True, samesite="Lax")
    return response


def _address(channel: Channel, number: str) -> Point:
    """Return who writes from this telephone: made up on every channel, the ids longer than 2⁵³ as real ones are."""
    named = {
        Channel.SMS: f"+8490{number}",
        Channel.EMAIL: f"nguoi-thu-{number}@thu.example",
        Channel.ZALO: f"933976141883{number}",
        Channel.MESSENGER: f"2514123456{number}",
        Channel.VIBER: f"{number}bcdA=",
    }
    return read_account(channel, named[channel])


def _known(channel: str) -> Channel:
    _only_in_a_demonstration()
    if channel not in WAYS:
        raise Http404(channel)
    return Channel(channel)


def _only_in_a_demonstration() -> None:
    if not settings.IS_DEMONSTRATION:
        raise Http404

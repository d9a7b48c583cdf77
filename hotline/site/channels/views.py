"""/staff/channels/: every channel, how it is set up and how it does; and a test message to the administrator themselves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.actions.channeltests import send_channel_test
from hotline.casefile.queries.channelhealth import trial
from hotline.casefile.queries.setups import secrets_outside, setup_of, setups
from hotline.core.channels import Setup
from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.notify.configuration import configuration
from hotline.notify.examples import templated_events, templates_missing
from hotline.notify.lanes import LANES
from hotline.notify.senders import CHOSEN, chosen_name, kinds, offered
from hotline.notify.words import CHANNELS, reason_words
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles
from hotline.people.queries import person
from hotline.ui.sent import RECEIPTS

from .forms import SendersForm, SetupForm, TrialForm
from .ways import LATELY, leaving, lines, others, would_leave
from .ways import ways as every_way

administrators = roles(Role.ADMINISTRATOR)


@administrators
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """List every channel."""
    return _listed(request)


@administrators
@fresh
@require_http_methods(["GET", "POST"])
def way(request: HttpRequest, name: str) -> HttpResponse:
    """Show how one way is set up, and set it up differently."""
    now = timezone.now()
    found = every_way(now).get(name)
    if found is None:
        raise Http404(name)
    asked = request.POST if request.method == "POST" else None
    outside = secrets_outside(name).keys()
    form = SetupForm(asked, described=found.described, facts=found.facts, outside=outside, language=_language())
    if asked is not None and form.is_valid():
        if why := leaving(Setup(name, form.options)) if form.cleaned_data["is_on"] else "":
            form.add_error(None, why)
        else:
            is_on = form.cleaned_data["is_on"]
            own: dict[str, Any] = {"options": form.options, "secrets": form.secrets, "is_on": is_on}
            actions.set_up_channel(name, **own, now=now, actor=actor_of(signed_in(request)))
            messages.success(request, _("Đã lưu. Thay đổi có hiệu lực trong vài giây."))
            return redirect("channels:way", name)
    given = {"way": found, "form": form, "days": LATELY.days, "now": now}
    return render(request, "channels/way.html", given, status=200 if asked is None or not form.errors else 422)


@administrators
@fresh
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose by which way the messages of each channel leave."""
    form = _senders(request.POST)
    if form.is_valid():
        before = next((one.options for one in setups() if one.name == CHOSEN), {})
        chosen = {**before, **form.cleaned_data}
        for channel, name in list(form.cleaned_data.items()):  # what is refused is taken out of it
            for why in _unfit(Channel(channel), name):
                form.add_error(channel, why)
    if not form.is_valid():
        return _listed(request, senders=form)
    actions.set_up_channel(CHOSEN, options=chosen, secrets={}, now=timezone.now(), actor=actor_of(signed_in(request)))
    messages.success(request, _("Đã lưu. Thay đổi có hiệu lực trong vài giây."))
    return redirect("channels:channels")


@administrators
@fresh
@require_POST
def try_out(request: HttpRequest, channel: str) -> HttpResponse:
    """Send a test message to the administrator, by the outbox."""
    templates = templated_events(snapshot())
    if channel not in LANES or (channel == Channel.ZNS and not templates):
        raise Http404(channel)
    form = TrialForm(request.POST, channel=Channel(channel), templates=templates)
    if not form.is_valid():
        return _listed(request, trial_form=form)
    now = timezone.now()
    words = _("tin thử từ %(name)s, gửi %(at)s. Không cần trả lời.") % {
        "name": snapshot().city.centre_name.in_language(_language()),
        "at": timezone.localtime(now).strftime("%H:%M:%S"),
    }
    viewer = signed_in(request)
    number = send_channel_test(
        form.cleaned_data["to"],
        by=Channel(channel),
        template=form.cleaned_data.get("template", ""),
        words=words,
        language=_language(),
        now=now,
        actor=actor_of(viewer),
    )
    return redirect("channels:tried", number)


@administrators
@require_safe
def tried(request: HttpRequest, number: int) -> HttpResponse:
    """Say what has become of a test message."""
    found = trial(number, by=signed_in(request).user_id)
    if found is None:
        raise Http404(str(number))
    given = {
        "trial": found,
        "channel": CHANNELS.get(found.channel, found.channel),
        "asked": CHANNELS.get(found.asked, found.asked),
        "why": reason_words(found.reason) if found.reason else "",
        "receipt": RECEIPTS.get(found.receipt),
        "to_file": found.provider_id.startswith("console-"),
        "is_under_way": found.state == "waiting" or (found.state == "sent" and not found.receipt),
    }
    return render(request, "channels/tried.html", given)


def _listed(request: HttpRequest, *, senders: SendersForm | None = None, trial_form: TrialForm | None = None) -> HttpResponse:
    now = timezone.now()
    own = person(signed_in(request).user_id, now=now).email
    templates, listed = templated_events(snapshot()), lines(now)
    forms = {line.channel: TrialForm(None, channel=line.channel, own=own, templates=templates) for line in listed}
    if trial_form is not None:
        forms[trial_form.channel] = trial_form
    given = {
        "lines": [(line, forms[line.channel] if templates or line.channel is not Channel.ZNS else None) for line in listed],
        "zns_missing": templates_missing(snapshot()),
        "others": others(every_way(now)),
        "senders": senders or _senders(None),
        "wrong": [form for form in (senders, trial_form) if form is not None],
        "days": LATELY.days,
        "is_demonstration": settings.IS_DEMONSTRATION,
        "now": now,
    }
    return render(request, "channels/channels.html", given, status=422 if senders or trial_form else 200)


def _senders(asked: Mapping[str, str] | None) -> SendersForm:
    """Return the form of the channels whose sender the environment leaves open."""
    configured = configuration()
    free = [channel for channel in LANES if channel not in configured.named]
    found = {one: (str(CHANNELS[one]), [kind.name for kind in offered(one)], chosen_name(one, configured)) for one in free}
    return SendersForm(asked, offered=found)


def _unfit(channel: Channel, name: str) -> list[str]:
    """Return why a channel cannot have this sender."""
    if name == chosen_name(channel):
        return []
    if faults := list(kinds()[name].faults(configuration())):
        return faults
    why = would_leave(name, channel, setup_of(name))
    return [why] if why else []


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"

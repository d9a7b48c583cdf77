"""What of the report becomes public: its words and place, and each photo's public copy."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.answering.actions import Turn, cover_photo
from hotline.answering.forms import CoverForm, PhotoForm, ReportForm, boxes_as_text, boxes_from_text
from hotline.answering.refusing import ANTICIPATED, sentence
from hotline.answering.views.answer import may_publish
from hotline.answering.views.doing import desk_only, do, open_case, strike, turn_of, wants_strike
from hotline.casefile import actions
from hotline.casefile.facts import AttachmentFacts, CaseFile
from hotline.casefile.mediafiles import Copy, digest_of, path_of
from hotline.casefile.pictures import PictureRefused, refusal_words
from hotline.core.facts import AttachmentKind
from hotline.ui.panels import case_address


@desk_only
@require_POST
def report(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Approve what of the citizen's words and place everyone may read."""

    def act(turn: Turn, form: ReportForm) -> str:
        form.refuse_unseen()
        if not form.errors:
            words, place = form.cleaned_data["words"], form.cleaned_data["place"]
            actions.approve_public_words(
                case.request.id, words=words, place=place, now=turn.now, actor=turn.actor, version=turn.version
            )
        return _("Đã duyệt lời công khai.")

    case = _publishable(request, reference)
    name = "answering.report"
    form = ReportForm(request.POST, name=name)
    if wants_strike(request):
        return strike(request, case, form, name=name)
    return do(request, case, form, act, name=name)


@desk_only
@require_safe
def photo(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Show a photo beside its public copy, with what can be done about it."""
    case = _publishable(request, reference)
    initial = {"version": case.request.version, **boxes_from_text(request.GET.get("boxes", ""))}
    return _shown(request, case, _photo_of(case, key), CoverForm(initial=initial, name="cover"))


@desk_only
@require_POST
def cover(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Make the public copy with parts blacked out; it is not public yet."""
    case = _publishable(request, reference)
    one = _photo_of(case, key)
    form = CoverForm(request.POST, name="cover")
    if not form.is_valid():
        return _shown(request, case, one, form, status=422)
    boxes = form.cleaned_data["boxes"]
    if one.kind == AttachmentKind.MINUTES and not boxes:
        words = _("Biên bản luôn có tên người. Hãy che ít nhất tên và địa chỉ của họ rồi tạo bản công khai.")
        return _shown(request, case, one, form, words=words, status=422)
    try:
        cover_photo(turn_of(request, case, form.cleaned_data["version"]), one, boxes=boxes)
    except ANTICIPATED as error:
        return _again(request, reference, key, form, error)
    except PictureRefused as refused:
        return _shown(request, case, one, form, words=refusal_words(refused.code), status=422)
    except FileNotFoundError:
        return _shown(request, case, one, form, words=_("Tệp của ảnh này đã bị xóa."), status=409)
    query = urlencode({"boxes": boxes_as_text(boxes)}) if boxes else ""
    return HttpResponseRedirect(_address(reference, key) + (f"?{query}" if query else ""))


@desk_only
@require_POST
def publish_photo(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Let everyone see the public copy."""
    case = _publishable(request, reference)
    one = _photo_of(case, key)
    if not path_of(key, Copy.PROPOSED).exists():
        words = _("Chưa có bản công khai. Hãy tạo trước rồi công khai.")
        return _shown(request, case, one, _fresh(case), words=words, status=409)
    return _changed(request, case, one, is_public=True)


@desk_only
@require_POST
def withdraw_photo(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Take the photo off the public page."""
    case = _publishable(request, reference)
    return _changed(request, case, _photo_of(case, key), is_public=False)


def _changed(request: HttpRequest, case: CaseFile, one: AttachmentFacts, *, is_public: bool) -> HttpResponse:
    form = PhotoForm(request.POST, name="photo")
    if not form.is_valid():
        return _shown(request, case, one, _fresh(case), status=422)
    turn = turn_of(request, case, form.cleaned_data["version"])
    change = partial(actions.publish_picture, copy=form.cleaned_data["copy"]) if is_public else actions.withdraw_picture
    try:
        change(one.id, now=turn.now, actor=turn.actor, version=turn.version)
    except ANTICIPATED as error:
        return _again(request, case.request.reference, one.key, None, error)
    except OSError:
        words = _("Máy chủ lúc này chưa ghi được tệp nên ảnh chưa công khai. Hãy thử lại sau ít phút.")
        return _shown(request, case, one, _fresh(case), words=words, status=503)
    return HttpResponseRedirect(_address(case.request.reference, one.key))


def _again(request: HttpRequest, reference: str, key: str, form: CoverForm | None, error: Exception) -> HttpResponse:
    """Show the page as the case stands now, with the boxes as they were typed and why the step was not taken."""
    case = open_case(request, reference)
    if form is not None:
        form.retype(version=case.request.version)
    words = sentence(error, case)
    return _shown(request, case, _photo_of(case, key), form or _fresh(case), words=words, status=409)


def _fresh(case: CaseFile) -> CoverForm:
    return CoverForm(initial={"version": case.request.version}, name="cover")


def _shown(
    request: HttpRequest,
    case: CaseFile,
    one: AttachmentFacts,
    form: CoverForm,
    *,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    unit = next((part.unit_name for part in case.parts if part.id == one.part_id), "")
    copy = digest_of(one.key, Copy.PUBLIC if one.is_public else Copy.PROPOSED)
    shown: dict[str, Any] = {
        "case": case,
        "photo": one,
        "whose": unit or _("Người gửi phản ánh"),
        "clean_url": reverse("answering:staff_photo", args=[one.key]),
        "copy_url": reverse("answering:staff_photo_public", args=[one.key]) if copy else "",
        "cover": form,
        "publishing": PhotoForm(initial={"version": case.request.version, "copy": copy}, name="photo"),
        "words": words,
        "back": case_address(case.request.reference, desk="synthesis") + "#public-copy",
        "scale": range(0, 101, 10),
    }
    return render(request, "answering/photo.html", shown, status=status)


def _publishable(request: HttpRequest, reference: str) -> CaseFile:
    """Return the case. Raises Http404 where the profile never publishes it: there is no such page."""
    case = open_case(request, reference)
    if not may_publish(case):
        raise Http404(reference)
    return case


def _photo_of(case: CaseFile, key: str) -> AttachmentFacts:
    for one in case.attachments:
        if one.key == key:
            return one
    raise Http404(key)


def _address(reference: str, key: str) -> str:
    return reverse("answering:photo", args=[reference, key])

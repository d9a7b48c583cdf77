"""The private page of whoever reported, opened by the link alone: the 128 bits of its token are all that is asked.

Nothing of it is kept in caches, indexed, or told to other sites; its forms work without scripts.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.casefile import actions, queries
from hotline.casefile.facts import CaseFile
from hotline.casefile.mediafiles import Copy
from hotline.casefile.queries.phonecodes import number_proof
from hotline.casefile.queries.setups import reaches_people
from hotline.core.facts import AttachmentKind, Channel
from hotline.core.phonecodes import CodeRefused, CodeTried, NotSent, read_code
from hotline.people.guards import public
from hotline.public.actions import pour
from hotline.public.forms import NO_MOBILE, TOO_MANY, CodeForm, NotDoneForm, NumberForm, PhotosForm, RateForm, ReplyForm
from hotline.public.keeping import Kept, keep, kept_before
from hotline.public.limits import code_limits_of
from hotline.public.mycase import MyCase, is_expired, my_case, shown_photo
from hotline.public.myforms import MyForms, photo_limit
from hotline.public.queries import wait_before
from hotline.public.views.photos import jpeg
from hotline.public.wording import language

type Private[**P] = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]

HEADERS = {
    "Cache-Control": "private, no-store",
    # The last one that a browser knows holds. `no-referrer` itself would make it post our own forms with `Origin: null`,
    # which the protection against forgery refuses; `strict-origin` tells the site's name and never the address either.
    "Referrer-Policy": "no-referrer, strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def _private[**P](view: Private[P]) -> Private[P]:
    """Open the view to whoever has the link, and let nothing of it out."""

    @public
    @wraps(view)
    def guarded(request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, token, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return guarded


def _sent[**P](view: Private[P]) -> Private[P]:
    """Take what a form sends; whoever opens its address otherwise (a reload, another language) comes back to the page."""

    @_private
    @wraps(view)
    def guarded(request: HttpRequest, token: str, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, token, *args, **kwargs) if request.method == "POST" else _back(token, "")

    return guarded


@_private
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show the case to whoever reported it."""
    now = timezone.now()
    return _shown(request, _my_case(token, now=now), now=now)


@_private
@require_safe
def photo(_request: HttpRequest, token: str, key: str) -> HttpResponseBase:
    """Return the clean copy of a photo that the reporter may see; of minutes the covered one."""
    found = shown_photo(_file(token, now=timezone.now()), key)
    if found is None:
        raise Http404
    copy = Copy.PUBLIC if found.kind == AttachmentKind.MINUTES else Copy.CLEAN
    return jpeg(found.key, copy, keep="private, no-store")


@_sent
def add_photos(request: HttpRequest, token: str) -> HttpResponse:
    """Add photos to the case."""
    now = timezone.now()
    page = _my_case(token, now=now)
    if not page.may_add_photos:
        return _too_late(request, token, _("Phản ánh này không nhận thêm ảnh nữa. Nếu cần, hãy gọi tổng đài."))
    form = PhotosForm(request.POST, request.FILES, prefix="photos", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.REPORT, now=now)
    if kept.keys:
        form.fields["photos"].required = False
        form.full_clean()
    if not _is_whole(form, kept):
        return _shown(request, page, now=now, bound=form, kept=kept)
    try:
        actions.add_pictures(page.file.request.id, pictures=kept.keys, now=now)
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    messages.success(request, _("Chúng tôi đã nhận ảnh của bạn và thêm vào phản ánh."))
    return _back(token, "photos")


@_sent
def reply(request: HttpRequest, token: str, question_id: str) -> HttpResponse:
    """Reply to a question that was asked of the reporter."""
    now = timezone.now()
    page = _my_case(token, now=now)
    if not any(question.id == int(question_id) for question in page.file.questions):
        raise Http404
    form = ReplyForm(request.POST, request.FILES, prefix=f"question{question_id}", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.REPLY, now=now)
    if not _is_whole(form, kept):
        return _shown(request, page, now=now, bound=form, kept=kept)
    try:
        actions.reply_question(int(question_id), words=form.cleaned_data["words"], pictures=kept.keys, now=now)
    except actions.AlreadyReplied:
        return _too_late(request, token, _("Câu hỏi này đã có trả lời rồi. Cảm ơn bạn."))
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    messages.success(request, _("Cảm ơn bạn. Câu trả lời đã đến người hỏi."))
    return _back(token, "questions")


@_sent
def rate(request: HttpRequest, token: str, part_id: str) -> HttpResponse:
    """Rate one agency's part, once there is an answer and within the profile's window."""
    now = timezone.now()
    page = _my_case(token, now=now)
    own = page.incident.parts if page.incident else page.file.parts
    if not any(part.id == int(part_id) for part in own):
        raise Http404
    form = RateForm(request.POST, prefix=f"part{part_id}")
    too_late = _("Lúc này chưa đánh giá được, hoặc đã quá thời hạn đánh giá.")
    if not any(part.id == int(part_id) for part in page.rated_parts):
        return _too_late(request, token, too_late)
    if not form.is_valid():
        return _shown(request, page, now=now, bound=form)
    stars, note = int(form.cleaned_data["stars"]), form.cleaned_data["words"]
    try:
        if page.incident:
            actions.rate_incident(page.file.request.id, part_id=int(part_id), stars=stars, note=note, now=now)
        else:
            actions.rate(int(part_id), stars=stars, note=note, now=now)
    except (actions.NotAnsweredYet, actions.NoSuchCase):  # reopened, or out of its incident, a moment ago
        return _too_late(request, token, too_late)
    messages.success(request, _("Cảm ơn bạn đã đánh giá. Đơn vị và cấp trên đều xem đánh giá này."))
    return _back(token, "answer")


@_sent
def not_done(request: HttpRequest, token: str) -> HttpResponse:
    """Reopen the case because its reporter sees that it is not done."""
    now = timezone.now()
    page = _my_case(token, now=now)
    if page.not_done_until is None:
        return _too_late(request, token, _not_reopened(page))
    form = NotDoneForm(request.POST, request.FILES, prefix="not-done", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.NOT_DONE, now=now)
    if not _is_whole(form, kept):
        return _shown(request, page, now=now, bound=form, kept=kept)
    said = form.cleaned_data
    try:
        actions.say_not_done(page.file.request.id, reason=said["reason"], words=said["words"], pictures=kept.keys, now=now)
    except (actions.NotAnsweredYet, actions.WindowClosed):
        return _too_late(request, token, _not_reopened(page))
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    messages.success(request, _("Phản ánh đã được mở lại. Đơn vị phải xử lý lại, rồi chúng tôi trả lời bạn."))
    return _back(token, "")


@_sent
def ask_number(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code to the number that the reporter says is theirs."""
    now = timezone.now()
    page = _my_case(token, now=now)
    proof = number_proof(page.file.request.id, now=now)
    if proof is None or not proof.may_ask or not reaches_people(Channel.SMS):
        raise Http404
    form = NumberForm(request.POST, prefix="number")
    if not form.is_valid():
        return _shown(request, page, now=now, bound=form)
    limits = code_limits_of(request)
    try:
        if wait_before(limits, now=now):
            raise CodeRefused(NotSent.TOO_MANY)
        actions.ask_phone_code(proof.asker, form.cleaned_data["number"], language=language(), now=now)
    except CodeRefused as refused:
        form.add_error("number", NO_MOBILE if refused.why is NotSent.NO_MOBILE else TOO_MANY)
        return _shown(request, page, now=now, bound=form)
    pour(limits, drops=1, now=now)
    messages.success(request, _("Đã gửi mã. Hãy xem tin SMS trên máy của bạn, rồi nhập mã trong 10 phút."))
    return _back(token, "number")


@_sent
def prove_number(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code that the reporter read in the SMS."""
    now = timezone.now()
    page = _my_case(token, now=now)
    proof = number_proof(page.file.request.id, now=now)
    if proof is None or not proof.may_ask:
        raise Http404
    form = CodeForm(request.POST, prefix="code")
    if not form.is_valid():
        return _shown(request, page, now=now, bound=form)
    match actions.try_phone_code(proof.asker, read_code(form.cleaned_data["code"]), now=now):
        case CodeTried.WRONG:
            form.say_wrong()
            return _shown(request, page, now=now, bound=form)
        case CodeTried.NONE:
            messages.info(request, _("Mã đã hết hạn hoặc đã thử quá nhiều lần. Hãy xin mã khác."))
        case CodeTried.RIGHT:
            messages.success(request, _("Đã xác nhận số điện thoại của bạn."))
    return _back(token, "number")


@_sent
def withdraw_number(request: HttpRequest, token: str) -> HttpResponse:
    """Take back that a number is theirs; what then remains is said."""
    now = timezone.now()
    page = _my_case(token, now=now)
    proof = number_proof(page.file.request.id, now=now)
    if proof is None:
        raise Http404
    try:
        actions.withdraw_number(proof.asker, now=now)
    except actions.NothingProved:
        messages.info(request, _("Số này không còn là số đã xác nhận."))
        return _back(token, "number")
    if proof.stays:
        messages.success(request, _("Đã rút. Số vẫn nhận tin về phản ánh này, vì bạn ghi nó khi gửi."))
    else:
        messages.success(request, _("Đã rút. Phản ánh giữ nguyên, bạn vẫn được trả lời như trước, nhưng không qua số đó nữa."))
    return _back(token, "number")


def _file(token: str, *, now: datetime) -> CaseFile:
    """Return the case of a link. Raises Http404 for one that opens nothing, or nothing any more."""
    reference = queries.reference_by_link(token)
    if reference is None:
        raise Http404
    file = queries.case_file(reference, language=language())
    if is_expired(file, now=now):
        raise Http404
    return file


def _my_case(token: str, *, now: datetime) -> MyCase:
    file = _file(token, now=now)
    incident = queries.incident_of(file.request.id, language=language()) if file.request.master_id else None
    return my_case(file, token=token, now=now, incident=incident)


def _shown(
    request: HttpRequest, page: MyCase, *, now: datetime, bound: forms.Form | None = None, kept: Kept | None = None
) -> HttpResponse:
    """Show the page; with `bound`, the form as it was typed, its errors at the top, and photos that need not be sent again."""
    ticket = kept.ticket(page.token) if kept else ""
    shown = MyForms(page, bound=bound, ticket=ticket, kept=len(kept.keys) if kept else 0)
    open_to_all = queries.public_case(page.file.request.reference, language=language()).case.is_open
    given = {"page": page, "forms": shown, "now": now, "is_public": open_to_all, "incident_address": _incident_address(page)}
    given |= {"proof": number_proof(page.file.request.id, now=now), "may_send_code": reaches_people(Channel.SMS)}
    return render(request, "public/link.html", given, status=200 if bound is None else 422)


def _incident_address(page: MyCase) -> str:
    """Return where everyone reads of the incident; empty while that is not public."""
    if page.incident is None or not queries.public_case(page.incident.reference, language=language()).case.is_open:
        return ""
    return reverse("public:case", args=[page.incident.reference])


def _kept(request: HttpRequest, token: str, form: forms.Form, *, kind: AttachmentKind, now: datetime) -> Kept:
    """Return the photos of this form and of the tries before it."""
    form.is_valid()
    before = kept_before(request.POST.get("kept", ""), token)
    files: Sequence[UploadedFile[Any]] = form.cleaned_data.get("photos") or ()
    return keep(files, kind=kind, before=before, now=now)


def _is_whole(form: forms.Form, kept: Kept) -> bool:
    for words in kept.refusals:
        form.add_error("photos", words)
    return form.is_valid()


def _photos_gone(request: HttpRequest, page: MyCase, form: forms.Form, *, now: datetime) -> HttpResponse:
    """Show the form again when kept photos were used already (a form sent twice) or swept."""
    form.add_error("photos", _("Ảnh đã gửi rồi, hoặc không còn trên máy chủ. Nếu cần, hãy chọn lại ảnh."))
    return _shown(request, page, now=now, bound=form)


def _not_reopened(page: MyCase) -> str:
    if page.answer is None or page.file.request.round > page.answer.round:
        return _("Phản ánh này đang được xử lý. Khi có trả lời, bạn có thể cho biết nếu việc chưa xong.")
    return _("Đã quá thời hạn mở lại. Nếu việc vẫn chưa xong, hãy gửi phản ánh mới và ghi mã này.")


def _too_late(request: HttpRequest, token: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return _back(token, "")


def _back(token: str, anchor: str) -> HttpResponse:
    address = reverse("public:link", args=[token])
    return redirect(f"{address}#{anchor}" if anchor else address)

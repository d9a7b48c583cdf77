"""The private page of whoever reported, and what they send by it: photos, replies, stars, "not done".

Its forms work without scripts. Those of the reporter's number are in `number`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.casefile import actions
from hotline.casefile.mediafiles import Copy
from hotline.core.facts import AttachmentKind
from hotline.public.forms import NotDoneForm, PhotosForm, RateForm, ReplyForm
from hotline.public.keeping import Kept, keep, kept_before
from hotline.public.mycase import MyCase, shown_photo
from hotline.public.myforms import photo_limit
from hotline.public.views.photos import jpeg
from hotline.public.views.private import case_by_link, done, file_by_link, private, sent, shown_page, too_late


@private
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show the case to whoever reported it."""
    now = timezone.now()
    return shown_page(request, case_by_link(token, now=now), now=now)


@private
@require_safe
def photo(_request: HttpRequest, token: str, key: str) -> HttpResponseBase:
    """Return the clean copy of a photo that the reporter may see; of minutes the covered one."""
    found = shown_photo(file_by_link(token, now=timezone.now()), key)
    if found is None:
        raise Http404
    copy = Copy.PUBLIC if found.kind == AttachmentKind.MINUTES else Copy.CLEAN
    return jpeg(found.key, copy, keep="private, no-store")


@sent
def add_photos(request: HttpRequest, token: str) -> HttpResponse:
    """Add photos to the case."""
    now = timezone.now()
    page = case_by_link(token, now=now)
    if not page.may_add_photos:
        return too_late(request, token, _("Phản ánh này không nhận thêm ảnh nữa. Nếu cần, hãy gọi tổng đài."))
    form = PhotosForm(request.POST, request.FILES, prefix="photos", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.REPORT, now=now)
    if kept.keys:
        form.fields["photos"].required = False
        form.full_clean()
    if not _is_whole(form, kept):
        return shown_page(request, page, now=now, bound=form, kept=kept)
    try:
        actions.add_pictures(page.file.request.id, pictures=kept.keys, now=now)
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    return done(request, token, _("Chúng tôi đã nhận ảnh của bạn và thêm vào phản ánh."), at="photos")


@sent
def reply(request: HttpRequest, token: str, question_id: str) -> HttpResponse:
    """Reply to a question that was asked of the reporter."""
    now = timezone.now()
    page = case_by_link(token, now=now)
    if not any(question.id == int(question_id) for question in page.file.questions):
        raise Http404
    form = ReplyForm(request.POST, request.FILES, prefix=f"question{question_id}", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.REPLY, now=now)
    if not _is_whole(form, kept):
        return shown_page(request, page, now=now, bound=form, kept=kept)
    try:
        actions.reply_question(int(question_id), words=form.cleaned_data["words"], pictures=kept.keys, now=now)
    except actions.AlreadyReplied:
        return too_late(request, token, _("Câu hỏi này đã có trả lời rồi. Cảm ơn bạn."))
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    return done(request, token, _("Cảm ơn bạn. Câu trả lời đã đến người hỏi."), at="questions")


@sent
def rate(request: HttpRequest, token: str, part_id: str) -> HttpResponse:
    """Rate one agency's part, once there is an answer and within the profile's window."""
    now = timezone.now()
    page = case_by_link(token, now=now)
    own = page.incident.parts if page.incident else page.file.parts
    if not any(part.id == int(part_id) for part in own):
        raise Http404
    form = RateForm(request.POST, prefix=f"part{part_id}")
    closed = _("Lúc này chưa đánh giá được, hoặc đã quá thời hạn đánh giá.")
    if not any(part.id == int(part_id) for part in page.rated_parts):
        return too_late(request, token, closed)
    if not form.is_valid():
        return shown_page(request, page, now=now, bound=form)
    stars, note = int(form.cleaned_data["stars"]), form.cleaned_data["words"]
    try:
        if page.incident:
            actions.rate_incident(page.file.request.id, part_id=int(part_id), stars=stars, note=note, now=now)
        else:
            actions.rate(int(part_id), stars=stars, note=note, now=now)
    except (actions.NotAnsweredYet, actions.NoSuchCase):  # reopened, or out of its incident, a moment ago
        return too_late(request, token, closed)
    return done(request, token, _("Cảm ơn bạn đã đánh giá. Đơn vị và cấp trên đều xem đánh giá này."), at="answer")


@sent
def not_done(request: HttpRequest, token: str) -> HttpResponse:
    """Reopen the case because its reporter sees that it is not done."""
    now = timezone.now()
    page = case_by_link(token, now=now)
    if page.not_done_until is None:
        return too_late(request, token, _not_reopened(page))
    form = NotDoneForm(request.POST, request.FILES, prefix="not-done", photo_limit=photo_limit(page))
    kept = _kept(request, token, form, kind=AttachmentKind.NOT_DONE, now=now)
    if not _is_whole(form, kept):
        return shown_page(request, page, now=now, bound=form, kept=kept)
    said = form.cleaned_data
    try:
        actions.say_not_done(page.file.request.id, reason=said["reason"], words=said["words"], pictures=kept.keys, now=now)
    except (actions.NotAnsweredYet, actions.WindowClosed):
        return too_late(request, token, _not_reopened(page))
    except actions.NoSuchAttachment:
        return _photos_gone(request, page, form, now=now)
    return done(request, token, _("Phản ánh đã được mở lại. Đơn vị phải xử lý lại, rồi chúng tôi trả lời bạn."))


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
    return shown_page(request, page, now=now, bound=form)


def _not_reopened(page: MyCase) -> str:
    if page.answer is None or page.file.request.round > page.answer.round:
        return _("Phản ánh này đang được xử lý. Khi có trả lời, bạn có thể cho biết nếu việc chưa xong.")
    return _("Đã quá thời hạn mở lại. Nếu việc vẫn chưa xong, hãy gửi phản ánh mới và ghi mã này.")

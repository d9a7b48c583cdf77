"""Page 3: photos, and what else the profile asks about the service."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hotline.casefile import mediafiles
from hotline.casefile.actions import keep_picture
from hotline.casefile.mediafiles import Copy
from hotline.casefile.pictures import LARGEST_UPLOAD, PictureRefused, receive_upload, refusal_words
from hotline.core.facts import AttachmentKind
from hotline.core.text import clean_line, shorten
from hotline.directory.facts import ServiceFacts
from hotline.directory.queries import snapshot
from hotline.intake.report import actions
from hotline.intake.report.facts import Photo, Step
from hotline.intake.report.forms import PhotosForm
from hotline.intake.report.steps import address, sent_address
from hotline.intake.report.views.showing import begun_again, is_asked_again, led_on, reached, shown
from hotline.intake.report.visiting import Visit, keep, remembered, renewed, visit_of
from hotline.people.guards import public

_SHOWN_NAME = 40


@public
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest) -> HttpResponse:
    """Ask for photos, or take them: the good ones are kept even when another is refused."""
    visit = visit_of(request)
    service = reached(request, visit)
    if request.method != "POST":
        return service if isinstance(service, HttpResponse) else _shown(request, visit, service)
    token = keep(visit, Step.PHOTOS, {name: str(typed) for name, typed in request.POST.items() if name.startswith("attribute_")})
    try:
        actions.drop_photos(token, set(request.POST.getlist("drop")), now=visit.now)
        visit = renewed(visit, token)
        complaints = list(_complaints(request.FILES.getlist("photos"), token, visit))
        if complaints or visit.typed.complaints:
            actions.keep_complaints(token, complaints, now=visit.now)
    except actions.FormGone:
        return _too_late(request, renewed(visit, token), token)
    if isinstance(service, HttpResponse):
        return begun_again(request, visit, token)
    return _answered(request, renewed(visit, token), service, complaints)


@public
@require_safe
def photo(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show a photo of an unsent form to the browser that sent it."""
    visit = visit_of(request)
    if key not in {kept.key for kept in visit.typed.photos}:
        raise Http404
    try:
        file = mediafiles.path_of(key, Copy.SMALL).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _too_late(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Lead to what the form became: it was sent in another tab while the photos were read."""
    if visit.sent is None:
        return redirect(address(Step.WHAT))
    messages.warning(
        request, _("Phản ánh vừa được gửi ở một trang khác nên ảnh này chưa kèm theo. Hãy thêm ảnh bằng đường dẫn riêng.")
    )
    return redirect(sent_address(token))


def _answered(request: HttpRequest, visit: Visit, service: ServiceFacts, complaints: list[str]) -> HttpResponse:
    """Lead on, or back to the page: to show what was added or dropped, or what to correct."""
    token = visit.form.token if visit.form else ""
    is_valid = _judged(visit, service).is_valid() and not complaints
    if "back" in request.POST or (is_valid and not {"add", "drop"} & set(request.POST)):
        for complaint in complaints:
            messages.warning(request, complaint)
        return led_on(request, visit, Step.PHOTOS, service, token)
    more = {} if is_valid else {"again": "1"}
    return remembered(redirect(address(Step.PHOTOS, token, **more)), request, visit)


def _shown(request: HttpRequest, visit: Visit, service: ServiceFacts) -> HttpResponse:
    if not is_asked_again(request, visit):
        form = PhotosForm(initial=dict(visit.typed.on(Step.PHOTOS)), service=service, room=_room(visit))
        return _page(request, visit, form, service)
    form = _judged(visit, service)
    for complaint in visit.typed.complaints:
        form.add_error("photos" if "photos" in form.fields else None, complaint)
    return _page(request, visit, form, service)


def _judged(visit: Visit, service: ServiceFacts) -> PhotosForm:
    return PhotosForm(dict(visit.typed.on(Step.PHOTOS)), service=service, room=_room(visit))


def _room(visit: Visit) -> int:
    return snapshot().windows.photos - len(visit.typed.photos)


def _complaints(files: "list[UploadedFile[Any]]", token: str, visit: Visit) -> Iterator[str]:
    """Take each file in, and give a sentence for each that is not a photo we can take."""
    limit = snapshot().windows.photos
    known = {kept.sha256 for kept in visit.typed.photos}
    room = limit - len(visit.typed.photos)
    for file in files:
        name = shorten(clean_line(file.name or "", limit=10_000), width=_SHOWN_NAME)
        if room <= 0:
            yield ngettext("Chỉ gửi được %(n)s ảnh. Hãy bỏ bớt.", "Chỉ gửi được %(n)s ảnh. Hãy bỏ bớt.", limit) % {"n": limit}
            return
        try:
            room -= _kept(file, name, token, known=known, limit=limit, visit=visit)
        except PictureRefused as refused:
            yield f"{name}: {refusal_words(refused.code, size=file.size or 0)}"


def _kept(file: "UploadedFile[Any]", name: str, token: str, *, known: set[str], limit: int, visit: Visit) -> bool:
    """Keep one photo; false when the form has the very same file already. Raises PictureRefused."""
    if (file.size or 0) <= LARGEST_UPLOAD:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        if sha256 in known:
            return False
        known.add(sha256)
    picture = receive_upload(file, now=visit.now)
    keep_picture(picture, kind=AttachmentKind.REPORT, now=visit.now)
    return actions.add_photo(token, Photo(picture.key, picture.sha256.hex(), name), limit=limit, now=visit.now)


def _page(request: HttpRequest, visit: Visit, form: PhotosForm, service: ServiceFacts) -> HttpResponse:
    more = {
        "kept": visit.typed.photos,
        "limit": snapshot().windows.photos,
        "questions": [form[name] for name in form.fields if name != "photos"],
        "title": _("Có ảnh không?") if not service.attributes else _("Có ảnh hay chi tiết gì thêm không?"),
    }
    return shown(request, visit, Step.PHOTOS, form=form, service=service, more=more)

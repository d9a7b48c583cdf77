"""Photos that a system sends: decoded before any transaction is open, kept loose, named by a token that is good for one part."""

from datetime import datetime

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from hotline.casefile import actions as casefile
from hotline.casefile.pictures import LARGEST_UPLOAD, PictureRefused, receive, refusal_words
from hotline.core.facts import AttachmentKind
from hotline.directory.queries import snapshot
from hotline.dispatch.api.problems import Problem

_SALT = "dispatch.photo"
_LASTS = 24 * 3600


def kept(request: HttpRequest, *, part_id: int, kind: AttachmentKind, now: datetime) -> str:
    """Keep the photo that is the body of the request; return its token. Raises Problem.

    Takes seconds: call it outside any transaction, for a part that is known to be the sender's.
    """
    try:
        content = request.read(LARGEST_UPLOAD + 1)
    except (UnreadablePostError, BadRequest):
        raise Problem(400, "body-unreadable", _("Nội dung chưa đến hết. Hãy gửi lại.")) from None
    if len(content) > LARGEST_UPLOAD:
        raise Problem(413, "too-long", _("Ảnh lớn quá: mỗi ảnh dưới 15 MB."))
    try:
        picture = receive(content, now=now)
    except PictureRefused as why:
        raise Problem(422, "photo-refused", refusal_words(why.code, size=len(content)), why=why.code.value) from None
    casefile.keep_evidence(picture, part_id=part_id, kind=kind, now=now)
    return signing.dumps([part_id, picture.key], salt=_SALT)


def keys_of(tokens: list[str], *, part_id: int) -> list[str]:
    """Return the keys of photos. Raises Problem for a token that is of another part, too old or made up, and for too many."""
    if len(tokens) > snapshot().windows.photos:
        raise Problem(422, "too-many-photos", _("Chỉ gửi được %(n)s ảnh mỗi lần.") % {"n": snapshot().windows.photos})
    return [_key(token, part_id=part_id) for token in dict.fromkeys(tokens)]


def _key(token: str, *, part_id: int) -> str:
    try:
        of_part, key = signing.loads(token, salt=_SALT, max_age=_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        of_part, key = 0, ""
    if of_part != part_id:
        raise Problem(422, "no-such-photo", _("Không có ảnh này cho việc này. Hãy tải ảnh lên lại."), photo=token)
    return str(key)

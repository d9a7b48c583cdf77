"""Photos as the agency's pages show them: those of the case, and those kept while their form has errors."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.casefile.evidencewords import finding_words, refusal_of
from hotline.casefile.facts import AttachmentFacts, PartFacts
from hotline.casework.photos import Kept
from hotline.core.evidence import Finding
from hotline.core.facts import AttachmentKind
from hotline.ui.facts import Photo
from hotline.ui.words import when


def shown_photo(one: AttachmentFacts, part: PartFacts) -> Photo:
    """Return a photo of the case with what is to be known of it; `part` is the one by which it is read."""
    url = reverse("casework:photo", args=[part.id, one.key])
    own = _("Biên bản") if one.kind == AttachmentKind.MINUTES else _("Ảnh của đơn vị")
    alt = own if one.part_id else _("Ảnh của người phản ánh")
    return Photo(url=url, full_url=url, alt=alt, caption=_caption(one))


def kept_previews(kept: Sequence[Kept], *, refused: Mapping[str, tuple[Finding, ...]]) -> list[Mapping[str, str]]:
    """Return kept photos as the form shows them; `why` says of a refused one why it cannot be kept."""
    return [
        {
            "url": one.url,
            "token": one.token,
            "alt": _("Ảnh đã tải lên %(n)s") % {"n": n},
            "why": refusal_of(refused.get(one.key, ())),
        }
        for n, one in enumerate(kept, 1)
    ]


def _caption(one: AttachmentFacts) -> str:
    said = _("Chụp %(when)s") % {"when": when(one.taken_at)} if one.taken_at else _("Gửi %(when)s") % {"when": when(one.added_at)}
    return " · ".join([said, *(finding_words(finding) for finding in one.findings)])

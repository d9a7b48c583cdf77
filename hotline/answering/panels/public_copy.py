"""What of the report everyone may read: the citizen's words and place redacted, and the public copy of each photo."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.answering.forms import PhotoForm, ReportForm
from hotline.answering.refusing import open_units
from hotline.casefile.facts import AttachmentFacts
from hotline.core.facts import AttachmentKind, PublicPlace
from hotline.people.facts import Viewer
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage

from .answer import policy
from .opening import Opening, opened, photos


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """One photo of the case: whose, whether everyone sees it, and where its public copy is made."""

    photo: Photo
    whose: str
    is_public: bool
    is_withdrawn: bool
    url: str


def public_copy(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing before the centre has taken the report on."""
    given = opened(reference, viewer, page)
    if not given.is_screened:
        return ""
    return page.render(
        "answering/panels/public_copy.html",
        {
            "case": given.case,
            "now": now,
            "policy": policy(given),
            "may_publish": given.may_publish,
            "form": report_form(given) if given.may_act and given.may_publish else None,
            "is_open": page.is_open("answering.report"),
            "is_next": not given.case.request.approved_at and not open_units(given.case),
            "photos": [_photo(one, given) for one in given.case.attachments],
        },
    )


def report_form(given: Opening) -> ReportForm:
    """Return the form of the report's public words, begun from those that agencies read."""
    request = given.case.request
    exact = given.service.place_public is PublicPlace.POINT
    begun = {
        "words": request.public_words if request.approved_at else request.agency_words,
        "place": request.public_place if request.approved_at else (request.agency_place if exact else request.area_name),
    }
    return given.form(ReportForm, "answering.report", begun)


def photo_form(given: Opening, key: str) -> PhotoForm:
    """Return the form by which a photo is published or taken off."""
    return given.form(PhotoForm, f"answering.photo.{key}", {})


def _photo(one: AttachmentFacts, given: Opening) -> PhotoLine:
    unit = next((part.unit_name for part in given.case.parts if part.id == one.part_id), "")
    whose = unit or _("Người gửi phản ánh")
    if one.kind == AttachmentKind.MINUTES:
        whose = _("Biên bản của %(unit)s") % {"unit": unit}
    return PhotoLine(
        photo=photos([one], alt=whose)[0],
        whose=whose,
        is_public=one.is_public,
        is_withdrawn=one.is_withdrawn,
        url=reverse("answering:photo", args=[given.case.request.reference, one.key]),
    )

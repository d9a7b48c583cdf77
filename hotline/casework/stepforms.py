"""The forms of the steps that an agency can take with its part now, and what they offer to choose from."""

from typing import Any

from django.utils.translation import gettext as _

from hotline.casework.below import BelowLine, below_lines, units_below, units_elsewhere
from hotline.casework.explaining import may_ask_to_explain
from hotline.casework.forms import StepForm
from hotline.casework.naming import language, reason_name, service_of
from hotline.casework.pages import CasePage
from hotline.casework.shownphotos import shown_photo
from hotline.casework.steps import STEPS
from hotline.core.commitments import CommitmentState
from hotline.core.evidence import PhotoNeed
from hotline.core.facts import PartRole
from hotline.core.status import Phase
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse
from hotline.ui.words import when


def forms_of(page: CasePage, *, bound: StepForm | None = None) -> dict[str, StepForm]:
    """Return the forms of the steps that the part's state allows, the one that was sent with what was typed."""
    offered = {
        name: step.form(name=name, initial=_begun(page), **options(name, page))
        for name, step in STEPS.items()
        if page.part.state in step.when and _is_offered(name, page)
    }
    if bound is None or bound.name not in STEPS:
        return offered
    # What was typed is shown even where its step is over: nobody shall have to write it twice.
    return {**offered, bound.name: bound} if bound.name in offered or bound.name != "accept" else offered


def below_of(page: CasePage, *, bound: StepForm | None = None) -> tuple[BelowLine, ...]:
    """Return what the agency handed down, with the forms of what it may do with each part."""
    return below_lines(page.file, page.part, photo=shown_photo, reason=reason_name, bound=bound)


def options(name: str, page: CasePage) -> dict[str, Any]:
    """Return what the form of a step offers to choose from."""
    if name == "return":
        return {"reasons": reasons(ReasonUse.AGENCY_RETURN), "units": units_elsewhere(page.part)}
    if name == "down":
        return {"units": units_below(page.part)}
    if name == "assign":
        return {"colleagues": page.colleagues}
    if name in ("progress", "directive"):
        return {"photo_limit": directory.snapshot().windows.photos}
    if name == "commit":
        return {"photo_limit": directory.snapshot().windows.photos, "needs_photo": True, "hint": _hint_of(page)}
    if name == "result":
        asked = service_of(page.request.service)
        needs_photo = asked.evidence.photo is PhotoNeed.PHOTO and not page.evidence_of_round
        under = {"is_under": page.part.above is not None}
        return {"photo_limit": directory.snapshot().windows.photos, "needs_photo": needs_photo, "outcome": asked.outcome, **under}
    return {}


def reasons(use: ReasonUse) -> list[tuple[str, str]]:
    """Return the profile's reasons for a use, by code, in the reader's language."""
    return [(reason.code, reason.name.in_language(language())) for reason in directory.snapshot().reasons.get(use, ())]


def _begun(page: CasePage) -> dict[str, Any]:
    """Return what stands in fresh forms."""
    return {"version": page.request.version, "handler": page.part.handler_id, "words": page.part.answer_draft}


def _is_offered(name: str, page: CasePage) -> bool:
    """Return whether a step makes sense for the part, besides its state."""
    return {
        "directive": page.owed is not None,
        "assign": bool(page.colleagues),
        "draft": page.part.role == PartRole.LEAD and page.request.phase is not Phase.RESOLVED,
        "down": bool(units_below(page.part)),
        "return": not page.part.binding,
        "explain": page.part.role == PartRole.LEAD and may_ask_to_explain(page.file),
    }.get(name, True)


def _hint_of(page: CasePage) -> str:
    """Return what a commitment filed now does to the deadline that runs."""
    clock = page.finishing
    if page.promises and any(line.commitment.state is CommitmentState.STANDING for line in page.promises):
        return _("Đơn vị đã cam kết một lần. Cam kết mới chỉ có giá trị khi giám sát tổng đài duyệt.")
    if clock is None or clock.due_at is None:
        return _("Thiếu tiến độ, ảnh hoặc ngày thì không phải là cam kết. Người dân được báo ngày này.")
    return _(
        "Gửi trước %(due)s thì quá hạn được tính là quá hạn có cam kết; gửi sau đó vẫn là trễ hạn. Người dân được báo ngày này."
    ) % {"due": when(clock.due_at)}

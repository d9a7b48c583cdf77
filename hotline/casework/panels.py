"""What the centre's people see of agencies' commitments on a case's page, and the supervisor's two words on a further one."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from hotline.casefile import access
from hotline.casefile.evidencewords import finding_words
from hotline.casefile.facts import CaseFile, CommitmentFacts
from hotline.casefile.filedphotos import filed_with
from hotline.casework.deciding import ApproveForm, DeclineForm
from hotline.casework.promisewords import PromiseLine, promise_line
from hotline.core.commitments import CommitmentState
from hotline.core.evidence import Measure
from hotline.core.status import Part
from hotline.people.facts import Role, Viewer
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One commitment with what the agency wrote, what speaks against its photos, and what the supervisor can do about it."""

    line: PromiseLine
    progress: str
    held: tuple[str, ...]
    photos: tuple[Photo, ...]
    why: str
    approving: ApproveForm | None
    declining: DeclineForm | None
    is_open: bool
    failed: str


def commitments(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of the case's commitments, the newest first; nothing where no agency made one."""
    language = get_language() or "vi"
    case = page.once("case", lambda: access.case_for(viewer, reference, language=language))
    if not case.commitments:
        return ""
    lines = [_line(one, case, viewer, now=now, page=page) for one in reversed(case.commitments)]
    return page.render("casework/panels/commitments.html", {"case": case, "lines": lines})


def _line(one: CommitmentFacts, case: CaseFile, viewer: Viewer, *, now: datetime, page: PanelPage) -> DecisionLine:
    part = next(part for part in case.parts if part.id == one.part_id)
    approve, decline = f"casework.approve.{one.id}", f"casework.decline.{one.id}"
    is_of_now = one.binds(part, round_now=case.request.round)
    waits = one.state is CommitmentState.WAITING and part.state is Part.ACCEPTED and is_of_now
    may = viewer.has(Role.SUPERVISOR) and waits
    is_open = page.is_open(decline)
    version = {"version": case.request.version}
    came_back = page.unfinished if is_open or page.is_open(approve) else None
    return DecisionLine(
        line=promise_line(one, unit=part.unit_name, now=now),
        progress=_note(case, one, "committed", "commitment_asked"),
        held=_held(case, one) if waits else (),
        photos=_photos(case, one, unit=part.unit_name),
        why=_note(case, one, "commitment_declined", "commitment_approved"),
        approving=page.form(approve, lambda: ApproveForm(initial=version, name=approve)) if may else None,
        declining=page.form(decline, lambda: DeclineForm(initial=version, name=decline)) if may or is_open else None,
        is_open=is_open,
        failed=came_back.words if came_back else "",
    )


def _held(case: CaseFile, one: CommitmentFacts) -> tuple[str, ...]:
    """Return why the part's photos of that time have to be looked at, each reason once."""
    photos = [shown for shown in case.attachments if shown.part_id == one.part_id and shown.added_at <= one.filed_at]
    found = [finding for shown in photos for finding in shown.findings if finding.measure is Measure.HOLD]
    return tuple(dict.fromkeys(finding_words(finding) for finding in found))


def _photos(case: CaseFile, one: CommitmentFacts, *, unit: str) -> tuple[Photo, ...]:
    """Return the photos that the commitment came with."""
    filed = [(shown, filed_with(case, shown)) for shown in case.attachments if shown.part_id == one.part_id]
    own = [shown for shown, event in filed if event is not None and event.facts.get("commitment") == one.id]
    addresses = [reverse("answering:staff_photo", args=[shown.key]) for shown in own]
    return tuple(Photo(url, unit, full_url=url) for url in addresses)


def _note(case: CaseFile, one: CommitmentFacts, *names: str) -> str:
    """Return the words beside the commitment's event, while there are any."""
    own = (event for event in case.events if event.name in names and event.facts.get("commitment") == one.id)
    return next((event.note for event in own if event.note), "")

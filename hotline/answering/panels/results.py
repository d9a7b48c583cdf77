"""What agencies say they did: each result beside what was reported, to be accepted or sent back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hotline.answering.forms import AcceptResultForm, ReturnResultForm
from hotline.answering.proof import Remark, evidence_of, is_held, remarks_on
from hotline.answering.wording import PARTS, ROLES, SENT_BACK
from hotline.casefile.facts import ClockFacts, PartFacts
from hotline.casefile.filedphotos import parted
from hotline.casefile.resultfigures import ResultFigures, figures_filed
from hotline.core.facts import AttachmentKind
from hotline.core.status import Part
from hotline.directory.facts import ReasonUse
from hotline.people.facts import Viewer
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage

from .opening import Opening, opened, photos


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One agency's part: where it stands, its words, its photos of this round, and the two things that can be done."""

    part: PartFacts
    role: str
    state: str
    tone: str
    after: tuple[Photo, ...]
    progress: tuple[Photo, ...]
    minutes: tuple[Photo, ...]
    figures: ResultFigures | None
    remarks: tuple[Remark, ...]
    clock: ClockFacts | None
    accepting: AcceptResultForm | None
    returning: ReturnResultForm | None
    is_open: bool
    has_failed: bool
    above: str


def results(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing before an agency has the case."""
    given = opened(reference, viewer, page)
    parts = [part for part in given.case.parts if part.state in PARTS]
    if not parts:
        return ""
    reported = [one for one in given.case.attachments if one.part_id is None]
    return page.render(
        "answering/panels/results.html",
        {
            "case": given.case,
            "now": now,
            "before": photos(reported, alt=_("Người gửi phản ánh")),
            "lines": [_line(part, given) for part in parts],
        },
    )


def _line(part: PartFacts, given: Opening) -> ResultLine:
    state, tone = SENT_BACK if part.state is Part.ACCEPTED and part.result_at else PARTS[part.state]
    accept, send_back = f"answering.accept.{part.id}", f"answering.return.{part.id}"
    may_act = given.may_act and part.state is Part.RESULT_FILED and part.above is None
    is_open = given.page.is_open(send_back)
    shown, under_way = parted(given.case, evidence_of(part, given.case))
    return ResultLine(
        part=part,
        role=str(ROLES[part.role]),
        state=str(state),
        tone=tone,
        after=photos([one for one in shown if one.kind != AttachmentKind.MINUTES], alt=part.unit_name),
        progress=photos(under_way, alt=part.unit_name),
        minutes=photos([one for one in shown if one.kind == AttachmentKind.MINUTES], alt=_("Biên bản")),
        figures=figures_filed(part, given.service, language=given.language),
        remarks=remarks_on(part, given.case),
        clock=_clock_of(part, given.case.clocks),
        accepting=given.form(AcceptResultForm, accept, {}, is_held=is_held(part, given.case)) if may_act else None,
        returning=_returning(given, send_back) if may_act or is_open else None,
        is_open=is_open,
        has_failed=is_open or given.page.is_open(accept),
        above=next((one.unit_name for one in given.case.parts if one.id == part.above), ""),
    )


def _returning(given: Opening, name: str) -> ReturnResultForm:
    reasons = given.directory.reasons.get(ReasonUse.DESK_RETURN, ())
    return given.form(ReturnResultForm, name, {}, reasons=reasons, language=given.language)


def _clock_of(part: PartFacts, clocks: tuple[ClockFacts, ...]) -> ClockFacts | None:
    """Return the part's clock that runs, else the one that ended last."""
    own = [clock for clock in clocks if clock.part_id == part.id]
    running = [clock for clock in own if not clock.outcome]
    return min(running, key=lambda clock: clock.due_at or clock.started_at) if running else (own[-1] if own else None)

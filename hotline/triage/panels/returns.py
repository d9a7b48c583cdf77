"""Who sent the case back: the ledger with what it cost, what is still to be done about it, and the supervisor's decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casefile.facts import PartFacts
from hotline.casefile.queries import ReturnRow, returns_of_case
from hotline.core.facts import PartRole
from hotline.core.returning import returns_counted, supervisor_decides
from hotline.core.status import CLOSED_PARTS, Part
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.returns import RulingForm, SettleReturnForm
from hotline.triage.wording import ROLES
from hotline.ui.panels import PanelPage

from .opening import Opening, opened


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One return with the agency's own words, and the form that says that nobody else is needed, while that is open."""

    row: ReturnRow
    role: str
    length: timedelta
    note: str
    settling: SettleReturnForm | None
    is_open: bool


def returns(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing while no agency sent the case back."""
    given = opened(reference, viewer, page)
    request = given.case.request
    service = next(one for one in given.directory.services_by_id.values() if one.code == request.service)
    rows = returns_of_case(
        given.case.parts, service=service.name.in_language(given.language), area=request.area_name, language=given.language
    )
    if not rows:
        return ""
    lines = [_line(row, given) for row in rows]
    may_rule = viewer.has(Role.SUPERVISOR) and not given.is_over and (waits_for_supervisor(given) or _was_ruled(given))
    has_lead = any(part.role == PartRole.LEAD for part in given.case.parts if part.state not in (*CLOSED_PARTS, Part.PROPOSED))
    role = (PartRole.CO_HANDLER if has_lead else PartRole.LEAD).value
    return page.render(
        "triage/panels/returns.html",
        {
            "request_facts": request,
            "now": now,
            "lines": lines,
            "minutes": sum(row.minutes for row in rows),
            "length": timedelta(minutes=sum(row.minutes for row in rows)),
            "waits_for_supervisor": not given.is_over and waits_for_supervisor(given),
            "after": given.directory.windows.returns_until_ruling,
            "ruling": given.form(RulingForm, "triage.rule", role=role) if may_rule or page.is_open("triage.rule") else None,
        },
    )


def waits_for_supervisor(given: Opening) -> bool:
    """Return whether so many agencies sent the case back that only the supervisor hands it on."""
    back = {part.id for part in given.case.parts if part.state is Part.RETURNED and part.role != PartRole.UNDER}
    count = returns_counted(((event.name, event.facts.get("part")) for event in given.case.events), parts=back)
    return supervisor_decides(count, after=given.directory.windows.returns_until_ruling)


def _was_ruled(given: Opening) -> bool:
    return any(part.binding for part in given.case.parts)


def _line(row: ReturnRow, given: Opening) -> ReturnLine:
    part = next(part for part in given.case.parts if part.id == row.part_id)
    notes = [event.note for event in given.case.events if event.name == "part_returned" and event.facts.get("part") == part.id]
    name = f"triage.settle.{part.id}"
    may_settle = given.may_act and not given.is_over and _may_be_settled(part)
    is_open = given.page.is_open(name)
    return ReturnLine(
        row=row,
        role=str(ROLES[row.role]),
        length=timedelta(minutes=row.minutes),
        note=notes[-1] if notes else "",
        settling=given.form(SettleReturnForm, name, part=part.id) if may_settle or is_open else None,
        is_open=is_open,
    )


def _may_be_settled(part: PartFacts) -> bool:
    return part.role == PartRole.CO_HANDLER and part.settled_at is None

"""Whose matter it is: the agencies with the rule that proposed them, forwarding by one key, agencies added and withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.facts import ClockFacts, PartFacts
from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS, MOVES, Move, Part
from hotline.people.facts import Viewer
from hotline.triage.eventwords import event_detail
from hotline.triage.explaining import rule_words, why_nobody, why_not_automatic
from hotline.triage.forms.returns import ScopeForm
from hotline.triage.forms.routing import ForwardForm, ProposeForm, WithdrawForm
from hotline.triage.wording import PARTS, ROLES
from hotline.ui.panels import PanelPage

from .opening import Opening, nearest_first, opened
from .returns import waits_for_supervisor


@dataclass(frozen=True, slots=True)
class PartLine:
    """One agency's part as the panel shows it."""

    part: PartFacts
    role: str
    state: str
    tone: str
    because: str
    why_not: str
    returned: str
    clock: ClockFacts | None
    withdrawing: WithdrawForm | None
    is_open: bool
    scoping: ScopeForm | None
    scoping_open: bool
    above: str


def decision(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of the agencies."""
    given = opened(reference, viewer, page)
    request, parts = given.case.request, given.case.parts
    standing = _lead_first([part for part in parts if part.state not in CLOSED_PARTS])
    proposed = [part for part in standing if part.state is Part.PROPOSED]
    waits_for_ruling = not given.is_over and waits_for_supervisor(given)
    may_route = given.may_act and not given.is_over and not waits_for_ruling
    return page.render(
        "triage/panels/decision.html",
        {
            "request_facts": request,
            "now": now,
            "standing": [_line(part, given) for part in standing],
            "closed": [_line(part, given) for part in parts if part.state in CLOSED_PARTS],
            "waits_for_ruling": waits_for_ruling,
            "has_proposed": bool(proposed),
            "may_forward": may_route and bool(proposed) and any(part.role == PartRole.LEAD for part in standing),
            "may_route": may_route or page.is_open("triage.propose"),
            "why_nobody": "" if standing or given.is_over else why_nobody(request, given.directory, language=given.language),
            "forward_form": given.form(ForwardForm, "triage.forward"),
            "propose_form": given.form(ProposeForm, "triage.propose", role=_next_role(standing)),
            "propose_open": page.is_open("triage.propose") or (may_route and not standing and page.is_fresh),
        },
    )


def _line(part: PartFacts, given: Opening) -> PartLine:
    state, tone = PARTS[part.state]
    name = f"triage.withdraw.{part.id}"
    may_withdraw = given.may_act and (part.state, Move.WITHDRAW) in MOVES and part.above is None
    scope = f"triage.scope.{part.id}"
    may_scope = given.may_act and part.state in (Part.PROPOSED, Part.FORWARDED, Part.ACCEPTED) and part.above is None
    is_open = given.page.is_open(name)
    return PartLine(
        part=part,
        role=str(ROLES[part.role]),
        state=str(state),
        tone=tone,
        because="" if part.above else rule_words(part, given.directory, language=given.language),
        why_not=why_not_automatic(part) if part.state is Part.PROPOSED and not part.automatic else "",
        returned=_why_closed(part, given),
        clock=_clock_of(part, given.case.clocks),
        withdrawing=given.form(WithdrawForm, name, part=part.id) if may_withdraw or is_open else None,
        is_open=is_open,
        scoping=given.form(ScopeForm, scope, part=part.id, scope=part.scope) if may_scope else None,
        scoping_open=given.page.is_open(scope),
        above=next((one.unit_name for one in given.case.parts if one.id == part.above), ""),
    )


def _lead_first(parts: Sequence[PartFacts]) -> list[PartFacts]:
    """Return the lead, then the co-handlers, each followed by what it handed down."""
    top = sorted((part for part in parts if part.above is None), key=lambda part: (part.role != PartRole.LEAD, part.id))
    return [line for part in top for line in (part, *_handed_down(part, parts))]


def _handed_down(part: PartFacts, parts: Sequence[PartFacts]) -> list[PartFacts]:
    return [line for one in parts if one.above == part.id for line in (one, *_handed_down(one, parts))]


def _clock_of(part: PartFacts, clocks: Sequence[ClockFacts]) -> ClockFacts | None:
    """Return the part's nearest deadline that still runs."""
    running = [clock for clock in clocks if clock.part_id == part.id and not clock.outcome]
    return min(running, key=nearest_first, default=None)


def _why_closed(part: PartFacts, given: Opening) -> str:
    """Return what an agency said when it sent its part back, or the centre when it took it away."""
    for event in reversed(given.case.events):
        if event.facts.get("part") == part.id and event.name in ("part_returned", "withdrawn"):
            words = event_detail(event, given.case, given.directory, language=given.language)
            return words.removeprefix(part.unit_name).removeprefix(" · ")
    return ""


def _next_role(standing: Sequence[PartFacts]) -> str:
    """Return the role that an added agency most likely has: a lead in hand leaves only helping."""
    in_hand = any(part.role == PartRole.LEAD and part.state is not Part.PROPOSED for part in standing)
    return (PartRole.CO_HANDLER if in_hand else PartRole.LEAD).value

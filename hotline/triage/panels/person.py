"""The person behind a report: what else is known to be theirs, and their other reports."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.queries.persons import History, JoinedPoint, history_of, is_kept_apart, points_joined
from hotline.core.persons import JoinedHow
from hotline.core.status import Phase
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.person import JoinForm, PartForm
from hotline.triage.revealing import open_until
from hotline.triage.wording import CHANNELS
from hotline.ui.panels import PanelPage, case_address

from .opening import Opening, opened
from .reporter import dialled

SHOWN = 8
"""How many other reports the panel lists; of the others it says how many there are."""


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """A point joined with the reporter: by which channel, which, since when and by whose word, with the form that parts it."""

    point: JoinedPoint
    channel: str
    value: str
    is_proved: bool
    why: str
    name: str
    form: PartForm | None


def person(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing where nobody left a way to be reached, or is kept apart from their other reports.

    Nothing either for those who only read, where there is nothing to read.
    """
    given = opened(reference, viewer, page)
    request = given.case.request
    if not any(one.main for one in given.case.reporters) or is_kept_apart(request.id):
        return ""
    may_act = viewer.has(Role.OPERATOR, Role.SUPERVISOR)
    revealed = open_until(page.request, reference, now=now) is not None
    joined = [_line(one, given, may_act=may_act) for one in points_joined(request.id, revealed=revealed)]
    history = history_of(request.id, streams=viewer.streams, language=given.language, limit=SHOWN)
    if not (joined or history.cases or may_act):
        return ""
    return page.render(
        "triage/panels/person.html",
        {
            "joined": joined,
            "cases": [(one, case_address(one.reference, desk=page.desk)) for one in history.cases],
            "counts": _counts(history),
            "more": history.total - len(history.cases),
            "form": given.form(JoinForm, "triage.join") if may_act else None,
            "now": now,
        },
    )


def _line(one: JoinedPoint, given: Opening, *, may_act: bool) -> JoinedLine:
    name = f"triage.part.{one.join_id}"
    said = (event for event in given.case.events if event.name == "contacts_joined" and event.facts.get("join") == one.join_id)
    return JoinedLine(
        point=one,
        channel=str(CHANNELS.get(one.channel, one.channel)),
        value=dialled(one.value),
        is_proved=one.how is JoinedHow.CODE,
        why=next((event.note for event in said), ""),
        name=name,
        form=given.form(PartForm, name, join=one.join_id) if may_act else None,
    )


def _counts(history: History) -> list[tuple[Phase, int]]:
    """Return how many there are in each phase, those that are none left out."""
    return [(phase, history.counts[phase]) for phase in Phase if history.counts and history.counts.get(phase)]

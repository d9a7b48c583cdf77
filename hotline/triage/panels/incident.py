"""The incident that a report belongs to: what was merged into it, what it was merged into, and what was split off it."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.queries import MergedReport, cases_among, count_merged, master_of, merged_under, references_of
from hotline.core.status import REPLIED, Phase
from hotline.core.text import shorten
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.incident import LeaveForm, MergeForm, SplitForm, UndoForm
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

SHOWN = 50
"""How many merged reports the panel lists; the others are found by their references."""
_WORDS = 120
OF_INCIDENTS = frozenset({"merged_in", "split_off", "split_from"})
"""What happens to a case that belongs to an incident, or is one."""
_FORMS = ("triage.merge", "triage.undo", "triage.leave", "triage.split")


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One report that stands under this one. `under`: the report that it came along with, empty when it was put here itself."""

    report: MergedReport
    words: str
    under: str
    may_leave: bool
    is_ticked: bool


def incident(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing where there is neither an incident nor anything to be done about one."""
    given = opened(reference, viewer, page)
    request = given.case.request
    master = master_of(request.id) if request.master_id else None
    count = 0 if master else count_merged(request.id)
    split = _split(given)
    may_act = viewer.has(Role.OPERATOR, Role.SUPERVISOR) and not given.is_over
    if not (master or count or split or may_act or any(page.is_open(name) for name in _FORMS)):
        return ""
    undo = given.form(UndoForm, "triage.undo")
    return page.render(
        "triage/panels/incident.html",
        {
            "request_facts": request,
            "now": now,
            "master": master,
            "count": count,
            "lines": [_line(one, given, undo) for one in _theirs(request.id, viewer)] if count else [],
            "split": split,
            "may_act": may_act,
            "may_leave": master is not None and viewer.has(Role.OPERATOR, Role.SUPERVISOR) and _may_leave(given),
            "merge_form": given.form(MergeForm, "triage.merge"),
            "undo_form": undo,
            "leave_form": given.form(LeaveForm, "triage.leave"),
            "split_form": given.form(SplitForm, "triage.split"),
        },
    )


def _theirs(request_id: int, viewer: Viewer) -> list[MergedReport]:
    """Return the reports under the case that the viewer's hotlines let them see; the others are only counted."""
    merged = merged_under(request_id, limit=SHOWN)
    seen = cases_among([one.id for one in merged], viewer.streams)
    return [one for one in merged if one.id in seen]


def _line(one: MergedReport, given: Opening, form: UndoForm) -> MergedLine:
    came_along = one.under if one.under != given.case.request.reference else ""
    ticked = form.data.getlist("others") if form.is_bound else []  # type: ignore[attr-defined]
    return MergedLine(
        report=one,
        words=shorten(one.words, width=_WORDS),
        under=came_along,
        may_leave=not given.is_over and one.phase != Phase.RESOLVED,
        is_ticked=one.reference in ticked,
    )


def _may_leave(given: Opening) -> bool:
    answer = given.case.answer
    return answer is None or answer.state not in REPLIED


def _split(given: Opening) -> list[tuple[bool, str]]:
    """Return what was split off this report, and what it was split off itself: whether it came from there, and the reference."""
    found: list[tuple[bool, int]] = []
    for event in given.case.events:
        if event.name == "split_from":
            found.append((True, int(event.facts["from"])))
        elif event.name == "split_off":
            found += [(False, int(number)) for number in event.facts["requests"]]
    references = references_of([number for _is_from, number in found])
    return [(is_from, references[number]) for is_from, number in found if number in references]

"""The incident that a report belongs to: what was merged into it, what it was merged into, and what was split off it."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casefile import access
from hotline.casefile.queries import MergedReport, cases_among, count_merged, merged_under, references_among, request_id_of
from hotline.casefile.queries.named import NamedCase, named_cases
from hotline.core.status import REPLIED, Phase
from hotline.core.text import shorten
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.incident import LeaveForm, MergeForm, SplitForm, UndoForm
from hotline.triage.forms.recurrence import LinkForm
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

SHOWN = 50
"""How many merged reports the panel lists; the others are found by their references."""
_WORDS = 120
OF_INCIDENTS = frozenset({"merged_in", "split_off", "split_from"})
"""What happens to a case that belongs to an incident, or is one."""
LINK = "triage.link-recurrence"
_FORMS = ("triage.merge", "triage.undo", "triage.leave", "triage.split", LINK)


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One report that stands under this one.

    `came_along`: it was put under another that stands here now; `under` is that one's reference, empty for another hotline's.
    """

    report: MergedReport
    words: str
    came_along: bool
    under: str
    may_leave: bool
    is_ticked: bool


def incident(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing where there is neither an incident nor anything to be done about one."""
    given = opened(reference, viewer, page)
    request = given.case.request
    is_merged = request.master_id is not None
    count = 0 if is_merged else count_merged(request.id)
    split = _split(given, viewer)
    is_operator = viewer.has(Role.OPERATOR, Role.SUPERVISOR)
    may_act = is_operator and not given.is_over
    if not (is_merged or count or split or may_act or any(page.is_open(name) for name in _FORMS)):
        return ""
    undo, merging = given.form(UndoForm, "triage.undo"), given.form(MergeForm, "triage.merge")
    return page.render(
        "triage/panels/incident.html",
        {
            "request_facts": request,
            "now": now,
            "is_merged": is_merged,
            "master": _master(request.master_id, given, viewer) if request.master_id else None,
            "count": count,
            "lines": _lines(given, viewer, undo) if count else [],
            "split": split,
            "may_act": may_act,
            "may_leave": is_merged and is_operator and _may_leave(given),
            "merge_form": merging,
            "to_merge": _to_merge(merging, given, viewer),
            "undo_form": undo,
            "leave_form": given.form(LeaveForm, "triage.leave"),
            "split_form": given.form(SplitForm, "triage.split"),
            "link_form": given.form(LinkForm, LINK),
        },
    )


def _master(master_id: int, given: Opening, viewer: Viewer) -> NamedCase | None:
    """Return what the incident is about, None for one of another hotline."""
    return next(iter(named_cases([master_id], viewer.streams, language=given.language)), None)


def _to_merge(form: MergeForm, given: Opening, viewer: Viewer) -> tuple[NamedCase, ...]:
    """Return what the references that were typed stand for, once all of them can be read and are reports seen here."""
    if not form.is_bound or not form.is_valid():
        return ()
    typed = form.cleaned_data["references"]
    if not all(access.sees(viewer, reference) for reference in typed):
        return ()
    return named_cases([request_id_of(reference) for reference in typed], viewer.streams, language=given.language)


def _lines(given: Opening, viewer: Viewer, form: UndoForm) -> list[MergedLine]:
    """Return the reports under the case that the viewer's hotlines let them see; the others are only counted."""
    merged = merged_under(given.case.request.id, limit=SHOWN)
    seen = cases_among({number for one in merged for number in (one.id, one.under_id)}, viewer.streams)
    return [_line(one, given, form, knows_under=one.under_id in seen) for one in merged if one.id in seen]


def _line(one: MergedReport, given: Opening, form: UndoForm, *, knows_under: bool) -> MergedLine:
    came_along = one.under_id != given.case.request.id
    ticked = form.data.getlist("others") if form.is_bound else []  # type: ignore[attr-defined]
    return MergedLine(
        report=one,
        words=shorten(one.words, width=_WORDS),
        came_along=came_along,
        under=one.under if came_along and knows_under else "",
        may_leave=not given.is_over and one.phase != Phase.RESOLVED,
        is_ticked=one.reference in ticked,
    )


def _may_leave(given: Opening) -> bool:
    answer = given.case.answer
    return answer is None or answer.state not in REPLIED


def _split(given: Opening, viewer: Viewer) -> list[tuple[bool, str]]:
    """Return what was split off this report, and what it was split off itself: whether it came from there, and the reference.

    The reference is empty where that is one of another hotline.
    """
    found: list[tuple[bool, int]] = []
    for event in given.case.events:
        if event.name == "split_from":
            found.append((True, int(event.facts["from"])))
        elif event.name == "split_off":
            found += [(False, int(number)) for number in event.facts["requests"]]
    references = references_among([number for _is_from, number in found], viewer.streams)
    return [(is_from, references.get(number, "")) for is_from, number in found]

"""What comes back after it was handled is linked, counted, and goes first; a person may say that it is none."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hotline.casefile import access, actions, queries
from hotline.casefile.actions.recurring import look_for_recurrence
from hotline.casefile.facts import Opened
from hotline.casefile.queries.agencydesk import Sort
from hotline.casefile.queries.mayrecur import may_recur
from hotline.casefile.recurrences import FindRecurrences
from hotline.core.likeness import Reason
from hotline.core.recurrence import LinkRefused, NotLinked
from hotline.core.status import MoveNotAllowed, Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")

WEEK = timedelta(days=7)
LATER = make.NOW + WEEK


def back(now: datetime = LATER, **changes: object) -> Opened:
    """Open a report of the pothole at the same place, and look at it as the worker does."""
    opened = make.report("pothole", now=now, **changes)
    if look_for_recurrence(opened.request_id, now=now):
        assert may_recur([opened.request_id]), "what is found is never passed by"
    return opened


def times(opened: Opened) -> int:
    """Return the how-manieth time the matter came up with this report."""
    return make.case(opened).request.occurrence


def third() -> tuple[Opened, Opened, Opened]:
    """Return three reports of one pothole, each but the last answered before the next came in."""
    first = make.answered("pothole")
    second = make.answered("pothole", now=LATER)
    look_for_recurrence(second.request_id, now=LATER)
    return first, second, back(LATER + WEEK)


def test_what_comes_back_is_linked_and_says_by_what() -> None:
    first = make.answered("pothole")
    opened = back()
    found = queries.recurrence_of(opened.request_id)
    assert found is not None
    assert (found.earlier, found.is_denied, found.metres) == (first.reference, False, 0)
    assert found.reasons[:2] == (Reason.SAME_SERVICE, Reason.NEAR)
    assert found.after == WEEK - make.minutes(180)
    assert times(opened) == 2
    event = make.case(opened).events[-1]
    assert (event.name, dict(event.facts)) == ("recurred", {"earlier": first.request_id, "times": 2})


NONE = [
    ("it is not handled yet: a duplicate", "pothole", {}, False),
    ("another service", "noise", {}, True),
    ("another ward", "pothole", {"place": "26743"}, True),
    ("too late", "pothole", {"after": 100}, True),
]


@pytest.mark.parametrize(("why", "service", "changes", "handled"), NONE, ids=[row[0] for row in NONE])
def test_what_is_new_is_linked_to_nothing(why: str, service: str, changes: dict[str, object], handled: bool) -> None:
    (make.answered if handled else make.forwarded)("pothole")
    now = make.NOW + timedelta(days=int(str(changes.get("after", 7))))
    more = {"place": make.place(str(changes["place"]))} if "place" in changes else {}
    opened = make.report(service, now=now, **more)
    before = make.case(opened)
    assert not look_for_recurrence(opened.request_id, now=now), why
    assert make.case(opened) == before, "nothing is written of what is new"


def test_of_many_new_reports_only_those_beside_a_handled_one_are_looked_at() -> None:
    make.answered("pothole")
    make.forwarded("noise")
    beside, other, unhandled = (make.report(*one, now=LATER).request_id for one in (["pothole"], ["health_care"], ["noise"]))
    elsewhere = make.report("pothole", now=LATER, place=make.place("26743")).request_id
    unplaced = make.report("pothole", now=LATER, place=replace(make.place(), lat=None, lon=None)).request_id
    assert may_recur([beside, other, unhandled, elsewhere, unplaced, 999_999_999]) == {beside, unplaced}
    assert may_recur([]) == frozenset()


def test_what_was_answered_at_once_was_not_handled() -> None:
    first = make.report("pothole")
    actions.answer_at_once(first.request_id, words="Đã có kế hoạch sửa.", now=make.NOW + make.minutes(9), actor=make.OPERATOR)
    assert times(back()) == 1


def test_a_chain_counts_on_and_stands_in_order() -> None:
    reports = third()
    assert [times(one) for one in reports] == [1, 2, 3]
    for one in reports:
        chain = queries.chain_of(one.request_id)
        assert [link.reference for link in chain] == [report.reference for report in reports]
        assert [link.occurrence for link in chain] == [1, 2, 3]
        assert [link.answered_at is None for link in chain] == [False, False, True]
        assert all(link.units for link in chain[:2])


def test_what_came_up_once_has_no_chain() -> None:
    assert queries.chain_of(make.answered("pothole").request_id) == ()


def test_what_came_back_goes_before_what_is_new_and_after_emergencies() -> None:
    make.answered("pothole")
    new = make.report("noise", now=LATER - make.minutes(60))
    opened = back()
    urgent = make.report("noise", now=LATER + make.minutes(1), words="Cháy nhà, cứu với!")
    queue = queries.operator_queue()
    assert [row.reference for row in queue] == [urgent.reference, opened.reference, new.reference]
    assert [row.occurrence for row in queue] == [1, 2, 1]


def test_of_emergencies_the_one_that_waits_longest_comes_first() -> None:
    make.answered("pothole")
    waits = make.report("noise", now=LATER - make.minutes(60), words="Cháy nhà, cứu với!")
    opened = back(words="Có người bị mắc kẹt.")
    assert [row.reference for row in queries.operator_queue()] == [waits.reference, opened.reference]


def test_of_an_agencys_emergencies_the_one_due_first_comes_first_whether_it_came_back_or_not() -> None:
    make.answered("pothole")
    due_first = make.report("pothole", now=LATER - make.minutes(60), words="Cháy xe, cứu với!", place=make.place("26743"))
    opened = back(words="Có người bị mắc kẹt.")
    for one in (due_first, opened):
        actions.forward(one.request_id, now=LATER + make.minutes(2), actor=make.OPERATOR)
    unit = make.lead(opened).unit_id
    assert make.lead(due_first).unit_id == unit
    with access.agency_door(_officer(unit)) as door:
        shown = door.desk(Sort(frozenset({Part.FORWARDED})), handler=None, limit=9, skip=0, now=LATER)
    assert [row.reference for row in shown] == [due_first.reference, opened.reference]


def test_an_agency_finds_it_first_and_reads_the_chain_without_others_references() -> None:
    first = make.answered("pothole")
    new = make.forwarded("pothole", now=LATER - make.minutes(60), place=make.place("26743"))
    opened = back()
    actions.forward(opened.request_id, now=LATER + make.minutes(2), actor=make.OPERATOR)
    part = make.lead(opened)
    other = next(unit for unit in snapshot().units.values() if unit.id != part.unit_id)
    with access.agency_door(_officer(part.unit_id)) as door:
        assert door.chain(opened.request_id)[0].reference == first.reference, "its own case"
    with access.agency_door(_officer(other.id)) as door:
        assert door.chain(opened.request_id) == (), "not its case: it learns of no chain"
    assert new.reference != opened.reference


def test_a_person_says_that_it_is_none_and_the_rest_is_counted_anew() -> None:
    first, second, last = third()
    actions.deny_recurrence(second.request_id, why="Ổ gà khác.", now=LATER + WEEK, actor=make.OPERATOR)
    assert [times(one) for one in (first, second, last)] == [1, 1, 2]
    assert queries.chain_of(first.request_id) == ()
    assert [link.reference for link in queries.chain_of(last.request_id)] == [second.reference, last.reference]
    event = next(one for one in make.case(second).events if one.name == "recurrence_denied")
    assert (event.note, dict(event.facts)) == ("Ổ gà khác.", {"earlier": first.request_id})
    assert not look_for_recurrence(second.request_id, now=LATER + WEEK), "what a person denied is not proposed again"
    actions.restore_recurrence(second.request_id, now=LATER + WEEK, actor=make.OPERATOR)
    assert [times(one) for one in (first, second, last)] == [1, 2, 3]


def test_nothing_is_denied_or_restored_where_there_is_nothing() -> None:
    opened = make.report("pothole")
    before = make.case(opened)
    for act in (actions.deny_recurrence, actions.restore_recurrence):
        with pytest.raises(actions.NotARecurrence):
            act(opened.request_id, now=LATER, actor=make.OPERATOR)
        with pytest.raises(actions.NoSuchCase):
            act(999_999_999, now=LATER, actor=make.OPERATOR)
        with pytest.raises(actions.ChangedMeanwhile):
            act(opened.request_id, now=LATER, actor=make.OPERATOR, version=99)
    assert make.case(opened) == before


def named(new: Opened, earlier: Opened, *, now: datetime = LATER) -> int:
    return actions.link_recurrence(new.request_id, earlier=earlier.request_id, now=now, actor=make.OPERATOR)


def test_a_person_names_the_handled_case_that_it_is_again_and_the_worker_leaves_it() -> None:
    first = make.answered("noise")
    opened = make.report("pothole", now=LATER)
    assert named(opened, first) == first.request_id
    found = queries.recurrence_of(opened.request_id)
    assert found is not None
    assert (found.earlier, found.is_by_person, found.reasons, found.metres) == (first.reference, True, (), None)
    assert times(opened) == 2
    event = make.case(opened).events[-1]
    assert (event.name, dict(event.facts)) == ("recurrence_said", {"earlier": first.request_id, "times": 2})
    make.answered("pothole", now=LATER - WEEK)  # the rule would find this one
    assert not look_for_recurrence(opened.request_id, now=LATER)
    assert [link.reference for link in queries.chain_of(opened.request_id)] == [first.reference, opened.reference]


def test_what_a_person_names_takes_the_place_of_what_the_worker_found_and_all_after_it_is_counted_anew() -> None:
    other = make.answered("noise")
    first, second, last = third()
    named(second, other)
    assert [times(one) for one in (first, other, second, last)] == [1, 1, 2, 3]
    assert queries.chain_of(first.request_id) == ()
    named(other := make.report("noise", now=LATER + WEEK), second)
    assert times(other) == 3
    actions.deny_recurrence(second.request_id, now=LATER + WEEK, actor=make.OPERATOR)
    assert [times(one) for one in (second, last, other)] == [1, 2, 2]


def test_of_a_case_that_came_back_it_is_the_last_time_that_it_was_handled() -> None:
    first, second, last = third()
    opened = make.report("noise", now=LATER + WEEK)
    assert named(opened, first) == second.request_id, "the last one is not answered yet"
    assert [times(one) for one in (first, second, last, opened)] == [1, 2, 3, 3]


def test_of_a_merged_case_it_is_the_one_that_it_stands_under() -> None:
    first, member = make.with_results("noise"), make.report("noise")
    actions.merge_requests(first.request_id, [member.request_id], now=make.NOW + make.minutes(5), actor=make.OPERATOR)
    make.answer(first)
    opened = make.report("pothole", now=LATER)
    assert named(opened, member) == first.request_id


def test_what_is_none_is_not_linked_and_nothing_is_written() -> None:
    first, second, last = third()
    waits, guarded, refused = (make.report(what, now=LATER + WEEK) for what in ("noise", "officials_conduct", "noise"))
    actions.refuse(refused.request_id, reason="abuse", now=LATER + WEEK, actor=make.OPERATOR)
    rows = [
        (last, last, NotLinked.ITSELF),
        (last, second, NotLinked.ALREADY),
        (first, last, NotLinked.LATER),
        (last, waits, NotLinked.NOT_HANDLED),
        (guarded, first, NotLinked.GUARDED),
        (refused, first, NotLinked.REFUSED),
    ]
    for new, earlier, why in rows:
        before = make.case(new)
        with pytest.raises(LinkRefused) as caught:
            named(new, earlier)
        assert caught.value.why is why
        assert make.case(new) == before, why
    with pytest.raises(actions.NoSuchCase):
        actions.link_recurrence(last.request_id, earlier=999_999_999, now=LATER, actor=make.OPERATOR)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.link_recurrence(last.request_id, earlier=first.request_id, now=LATER, actor=make.OPERATOR, version=99)


def test_a_merged_report_stands_still_and_is_not_counted_in_the_chain() -> None:
    make.answered("pothole")
    master, member = back(), back(LATER + make.minutes(5))
    actions.merge_requests(master.request_id, [member.request_id], now=LATER + make.minutes(9), actor=make.OPERATOR)
    assert len(queries.chain_of(master.request_id)) == 2
    with pytest.raises(actions.StandsMerged):
        actions.deny_recurrence(member.request_id, now=LATER + make.minutes(10), actor=make.OPERATOR)


def test_a_report_that_is_put_right_is_looked_at_again() -> None:
    make.answered("pothole")
    opened = back()
    actions.recategorise(opened.request_id, service="noise", now=LATER + make.minutes(3), actor=make.OPERATOR)
    assert look_for_recurrence(opened.request_id, now=LATER + make.minutes(3))
    assert times(opened) == 1
    assert queries.recurrence_of(opened.request_id) is None
    assert make.case(opened).events[-1].name == "recurrence_ended"


def test_a_case_that_is_over_keeps_its_link() -> None:
    make.answered("pothole")
    opened = back()
    actions.refuse(opened.request_id, reason="abuse", now=LATER + make.minutes(3), actor=make.OPERATOR)
    assert not look_for_recurrence(opened.request_id, now=LATER + make.minutes(3))
    assert times(opened) == 2
    with pytest.raises(MoveNotAllowed):
        actions.recategorise(opened.request_id, service="noise", now=LATER, actor=make.OPERATOR)


def test_the_worker_finds_it_and_goes_on_where_it_stood() -> None:
    find = FindRecurrences()
    make.answered("pothole")
    opened = make.report("pothole", now=LATER)
    find(LATER)  # its event is not settled within a test's own transaction: on its first turn it looks at the newest all the same
    assert times(opened) == 2
    assert not find.failed
    find.failed.add(999_999_999)
    find(LATER)
    assert not find.failed, "a case that is not there holds up nothing"


def _officer(unit_id: int) -> Viewer:
    return Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit_id}))

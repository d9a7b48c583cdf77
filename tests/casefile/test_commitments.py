"""Lawful overruns: the deadline, the commitment that stands in its place, what the citizen is told, and what is counted."""

from datetime import date, datetime, timedelta

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.actions import Picture
from hotline.casefile.facts import ClockFacts, CommitmentFacts, Opened
from hotline.casefile.mediafiles import new_key
from hotline.casefile.models import Attachment
from hotline.casework.loops import end_overruns
from hotline.core.commitments import COMMITMENT, FINISHING, CommitmentRefused, CommitmentState, WhyNot
from hotline.core.facts import AttachmentKind
from hotline.core.status import MoveNotAllowed
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

FILED = NOW + minutes(60 * 24)
"""Tuesday 3 March 2026, 09:00: before any deadline of a case of the Monday."""
FAR = date(2026, 4, 30)
FURTHER = date(2026, 5, 29)


@pytest.fixture
def accepted(city: None, db: None) -> Opened:
    """Give a pothole that its agency took on."""
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(30), actor=make.officer(part))
    return opened


def commit(
    opened: Opened, *, now: datetime = FILED, due_on: date = FAR, photos: int = 1, note: str = "Đang chờ nhựa."
) -> CommitmentState:
    part = make.lead(opened)
    evidence = [make.photo(now=now) for _ in range(photos)]
    return actions.file_commitment(part.id, note=note, evidence=evidence, due_on=due_on, now=now, actor=make.officer(part))


def handling(opened: Opened) -> ClockFacts:
    """The deadline by which the agency has to finish."""
    clocks = make.case(opened).clocks
    return [one for one in clocks if one.part_id and one.stops in FINISHING and one.purpose != COMMITMENT][-1]


def answering(opened: Opened) -> ClockFacts:
    return next(one for one in make.case(opened).clocks if one.stops == "answered" and one.purpose != COMMITMENT)


def promises(opened: Opened) -> list[ClockFacts]:
    return [one for one in make.case(opened).clocks if one.purpose == COMMITMENT and one.part_id]


def commitments(opened: Opened) -> tuple[CommitmentFacts, ...]:
    return make.case(opened).commitments


def due(clock: ClockFacts) -> datetime:
    assert clock.due_at is not None
    return clock.due_at


def file_result(opened: Opened, *, now: datetime) -> None:
    part = make.lead(opened)
    actions.file_result(part.id, note="Đã vá.", evidence=[make.photo(now=now)], now=now, actor=make.officer(part))


def test_filed_in_time_the_deadline_runs_until_it_is_due_and_then_ends_lawfully(accepted: Opened) -> None:
    assert commit(accepted) is CommitmentState.STANDING
    given = handling(accepted)
    assert (given.outcome, given.state) == ("", "running")
    assert end_overruns(due(given)) == 0, "it is due, not over"
    assert handling(accepted) == given
    assert end_overruns(due(given) + timedelta(seconds=1)) >= 1
    after = handling(accepted)
    assert (after.outcome, after.ended_at) == ("overrun_lawfully", given.due_at)
    events = [event.name for event in make.case(accepted).events]
    assert end_overruns(due(given) + timedelta(seconds=2)) == 0
    assert [event.name for event in make.case(accepted).events] == events, "once, however often it is looked at"


def test_the_commitment_is_a_clock_of_its_own_with_its_own_derivation(accepted: Opened) -> None:
    commit(accepted)
    [promise] = promises(accepted)
    assert f"{promise.due_at:%Y-%m-%d}" == "2026-04-30"
    assert promise.words.startswith("Đơn vị cam kết lúc 03/03/2026 09:00 · hạn thứ Năm 30/04/2026 17:00")
    assert (promise.started_at, promise.stops) == (FILED, handling(accepted).stops)
    [row] = commitments(accepted)
    assert (row.number, row.state, row.in_time, row.due_on, row.outcome) == (1, CommitmentState.STANDING, True, FAR, "")


def test_the_citizen_is_told_the_date_once(accepted: Opened) -> None:
    commit(accepted)
    told = [message for message in make.case(accepted).messages if message.event == "committed"]
    assert [message.channel for message in told] == ["sms"]


def test_filed_after_the_deadline_it_stays_missed_and_the_commitment_still_counts(accepted: Opened) -> None:
    late = due(handling(accepted)) + minutes(1)
    commit(accepted, now=late, due_on=FURTHER)
    assert commitments(accepted)[0].in_time is False
    assert end_overruns(late + minutes(5)) == 0
    file_result(accepted, now=late + minutes(60))
    assert handling(accepted).outcome == "missed"
    assert [clock.outcome for clock in promises(accepted)] == ["kept"]


def test_the_result_filed_before_anybody_looked_ends_both_as_they_should(accepted: Opened) -> None:
    """The loop slept over the deadline."""
    commit(accepted)
    given = handling(accepted)
    file_result(accepted, now=due(given) + minutes(90))
    assert (handling(accepted).outcome, handling(accepted).ended_at) == ("overrun_lawfully", given.due_at)
    assert promises(accepted)[0].outcome == "kept"


def test_done_in_time_after_all_is_kept_and_no_overrun(accepted: Opened) -> None:
    commit(accepted)
    file_result(accepted, now=due(handling(accepted)))
    assert handling(accepted).outcome == "kept"
    assert _count(accepted) == {
        "on_time": 1,
        "overrun_lawfully": 0,
        "missed": 0,
        "kept": 0,
        "broken": 0,
        "extended": 0,
        "running": 0,
    }


def test_a_broken_commitment_is_missed_and_counted(accepted: Opened) -> None:
    commit(accepted)
    over = due(promises(accepted)[0]) + minutes(1)
    end_overruns(over)
    assert _count(accepted, now=over)["broken"] == 1, "as yet: it still runs"
    file_result(accepted, now=over)
    assert promises(accepted)[0].outcome == "missed"
    assert _count(accepted, now=over) == {
        "on_time": 0, "overrun_lawfully": 1, "missed": 0, "kept": 0, "broken": 1, "extended": 0, "running": 0,
    }  # fmt: skip


def test_a_result_that_the_desk_sends_back_lets_the_promise_run_on_and_not_the_deadline(accepted: Opened) -> None:
    commit(accepted)
    file_result(accepted, now=due(handling(accepted)) + minutes(90))
    actions.return_result(make.lead(accepted).id, reason="not_done", note="Chưa.", now=FILED + minutes(60 * 24 * 30), actor=DESK)
    assert handling(accepted).outcome == "overrun_lawfully"
    assert promises(accepted)[0].outcome == ""


def test_the_answer_too_is_overrun_lawfully_and_owed_by_the_promised_day(accepted: Opened) -> None:
    commit(accepted)
    owed = answering(accepted)
    end_overruns(due(owed) + minutes(1))
    after = answering(accepted)
    assert (after.outcome, after.ended_at) == ("overrun_lawfully", owed.due_at)
    [next_one] = [one for one in make.case(accepted).clocks if one.purpose == COMMITMENT and one.part_id is None]
    assert (next_one.due_at, next_one.stops, next_one.outcome) == (promises(accepted)[0].due_at, "answered", "")


def test_an_agency_that_is_off_the_case_makes_no_answer_lawful(accepted: Opened) -> None:
    commit(accepted)
    actions.withdraw(make.lead(accepted).id, note="Nhầm đơn vị.", now=FILED + minutes(5), actor=OPERATOR)
    assert promises(accepted)[0].outcome == "void"
    end_overruns(due(answering(accepted)) + minutes(1))
    assert answering(accepted).outcome == ""


def test_on_time_figures_of_the_city_never_count_an_overrun_nor_the_promise(accepted: Opened) -> None:
    commit(accepted)
    over = due(answering(accepted)) + minutes(1)
    end_overruns(over)
    file_result(accepted, now=over)
    actions.accept_result(make.lead(accepted).id, now=over, actor=DESK)
    actions.draft_answer(accepted.request_id, words="Đã vá.", public_words="", now=over, actor=DESK)
    actions.send_answer(accepted.request_id, now=over, actor=DESK)
    span = queries.counts_since(NOW - timedelta(days=1))
    assert (span.kept, span.ended) == (0, 1)


SECOND = FILED + timedelta(days=20)


def test_a_second_commitment_waits_for_the_supervisor_and_binds_nobody_until_then(accepted: Opened) -> None:
    commit(accepted)
    assert commit(accepted, now=SECOND, due_on=FURTHER) is CommitmentState.WAITING
    assert [f"{one.due_at:%m-%d}" for one in promises(accepted)] == ["04-30"]
    assert [message.event for message in make.case(accepted).messages].count("committed") == 1
    [waiting] = queries.waiting_commitments()
    assert (waiting.reference, waiting.number, waiting.due_on) == (accepted.reference, 2, FURTHER)
    assert queries.count_waiting_commitments() == 1


def test_approved_it_extends_the_first_which_ends_lawfully_and_neither_kept_nor_broken(accepted: Opened) -> None:
    commit(accepted)
    commit(accepted, now=SECOND, due_on=FURTHER)
    actions.approve_commitment(commitments(accepted)[1].id, now=SECOND + minutes(30), actor=DESK)
    first, second = promises(accepted)
    assert (first.outcome, f"{second.due_at:%m-%d}") == ("", "05-29")
    end_overruns(due(first) + minutes(1))
    file_result(accepted, now=due(second))
    assert [one.outcome for one in promises(accepted)] == ["overrun_lawfully", "kept"]
    assert _count(accepted) == {
        "on_time": 0,
        "overrun_lawfully": 1,
        "missed": 0,
        "kept": 1,
        "broken": 0,
        "extended": 1,
        "running": 0,
    }
    told = [message.event for message in make.case(accepted).messages]
    assert told.count("committed") == 2
    assert "commitment_approved" in told


def test_filed_after_the_first_was_broken_it_repairs_nothing_and_still_counts(accepted: Opened) -> None:
    commit(accepted)
    broken = due(promises(accepted)[0]) + minutes(1)
    commit(accepted, now=broken, due_on=FURTHER)
    actions.approve_commitment(commitments(accepted)[1].id, now=broken + minutes(30), actor=DESK)
    end_overruns(broken + minutes(60))
    file_result(accepted, now=broken + minutes(90))
    assert [one.outcome for one in promises(accepted)] == ["missed", "kept"]


def test_declined_the_agency_stays_bound_and_reads_why(accepted: Opened) -> None:
    commit(accepted)
    commit(accepted, now=SECOND, due_on=FURTHER)
    second = commitments(accepted)[1].id
    with pytest.raises(actions.ReasonMissing):
        actions.decline_commitment(second, note=" ", now=SECOND, actor=DESK)
    actions.decline_commitment(second, note="Vật liệu đã có.", now=SECOND, actor=DESK)
    assert [one.state for one in commitments(accepted)] == [CommitmentState.STANDING, CommitmentState.DECLINED]
    assert len(promises(accepted)) == 1
    assert "commitment_declined" in [message.event for message in make.case(accepted).messages]
    with pytest.raises(actions.NotWaiting):
        actions.approve_commitment(second, now=SECOND, actor=DESK)
    assert queries.waiting_commitments() == ()


def test_approved_too_late_it_would_be_over_and_is_refused(accepted: Opened) -> None:
    commit(accepted)
    commit(accepted, now=SECOND, due_on=FURTHER)
    second = commitments(accepted)[1]
    before = make.case(accepted)
    with pytest.raises(CommitmentRefused):
        actions.approve_commitment(second.id, now=second.due_at, actor=DESK)
    assert make.case(accepted) == before


def test_a_new_round_begins_without_any_commitment(accepted: Opened) -> None:
    commit(accepted)
    over = due(handling(accepted)) + minutes(1)
    file_result(accepted, now=over)
    actions.accept_result(make.lead(accepted).id, now=over, actor=DESK)
    actions.draft_answer(accepted.request_id, words="Đã vá.", public_words="", now=over, actor=DESK)
    actions.send_answer(accepted.request_id, now=over, actor=DESK)
    again = over + minutes(60)
    actions.say_not_done(accepted.request_id, words="Chưa xong.", now=again)
    part = make.lead(accepted)
    actions.accept_part(part.id, now=again, actor=make.officer(part))
    assert end_overruns(due(handling(accepted)) + minutes(1)) == 0, "the old promise covers nothing of the new round"
    assert commit(accepted, now=again + minutes(5), due_on=FURTHER) is CommitmentState.STANDING
    assert [(one.round, one.number) for one in commitments(accepted)] == [(1, 1), (2, 1)]


# In words; what is typed; why it is refused.
REFUSED = (
    ("without progress", {"note": " \u200b "}, WhyNot.NO_PROGRESS),
    ("without a photo", {"photos": 0}, WhyNot.NO_PHOTO),
    ("for yesterday", {"due_on": date(2026, 3, 2)}, WhyNot.BEFORE_TODAY),
    ("for a year and a day", {"due_on": date(2027, 3, 4)}, WhyNot.AFTER_A_YEAR),
    ("for a day before the deadline", {"due_on": date(2026, 3, 4)}, WhyNot.NOT_AFTER_DEADLINE),
)


@pytest.mark.parametrize(("typed", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_commitment_is_refused_and_changes_nothing(accepted: Opened, typed: dict[str, object], why: WhyNot) -> None:
    before = make.case(accepted)
    with pytest.raises(CommitmentRefused) as refused:
        commit(accepted, **typed)  # type: ignore[arg-type]
    assert refused.value.why is why
    assert make.case(accepted) == before


def test_a_third_while_the_second_waits_is_refused(accepted: Opened) -> None:
    commit(accepted)
    commit(accepted, now=SECOND, due_on=FURTHER)
    with pytest.raises(CommitmentRefused) as refused:
        commit(accepted, now=SECOND + minutes(5), due_on=date(2026, 6, 30))
    assert refused.value.why is WhyNot.ANOTHER_WAITS


def test_before_the_part_was_taken_on_or_after_its_result_no_commitment_is_taken(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    with pytest.raises(MoveNotAllowed):
        commit(opened)
    done = make.with_results("pothole")
    with pytest.raises(MoveNotAllowed):
        commit(done)


def test_through_the_agencys_own_door_as_its_database_role(accepted: Opened) -> None:
    part = make.lead(accepted)
    viewer = Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    photo = make.photo(now=FILED)
    with agency_door(viewer) as door:
        actions.file_commitment(part.id, note="Đang chờ nhựa.", evidence=[photo], due_on=FAR, now=FILED, actor=make.officer(part))
        assert [one.due_on for one in door.case(part.id).commitments] == [FAR]
    over = due(handling(accepted)) + minutes(1)
    photo = make.photo(now=over)
    with agency_door(viewer):
        actions.file_result(part.id, note="Đã vá.", evidence=[photo], now=over, actor=make.officer(part))
    assert handling(accepted).outcome == "overrun_lawfully"


def test_another_service_keeps_the_promise_and_the_new_deadline_is_overrun_as_lawfully(accepted: Opened) -> None:
    commit(accepted)
    actions.recategorise(accepted.request_id, service="street_light", now=FILED + minutes(10), actor=OPERATOR)
    assert [one.outcome for one in promises(accepted)] == [""]
    end_overruns(due(handling(accepted)) + minutes(1))
    assert handling(accepted).outcome == "overrun_lawfully"


def _count(opened: Opened, *, now: datetime = FILED + timedelta(days=400)) -> dict[str, int]:
    unit = make.lead(opened).unit_name
    [row] = [one for one in queries.keeping(since=NOW, until=NOW + timedelta(days=800), now=now) if one.unit == unit]
    return {
        name: getattr(row, name) for name in ("on_time", "overrun_lawfully", "missed", "kept", "broken", "extended", "running")
    }


def test_the_desks_own_lateness_is_not_excused_by_an_agency_that_finished_in_time(accepted: Opened) -> None:
    commit(accepted)
    file_result(accepted, now=FILED + minutes(60))
    over = due(answering(accepted)) + minutes(1)
    end_overruns(over)
    assert answering(accepted).outcome == ""
    actions.return_result(make.lead(accepted).id, reason="not_done", note="Chưa.", now=over + minutes(1), actor=DESK)
    end_overruns(over + minutes(2))
    assert answering(accepted).outcome == "", "sent back after the day on which the desk should have answered"
    file_result(accepted, now=over + minutes(60))
    actions.accept_result(make.lead(accepted).id, now=over + minutes(61), actor=DESK)
    actions.draft_answer(accepted.request_id, words="Đã vá.", public_words="", now=over + minutes(62), actor=DESK)
    actions.send_answer(accepted.request_id, now=over + minutes(63), actor=DESK)
    assert answering(accepted).outcome == "missed"


def test_sent_back_before_the_answer_was_due_the_answer_waits_for_the_agency_again(accepted: Opened) -> None:
    commit(accepted)
    file_result(accepted, now=FILED + minutes(60))
    actions.return_result(make.lead(accepted).id, reason="not_done", note="Chưa.", now=FILED + minutes(90), actor=DESK)
    end_overruns(due(answering(accepted)) + minutes(1))
    assert answering(accepted).outcome == "overrun_lawfully"


def test_an_agency_that_works_on_stays_bound_when_the_case_is_reopened(accepted: Opened) -> None:
    """The desk answered without waiting for it: nobody gave it the part anew."""
    commit(accepted)
    commit(accepted, now=FILED + minutes(5), due_on=FURTHER)
    given = handling(accepted)
    actions.draft_answer(accepted.request_id, words="Đang vá.", public_words="", now=FILED + minutes(10), actor=DESK)
    actions.send_answer(accepted.request_id, despite="Cần báo ngay.", now=FILED + minutes(20), actor=DESK)
    actions.say_not_done(accepted.request_id, words="Chưa xong.", now=FILED + minutes(60))
    assert make.lead(accepted).state == "accepted", "it is at work still"
    told = [one for one in make.case(accepted).messages if one.event == "reopened"]
    assert told, "its deadline stays as it was, and its focal points hear what the citizen says"
    assert [row.number for row in queries.waiting_commitments()] == [2]
    with pytest.raises(CommitmentRefused):
        commit(accepted, now=FILED + minutes(61), due_on=FURTHER)
    actions.approve_commitment(commitments(accepted)[1].id, now=FILED + minutes(70), actor=DESK)
    assert end_overruns(due(given) + minutes(1)) >= 1
    assert next(clock for clock in make.case(accepted).clocks if clock.id == given.id).outcome == "overrun_lawfully"
    assert [f"{one.due_at:%m-%d}" for one in promises(accepted)] == ["04-30", "05-29"]


def held_photo(*, now: datetime) -> str:
    """Keep a photo that was taken far from the matter."""
    part_less = Picture(new_key(), (7**70).to_bytes(32), 0x5A5A_3C3C_1234_8765, 800, 600, (10.70, 106.60), now)
    actions.keep_picture(part_less, kind=AttachmentKind.EVIDENCE, now=now)
    Attachment.objects.filter(key=part_less.key).update(camera={"metres": 9000})
    return part_less.key


def commit_with(opened: Opened, photo: str, *, now: datetime = FILED) -> CommitmentState:
    part = make.lead(opened)
    hand = make.officer(part)
    return actions.file_commitment(part.id, note="Đang chờ nhựa.", evidence=[photo], due_on=FAR, now=now, actor=hand)


def test_something_against_its_photo_makes_even_the_first_wait_for_the_supervisor(accepted: Opened) -> None:
    assert commit_with(accepted, held_photo(now=FILED)) is CommitmentState.WAITING
    event = make.case(accepted).events[-1]
    assert (event.name, event.facts["held"]) == ("commitment_asked", 1)
    assert "committed" not in [message.event for message in make.case(accepted).messages]
    [waiting] = queries.waiting_commitments()
    assert (waiting.number, waiting.before_due_at) == (1, None)
    over = due(handling(accepted)) + minutes(1)
    assert end_overruns(over) == 0, "nobody looked at it yet"
    actions.approve_commitment(commitments(accepted)[0].id, now=over, actor=DESK)
    assert end_overruns(over + minutes(1)) >= 1
    assert handling(accepted).outcome == "overrun_lawfully", "it was filed in time, and the photo shows it after all"
    assert "committed" in [message.event for message in make.case(accepted).messages]


def test_declined_for_its_photo_another_with_a_good_one_stands_at_once(accepted: Opened) -> None:
    commit_with(accepted, held_photo(now=FILED))
    actions.decline_commitment(commitments(accepted)[0].id, note="Ảnh chụp nơi khác.", now=FILED + minutes(5), actor=DESK)
    assert commit(accepted, now=FILED + minutes(10)) is CommitmentState.STANDING


def test_a_sheet_of_minutes_is_no_photo_of_how_far_it_is(accepted: Opened) -> None:
    before = make.case(accepted)
    with pytest.raises(CommitmentRefused) as refused:
        commit_with(accepted, make.photo(kind=AttachmentKind.MINUTES, now=FILED))
    assert refused.value.why is WhyNot.NO_PHOTO
    assert make.case(accepted) == before

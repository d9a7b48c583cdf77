"""Everybody whose report was merged is answered on their own channel, may rate, and may say that it is not done."""

from typing import Any

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.members import FollowMasters
from hotline.casefile.models import Answer, Assignment, Message, Rating, ServiceRequest
from hotline.core.facts import Correction
from hotline.core.merging import MergeRefused
from hotline.directory.facts import ReasonUse
from hotline.directory.queries import snapshot
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
NOW = make.NOW
AT = NOW + make.minutes(30)
SENT = NOW + make.minutes(180)
AFTER = NOW + make.minutes(185)
WORDS = "Chào bà Nguyễn Thị Hoa Mai (0908 369 123). Đã thông cống, cần thêm xin gọi 028 3829 1234."


def merge(master: Opened, *reports: Opened) -> None:
    actions.merge_requests(master.request_id, [one.request_id for one in reports], now=AT, actor=make.OPERATOR)


def follow(now: Any = AFTER) -> int:
    return FollowMasters()(now)


def row(report: Opened) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=report.request_id)


def told(report: Opened, event: str) -> list[tuple[str, int | None]]:
    found = Message.objects.filter(request_id=report.request_id, event=event).order_by("id")
    return list(found.values_list("channel", "reporter__request_id"))


def incident(*, answered: bool = True) -> tuple[Opened, list[Opened]]:
    """An incident of three reports: one by SMS, one by e-mail, one whose reporter cannot be reached."""
    master = make.with_results()
    reports = [
        make.report(now=NOW + make.minutes(1)),
        make.report(now=NOW + make.minutes(2), contact=ContactDraft(name="Lê Văn Tư", email="tu@dan.example")),
        make.report(now=NOW + make.minutes(3), contact=None),
    ]
    merge(master, *reports)
    if answered:
        answer(master)
    return master, reports


def answer(master: Opened, words: str = WORDS) -> None:
    for part in make.case(master).parts:
        actions.accept_result(part.id, now=SENT - make.minutes(20), actor=make.DESK)
    actions.draft_answer(master.request_id, words=words, public_words=words, now=SENT - make.minutes(10), actor=make.DESK)
    actions.send_answer(master.request_id, now=SENT, actor=make.DESK)


def test_each_is_answered_on_their_own_channel_with_their_own_reference() -> None:
    master, reports = incident()
    assert follow() == 3
    channels = [told(one, "answered") for one in reports]
    assert channels == [[("sms", reports[0].request_id)], [("email", reports[1].request_id)], []]
    assert {make.case(one).answer is not None for one in reports} == {True}
    assert {row(one).phase for one in (master, *reports)} == {"resolved"}
    assert follow() == 0


def test_the_answer_tells_nobody_who_else_reported() -> None:
    _, reports = incident()
    follow()
    given = make.case(reports[1]).answer
    assert given is not None
    assert "Hoa Mai" not in given.latest.words
    assert "369" not in given.latest.words
    assert "028 3829 1234" in given.latest.words


def test_the_answer_tells_nobody_the_given_name_of_who_else_reported() -> None:
    master, reports = incident(answered=False)
    answer(master, words="Kính gửi bà Mai. Hố ở đường Hoa Mai đã lấp, cảm ơn chị Hoa Mai.")
    follow()
    given = make.case(reports[1]).answer
    assert given is not None
    assert given.latest.words == "Kính gửi bà […]. Hố ở đường Hoa Mai đã lấp, cảm ơn chị […]."
    own = make.case(master).answer
    assert own is not None
    assert "bà Mai" in own.latest.words, "whoever it was written to reads it whole"


def test_each_goes_where_the_master_goes() -> None:
    master, reports = make.report(), [make.report()]
    merge(master, *reports)
    actions.forward(master.request_id, now=AT + make.minutes(1), actor=make.OPERATOR)
    assert row(reports[0]).phase == "received"
    follow()
    assert row(reports[0]).phase == "in_progress"
    assert make.case(reports[0]).events[-1].name == "followed"


def test_a_refusal_reaches_all_and_so_does_taking_it_back() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    actions.refuse(master.request_id, reason=refusal(), now=AT, actor=make.OPERATOR)
    follow()
    assert (row(report).phase, row(report).refusal) == ("refused", refusal())
    assert told(report, "refused") == [("sms", report.request_id)]
    actions.reconsider(master.request_id, note="", now=AFTER, actor=make.OPERATOR)
    follow()
    assert (row(report).phase, row(report).refusal) == ("received", "")
    actions.undo_merge(report.request_id, now=AFTER, actor=make.OPERATOR)
    assert row(report).screening == "received"


def refusal() -> str:
    return snapshot().reasons[ReasonUse.REFUSE][0].code


@pytest.mark.parametrize("correction", list(Correction))
def test_a_correction_reaches_all(correction: Correction) -> None:
    master, reports = incident()
    follow()
    given = make.case(master).answer
    assert given is not None
    actions.correct_answer(
        given.id, words="Sửa lại.", public_words="Sửa lại.", correction=correction, why="Nhầm.", now=AFTER, actor=make.DESK
    )
    assert follow() == 3
    own = make.case(reports[0]).answer
    assert own is not None
    assert (own.latest.words, own.latest.correction) == ("Sửa lại.", correction.value)
    assert bool(own.versions[0].words) == (correction is not Correction.PRIVACY)
    assert told(reports[0], "corrected") == [("sms", reports[0].request_id)]
    assert follow() == 0


def test_a_worker_that_has_seen_all_looks_only_at_what_happened_since() -> None:
    master, reports = incident(answered=False)
    one = FollowMasters()
    one(AT)
    assert one.since is not None
    answer(master)
    assert one(AFTER) == 3
    assert one(AFTER) == 0
    assert row(reports[0]).phase == "resolved"


def test_one_that_cannot_follow_holds_up_no_other_and_is_tried_again() -> None:
    _, reports = incident()
    Answer.objects.create(request_id=reports[0].request_id, round=1, kind="result", state="draft")
    one = FollowMasters(failed={10**9})
    assert one(AFTER) == 3
    assert one.failed == {10**9}


def test_what_was_answered_waits_for_nothing_at_the_desk() -> None:
    _, reports = incident()
    follow()
    assert {row(one).at_desk for one in reports} == {""}
    listed = {one.reference for one in (*queries.synthesis_queue(), *queries.answered_lately())}
    assert not listed & {one.reference for one in reports}


def test_no_merge_is_taken_back_once_its_reporter_was_answered() -> None:
    _, reports = incident()
    follow()
    with pytest.raises(MergeRefused):
        actions.undo_merge(reports[0].request_id, now=AFTER, actor=make.OPERATOR)


def test_each_rates_the_work_once_and_may_change_it() -> None:
    master, reports = incident()
    part = make.lead(master).id
    with pytest.raises(actions.NotAnsweredYet):
        actions.rate_incident(reports[0].request_id, part_id=part, stars=5, now=SENT)
    follow()
    for stars in (2, 4):
        actions.rate_incident(reports[0].request_id, part_id=part, stars=stars, note="Tốt.", now=AFTER)
    actions.rate_incident(reports[1].request_id, part_id=part, stars=5, now=AFTER)
    assert sorted(Rating.objects.values_list("stars", flat=True)) == [4, 5]
    assert Assignment.objects.get(pk=part).rating is None


def test_nobody_rates_what_is_not_theirs() -> None:
    master, reports = incident()
    other = make.answered()
    follow()
    with pytest.raises(actions.NoSuchCase):
        actions.rate_incident(reports[0].request_id, part_id=make.lead(other).id, stars=5, now=AFTER)
    with pytest.raises(actions.NoSuchCase):
        actions.rate_incident(other.request_id, part_id=make.lead(master).id, stars=5, now=AFTER)
    with pytest.raises(ValueError, match="6"):
        actions.rate_incident(reports[0].request_id, part_id=make.lead(master).id, stars=6, now=AFTER)
    assert not Rating.objects.exists()


def test_whoever_says_not_done_gets_the_agencies_back_and_all_others_stay_answered() -> None:
    master, reports = incident()
    follow()
    actions.say_not_done(reports[0].request_id, words="Nhà tôi vẫn ngập.", now=AFTER)
    left = make.case(reports[0])
    assert (row(reports[0]).master_id, left.request.phase, left.request.round) == (None, "in_progress", 2)
    standing = [part for part in left.parts if part.state == "forwarded"]
    assert [(part.unit_id, part.role) for part in standing] == [(one.unit_id, one.role) for one in make.case(master).parts]
    assert any(clock.part_id == standing[0].id and clock.state == "running" for clock in left.clocks)
    assert {row(one).phase for one in (master, *reports[1:])} == {"resolved"}
    assert follow() == 0
    actions.accept_part(standing[0].id, now=AFTER, actor=make.officer(standing[0]))


def test_without_agencies_it_goes_back_to_the_operators() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    actions.answer_at_once(master.request_id, words="Đã trả lời.", now=SENT, actor=make.DESK)
    follow()
    actions.say_not_done(report.request_id, words="Vẫn còn.", now=AFTER)
    assert (row(report).screening, row(report).master_id) == ("received", None)
    assert report.reference in {one.reference for one in queries.operator_queue()}


def test_how_many_reports_an_incident_has() -> None:
    master, reports = incident()
    assert queries.count_merged(master.request_id) == 3
    assert [one.reference for one in queries.merged_under(master.request_id, limit=2)] == [
        reports[2].reference,
        reports[1].reference,
    ]
    assert row(reports[0]).master_id == master.request_id
    assert row(master).master_id is None

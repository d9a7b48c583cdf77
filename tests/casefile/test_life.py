"""A case's life: what each hand does, what follows, and what is refused."""

from datetime import timedelta

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.facts import ClockFacts, ContactDraft, Opened
from hotline.core.facts import Correction, PartRole
from hotline.core.status import AnswerState, MoveNotAllowed, Part, Phase, Screening
from hotline.directory.queries import snapshot
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes


def test_from_a_word_to_a_published_answer(city: None, db: None) -> None:
    opened = make.answered("pothole")
    case = make.case(opened)
    assert case.request.phase is Phase.RESOLVED
    assert case.answer is not None
    assert case.answer.state is AnswerState.SENT
    _sent(opened)
    actions.publish_answer(opened.request_id, public_words="Đã vá xong.", now=NOW + minutes(200), actor=DESK)
    public = queries.public_case(opened.reference)
    assert public.case.answer is not None
    assert public.case.answer[-1].words == "Đã vá xong."
    assert [step.name for step in public.steps] == ["received", "in_progress", "resolved"]
    told = [message.event for message in make.case(opened).messages if not message.recipient.startswith("Đầu mối")]
    assert {"received", "forwarded", "answered", "focal_forwarded"} <= set(told)


def test_forwarding_ends_the_five_minutes_and_starts_the_agencys_clock(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    forward, handle = _clock(opened, "forward-5-minutes"), _clock(opened, "handle")
    assert (forward.state, forward.outcome) == ("ended", "kept")
    assert handle.part_id == make.lead(opened).id
    assert handle.started_at == NOW + minutes(2)


def test_forwarding_late_is_missed_and_stays_so(city: None, db: None) -> None:
    opened = make.report("pothole")
    actions.forward(opened.request_id, now=NOW + minutes(6), actor=OPERATOR)
    assert _clock(opened, "forward-5-minutes").outcome == "missed"


def test_asking_the_citizen_pauses_what_the_rule_lets_pause(city: None, db: None) -> None:
    opened = make.report("pothole")
    actions.ask(opened.request_id, words="Ở số nhà nào?", now=NOW + minutes(3), actor=OPERATOR)
    paused = _clock(opened, "forward-5-minutes")
    assert (paused.state, paused.due_at) == ("paused", None)
    question = make.case(opened).questions[0]
    actions.reply_question(question.id, words="Số 12.", now=NOW + minutes(63))
    running = _clock(opened, "forward-5-minutes")
    assert running.state == "running"
    assert running.due_at == NOW + minutes(65)
    assert make.case(opened).request.screening is Screening.RECEIVED
    with pytest.raises(actions.AlreadyReplied):
        actions.reply_question(question.id, words="Số 13.", now=NOW + minutes(64))


def test_an_overdue_clock_does_not_stand_still(city: None, db: None) -> None:
    opened = make.report("pothole")
    actions.ask(opened.request_id, words="Ở đâu?", now=NOW + minutes(8), actor=OPERATOR)
    assert _clock(opened, "forward-5-minutes").state == "running"


def test_covid_counts_sixty_minutes_from_complete_information(city: None, db: None) -> None:
    opened = make.report("covid_gathering")
    actions.ask(opened.request_id, words="Ở hẻm nào?", now=NOW + minutes(2), actor=OPERATOR)
    actions.accept(opened.request_id, now=NOW + minutes(30), actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(32), actor=OPERATOR)
    clock = _clock(opened, "handle-60-minutes-covid")
    assert clock.started_at == NOW + minutes(30)
    assert clock.due_at == NOW + minutes(90)


def test_refusing_gives_the_reason_and_withdraws_what_was_proposed(city: None, db: None) -> None:
    opened = make.report("pothole")
    actions.refuse(opened.request_id, reason="complaint", now=NOW + minutes(1), actor=OPERATOR)
    case = make.case(opened)
    assert (case.request.phase, case.request.refusal) == (Phase.REFUSED, "complaint")
    assert {part.state for part in case.parts} == {Part.WITHDRAWN}
    assert "refused" in [message.event for message in case.messages]
    with pytest.raises(MoveNotAllowed):
        actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    actions.reconsider(opened.request_id, note="Không phải khiếu nại.", now=NOW + minutes(9), actor=OPERATOR)
    again = make.case(opened)
    assert again.request.screening is Screening.RECEIVED
    assert [part.state for part in again.parts if part.role == "lead"] == [Part.WITHDRAWN, Part.PROPOSED]


def test_a_reason_that_the_profile_does_not_have_is_refused(city: None, db: None) -> None:
    opened = make.report("pothole")
    before = make.case(opened)
    with pytest.raises(actions.UnknownReason):
        actions.refuse(opened.request_id, reason="because", now=NOW, actor=OPERATOR)
    assert make.case(opened) == before


def test_correcting_the_service_proposes_by_its_rules(city: None, db: None) -> None:
    opened = make.report("pothole")
    before = make.lead(opened).unit_id
    actions.recategorise(opened.request_id, service="water_meter", now=NOW + minutes(1), actor=OPERATOR)
    assert make.case(opened).request.service == "water_meter"
    assert make.lead(opened).unit_id != before
    assert make.lead(opened).rule


def test_returned_by_one_agency_and_given_to_another(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="Đường của phường.", now=NOW + minutes(30), actor=make.officer(part))
    assert [row.reference for row in queries.returned_parts()] == [opened.reference]
    other = snapshot().units["so-xay-dung"].id
    actions.propose(opened.request_id, unit_id=other, role=PartRole.LEAD, now=NOW + minutes(40), actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(41), actor=OPERATOR)
    assert make.lead(opened).unit_id == other
    assert queries.returned_parts() == ()
    assert make.case(opened).request.phase is Phase.IN_PROGRESS


def test_a_second_lead_or_the_same_agency_twice_is_refused(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    lead = make.lead(opened)
    other = snapshot().units["so-y-te"].id
    with pytest.raises(actions.LeadTaken):
        actions.propose(opened.request_id, unit_id=other, role=PartRole.LEAD, now=NOW, actor=OPERATOR)
    with pytest.raises(actions.AlreadyOnIt):
        actions.propose(opened.request_id, unit_id=lead.unit_id, role=PartRole.CO_HANDLER, now=NOW, actor=OPERATOR)


def test_a_result_without_a_photo_is_refused(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(5), actor=make.officer(part))
    with pytest.raises(actions.EvidenceMissing):
        actions.file_result(part.id, note="Xong", evidence=[], now=NOW + minutes(9), actor=make.officer(part))
    assert make.lead(opened).state is Part.ACCEPTED


def test_a_result_sent_back_lets_the_clock_run_on(city: None, db: None) -> None:
    opened = make.with_results("pothole")
    assert _clock(opened, "handle").outcome == "kept"
    part = make.lead(opened)
    actions.return_result(part.id, reason="no_evidence", note="Ảnh mờ.", now=NOW + minutes(150), actor=DESK)
    clock = _clock(opened, "handle")
    assert (clock.state, clock.outcome) == ("running", "")
    assert make.lead(opened).state is Part.ACCEPTED


def test_no_answer_while_an_agency_still_works(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    actions.draft_answer(opened.request_id, words="Sắp xong.", public_words="", now=NOW + minutes(9), actor=DESK)
    with pytest.raises(actions.PartsOpen):
        actions.send_answer(opened.request_id, now=NOW + minutes(10), actor=DESK)
    assert make.case(opened).request.phase is Phase.IN_PROGRESS


def test_the_reply_comes_first_and_publishing_second(city: None, db: None) -> None:
    opened = make.answered("pothole")
    with pytest.raises(actions.NotReplied):
        actions.publish_answer(opened.request_id, public_words="Xong.", now=NOW + minutes(190), actor=DESK)
    _sent(opened, dead=True)  # a dead channel counts as replied, with its reason
    actions.publish_answer(opened.request_id, public_words="Xong.", now=NOW + minutes(191), actor=DESK)
    assert make.case(opened).answers[0].state is AnswerState.PUBLISHED


def test_what_is_never_published(city: None, db: None) -> None:
    opened = make.answered("hardship")
    _sent(opened)
    with pytest.raises(actions.NeverPublished):
        actions.publish_answer(opened.request_id, public_words="Đã giúp.", now=NOW + minutes(200), actor=DESK)
    public = queries.public_case(opened.reference)
    assert not public.case.is_open
    assert (public.service_name, public.area_name, public.steps) == (None, None, ())


def test_a_correction_keeps_the_history_and_privacy_does_not(city: None, db: None) -> None:
    opened = make.answered("pothole")
    _sent(opened)
    actions.publish_answer(opened.request_id, public_words="Bà Mai đã được vá đường.", now=NOW + minutes(200), actor=DESK)
    answer = make.case(opened).answers[0].id
    _correct(answer, "Đã vá ngày 3.", Correction.MISTAKE, why="Sai ngày")
    assert (queries.public_case(opened.reference).case.answer or ())[0].words == "Bà Mai đã được vá đường."
    _correct(answer, "Đã vá xong.", Correction.PRIVACY, why="Có tên người")
    versions = make.case(opened).answers[0].versions
    assert [version.words for version in versions] == ["", "", "Đã vá xong."]
    public = queries.public_case(opened.reference).case.answer or ()
    assert "Bà Mai" not in str(public)
    assert public[-1].words == "Đã vá xong."


def test_answered_at_once_needs_no_agency(city: None, db: None) -> None:
    opened = make.report("public_service_question", contact=ContactDraft(email=make.EMAIL))
    actions.answer_at_once(opened.request_id, words="Mang giấy chứng sinh.", now=NOW + minutes(2), actor=OPERATOR)
    case = make.case(opened)
    assert case.request.phase is Phase.RESOLVED
    assert all(part.state is Part.WITHDRAWN for part in case.parts)
    assert _clock(opened, "forward-5-minutes").outcome == "kept"
    assert _clock(opened, "answer").outcome == "kept"


def test_not_done_opens_a_new_round_with_clocks_of_its_own(city: None, db: None) -> None:
    opened = make.answered("pothole")
    later = NOW + timedelta(days=2)
    actions.say_not_done(opened.request_id, words=f"Vẫn còn ổ gà, gọi {make.PHONE}", now=later)
    case = make.case(opened)
    assert (case.request.phase, case.request.round, case.answer) == (Phase.IN_PROGRESS, 2, None)
    assert make.lead(opened).state is Part.FORWARDED
    starts = [clock.started_at for clock in case.clocks if clock.rule == "answer"]
    assert starts == [NOW, later]
    reopened = next(event for event in case.events if event.name == "part_reopened")
    assert "Vẫn còn ổ gà" in reopened.note
    assert make.PHONE not in reopened.note
    with pytest.raises(actions.NotAnsweredYet):
        actions.say_not_done(opened.request_id, words="Nữa", now=later + minutes(1))


def test_after_the_window_a_new_report_is_the_way(city: None, db: None) -> None:
    opened = make.answered("pothole")
    days = snapshot().windows.not_done_days
    with pytest.raises(actions.WindowClosed):
        actions.say_not_done(opened.request_id, words="Chưa xong", now=NOW + timedelta(days=days, hours=4))
    assert make.case(opened).request.round == 1


def test_rating_is_of_each_agency_after_the_answer(city: None, db: None) -> None:
    opened = make.with_results("pothole")
    with pytest.raises(actions.NotAnsweredYet):
        actions.rate(make.lead(opened).id, stars=5, now=NOW + minutes(130))
    done = make.answered("pothole")
    actions.rate(make.lead(done).id, stars=4, note="Tốt", now=NOW + minutes(300))
    assert make.lead(done).rating == 4


def test_two_people_on_one_case_the_later_one_is_told(city: None, db: None) -> None:
    opened = make.report("pothole")
    version = make.case(opened).request.version
    actions.verify(opened.request_id, how="called_back", note="", now=NOW + minutes(1), actor=OPERATOR, version=version)
    before = make.case(opened)
    with pytest.raises(actions.ChangedMeanwhile) as refused:
        actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR, version=version)
    assert refused.value.version == before.request.version
    assert make.case(opened) == before


def test_erasing_a_contact_leaves_the_case_and_nothing_personal(city: None, db: None) -> None:
    opened = make.answered("pothole", words=f"Tôi tên {make.NAME}")
    contact = make.case(opened).reporters[0].contact_id
    actions.erase_contact(contact, now=NOW + timedelta(days=1), actor=OPERATOR)
    case = make.case(opened, revealed=True)
    assert (case.reporters[0].name, case.reporters[0].phone) == ("", "")
    assert case.request.words == ""
    assert case.events[0].name == "received"
    assert make.NAME not in str(case)
    assert "908369123" not in str(case)


def _clock(opened: Opened, rule: str) -> ClockFacts:
    return [clock for clock in make.case(opened).clocks if clock.rule == rule][-1]


def _correct(answer_id: int, words: str, correction: Correction, *, why: str) -> None:
    actions.correct_answer(
        answer_id, words=words, public_words=words, correction=correction, why=why, now=NOW + minutes(210), actor=DESK
    )


def _sent(opened: Opened, *, dead: bool = False) -> None:
    """Let every message leave, or die, as the senders would."""
    for message in actions.lease_messages(["sms", "email"], limit=100, now=NOW + minutes(185)):
        if dead:
            actions.mark_dead(message.id, reason="số không tồn tại")
        else:
            actions.mark_sent(message.id, provider_id="p", kept="đã gửi", now=NOW + minutes(186))
    assert opened.reference

"""A dossier goes up to the People's Committee, its decision comes back as directives: clocks, agencies, citizens, refusals."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.actions import Order
from hotline.casefile.dossierfacts import DirectiveFacts, DossierFacts
from hotline.casefile.facts import ClockFacts, Opened
from hotline.core.directives import DIRECTIVE, DirectiveRefused, DirectiveState, DossierReason, DossierState, WhyNot
from hotline.core.facts import PartRole
from hotline.core.merging import MergeRefused, NotMergeable
from hotline.core.returning import BindingDecision
from hotline.core.status import MoveNotAllowed, Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

UP = NOW + minutes(60 * 24)
"""Tuesday 3 March 2026, 09:00: the dossier goes up."""
BACK = UP + minutes(60 * 48)
"""Thursday 5 March 2026, 09:00: the decision comes back."""
SIGNED = date(2026, 3, 4)
DUE = date(2026, 3, 20)
OTHER = "so-y-te"


def unit(code: str = OTHER) -> int:
    return snapshot().units[code].id


@pytest.fixture
def case(city: None, db: None) -> Opened:
    """Give a pothole that its agency took on."""
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(30), actor=make.officer(part))
    return opened


def dossier(opened: Opened) -> DossierFacts:
    return queries.dossiers_of(opened.request_id)[0]


def directive(opened: Opened, number: int = 0) -> DirectiveFacts:
    return dossier(opened).directives[number]


def clock(opened: Opened) -> ClockFacts:
    return next(one for one in make.case(opened).clocks if one.purpose == DIRECTIVE)


def decide(opened: Opened, *orders: Order, **changes: object) -> tuple[int, ...]:
    given = {"paper": "12/UBND-ĐT", "signed_on": SIGNED, "decision": "Giao đơn vị xử lý dứt điểm.", "now": BACK, "actor": DESK}
    told = orders or (Order(make.lead(opened).unit_id, "Vá dứt điểm.", DUE),)
    return actions.record_decision(make.submitted(opened, now=UP), orders=told, **{**given, **changes})  # type: ignore[arg-type]


def answer(opened: Opened, *, now: object = BACK + minutes(60)) -> None:
    part = next(one for one in make.case(opened).parts if one.id == directive(opened).part_id)
    actions.answer_directive(directive(opened).id, note="Đã vá xong.", now=now, actor=make.officer(part))  # type: ignore[arg-type]


def told(opened: Opened, *events: str) -> list[str]:
    return sorted(one.event for one in make.case(opened).messages if one.event in events)


def test_a_dossier_begins_with_what_agencies_may_read_and_what_each_of_them_said(case: Opened) -> None:
    part = make.lead(case)
    actions.file_progress(part.id, note="Chờ Sở cấp vốn.", now=NOW + minutes(60), actor=make.officer(part))
    actions.open_dossier(case.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    begun = dossier(case)
    assert (begun.state, begun.summary) == (DossierState.DRAFT, make.case(case).request.agency_words)
    assert [(one.unit_id, one.words) for one in begun.positions] == [(part.unit_id, "Chờ Sở cấp vốn.")]
    assert make.NAME not in repr(begun)


def test_an_agency_that_gave_it_back_has_its_word_too(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.return_part(part.id, reason="not-ours", note="Đường của phường.", now=NOW + minutes(60), actor=make.officer(part))
    actions.open_dossier(opened.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    assert [one.words for one in dossier(opened).positions] == ["Đường của phường."]


def test_no_second_dossier_while_one_is_open_and_none_before_an_agency_has_the_case(case: Opened) -> None:
    actions.open_dossier(case.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    with pytest.raises(DirectiveRefused) as refused:
        actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=UP, actor=DESK)
    assert refused.value.why is WhyNot.ANOTHER_OPEN
    fresh = make.report("street_light")
    with pytest.raises(MoveNotAllowed):
        actions.open_dossier(fresh.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    actions.accept(fresh.request_id, now=NOW + minutes(1), actor=OPERATOR)
    with pytest.raises(DirectiveRefused) as early:
        actions.open_dossier(fresh.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    assert early.value.why is WhyNot.NO_AGENCY_YET


def test_a_disagreement_with_one_voice_does_not_go_up(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.DISAGREEMENT, now=UP, actor=DESK)
    part = make.lead(case)
    actions.write_dossier(
        begun, summary="Ổ gà.", proposal="Giao Sở.", positions={part.unit_id: "Chờ vốn."}, enclosed=(), now=UP, actor=DESK
    )
    with pytest.raises(DirectiveRefused) as refused:
        actions.submit_dossier(begun, now=UP, actor=DESK)
    assert refused.value.why is WhyNot.ONE_POSITION
    assert dossier(case).state is DossierState.DRAFT


def test_photos_of_another_case_and_agencies_that_never_had_it_are_refused_whole(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=UP, actor=DESK)
    before = dossier(case)
    elsewhere = make.with_results("street_light")
    photo = make.case(elsewhere).attachments[0].id
    write = {"summary": "Khác.", "proposal": "Khác.", "now": UP, "actor": DESK}
    with pytest.raises(actions.NoSuchAttachment):
        actions.write_dossier(begun, positions={}, enclosed=[photo], **write)  # type: ignore[arg-type]
    with pytest.raises(actions.NoSuchCase):
        actions.write_dossier(begun, positions={unit(): "Chen vào."}, enclosed=[], **write)  # type: ignore[arg-type]
    assert dossier(case) == before


def test_what_went_up_is_not_written_over_and_may_be_given_up_with_why(case: Opened) -> None:
    sent = make.submitted(case, now=UP)
    with pytest.raises(MoveNotAllowed):
        actions.write_dossier(sent, summary="Khác.", proposal="", positions={}, enclosed=(), now=BACK, actor=DESK)
    with pytest.raises(DirectiveRefused) as refused:
        actions.withdraw_dossier(sent, note=" ", now=BACK, actor=DESK)
    assert refused.value.why is WhyNot.NO_REASON
    actions.withdraw_dossier(sent, note="Hai đơn vị đã thống nhất.", now=BACK, actor=DESK)
    assert dossier(case).state is DossierState.WITHDRAWN
    actions.open_dossier(case.request_id, reason=DossierReason.DISAGREEMENT, now=BACK, actor=DESK)


def test_a_directive_has_a_clock_of_its_own_with_its_own_derivation(case: Opened) -> None:
    decide(case)
    one = clock(case)
    assert one.part_id == make.lead(case).id
    assert (one.stops, one.state, one.outcome) == ("directive_answered", "running", "")
    assert one.words == "Chỉ đạo lúc 05/03/2026 09:00 · hạn thứ Sáu 20/03/2026 17:00"
    assert one.derivation["source"] == "12/UBND-ĐT"
    assert one.name == "Hạn theo chỉ đạo"


def test_agency_heads_and_the_citizen_are_told_once(case: Opened) -> None:
    decide(case)
    assert told(case, "directed") == ["directed"]
    heads = [one for one in snapshot().focal_points[make.lead(case).unit_id] if one.is_head or one.notify]
    assert len(told(case, "directive_given")) == sum(bool(one.phone) + bool(one.email) for one in heads)
    assert any(one.is_head for one in heads)


def test_the_part_is_binding_and_cannot_be_sent_back_or_taken_away(case: Opened) -> None:
    decide(case)
    part = make.lead(case)
    assert part.binding
    with pytest.raises(BindingDecision):
        actions.return_part(part.id, reason="not-ours", note="Không phải.", now=BACK, actor=make.officer(part))
    with pytest.raises(actions.DirectiveStands):
        actions.withdraw(part.id, note="", now=BACK, actor=OPERATOR)
    actions.lift_directive(directive(case).id, note="UBND thu hồi.", now=BACK, actor=DESK)
    actions.withdraw(part.id, note="", now=BACK, actor=OPERATOR)
    assert (clock(case).outcome, directive(case).state) == ("void", DirectiveState.LIFTED)


def test_an_agency_that_gave_the_case_back_gets_it_again_and_leads_where_nobody_does(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.return_part(part.id, reason="not-ours", note="Không phải.", now=NOW + minutes(60), actor=make.officer(part))
    decide(opened, Order(unit(), "Chủ trì kiểm tra.", DUE), Order(part.unit_id, "Phối hợp.", DUE))
    standing = [one for one in make.case(opened).parts if one.state is not Part.RETURNED]
    assert [(one.unit_id, one.role, one.state, one.binding) for one in standing] == [
        (unit(), PartRole.LEAD, Part.FORWARDED, True),
        (part.unit_id, PartRole.CO_HANDLER, Part.FORWARDED, True),
    ]
    assert len(told(opened, "directed")) == 2


def test_what_was_only_proposed_to_others_gives_way(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part = make.lead(opened)
    actions.return_part(part.id, reason="not-ours", note="Không phải.", now=NOW + minutes(60), actor=make.officer(part))
    actions.propose(opened.request_id, unit_id=unit(), role=PartRole.LEAD, now=NOW + minutes(70), actor=OPERATOR)
    decide(opened, Order(part.unit_id, "Làm.", DUE))
    states = {one.unit_id: one.state for one in make.case(opened).parts}
    assert (states[unit()], states[part.unit_id]) == (Part.WITHDRAWN, Part.FORWARDED)


def test_an_answered_case_is_opened_again(city: None, db: None) -> None:
    opened = make.answered("pothole")
    decide(opened)
    after = make.case(opened)
    assert (after.request.round, make.lead(opened).state) == (2, Part.FORWARDED)
    assert [one.stops for one in after.clocks if one.stops == "answered" and not one.outcome] == ["answered"]
    assert "reopened_by_decision" in [event.name for event in after.events]


def test_the_answer_ends_the_clock_and_sent_back_it_runs_on_to_the_same_moment(case: Opened) -> None:
    decide(case)
    due_at = clock(case).due_at
    answer(case)
    assert (clock(case).outcome, directive(case).state) == ("kept", DirectiveState.ANSWERED)
    with pytest.raises(DirectiveRefused):
        actions.send_back_directive(directive(case).id, note="", now=BACK + minutes(90), actor=DESK)
    actions.send_back_directive(directive(case).id, note="Thiếu ảnh.", now=BACK + minutes(90), actor=DESK)
    assert (clock(case).state, clock(case).due_at, directive(case).state) == ("running", due_at, DirectiveState.GIVEN)
    assert "directive_sent_back" in told(case, "directive_sent_back")
    answer(case, now=due_at + minutes(1) if due_at else BACK)
    actions.accept_directive(directive(case).id, now=BACK + timedelta(days=30), actor=DESK)
    assert (clock(case).outcome, directive(case).state) == ("missed", DirectiveState.ACCEPTED)
    with pytest.raises(MoveNotAllowed):
        actions.lift_directive(directive(case).id, note="Thôi.", now=BACK + timedelta(days=31), actor=DESK)


@pytest.mark.parametrize(
    ("case_of", "changes", "orders", "why"),
    [
        ("signed tomorrow", {"signed_on": date(2026, 3, 6)}, None, WhyNot.SIGNED_LATER),
        ("signed before the report", {"signed_on": date(2026, 3, 1)}, None, WhyNot.SIGNED_BEFORE),
        ("nothing decided", {"decision": " "}, None, WhyNot.NO_DECISION),
        ("nobody directed", {}, (), WhyNot.NO_ORDER),
        ("a day that has passed", {}, (("", "Làm.", date(2026, 3, 4)),), WhyNot.BEFORE_TODAY),
        ("no task", {}, (("", " ", DUE),), WhyNot.NO_TASK),
        ("an agency twice", {}, (("", "Làm.", DUE), ("", "Làm nữa.", DUE)), WhyNot.AGENCY_TWICE),
        ("the second order is wrong", {}, (("", "Làm.", DUE), (OTHER, "Làm.", date(2028, 1, 1))), WhyNot.AFTER_A_YEAR),
    ],
)
def test_a_decision_that_is_none_leaves_everything_as_it_was(
    case: Opened, case_of: str, changes: dict[str, object], orders: tuple[tuple[str, str, date], ...] | None, why: WhyNot
) -> None:
    sent, lead = make.submitted(case, now=UP), make.lead(case).unit_id
    before, version = dossier(case), make.case(case).request.version
    asked = (("", "Vá.", DUE),) if orders is None else orders
    given = {"paper": "", "signed_on": SIGNED, "decision": "Giao.", "now": BACK, "actor": DESK, **changes}
    named = [Order(unit(code) if code else lead, task, day) for code, task, day in asked]
    with pytest.raises(DirectiveRefused) as refused:
        actions.record_decision(sent, orders=named, **given)  # type: ignore[arg-type]
    assert refused.value.why is why
    assert (dossier(case), make.case(case).request.version) == (before, version)
    assert not make.lead(case).binding


def test_neither_paper_nor_agency_reads_who_reported_whatever_was_typed(case: Opened) -> None:
    part, tells = make.lead(case), f"Giao làm theo lời {make.NAME}, {make.PHONE}."
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=UP, actor=DESK)
    words = {"summary": tells, "proposal": tells, "positions": {part.unit_id: tells}}
    actions.write_dossier(begun, **words, enclosed=(), now=UP, actor=DESK)  # type: ignore[arg-type]
    actions.submit_dossier(begun, now=UP, actor=DESK)
    actions.record_decision(
        begun, paper=" 12/UBND-ĐT\n\u200b ", signed_on=SIGNED, decision=tells, orders=[Order(part.unit_id, tells, DUE)], now=BACK,
        actor=DESK,
    )  # fmt: skip
    up = dossier(case)
    read = [up.summary, up.proposal, up.positions[0].words, directive(case).task]
    read += [event.note for event in make.case(case).events if event.name in ("directive_given", "part_reopened")]
    assert not [words for words in read if make.NAME in words or make.PHONE in words]
    assert up.decision == tells, "as its paper says"
    assert up.paper == "12/UBND-ĐT"


def test_an_erasure_takes_the_citizens_words_out_of_dossiers_too(
    case: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    decide(case, decision=f"Giao đơn vị trả lời bà {make.NAME}, {make.PHONE}.")
    (contact,) = {one.contact_id for one in make.case(case).reporters}
    actions.erase_contact(contact, now=BACK + minutes(9), actor=DESK)
    left = dossier(case)
    assert (left.summary, left.proposal, [one.words for one in left.positions]) == ("", "", [""])
    assert left.decision.startswith("Giao đơn vị trả lời bà")
    assert not [told for told in (make.NAME, make.PHONE) if told in left.decision]
    assert left.state is DossierState.DECIDED


def test_a_case_that_lies_before_the_peoples_committee_is_not_merged_away(case: Opened) -> None:
    make.submitted(case, now=UP)
    other = make.forwarded("pothole", now=NOW + minutes(5))
    with pytest.raises(MergeRefused) as refused:
        actions.merge_requests(other.request_id, [case.request_id], now=UP + minutes(5), actor=OPERATOR)
    assert refused.value.why is NotMergeable.DOSSIER
    actions.merge_requests(case.request_id, [other.request_id], now=UP + minutes(5), actor=OPERATOR)


def test_no_decision_before_the_dossier_went_up(case: Opened) -> None:
    begun = actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=UP, actor=DESK)
    with pytest.raises(MoveNotAllowed):
        actions.record_decision(
            begun, paper="", signed_on=SIGNED, decision="Giao.", orders=[Order(unit(), "Làm.", DUE)], now=BACK, actor=DESK
        )


def test_the_agency_reads_and_answers_its_own_directive_and_nothing_of_the_dossier(case: Opened) -> None:
    part = make.lead(case)
    decide(case, Order(part.unit_id, "Vá dứt điểm.", DUE), Order(unit(), "Kiểm tra.", DUE))
    mine, other = dossier(case).directives
    viewer = Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    with agency_door(viewer) as door:
        assert [one.task for one in door.directives(part.id)] == ["Vá dứt điểm."]
        assert [one.directive.id for one in door.open_directives()] == [mine.id]
        assert door.directives(other.part_id) == ()
        assert [one.part_id for one in door.case(part.id).clocks if one.purpose == DIRECTIVE] == [part.id]
        actions.answer_directive(mine.id, note="Đã vá.", now=BACK + minutes(5), actor=make.officer(part))
        with pytest.raises(actions.NoSuchCase):
            actions.answer_directive(other.id, note="Chen vào.", now=BACK + minutes(5), actor=make.officer(part))
    assert [one.state for one in dossier(case).directives] == [DirectiveState.ANSWERED, DirectiveState.GIVEN]


def test_the_agency_that_a_report_complains_of_is_never_directed(city: None, db: None) -> None:
    opened = make.forwarded("officials_conduct", attributes={"office": "dkdd-q2"})
    sent, before = make.submitted(opened, now=UP), len(make.case(opened).parts)
    with pytest.raises(actions.AgencyNamed):
        actions.record_decision(
            sent, paper="", signed_on=SIGNED, decision="Giao.", orders=[Order(unit("dkdd-q2"), "Làm.", DUE)], now=BACK, actor=DESK
        )
    assert (dossier(opened).state, len(make.case(opened).parts)) == (DossierState.SUBMITTED, before)


def test_a_case_with_a_directive_is_not_merged_away(case: Opened) -> None:
    decide(case)
    other = make.forwarded("pothole", now=NOW + minutes(5))
    with pytest.raises(actions.DirectiveStands):
        actions.merge_requests(other.request_id, [case.request_id], why="Cùng một hố.", now=BACK + minutes(9), actor=OPERATOR)
    assert directive(case).state is DirectiveState.GIVEN

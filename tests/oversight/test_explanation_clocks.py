"""What an agency complained of has to explain has a deadline: by rule, watched, warned of and dunned, telling nothing else."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.access import agency_door
from hotline.casefile.facts import ExplanationFacts, Opened
from hotline.casefile.models import Clock, Message
from hotline.casefile.queries import in_hand, overdue_clocks
from hotline.core.facts import Actor, ActorKind
from hotline.core.givendays import BadDay, DayRefused
from hotline.directory.queries import snapshot
from hotline.notify.composing import composed
from hotline.oversight import queries
from hotline.oversight.actions import log_call
from hotline.oversight.loops import Dun, dun
from hotline.oversight.queries import Whose, due_today, watched
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes
from tests.oversight.conftest import happened
from tests.people.persons import make_person, signed_in

BRANCH, SUPERIOR = "dkdd-q2", "so-nn-mt"
ASKED = NOW + minutes(5)


def unit(code: str = BRANCH) -> int:
    return snapshot().units[code].id


def viewer(code: str = BRANCH) -> Viewer:
    return Viewer(7, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit(code)}))


@pytest.fixture
def asked(city: None, db: None) -> Opened:
    """Give a complaint whose branch was asked to explain itself, without a day."""
    opened = make.complaint()
    actions.ask_explanation(opened.request_id, words="Vì sao trễ?", now=ASKED, actor=DESK)
    return opened


def explanation(opened: Opened) -> ExplanationFacts:
    return make.case(opened).explanations[-1]


def due(opened: Opened) -> datetime:
    due_at = explanation(opened).due_at
    assert due_at is not None
    return due_at


def later(opened: Opened, hours: int) -> datetime:
    return snapshot().calendars["hanh-chinh"].after_working(due(opened), timedelta(hours=hours))


def replied(opened: Opened, *, now: datetime) -> None:
    hand = Actor(ActorKind.AGENCY, user_id=7, unit_id=unit())
    actions.explain(explanation(opened).id, words="Do thiếu người.", now=now, actor=hand)


def told(*events: str) -> list[Message]:
    return list(Message.objects.filter(event__in=events or EVENTS).select_related("focal_point").order_by("id"))


EVENTS = ("explanation_due_soon", "explanation_overdue", "explanation_overdue_leader")


def test_without_a_day_the_profiles_rule_says_until_when(asked: Opened) -> None:
    one = explanation(asked)
    assert f"{due(asked):%Y-%m-%d %H:%M}" == "2026-03-09 10:00"  # five working days on, when offices close (UTC)
    assert one.due_on.isoformat() == "2026-03-09"
    assert one.derivation.startswith("Yêu cầu giải trình lúc")
    assert "5 ngày làm việc" in one.derivation
    assert {datetime.fromisoformat(message.facts["due_at"]) for message in told("explanation_asked")} == {due(asked)}


def test_a_day_that_was_given_lasts_until_offices_close(asked: Opened) -> None:
    opened = make.complaint(of="dkdd-q6")
    actions.ask_explanation(opened.request_id, words="Vì sao?", due_on=datetime(2026, 3, 4).date(), now=ASKED, actor=DESK)
    assert f"{due(opened):%Y-%m-%d %H:%M}" == "2026-03-04 10:00"
    with pytest.raises(DayRefused) as refused:
        actions.ask_explanation(asked.request_id, words="Vì sao?", due_on=datetime(2026, 3, 1).date(), now=ASKED, actor=DESK)
    assert refused.value.why is BadDay.BEFORE_TODAY


def test_the_reply_ends_it_kept_or_missed(asked: Opened) -> None:
    other = make.complaint()
    actions.ask_explanation(other.request_id, words="Vì sao?", now=ASKED, actor=DESK)
    replied(asked, now=due(asked))
    replied(other, now=due(other) + minutes(1))
    assert (explanation(asked).outcome, explanation(other).outcome) == ("kept", "missed")


def test_it_is_warned_of_and_dunned_up_the_ladder(asked: Opened) -> None:
    course = [(due(asked) - timedelta(hours=9), EVENTS[0]), (later(asked, 1), EVENTS[1]), (later(asked, 8), EVENTS[1])]
    for now, expected in [*course, (later(asked, 24), EVENTS[2])]:
        before = len(told())
        dun(now)
        dun(now)
        new = told()[before:]
        assert {message.event for message in new} == {expected}
        units = {message.focal_point.unit_id for message in new if message.focal_point}
        assert units == ({unit("ubnd-tp")} if expected == EVENTS[2] else {unit()})
    assert [one["to"] for one in happened(asked, "agency_dunned")] == ["focal_point", "head", "leader"]
    replied(asked, now=later(asked, 25))
    assert dun(later(asked, 40)) == 0


def test_what_is_said_tells_neither_which_case_nor_where(asked: Opened) -> None:
    dun(due(asked) - timedelta(hours=9))
    dun(later(asked, 25))
    assert {message.event for message in told()} == set(EVENTS)
    leased = actions.lease_messages(["sms", "email"], limit=200, now=later(asked, 26))
    hands = in_hand(leased)
    said = {one.event: composed(one, hands[one.id]) for one in leased if one.event.startswith("explanation_")}
    assert set(said) == {*EVENTS, "explanation_asked"}
    for outgoing in said.values():
        assert outgoing.subject == "" or asked.reference not in outgoing.subject
        assert asked.reference not in outgoing.text
        assert not [word for word in ("HS-2026-000777", "Ông Sáu", "Hồ sơ trễ ba tháng", make.NAME) if word in outgoing.text]
        assert not [found for found in make.case(asked).parts if f"/agency/{found.id}/" in outgoing.text]


def test_a_worker_that_runs_finds_it_by_what_happened(asked: Opened) -> None:
    worker = Dun()
    while worker.turn(ASKED)[1]:
        pass
    assert worker.turn(later(asked, 1))[0] > 0


def test_the_call_of_the_ladder_is_about_it_and_is_logged_with_the_case(asked: Opened, operator: Client) -> None:
    now = later(asked, 13)
    dun(now)
    [call] = queries.calls("open", now=now)
    assert (call.unit_id, call.part_id, call.explanation_id, call.reference) == (
        unit(), None, explanation(asked).id, asked.reference,
    )  # fmt: skip
    assert queries.open_calls(now=now) == 1
    page = operator.get("/watch/calls/").content.decode()
    assert "không nói mã phản ánh, địa điểm hay ai phản ánh" in page
    log_call(call.id, reached=True, whom="Ông Tư", promise="Gửi chiều nay", now=now, actor=_caller())
    assert [one["explanation"] for one in happened(asked, "agency_called")] == [explanation(asked).id]
    replied(asked, now=now + minutes(5))
    assert queries.calls("made", now=now) == ()


def _caller() -> Actor:
    return Actor(ActorKind.STAFF, user_id=make_person("lan-anh", Role.OPERATOR))


def test_it_stands_on_the_watch_of_the_centre_and_of_the_agency_which_reads_no_case(asked: Opened) -> None:
    since, until, number = due(asked) - minutes(1), due(asked) + minutes(1), explanation(asked).id
    for whose in (Whose(), Whose(agencies=True)):
        [row] = [one for one in watched(since=since, until=until, whose=whose) if one.explanation_id]
        assert (row.explanation_id, row.reference, row.unit) == (number, asked.reference, snapshot().units_by_id[unit()].name.vi)
    assert not [one for one in watched(since=since, until=until, whose=Whose(centre=True)) if one.explanation_id]
    with agency_door(viewer()):
        [row] = watched(since=since, until=until, whose=Whose(unit_ids=frozenset({unit()})))
        assert (row.explanation_id, row.reference, row.area_name, row.part_id) == (number, "", "", None)
    with agency_door(viewer(SUPERIOR)):
        assert not [one for one in watched(since=since, until=until, whose=Whose(unit_ids=frozenset({unit(SUPERIOR)})))
                    if one.explanation_id]  # fmt: skip
    now = due(asked) - timedelta(hours=1)
    assert due_today(now=now, unit_ids={unit()}) == 1
    assert "Đơn vị bị phản ánh giải trình" in {row.clock for row in overdue_clocks(now=later(asked, 1))}
    before = due_today(now=now)
    replied(asked, now=now)
    assert (due_today(now=now, unit_ids={unit()}), due_today(now=now)) == (0, before - 1)


def test_its_page_its_watch_and_its_calendar_lead_to_the_question_alone(city: None, db: None) -> None:
    opened, now = make.complaint(now=timezone.now() - minutes(60)), timezone.now()
    actions.ask_explanation(opened.request_id, words="Vì sao trễ?", due_on=timezone.localdate(), now=_early(now), actor=DESK)
    named = signed_in(make_person("sau", Role.FOCAL_POINT, unit_id=unit()))
    number = explanation(opened).id
    answer = named.get("/agency/today/")
    assert answer.status_code == 200
    page = answer.content.decode()
    [address] = re.findall(r'value="[^"]*(/calendar/[\w-]{43}\.ics)"', named.post("/agency/calendar/new/").content.decode())
    calendar = Client().get(address).content.decode().replace("\r\n ", "")
    for said in (page, calendar):
        assert f"/agency/explanations/{number}/" in said
        assert opened.reference not in said
    assert "Yêu cầu giải trình lúc" in named.get(f"/agency/explanations/{number}/").content.decode()


def _early(now: datetime) -> datetime:
    """Return a moment of today at which offices are open."""
    return timezone.localtime(now).replace(hour=8, minute=0)


def test_named_anew_the_question_to_the_former_lapses_and_it_may_be_asked_again(asked: Opened) -> None:
    number, how = explanation(asked).id, {"is_supervisor": True, "now": NOW + minutes(30), "actor": DESK}
    actions.name_agency(asked.request_id, agency="dkdd-q6", why="Nhầm chi nhánh.", **how)  # type: ignore[arg-type]
    one = explanation(asked)
    assert (one.is_owed, one.outcome) == (False, "void")
    assert {message.focal_point.unit_id for message in told("explanation_lapsed") if message.focal_point} == {unit()}
    with agency_door(viewer()) as door:
        assert door.to_explain() == 0
        assert door.explanation(number).lapsed_at
    with pytest.raises(actions.ExplanationLapsed):
        replied(asked, now=NOW + minutes(31))
    assert dun(later(asked, 30)) == 0
    actions.name_agency(asked.request_id, agency=BRANCH, why="Đúng chi nhánh này.", **how)  # type: ignore[arg-type]
    actions.ask_explanation(asked.request_id, words="Vì sao?", now=NOW + minutes(40), actor=DESK)
    assert explanation(asked).is_owed


def test_what_stands_is_not_asked_away_by_saying_the_same_again(asked: Opened) -> None:
    actions.name_agency(asked.request_id, agency=BRANCH, now=NOW + minutes(30), actor=OPERATOR)
    assert explanation(asked).is_owed


def test_of_a_report_that_is_refused_nothing_is_to_be_explained(city: None, db: None) -> None:
    opened = make.report("land_dossier", attributes={"office": BRANCH})
    actions.ask_explanation(opened.request_id, words="Vì sao?", now=ASKED, actor=DESK)
    until = due(opened)
    actions.refuse(opened.request_id, reason="complaint", now=until + minutes(1), actor=OPERATOR)
    assert (explanation(opened).is_owed, explanation(opened).outcome) == (False, "missed")


def test_a_merged_report_is_explained_too(asked: Opened) -> None:
    master = make.complaint()
    actions.merge_requests(master.request_id, [asked.request_id], now=NOW + minutes(30), actor=OPERATOR)
    replied(asked, now=NOW + minutes(60))
    assert explanation(asked).outcome == "kept"


def test_another_calendar_moves_it_on_its_case(asked: Opened) -> None:
    clock = Clock.objects.get(explanation_id=explanation(asked).id)
    assert clock.derivation["length"]["unit"] == "working_days"
    assert (clock.request_id, clock.part_id, clock.stops) == (None, None, "explained")


def test_the_agency_reads_its_deadline_and_cannot_move_it(asked: Opened) -> None:
    with agency_door(viewer()):
        assert Clock.objects.count() == 1
    for change in (
        "UPDATE casefile_clock SET due_at = due_at + interval '9 days' WHERE explanation_id = %s",
        "UPDATE casefile_clock SET state = 'ended', outcome = 'kept', ended_at = now() WHERE explanation_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), agency_door(viewer()), connection.cursor() as cursor:
            cursor.execute(change, [explanation(asked).id])
    with agency_door(viewer("dkdd-q6")):
        assert not Clock.objects.exists()

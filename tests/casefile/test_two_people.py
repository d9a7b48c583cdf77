"""Who complains of an agency is opened by two people, or by a supervisor with a reason; everybody else's as before."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.queries.guarding import askings_of, askings_waiting
from hotline.core.facts import SYSTEM, Actor, ActorKind
from hotline.people.facts import Role
from tests import make
from tests.make import NOW, minutes
from tests.people.persons import make_person

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def lan(city: None, db: None) -> Actor:
    return Actor(ActorKind.STAFF, user_id=make_person("lan", Role.OPERATOR))


@pytest.fixture
def bao(city: None, db: None) -> Actor:
    return Actor(ActorKind.STAFF, user_id=make_person("bao", Role.OPERATOR))


def complaint() -> Opened:
    return make.report("officials_conduct", attributes={"office": "dkdd-q2"})


def told(opened: Opened) -> list[str]:
    return [event.name for event in make.case(opened).events if "reveal" in event.name]


def test_one_person_alone_sees_nothing(lan: Actor) -> None:
    opened = complaint()
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)
    asked = actions.ask_reveal(opened.request_id, reason="Gọi lại hỏi ngày hẹn.", now=NOW, actor=lan)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, now=NOW, actor=lan)
    with pytest.raises(actions.OwnAsking):
        actions.decide_reveal(asked, agreed=True, now=NOW, actor=lan)
    with pytest.raises(actions.AlreadyAsked):
        actions.ask_reveal(opened.request_id, reason="Lần nữa.", now=NOW, actor=lan)
    assert told(opened) == ["reveal_asked"]


def test_two_together_see_it_once(lan: Actor, bao: Actor) -> None:
    opened = complaint()
    asked = actions.ask_reveal(opened.request_id, reason="Gọi lại hỏi ngày hẹn.", now=NOW, actor=lan)
    assert [one.id for one in askings_waiting(limit=5)] == [asked]
    actions.decide_reveal(asked, agreed=True, now=NOW + minutes(3), actor=bao)
    with pytest.raises(actions.SecondPersonNeeded):  # agreed to somebody else's wish, not to one of one's own
        actions.log_reveal(opened.request_id, reason="Tôi cũng xem.", now=NOW + minutes(4), actor=bao)
    actions.log_reveal(opened.request_id, now=NOW + minutes(5), actor=lan)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, now=NOW + minutes(6), actor=lan)
    assert told(opened) == ["reveal_asked", "reveal_agreed", "contact_revealed"]
    (asking,) = askings_of(opened.request_id)
    assert (asking.agreed, asking.is_used) == (True, True)


@pytest.mark.parametrize(("agreed", "after"), [(False, timedelta(minutes=1)), (True, timedelta(hours=24))])
def test_not_agreed_or_too_late_is_not_seen(lan: Actor, bao: Actor, agreed: bool, after: timedelta) -> None:
    opened = complaint()
    asked = actions.ask_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)
    actions.decide_reveal(asked, agreed=agreed, now=NOW, actor=bao)
    with pytest.raises(actions.AlreadyDecided):
        actions.decide_reveal(asked, agreed=True, now=NOW, actor=bao)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, now=NOW + after, actor=lan)


def test_a_supervisor_with_a_reason(bao: Actor) -> None:
    opened = complaint()
    with pytest.raises(actions.ReasonMissing):
        actions.log_reveal(opened.request_id, reason=" ", is_supervisor=True, now=NOW, actor=bao)
    actions.log_reveal(opened.request_id, reason="Thanh tra yêu cầu.", is_supervisor=True, now=NOW, actor=bao)
    assert told(opened) == ["contact_revealed"]


def test_the_machine_is_nobody(lan: Actor) -> None:
    opened = complaint()
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, reason="--reveal", now=NOW, actor=SYSTEM)
    asked = actions.ask_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.decide_reveal(asked, agreed=True, now=NOW, actor=SYSTEM)


def test_the_database_itself_takes_nobody_twice(lan: Actor) -> None:
    opened = complaint()
    asked = actions.ask_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)
    change = "UPDATE casefile_revealasked SET decided_by = asked_by, decided_at = now(), agreed = true WHERE id = %s"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [asked])


def test_other_reports_are_opened_as_before(lan: Actor) -> None:
    opened = make.report("pothole")
    actions.log_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)
    with pytest.raises(actions.ReasonMissing):
        actions.log_reveal(opened.request_id, now=NOW, actor=lan)


def test_put_under_another_service_it_stays_guarded(lan: Actor) -> None:
    opened = complaint()
    actions.recategorise(opened.request_id, service="pothole", now=NOW, actor=lan)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.log_reveal(opened.request_id, reason="Gọi lại.", now=NOW, actor=lan)

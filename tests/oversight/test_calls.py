"""Calls to agencies: somebody makes them and writes down who was reached, what was promised and by when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.core.facts import Actor, ActorKind
from hotline.oversight import queries
from hotline.oversight.actions import PromiseOutOfReach, log_call
from hotline.oversight.facts import CallRow
from hotline.oversight.loops import dun
from hotline.people.facts import Role
from tests import make
from tests.make import OPERATOR, minutes
from tests.oversight.conftest import due_of, happened
from tests.people.persons import make_person


@pytest.fixture
def asked(late: Opened) -> CallRow:
    """Give the call that the ladder asks for about a matter that is half an hour late."""
    dun(timezone.now())
    [row] = queries.calls("open", now=timezone.now())
    return row


SAID = {"whom": "chị Hoa", "promise": "sẽ làm"}


def _send(browser: Client, call: CallRow, **typed: str) -> tuple[int, str]:
    answer = browser.post(f"/watch/calls/{call.id}/", typed)
    return answer.status_code, answer.content.decode()


def test_the_list_says_whom_to_ring_and_why(asked: CallRow, operator: Client) -> None:
    page = operator.get("/watch/calls/").content.decode()
    assert asked.unit in page
    assert "Quá hạn, đến bước gọi điện." in page
    assert 'href="tel:+84' in page
    assert "(minh họa)" in page, "made-up people are marked"


def test_who_what_and_by_when_stand_in_the_case(asked: CallRow, late: Opened, supervisor: Client) -> None:
    at = (timezone.localtime() + timedelta(hours=3)).replace(second=0, microsecond=0)
    typed = {"whom": "chị Hoa", "promise": "sẽ đến chiều nay", "promised_at": f"{at:%Y-%m-%dT%H:%M}"}
    assert _send(supervisor, asked, **typed)[0] == 302
    assert queries.calls("open", now=timezone.now()) == ()
    [made] = queries.calls("made", now=timezone.now())
    assert (made.whom, made.promise, made.promised_at, made.tries, made.caller) == ("chị Hoa", "sẽ đến chiều nay", at, 1, "Sau")
    [event] = [event for event in make.case(late).events if event.name == "agency_called"]
    assert (event.note, event.actor_name) == ("chị Hoa: sẽ đến chiều nay", "Sau")
    page = supervisor.get("/watch/calls/").content.decode()
    assert "chị Hoa: sẽ đến chiều nay" in page
    assert "Đã gọi nhắc đơn vị" in supervisor.get(f"/operator/{late.reference}/").content.decode()


def test_nobody_answers_and_the_call_waits(asked: CallRow, late: Opened, operator: Client) -> None:
    assert _send(operator, asked, not_reached="1", whom="x", promise="y")[0] == 302
    [row] = queries.calls("open", now=timezone.now())
    assert (row.tries, row.called_at, row.whom) == (1, None, "")
    assert len(happened(late, "agency_not_reached")) == 1


def test_a_promise_that_passed_comes_back(asked: CallRow, late: Opened) -> None:
    now = timezone.now()
    lan = Actor(ActorKind.STAFF, user_id=make_person("lan", Role.OPERATOR))
    log_call(
        asked.id, reached=True, whom="anh Nam", promise="tối nay xong", promised_at=now + timedelta(hours=1), now=now, actor=lan
    )
    assert queries.calls("broken", now=now) == ()
    [broken] = queries.calls("broken", now=now + timedelta(hours=2))
    assert broken.promise == "tối nay xong"
    assert queries.open_calls(now=now + timedelta(hours=2)) == 1


def test_what_was_handled_meanwhile_needs_no_call(asked: CallRow, late: Opened) -> None:
    part, now = make.lead(late), timezone.now()
    actions.accept_part(part.id, now=now, actor=make.officer(part))
    actions.file_result(part.id, note="Đã xong.", evidence=[make.photo()], now=now + minutes(1), actor=make.officer(part))
    assert [queries.calls(which, now=now) for which in ("open", "broken", "made")] == [(), (), ()]


@pytest.mark.parametrize(
    ("in_words", "typed", "said"),
    [
        ("nobody named", {"promise": "sẽ làm"}, "Hãy ghi ai nghe máy."),
        ("nothing said", {"whom": "chị Hoa"}, "Hãy ghi họ nói gì, hứa gì."),
        ("a promise of yesterday", {**SAID, "promised_at": "2026-01-01T08:00"}, "Hãy chọn một lúc sau bây giờ"),
        ("a promise for 2099", {**SAID, "promised_at": "2099-01-01T08:00"}, "trong vòng một năm"),
        ("no moment at all", {**SAID, "promised_at": "mai"}, "Hãy ghi ngày và giờ"),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_for_and_nothing_is_lost(
    asked: CallRow, late: Opened, operator: Client, in_words: str, typed: dict[str, str], said: str
) -> None:
    status, page = _send(operator, asked, **typed)
    assert status == 422, in_words
    assert said in page
    assert all(words in page for name, words in typed.items() if name in ("whom", "promise"))
    assert happened(late, "agency_called") == []
    [row] = queries.calls("open", now=timezone.now())
    assert row.tries == 0


def test_refused(asked: CallRow, desk: Client, operator: Client) -> None:
    assert _send(desk, asked, not_reached="1")[0] == 403
    assert operator.post("/watch/calls/999999/", {"not_reached": "1"}).status_code == 404
    assert operator.get(f"/watch/calls/{asked.id}/").status_code == 405
    now = timezone.now()
    with pytest.raises(PromiseOutOfReach):
        log_call(asked.id, reached=True, whom="a", promise="b", promised_at=now, now=now, actor=OPERATOR)


def test_no_call_before_its_step(city: None, db: None) -> None:
    opened = make.forwarded("covid_gathering")
    due = due_of(opened)
    dun(due + minutes(19))
    assert queries.calls("open", now=due) == ()
    dun(due + minutes(20))
    assert len(queries.calls("open", now=due)) == 1
    dun(due + minutes(21))
    assert len(queries.calls("open", now=due)) == 1

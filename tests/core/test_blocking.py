"""What of a blocked sender is heard all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from hotline.core.blocking import BlockDays, Said, is_heard, stands
from hotline.core.joining import Goes
from hotline.core.orders import Order

SAID = [
    ("an advertisement", Said(Goes.BEGIN), False),
    ("a word to a case", Said(Goes.JOIN), False),
    ("that it is not done", Said(Goes.NOT_DONE, Order.NOT_DONE), False),
    ("stars", Said(Goes.RATE), False),
    ("what nobody can place", Said(Goes.DOUBT), False),
    ("HELP", Said(Goes.ORDER, Order.HELP), False),
    ("a new report, by its word", Said(Goes.BEGIN, Order.NEW), False),
    ("danger", Said(Goes.BEGIN, is_danger=True), True),
    ("danger in a case", Said(Goes.JOIN, is_danger=True), True),
    ("where the danger is", Said(Goes.TURN, in_danger=True), True),
    ("STOP", Said(Goes.ORDER, Order.STOP), True),
    ("HỦY", Said(Goes.ORDER, Order.CANCEL), True),
    ("the answer to our question", Said(Goes.REPLY), True),
    ("nothing, from a machine", Said(Goes.NOTHING), True),
]


@pytest.mark.parametrize(("what", "said", "heard"), SAID, ids=[row[0] for row in SAID])
def test_what_is_heard(what: str, said: Said, heard: bool) -> None:
    assert is_heard(said) is heard


@pytest.mark.parametrize("goes", list(Goes))
@pytest.mark.parametrize("order", [None, *Order])
def test_danger_is_heard_wherever_it_goes(goes: Goes, order: Order | None) -> None:
    assert is_heard(Said(goes, order, is_danger=True))


def test_a_block_ends_by_itself_and_by_a_person() -> None:
    now = datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert stands(until=now + timedelta(seconds=1), ended_at=None, now=now)
    assert not stands(until=now, ended_at=None, now=now)
    assert not stands(until=now + timedelta(days=9), ended_at=now, now=now)


def test_a_supervisor_blocks_for_longer() -> None:
    days = BlockDays(operator=30, supervisor=365)
    assert (days.most(is_supervisor=False), days.most(is_supervisor=True)) == (30, 365)

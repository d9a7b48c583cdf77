"""When to try again what failed on its way out, and when to stop."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.retry import URGENT, USUAL, Backoff, Failure, next_try_at, wait_after

from .days import at

MADE = at("2026-03-02 09:00")
STEADY = Backoff(first=timedelta(seconds=10), longest=timedelta(minutes=5), attempts=4, jitter=0.0)

WAITS = (
    ("after the first failure", 1, timedelta(seconds=10)),
    ("twice as long after the second", 2, timedelta(seconds=20)),
    ("twice as long again", 3, timedelta(seconds=40)),
    ("the sixth is bounded", 6, timedelta(minutes=5)),
    ("the ten-thousandth too", 10_000, timedelta(minutes=5)),
)

TRIES = (
    ("a time-out is tried again", 1, Failure.TEMPORARY, None, timedelta(0), timedelta(seconds=10)),
    ("a number that does not exist is dead at once", 1, Failure.PERMANENT, None, timedelta(0), None),
    ("the fourth failure of four is the last", 4, Failure.TEMPORARY, None, timedelta(0), None),
    (
        "throttled: what the provider asks for is kept",
        1,
        Failure.THROTTLED,
        timedelta(minutes=2),
        timedelta(0),
        timedelta(minutes=2),
    ),
    ("but not beyond the longest wait", 1, Failure.THROTTLED, timedelta(days=9), timedelta(0), timedelta(minutes=5)),
    ("nor is less than our own wait", 3, Failure.THROTTLED, timedelta(seconds=1), timedelta(0), timedelta(seconds=40)),
    ("a day after it was made it is dead", 1, Failure.TEMPORARY, None, timedelta(hours=24), None),
)


@pytest.mark.parametrize(("case", "failures", "wait"), WAITS, ids=[row[0] for row in WAITS])
def test_wait(case: str, failures: int, wait: timedelta) -> None:
    assert wait_after(STEADY, message="17", failures=failures) == wait


@pytest.mark.parametrize(("case", "failures", "failure", "asked", "age", "wait"), TRIES, ids=[row[0] for row in TRIES])
def test_next_try(
    case: str, failures: int, failure: Failure, asked: timedelta | None, age: timedelta, wait: timedelta | None
) -> None:
    failed_at = MADE + age
    next_at = next_try_at(
        STEADY, message="17", failures=failures, failed_at=failed_at, made_at=MADE, failure=failure, retry_after=asked
    )
    assert next_at == (None if wait is None else failed_at + wait)


@pytest.mark.parametrize("backoff", [USUAL, URGENT], ids=["usual", "urgent"])
def test_an_outage_of_an_hour_kills_no_message_and_ends_soon_after(backoff: Backoff) -> None:
    moment, failures, back_at = MADE, 0, MADE + timedelta(hours=1)
    while moment < back_at:
        failures += 1
        again = next_try_at(backoff, message="17", failures=failures, failed_at=moment, made_at=MADE)
        assert again is not None
        moment = again
    assert moment - back_at <= backoff.longest


def test_every_message_comes_to_an_end() -> None:
    moment: datetime | None = MADE
    tries = 0
    while moment is not None:
        tries += 1
        last, moment = moment, next_try_at(USUAL, message="17", failures=tries, failed_at=moment, made_at=MADE)
    assert tries <= USUAL.attempts
    assert last - MADE <= USUAL.give_up_after


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    waits = {wait_after(USUAL, message=str(message), failures=1) for message in range(1000)}
    assert len(waits) > 990


def test_a_back_off_that_makes_no_sense_is_refused() -> None:
    nonsense: list[dict[str, Any]] = [{"first": timedelta(0)}, {"longest": timedelta(1e-6)}, {"attempts": 0}, {"jitter": 1.0}]
    for fields in nonsense:
        with pytest.raises(ValueError, match="back-off"):
            Backoff(**fields)


backoffs = st.builds(
    Backoff,
    first=st.timedeltas(timedelta(milliseconds=10), timedelta(minutes=1)),
    longest=st.timedeltas(timedelta(minutes=1), timedelta(hours=2)),
    attempts=st.integers(1, 50),
    jitter=st.floats(0, 0.9),
)


@given(backoffs, st.text(), st.integers(1, 10**6))
def test_a_wait_is_bounded_positive_and_always_the_same(backoff: Backoff, message: str, failures: int) -> None:
    wait = wait_after(backoff, message=message, failures=failures)
    assert timedelta(0) < wait <= backoff.longest
    assert wait == wait_after(backoff, message=message, failures=failures)


@given(backoffs, st.text(), st.integers(1, 10**6), st.sampled_from(Failure))
def test_the_next_try_is_later_or_never(backoff: Backoff, message: str, failures: int, failure: Failure) -> None:
    again = next_try_at(backoff, message=message, failures=failures, failed_at=MADE, made_at=MADE, failure=failure)
    assert again is None or MADE < again <= MADE + backoff.longest
    if failure is Failure.PERMANENT or failures >= backoff.attempts:
        assert again is None

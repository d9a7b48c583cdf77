"""When to try again what failed on its way out, and when to stop trying."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b


class Failure(StrEnum):
    """What a failed attempt says about the next one."""

    TEMPORARY = "temporary"  # no connection, time-out, 5xx, an answer nobody understands
    THROTTLED = "throttled"  # 429 and the like: come back later, we did nothing wrong
    PERMANENT = "permanent"  # the number does not exist, the address is refused: trying again only annoys


@dataclass(frozen=True, slots=True)
class Backoff:
    """How patient one sort of message is.

    The wait doubles from `first` to `longest`; after `attempts` failures, or when the next attempt would come more than
    `give_up_after` after the message was made, the message is dead: visible to people, never dropped.
    `jitter` is the share by which a wait may differ either way, so that a recovered provider is not met by everyone.
    """

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=10)
    attempts: int = 200
    give_up_after: timedelta = timedelta(hours=24)
    jitter: float = 0.2

    def __post_init__(self) -> None:
        if not timedelta(0) < self.first <= self.longest or self.attempts < 1 or not 0 <= self.jitter < 1:
            raise ValueError("a back-off needs 0 < first ≤ longest, at least one attempt and 0 ≤ jitter < 1")


USUAL = Backoff()
URGENT = Backoff(first=timedelta(seconds=1), longest=timedelta(seconds=30), attempts=600, give_up_after=timedelta(hours=4))
"""For emergencies: an hour's outage of the provider is met with a try every half minute."""


def next_try_at(
    backoff: Backoff,
    *,
    message: str,
    failures: int,
    failed_at: datetime,
    made_at: datetime,
    failure: Failure = Failure.TEMPORARY,
    retry_after: timedelta | None = None,
) -> datetime | None:
    """Return when to try again after the `failures`-th failure, or None when the message is dead.

    `message` is what names it (its id or its `once` key): the same message at the same count always waits the same,
    another one a little differently. `retry_after` is what the provider asked for; it is kept to, up to `longest`.
    """
    if failure is Failure.PERMANENT or failures >= backoff.attempts:
        return None
    wait = wait_after(backoff, message=message, failures=failures)
    if retry_after is not None:
        wait = max(wait, min(retry_after, backoff.longest))
    next_at = failed_at + wait
    return None if next_at - made_at > backoff.give_up_after else next_at


def wait_after(backoff: Backoff, *, message: str, failures: int) -> timedelta:
    """Return how long to wait after the `failures`-th failure (1 is the first), jitter included, never over `longest`."""
    doublings = min(max(failures - 1, 0), 40)
    plain = min(backoff.first * 2**doublings, backoff.longest) if doublings < 30 else backoff.longest
    return min(plain * (1 + backoff.jitter * _spread(message, failures)), backoff.longest)


def _spread(message: str, failures: int) -> float:
    """Return a number from −1 up to 1 that depends on the message and the count only."""
    digest = blake2b(f"{message}:{failures}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**63 - 1

"""What this stage hands around: deadlines that may have reached a step, rows of the watch and of the calls."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DueStep:
    """A deadline of an agency for which a step was not taken yet."""

    clock_id: int
    due_at: datetime
    started_at: datetime
    part_id: int | None
    unit_id: int
    service_id: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the order of running deadlines: that of one clock."""

    due_at: datetime
    clock_id: int


@dataclass(frozen=True, slots=True)
class AskedStep:
    """A step, and which deadlines have reached it: those after `since` and until `until`, of its ladder.

    That takes lengths in `units`, or where these are none all but those in `others`.
    """

    code: str
    units: list[str]
    others: list[str]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A running deadline. `unit` is the agency's it binds and `part_id` its part; empty and None for the centre's own.

    `explanation_id`: it is for what the agency, complained of, has to explain, and no part. The agency itself reads no
    `reference` and no `area_name` then.
    """

    clock_id: int
    due_at: datetime
    clock: str
    reference: str
    service: str
    area_name: str
    part_id: int | None
    unit: str
    urgent: bool
    explanation_id: int | None = None

    @property
    def left(self) -> None:
        """Return nothing: what stands still is not watched."""
        return

    @property
    def outcome(self) -> str:
        """Return "": it runs."""
        return ""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call to an agency, to be made or made. `rung` says to whom, `why` why, `promised_at` by when something was promised.

    `explanation_id`: the agency, complained of, is called about that and may hear nothing else of the case.
    """

    id: int
    part_id: int | None
    due_at: datetime
    rung: str
    why: str
    asked_at: datetime
    tries: int
    tried_at: datetime | None
    called_at: datetime | None
    caller: str
    whom: str
    promise: str
    promised_at: datetime | None
    reference: str
    service_id: int
    service: str
    area_name: str
    unit_id: int
    unit: str
    clock_id: int
    explanation_id: int | None


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """Somebody's calendar of deadlines."""

    id: int
    user_id: int
    made_at: datetime
    read_at: datetime | None

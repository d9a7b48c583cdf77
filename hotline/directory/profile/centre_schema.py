"""The shape of `centre.yaml`: how people reach the centre, whom to call in an emergency, and who is on duty when."""

from msgspec import field

from hotline.core.facts import Publish
from hotline.directory.facts import ReachKind
from hotline.directory.profile.fields import Both, Code, Count, Number, Record, Time, Words


class StreamRecord(Record, frozen=True, kw_only=True):
    """A hotline of its own on the same platform (luồng tiếp nhận); rules in `routing.yaml` may name it.

    The first is the centre's own. `intro` stands above its report form; `services` are those it takes, none: all. `publish` is
    what everyone may read of its cases at most: never more than the case's service lets out.
    """

    code: Code
    name: Both
    note: Both | None = None
    intro: Both | None = None
    services: list[Code] = field(default_factory=list)
    publish: Publish | None = None
    source: Code


class Reach(Record, frozen=True, kw_only=True):
    """One way to reach the centre. `address` is what people read; `link`, where it is not plain from it, what opens.

    `stream`: which hotline this way leads to; none: the centre's own.
    """

    code: Code
    kind: ReachKind
    name: Both
    address: Words
    link: str = ""
    note: Both | None = None
    stream: Code | None = None
    source: Code


class Emergency(Record, frozen=True, kw_only=True):
    """A number to call at once: what it takes, the service a report of it has here, the command that is told."""

    number: Number
    name: Both
    takes: Both
    service: Code
    unit: Code
    source: Code


class Shift(Record, frozen=True, kw_only=True):
    """A stretch of every day, and how many operators it has where that is known.

    One that ends at or before its beginning runs over midnight, so 00:00 to 00:00 is the whole day.
    """

    code: Code
    name: Both
    begins: Time
    ends: Time
    operators: Count | None = None
    source: Code

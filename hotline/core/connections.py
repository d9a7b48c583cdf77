"""How a connection that is held open does: to an SMSC, to a hosted box, of the mail server to us. A fact without behaviour."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """How one connection does, as the process that holds it sees it.

    `error` is the code of what went wrong last, and `error_at` when: it stays when all is well again. `throttled_at`: when the
    other side said last that it was too much. `kept_at`: when something that came by it was kept last.
    """

    is_up: bool
    error: str = ""
    error_at: datetime | None = None
    throttled_at: datetime | None = None
    kept_at: datetime | None = None

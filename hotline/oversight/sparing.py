"""How many SMS about deadlines one person gets within an hour: after a standstill all would come at once, read by nobody."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hotline.directory.facts import FocalFacts

MOST = 30
"""More SMS than this within an hour say nothing that the first ones did not, cost money, and bury the one that is urgent. Our own
setting: no paper names one."""

WITHIN = timedelta(hours=1)


@dataclass(slots=True)
class Texts:
    """What this worker had people texted. Forgotten when it ends: a step is taken once, whoever takes it."""

    most: int = MOST
    _sent: defaultdict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque), init=False)

    def spared(self, people: Iterable[FocalFacts], *, now: datetime) -> tuple[FocalFacts, ...]:
        """Return the same people, those who got their share of SMS by e-mail alone. Who has no e-mail is texted all the same."""
        return tuple(replace(person, phone="") if person.email and self._has_share(person, now) else person for person in people)

    def sent(self, people: Iterable[FocalFacts], *, now: datetime) -> None:
        """Keep who was texted."""
        for person in people:
            if person.phone:
                self._sent[person.id].append(now)

    def _has_share(self, person: FocalFacts, now: datetime) -> bool:
        """Return whether somebody got their share of the last hour; what a clock that was ahead put later counts no more."""
        lately = deque(moment for moment in self._sent[person.id] if now - WITHIN < moment <= now)
        self._sent[person.id] = lately
        return len(lately) >= self.most

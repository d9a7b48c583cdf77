"""The course of a made-up case: who does what when, at the pace of the city's own deadlines and office hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockOn, StoppedBy, rules_for
from hotline.core.deadlines import LengthUnit
from hotline.core.facts import Kind, Publish
from hotline.directory.facts import Directory, ReasonFacts, ReasonUse, ServiceFacts
from hotline.site.demo.ends import End
from hotline.site.demo.script import Step

_DAY = timedelta(hours=8)
_USUAL = 5 * _DAY
_MARGIN = 0.97
Reasons = Mapping[ReasonUse, Sequence[ReasonFacts]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an agency has, and whether that counts in office hours."""

    allowed: timedelta
    calendar: WorkingCalendar | None

    @classmethod
    def of(cls, directory: Directory, service: ServiceFacts, *, received_at: datetime) -> Self:
        """Return the pace of a service's handling clock; five working days where it has none."""
        rules = rules_for(directory.clock_rules, service=service.code, kind=service.kinds[0], received_at=received_at, agencies=1)
        handling = [rule for rule in rules if rule.on is ClockOn.ASSIGNMENT and rule.stops is StoppedBy.RESULT_FILED]
        usual = directory.calendars[(handling or directory.clock_rules)[0].calendar]
        if Kind.EMERGENCY in service.kinds:
            return cls(timedelta(minutes=40), None)
        if not handling:
            return cls(_USUAL, usual)
        length = handling[0].length
        if length.unit is LengthUnit.WORKING_DAYS:
            return cls(length.amount * _DAY, usual)
        if length.unit is LengthUnit.WORKING_HOURS:
            return cls(timedelta(hours=length.amount), usual)
        return cls(timedelta(minutes=length.amount), None)

    def after(self, moment: datetime, part: float) -> datetime:
        """Return the moment when this part of what is allowed has passed."""
        length = self.allowed * part
        return self.calendar.after_working(moment, length) if self.calendar else moment + length


@dataclass(slots=True)
class Course:
    """The steps of one case, told in order. `said` are the agency's words, `any_words` those of every matter."""

    dice: Random
    pace: Pace
    said: Mapping[str, Sequence[str]]
    any_words: Mapping[str, Any]
    received_at: datetime
    now: datetime
    has_photo: bool
    refusal: str = ""

    def steps(self, end: End, service: ServiceFacts, reasons: Reasons, *, refusal: str = "") -> tuple[Step, ...]:
        """Return every step up to the end; nothing happens later than now. `refusal`: why it is refused, if it is."""
        self.refusal = refusal
        told: list[Step] = []
        self._tell(end, told, service, reasons)
        return self._in_time(told)

    def _tell(self, end: End, told: list[Step], service: ServiceFacts, reasons: Reasons) -> None:
        if end in (End.NEW, End.EMERGENCY):
            return
        dice = self.dice
        at = self.received_at + timedelta(seconds=dice.uniform(50, 280) if dice.random() < 0.95 else dice.uniform(330, 1500))
        if end in (End.ASKED, End.REPLIED) or (end in _CLOSED and dice.random() < 0.05):
            at = self._ask(end, told, at)
        if end in (End.ASKED, End.REPLIED):
            return
        if end is End.REFUSED:
            self._add(told, "refuse", at, reason=self.refusal)
        elif end is End.AT_ONCE:
            self._answer_at_once(told, at, service)
        else:
            self._add(told, "forward", at)
            self._work(end, told, at, service, reasons)

    def _ask(self, end: End, told: list[Step], at: datetime) -> datetime:
        """The operator asks for more and, unless the case is left there, is told more."""
        self._add(told, "ask", at, words=self._any("questions"))
        if end is End.ASKED:
            return at
        at += timedelta(minutes=self.dice.uniform(8, 100))
        self._add(told, "reply", at, words=self._any("replies"))
        return at + timedelta(minutes=self.dice.uniform(1, 4))

    def _work(self, end: End, told: list[Step], at: datetime, service: ServiceFacts, reasons: Reasons) -> None:
        """What the agency does, from the moment that it has the case."""
        if end is End.FORWARDED:
            return
        dice, late = self.dice, end in (End.LATE, End.OVERDUE)
        at = self.pace.after(at, dice.uniform(0.01, 0.1))
        if end in (End.RETURNED, End.FORWARDED_AGAIN):
            self._add(told, "return", at, reason=self._reason(reasons, ReasonUse.AGENCY_RETURN), words=self._any("returned"))
            if end is End.RETURNED:
                return
            at += timedelta(minutes=dice.uniform(10, 50))
            self._add(told, "propose_other", at)
            at = self.pace.after(at, dice.uniform(0.02, 0.1))
        self._add(told, "accept", at)
        if end is End.QUESTION:
            self._add(told, "question", self.pace.after(at, 0.05), words=self._any("questions"))
        elif end in (End.PROGRESS, End.OVERDUE, End.LATE) or (end is not End.ACCEPTED and dice.random() < 0.2):
            self._progress(told, at, late=late)
        if end not in _IN_HAND:
            used = dice.uniform(1.6, 2.2) if late else dice.uniform(0.16, 0.75)
            self._finish(end, told, self.pace.after(at, used), service, reasons)

    def _progress(self, told: list[Step], at: datetime, *, late: bool) -> None:
        words = self._any("delays") if late else self.dice.choice(self.said["progress"])
        at = self.pace.after(at, 0.9 if late else self.dice.uniform(0.02, 0.15))
        self._add(told, "progress", at, words=words, photos=1 if self.has_photo and self.dice.random() < 0.4 else 0)

    def _finish(self, end: End, told: list[Step], at: datetime, service: ServiceFacts, reasons: Reasons) -> None:
        """From the agency's result to the desk's answer, and what follows it."""
        done = self.dice.choice(self.said["done"])
        self._add(told, "result", at, words=done, photos=1)
        if end is End.RESULT:
            return
        at = self._desk(at, 20, 200)
        if end is End.RESULT_RETURNED:
            reason = self._reason(reasons, ReasonUse.DESK_RETURN)
            self._add(told, "return_result", at, reason=reason, words=self._any("returned_results"))
            return
        self._add(told, "accept_result", at)
        if end is End.TO_ANSWER:
            return
        at = self._desk(at, 5, 60)
        answer = {"words": f"{self._any('thanks')} {{unit}}: {done}", "public": f"{{unit}}: {done}"}
        self._add(told, "draft" if end is End.DRAFT else "answer", at, **answer)
        if end not in (End.DRAFT, End.SENT):
            self._afterwards(end, told, self._published(told, at, service), service, reasons, answer)

    def _afterwards(
        self, end: End, told: list[Step], at: datetime, service: ServiceFacts, reasons: Reasons, answer: Mapping[str, str]
    ) -> None:
        """What comes after the answer: a correction, a citizen who sees that it is not done, the stars."""
        dice = self.dice
        if end is End.CORRECTED:
            at += timedelta(hours=dice.uniform(3, 30))
            self._add(told, "correct", at, **answer, reason=self._any("corrections"))
        if end in (End.NOT_DONE, End.DONE_AGAIN):
            at += timedelta(days=dice.uniform(0.8, 3.5))
            reason = self._reason(reasons, ReasonUse.NOT_DONE)
            photos = 1 if self.has_photo else 0
            self._add(told, "not_done", at, reason=reason, words=self._any("not_done"), photos=photos)
            at = self.pace.after(at, dice.uniform(0.02, 0.1))
            self._add(told, "accept", at)
        if end is End.DONE_AGAIN:
            at = self.pace.after(at, dice.uniform(0.1, 0.5))
            self._add(told, "result", at, words=dice.choice(self.said["done"]), photos=1)
            self._add(told, "accept_result", self._desk(at, 20, 120))
            at = self._desk(at, 125, 200)
            self._add(told, "answer", at, **answer)
            at = self._published(told, at, service)
        if end not in (End.NOT_DONE, End.PUBLISHED):
            stars = dice.choices((5, 4, 3, 2, 1), (2, 3, 3, 3, 2) if end is End.LATE else (46, 32, 12, 6, 4))[0]
            words = dice.choice(self.any_words["ratings"][stars])
            self._add(told, "rate", at + timedelta(hours=dice.uniform(0.5, 40)), stars=stars, words=words)

    def _answer_at_once(self, told: list[Step], at: datetime, service: ServiceFacts) -> None:
        done = self.dice.choice(self.said["done"])
        self._add(told, "answer_at_once", at, words=f"{self._any('thanks')} {done}", public=done)
        self._published(told, at, service)

    def _published(self, told: list[Step], at: datetime, service: ServiceFacts) -> datetime:
        """The report's words are approved and the answer published, unless nobody else may read it."""
        if service.publish is Publish.NEVER or Kind.EMERGENCY in service.kinds:
            return at
        at += timedelta(minutes=self.dice.uniform(4, 90))
        self._add(told, "approve", at)
        self._add(told, "publish", at + timedelta(minutes=1))
        return at + timedelta(minutes=1)

    def _desk(self, at: datetime, low: float, high: float) -> datetime:
        return at + timedelta(minutes=self.dice.uniform(low, high))

    def _add(self, told: list[Step], do: str, at: datetime, **said: Any) -> None:
        told.append(Step(do=do, after=at - self.received_at, **said))

    def _any(self, what: str) -> str:
        return str(self.dice.choice(self.any_words[what]))

    def _reason(self, reasons: Reasons, use: ReasonUse) -> str:
        return self.dice.choice(reasons[use]).code

    def _in_time(self, told: list[Step]) -> tuple[Step, ...]:
        """Draw together what would reach beyond now (a week-end lay between), in its order."""
        longest = max((step.after for step in told), default=timedelta())
        left = (self.now - self.received_at) * _MARGIN
        if longest <= left:
            return tuple(told)
        return tuple(replace(step, after=step.after * (left / longest)) for step in told)


_IN_HAND = frozenset({End.ACCEPTED, End.QUESTION, End.PROGRESS, End.OVERDUE})
_CLOSED = frozenset({End.PUBLISHED, End.RATED, End.CORRECTED, End.LATE, End.DONE_AGAIN, End.REFUSED})

"""The one checker that ends every suite: what clients were promised against what there is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from faults.history import History
from faults.paths import illegal
from faults.record import Case, Record
from hotline.core.status import CLOSED_PARTS, Phase, Screening

RECEIPTS = ("received", "received_and_forwarded")
"""Events of which a report has one message: that it was received, or at once that it was forwarded, too."""

_SHOWN = 5  # findings of one kind


@dataclass(slots=True)
class Verdict:
    """What was found, counted by kind, with the first findings of each in words."""

    acknowledged_lost: int = 0
    duplicates: int = 0
    notifications_lost: int = 0
    repeated_sms: int = 0
    repeated_email: int = 0
    violations: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Return whether a promise was broken; repeats within their bound are not."""
        return bool(self.acknowledged_lost or self.duplicates or self.notifications_lost or self.violations)


def check(history: History, record: Record, *, chain: Sequence[str] = (), settled: bool = True) -> Verdict:
    """Compare. `chain`: what `audit verify` found wrong. `settled` off: the outbox was given no time to empty."""
    verdict = Verdict()
    by_reference = {case.reference: case for case in record.cases}
    verdict.acknowledged_lost = _told(verdict, _lost(history, by_reference))
    verdict.duplicates = _told(verdict, _duplicates(history, record))
    verdict.notifications_lost = _told(verdict, _unsent(record, settled=settled))
    verdict.notifications_lost += _told(verdict, _without_receipt(history, by_reference))
    verdict.violations = _told(verdict, history.faults) + _told(verdict, [f"the record: {fault}" for fault in chain])
    verdict.violations += _told(verdict, _irregular(record))
    verdict.repeated_sms = _repeats(record.provider["sms"])
    verdict.repeated_email = _repeats(record.provider["email"])
    return verdict


def _lost(history: History, by_reference: dict[str, Case]) -> Iterator[str]:
    for reference in sorted({entry.reference for entry in history.acknowledged}):
        if reference not in by_reference:
            yield f"{reference} was acknowledged and is gone"


def _duplicates(history: History, record: Record) -> Iterator[str]:
    """Find reports that exist more than once, and keys that were told more than one number."""
    for mark, count in Counter(case.mark for case in record.cases).items():
        yield from [f"{mark} exists {count} times"] * (count - 1)
    told: dict[str, set[str]] = defaultdict(set)
    for entry in history.acknowledged:
        told[entry.key].add(entry.body)
    for key, bodies in told.items():
        yield from [f"{key} was answered in {len(bodies)} ways"] * (len(bodies) - 1)


def _without_receipt(history: History, by_reference: dict[str, Case]) -> Iterator[str]:
    for reference in sorted({entry.reference for entry in history.acknowledged}):
        case = by_reference.get(reference)
        if case is not None and not any(message.event in RECEIPTS for message in case.messages):
            yield f"{reference} has no receipt"


def _unsent(record: Record, *, settled: bool) -> Iterator[str]:
    """Find rows of the outbox that are neither delivered nor visibly dead, and those marked sent that nobody got."""
    for case in record.cases:
        for message in case.messages:
            got = record.provider.get(message.channel, Counter())[message.id]
            if message.state == "sent" and not got:
                yield f"message {message.id} ({message.event}) is marked sent, the provider never had it"
            elif message.state == "dead" and not message.reason:
                yield f"message {message.id} ({message.event}) died without a reason"
            elif message.state == "waiting" and settled:
                yield f"message {message.id} ({message.event}) still waits"


def _irregular(record: Record) -> Iterator[str]:
    for case in record.cases:
        if why := illegal(case):
            yield f"{case.reference}: {why}"
        if not case.clocks:
            yield f"{case.reference} has no clock"
        if not _is_routed(case):
            yield f"{case.reference} has no routing"
        if not _has_owner(case):
            yield f"{case.reference} belongs to nobody"


def _is_routed(case: Case) -> bool:
    """Parts, or no event that proposes one: then the rules were undecided and the operators' queue has it."""
    return bool(case.parts) or not any(event.name == "proposed" for event in case.events)


def _has_owner(case: Case) -> bool:
    """The operators own what they have not screened, an agency what it was given, nobody needs to own what is over."""
    if case.phase in (Phase.RESOLVED, Phase.REFUSED) or case.screening in (Screening.RECEIVED, Screening.ASKED):
        return True
    return any(part.state not in CLOSED_PARTS for part in case.parts)


def _repeats(provided: Counter[int]) -> int:
    return sum(count - 1 for count in provided.values())


def _told(verdict: Verdict, findings: Iterator[str] | Sequence[str]) -> int:
    count = 0
    for count, finding in enumerate(findings, start=1):
        if count <= _SHOWN:
            verdict.findings.append(finding)
    return count

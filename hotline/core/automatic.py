"""Whether a report may go to its agency without anyone's key."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.facts import Forward, Place
from hotline.core.routing import Decision, Undecided
from hotline.core.screening import Hint, HintKind


class WhyNot(StrEnum):
    """A reason why a person must look before a report is forwarded."""

    SERVICE_NOT_AUTOMATIC = "service_not_automatic"
    SERVICE_NOT_EXPLICIT = "service_not_explicit"
    NO_RULE_DECIDED = "no_rule_decided"
    RULE_IS_GENERAL = "rule_is_general"
    NO_PLACE = "no_place"
    EXCLUSION_WORD = "exclusion_word"
    EMERGENCY_WORD = "emergency_word"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Whether it may go by itself, and every reason why not, in the order of `WhyNot`. True only without a reason."""

    why_not: tuple[WhyNot, ...]

    def __bool__(self) -> bool:
        return not self.why_not


def may_forward_automatically(
    *,
    forward: Forward,
    service_explicit: bool,
    decision: Decision | Undecided,
    place: Place,
    hints: Collection[Hint],
) -> Automatic:
    """Return whether the report may be forwarded within seconds without anyone.

    All of it must be so: the service's profile says automatic; the citizen chose the service, nobody guessed it;
    exactly one rule decided, and it names the service or its group; the ward is known; no word of exclusion or danger
    was found.
    """
    kinds = {hint.kind for hint in hints}
    decided = decision if isinstance(decision, Decision) else None
    checks = {
        WhyNot.SERVICE_NOT_AUTOMATIC: forward is not Forward.AUTOMATIC,
        WhyNot.SERVICE_NOT_EXPLICIT: not service_explicit,
        WhyNot.NO_RULE_DECIDED: decided is None,
        WhyNot.RULE_IS_GENERAL: decided is not None and not decided.names_the_service,
        WhyNot.NO_PLACE: not place.is_known,
        WhyNot.EXCLUSION_WORD: HintKind.EXCLUSION in kinds,
        WhyNot.EMERGENCY_WORD: HintKind.EMERGENCY in kinds,
    }
    return Automatic(tuple(why for why, stands in checks.items() if stands))

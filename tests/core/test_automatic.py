"""Whether a report may go to its agency without anyone's key."""

from itertools import product

import pytest

from hotline.core.automatic import WhyNot, may_forward_automatically
from hotline.core.facts import Forward, Place
from hotline.core.routing import Because, Decision, Undecided, UndecidedReason
from hotline.core.screening import Hint, HintKind

NAMED = Decision("ha-tang", (), "lights", "s", Because(service="street-light"))
BY_GROUP = Decision("cap-nuoc", (), "water", "s", Because(group="water"))
GENERAL = Decision("ubnd", (), "rest", "s", Because(lead_as="ward_committee"))
NOBODY = Undecided(UndecidedReason.SEVERAL_RULES)
HERE = Place(area_code="26800")
ONLY_POINT = Place(lat=10.7, lon=106.7)
EXCLUDED = Hint(HintKind.EXCLUSION, "tố cáo", 0, 6)
DANGER = Hint(HintKind.EMERGENCY, "cháy nhà", 0, 8)

type Row = tuple[str, Forward, bool, Decision | Undecided, Place, list[Hint], list[WhyNot]]
ROWS: tuple[Row, ...] = (
    ("street lighting as the profile means it", Forward.AUTOMATIC, True, NAMED, HERE, [], []),
    ("a rule for the group is enough", Forward.AUTOMATIC, True, BY_GROUP, HERE, [], []),
    ("the service waits for the operator", Forward.OPERATOR, True, NAMED, HERE, [], [WhyNot.SERVICE_NOT_AUTOMATIC]),
    ("the service was guessed", Forward.AUTOMATIC, False, NAMED, HERE, [], [WhyNot.SERVICE_NOT_EXPLICIT]),
    ("no rule decided", Forward.AUTOMATIC, True, NOBODY, HERE, [], [WhyNot.NO_RULE_DECIDED]),
    ("only the rule for everything else", Forward.AUTOMATIC, True, GENERAL, HERE, [], [WhyNot.RULE_IS_GENERAL]),
    ("no place", Forward.AUTOMATIC, True, NAMED, Place(), [], [WhyNot.NO_PLACE]),
    ("a point whose ward is not known", Forward.AUTOMATIC, True, NAMED, ONLY_POINT, [], [WhyNot.NO_PLACE]),
    ("a word of exclusion", Forward.AUTOMATIC, True, NAMED, HERE, [EXCLUDED], [WhyNot.EXCLUSION_WORD]),
    ("a word of danger", Forward.AUTOMATIC, True, NAMED, HERE, [DANGER], [WhyNot.EMERGENCY_WORD]),
    (
        "everything at once: every reason is told",
        Forward.OPERATOR,
        False,
        NOBODY,
        Place(),
        [EXCLUDED, DANGER],
        [why for why in WhyNot if why is not WhyNot.RULE_IS_GENERAL],
    ),
)


@pytest.mark.parametrize(
    ("case", "forward", "explicit", "decision", "place", "hints", "why_not"), ROWS, ids=[row[0] for row in ROWS]
)
def test_automatic(
    case: str,
    forward: Forward,
    explicit: bool,
    decision: Decision | Undecided,
    place: Place,
    hints: list[Hint],
    why_not: list[WhyNot],
) -> None:
    outcome = may_forward_automatically(forward=forward, service_explicit=explicit, decision=decision, place=place, hints=hints)
    assert list(outcome.why_not) == why_not
    assert bool(outcome) is (not why_not)


def test_of_all_combinations_only_the_two_good_ones_go() -> None:
    decisions: tuple[Decision | Undecided, ...] = (NAMED, BY_GROUP, GENERAL, NOBODY)
    hints: tuple[tuple[Hint, ...], ...] = ((), (EXCLUDED,), (DANGER,))
    going = [
        (forward, explicit, decision, place, found)
        for forward, explicit, decision, place, found in product(Forward, (True, False), decisions, (HERE, Place()), hints)
        if may_forward_automatically(forward=forward, service_explicit=explicit, decision=decision, place=place, hints=found)
    ]
    assert going == [(Forward.AUTOMATIC, True, NAMED, HERE, ()), (Forward.AUTOMATIC, True, BY_GROUP, HERE, ())]

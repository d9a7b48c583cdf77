"""What a dossier has to say, how long a directive lasts, and what can happen to either: tables their owner could sign."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from hotline.core.directives import (
    DIRECTIVE_MOVES,
    DOSSIER_MOVES,
    DirectiveMove,
    DirectiveRefused,
    DirectiveState,
    DossierMove,
    DossierReason,
    DossierState,
    WhyNot,
    directed_until,
    directive_after,
    dossier_after,
    require_complete,
    require_signed,
)
from hotline.core.status import MoveNotAllowed
from tests.core.days import VIETNAM

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)
TWO = {1: "Không phải việc của chúng tôi.", 2: "Cũng không phải."}


@pytest.mark.parametrize(
    ("case", "day", "until"),
    [
        ("a day of next week: until offices close", date(2026, 3, 10), datetime(2026, 3, 10, 17, 0, tzinfo=HERE)),
        ("today, while offices are open", date(2026, 3, 2), datetime(2026, 3, 2, 17, 0, tzinfo=HERE)),
        ("a Sunday: until offices would close", date(2026, 3, 8), datetime(2026, 3, 8, 17, 0, tzinfo=HERE)),
        ("a year ahead", date(2027, 3, 2), datetime(2027, 3, 2, 17, 0, tzinfo=HERE)),
        ("yesterday", date(2026, 3, 1), WhyNot.BEFORE_TODAY),
        ("more than a year ahead", date(2027, 3, 3), WhyNot.AFTER_A_YEAR),
    ],
)
def test_until_when_a_directive_gives_time(case: str, day: date, until: datetime | WhyNot) -> None:
    if isinstance(until, WhyNot):
        with pytest.raises(DirectiveRefused) as refused:
            directed_until(day, now=NOW, calendar=VIETNAM)
        assert refused.value.why is until
    else:
        assert directed_until(day, now=NOW, calendar=VIETNAM) == until


def test_a_directive_for_today_after_offices_closed_is_none() -> None:
    with pytest.raises(DirectiveRefused) as refused:
        directed_until(NOW.date(), now=NOW + timedelta(hours=9), calendar=VIETNAM)
    assert refused.value.why is WhyNot.TODAY_IS_OVER


def test_a_decision_is_signed_no_later_than_today_and_not_before_there_was_the_report() -> None:
    received_at = NOW - timedelta(days=400)
    how = {"received_at": received_at, "now": NOW, "calendar": VIETNAM}
    for day in (received_at.date(), NOW.date()):
        require_signed(day, **how)  # type: ignore[arg-type]
    for day, why in ((NOW.date() + timedelta(days=1), WhyNot.SIGNED_LATER), (date(1, 1, 1), WhyNot.SIGNED_BEFORE)):
        with pytest.raises(DirectiveRefused) as refused:
            require_signed(day, **how)  # type: ignore[arg-type]
        assert refused.value.why is why


@pytest.mark.parametrize(
    ("case", "reason", "summary", "proposal", "positions", "why"),
    [
        ("agencies disagree, each has its word", DossierReason.DISAGREEMENT, "Ổ gà.", "Giao Sở.", TWO, None),
        ("not thorough, one agency's word", DossierReason.NOT_THOROUGH, "Ổ gà.", "Giao Sở.", {1: "Đã làm."}, None),
        (
            "agencies disagree, one is silent",
            DossierReason.DISAGREEMENT,
            "Ổ gà.",
            "Giao.",
            {1: "a", 2: " "},
            WhyNot.ONE_POSITION,
        ),
        ("nobody is heard", DossierReason.NOT_THOROUGH, "Ổ gà.", "Giao.", {1: ""}, WhyNot.NO_POSITION),
        ("no word of what it is about", DossierReason.DISAGREEMENT, " ", "Giao.", TWO, WhyNot.NO_SUMMARY),
        ("nothing is proposed", DossierReason.DISAGREEMENT, "Ổ gà.", "\n", TWO, WhyNot.NO_PROPOSAL),
    ],
)
def test_what_a_dossier_has_to_say(
    case: str, reason: DossierReason, summary: str, proposal: str, positions: dict[int, str], why: WhyNot | None
) -> None:
    if why is None:
        require_complete(reason, summary=summary, proposal=proposal, positions=positions)
        return
    with pytest.raises(DirectiveRefused) as refused:
        require_complete(reason, summary=summary, proposal=proposal, positions=positions)
    assert refused.value.why is why


def test_what_is_not_in_the_tables_is_refused() -> None:
    for dossier in product(DossierState, DossierMove):
        if dossier not in DOSSIER_MOVES:
            with pytest.raises(MoveNotAllowed):
                dossier_after(*dossier)
    for directive in product(DirectiveState, DirectiveMove):
        if directive not in DIRECTIVE_MOVES:
            with pytest.raises(MoveNotAllowed):
                directive_after(*directive)


def test_what_is_decided_or_given_up_stays_so() -> None:
    over = {DossierState.DECIDED, DossierState.WITHDRAWN}
    assert not {state for state, _move in DOSSIER_MOVES} & over
    assert not {state for state, _move in DIRECTIVE_MOVES} & {DirectiveState.ACCEPTED, DirectiveState.LIFTED}

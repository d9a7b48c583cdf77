"""The checker that ends every fault suite: it passes a clean story and finds each planted wrong."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from faults.checker import Verdict, check
from faults.history import Entry, History
from faults.record import Case, Happened, PartRow, Record, Sent


def entry(number: int, reference: str) -> Entry:
    return Entry(f"k-{number}", f"k-{number}", 1.0, 1, 0, 1.0, 2.0, reference, f'[{{"service_request_id": "{reference}"}}]')


def case(number: int, reference: str) -> Case:
    proposed = Happened("proposed", {"unit": 7, "role": "lead", "rule": "r"})
    events = [Happened("received", {}), proposed, Happened("accepted", {}), Happened("forwarded", {"part": 10 + number})]
    receipt = Sent(100 + number, "received", "sms", "sent", "")
    return Case(
        number,
        reference,
        f"k-{number}",
        "accepted",
        "in_progress",
        None,
        2,
        [PartRow(10 + number, 7, "forwarded")],
        events,
        [receipt],
    )


class Story:
    """Two reports, both told to their senders, both whole."""

    def __init__(self) -> None:
        self.history = History([entry(1, "A"), entry(2, "B")])
        self.cases = [case(1, "A"), case(2, "B")]
        self.sms = Counter({101: 1, 102: 1})
        self.chain: list[str] = []

    def verdict(self) -> Verdict:
        record = Record(tuple(self.cases), {"sms": self.sms, "email": Counter()})
        return check(self.history, record, chain=self.chain)


def test_a_clean_story_passes() -> None:
    verdict = Story().verdict()
    assert not verdict.broken
    assert verdict == Verdict()


def _lost(story: Story) -> None:
    story.cases.pop()


def _twice(story: Story) -> None:
    story.cases.append(replace(story.cases[0], id=3, reference="C"))


def _two_numbers(story: Story) -> None:
    story.history.entries.append(replace(story.history.entries[0], reference="B", body="other"))


def _no_receipt(story: Story) -> None:
    story.cases[0].messages.clear()


def _said_sent(story: Story) -> None:
    del story.sms[101]


def _still_waits(story: Story) -> None:
    story.cases[0].messages[0] = Sent(101, "received", "sms", "waiting", "")


def _dead_in_silence(story: Story) -> None:
    story.cases[0].messages[0] = Sent(101, "received", "sms", "dead", "")


def _no_clock(story: Story) -> None:
    story.cases[0].clocks = 0


def _no_routing(story: Story) -> None:
    story.cases[0].parts.clear()


def _no_owner(story: Story) -> None:
    one = story.cases[0]
    one.parts[0] = replace(one.parts[0], state="withdrawn")
    one.events.append(Happened("withdrawn", {"part": 11}))
    one.phase = "received"


def _impossible_path(story: Story) -> None:
    story.cases[0].events.append(Happened("result_filed", {"part": 11}))


def _state_without_event(story: Story) -> None:
    story.cases[0].parts[0] = replace(story.cases[0].parts[0], state="accepted")


def _phase_set_by_hand(story: Story) -> None:
    story.cases[0].phase = "resolved"


def _chain_broken(story: Story) -> None:
    story.chain.append("event 5 is not what was sealed")


def _repeat_answered_otherwise(story: Story) -> None:
    story.history.fault("k-1: the repeat was answered differently")


PLANTED: list[tuple[Callable[[Story], None], str]] = [
    (_lost, "acknowledged_lost"),
    (_twice, "duplicates"),
    (_two_numbers, "duplicates"),
    (_no_receipt, "notifications_lost"),
    (_said_sent, "notifications_lost"),
    (_still_waits, "notifications_lost"),
    (_dead_in_silence, "notifications_lost"),
    (_no_clock, "violations"),
    (_no_routing, "violations"),
    (_no_owner, "violations"),
    (_impossible_path, "violations"),
    (_state_without_event, "violations"),
    (_phase_set_by_hand, "violations"),
    (_chain_broken, "violations"),
    (_repeat_answered_otherwise, "violations"),
]


@pytest.mark.parametrize(("plant", "figure"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_planted_wrong_is_found(plant: Callable[[Story], None], figure: str) -> None:
    story = Story()
    plant(story)
    verdict = story.verdict()
    assert getattr(verdict, figure) >= 1
    assert verdict.broken
    assert verdict.findings


def test_a_repeated_sms_is_counted_and_no_breach_by_itself() -> None:
    story = Story()
    story.sms[101] += 2
    verdict = story.verdict()
    assert verdict.repeated_sms == 2
    assert not verdict.broken

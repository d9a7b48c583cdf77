"""What a suite promises: every figure named, mutants counted in a whole run and left out of a broken one."""

import json

import pytest

from bench.rig.figures import taken
from faults import clock, crash, double, providers, smsc, webhooks, worker
from faults.history import Entry, History
from faults.suite import Asked, Story, Suite

PROMISED = {
    "acknowledged_lost",
    "duplicates",
    "notifications_lost",
    "repeated_sms",
    "slowest_recovery_s",
    "mutants_caught",
}
SUITES = [crash.SUITE, worker.SUITE, double.SUITE, clock.SUITE, providers.SUITE, webhooks.SUITE, smsc.SUITE]


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_every_promised_figure_is_named(suite: Suite) -> None:
    wanted = suite._wanted(Story(History(), None), Asked(quick=True, mutant=None))
    found = json.loads(taken(suite.name, wanted, {}).as_json())
    assert {figure["name"] for figure in found["figures"]} >= PROMISED
    assert found["ok"] is False


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_a_mutant_is_not_caught_by_the_figure_that_it_cannot_take(suite: Suite) -> None:
    asked = Asked(quick=True, mutant=next(iter(suite.mutants)))
    assert "mutants_caught" not in {wanted.name for wanted in suite._wanted(Story(History(), None), asked)}


def test_recovery_counts_from_the_kill_to_what_was_sent_after_it() -> None:
    under_way = Entry("k", "k", 9.0, sent_at=9.0, acknowledged_at=10.1)
    afterwards = Entry("l", "l", 9.5, sent_at=10.5, acknowledged_at=12.5)
    history = History([under_way, afterwards])
    assert history.recovered_after(10.0) == 2.5
    assert history.recovered_after(13.0) is None


def test_the_contract_is_exceeded_by_what_comes_over_its_rate_and_not_by_what_comes_late() -> None:
    in_time = [number / (smsc.RATE * 0.97) for number in range(5 * smsc.RATE)]
    held_up = [max(moment, 0.25) for moment in in_time]
    assert smsc._windows_over(held_up) == 0
    assert smsc._windows_over([number / (smsc.RATE * 1.1) for number in range(12 * smsc.RATE)]) > 0

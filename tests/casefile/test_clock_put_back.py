"""The machine's clock is put back while a case is under way: nothing ends before it began, and nothing waits for a day."""

from datetime import timedelta

import pytest

from hotline.casefile import actions
from hotline.core.facts import Channel
from tests import make
from tests.make import NOW, OPERATOR

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
A_DAY_BACK = NOW - timedelta(days=1)


@pytest.mark.parametrize("at_once", [False, True], ids=["by a person", "many by the machine"])
def test_nothing_ends_before_it_began(at_once: bool) -> None:
    opened = make.report("street_light")
    if at_once:
        assert actions.forward_new([opened.request_id], now=A_DAY_BACK, actor=OPERATOR)
    else:
        actions.forward(opened.request_id, now=A_DAY_BACK, actor=OPERATOR)
    case = make.case(opened)
    (forwarding,) = [clock for clock in case.clocks if clock.ended_at is not None]
    assert (forwarding.outcome, forwarding.ended_at) == ("kept", forwarding.started_at)
    assert all(part.forwarded_at == part.proposed_at for part in case.parts)


def test_a_message_of_the_future_leaves_now_and_one_that_is_tried_again_soon_waits() -> None:
    make.report("pothole")
    assert actions.lease_messages([Channel.SMS], limit=9, now=NOW - timedelta(minutes=5)) == []
    (leased,) = actions.lease_messages([Channel.SMS], limit=9, now=A_DAY_BACK)
    actions.mark_sent(leased.id, provider_id="x", kept="x", now=A_DAY_BACK)
    assert actions.lease_messages([Channel.SMS], limit=9, now=NOW) == []

"""Several messages of a channel are on their way at once, and each leaves once."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile.models import Message
from hotline.core.facts import Channel
from hotline.notify import loops
from hotline.notify.draining import BATCH, Drain
from hotline.notify.lanes import LANES
from hotline.notify.outgoing import Accepted, Outcome, Outgoing
from tests import make

REPORTS = 60
AT_ONCE = 4  # lanes that are tried, whatever is set
WITHIN = 30  # seconds


@dataclass
class SlowPhone:
    """A provider that answers nobody before all lanes have asked: only messages on their way at once ever arrive."""

    together: Barrier
    taken: list[int] = field(default_factory=list)
    leaves_machine: bool = False

    def send(self, outgoing: Outgoing) -> Outcome:
        if not self.taken:
            self.together.wait(WITHIN)
        self.taken.append(outgoing.id)
        return Accepted(f"slow-{outgoing.id}")

    def close(self) -> None:
        pass


@pytest.fixture
def lanes(city: None, committed_db: str) -> list[SlowPhone]:
    together = Barrier(AT_ONCE)
    return [SlowPhone(together) for _ in range(AT_ONCE)]


def test_all_lanes_send_at_once_and_no_message_twice(lanes: list[SlowPhone], monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(REPORTS):
        make.report("pothole", now=timezone.now())
    monkeypatch.setattr("hotline.notify.draining.BATCH", REPORTS // len(lanes))

    def empty(phone: SlowPhone) -> None:
        drain = Drain(Channel.SMS, phone)
        try:
            while drain.run(timezone.now()):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(lanes)) as pool:
        list(pool.map(empty, lanes))
    taken = [message for phone in lanes for message in phone.taken]
    assert len(taken) == len(set(taken)) == REPORTS
    kept = Message.objects.filter(channel="sms").values_list("id", "state", "provider_id", "tries")
    assert sorted(kept) == [(one, "sent", f"slow-{one}", 1) for one in sorted(taken)]
    assert not Message.objects.filter(channel="sms", kept=None).exists()


def test_what_one_lane_has_in_hand_no_other_takes_when_the_clock_jumps_ahead(lanes: list[SlowPhone]) -> None:
    for _ in range(REPORTS):
        make.report("pothole", now=timezone.now())
    first, second = lanes[:2]
    first.together = Barrier(2)

    def run(phone: SlowPhone, now: datetime) -> int:
        try:
            return Drain(Channel.SMS, phone).run(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(run, first, timezone.now())
        while not first.together.n_waiting:
            assert not slow.done()
        assert run(second, timezone.now() + timedelta(minutes=30)) == 0
        first.together.wait(WITHIN)
        assert slow.result() == REPORTS == len(first.taken)
    assert second.taken == []


def test_every_channel_has_its_lanes_and_each_lane_a_sender_of_its_own(city: None, db: None) -> None:
    names = [f"notify-{channel}-{lane}" for channel, lanes in LANES.items() for lane in range(1, lanes + 1)]
    assert [loop.name for loop in loops.LOOPS] == [*names, "notify-zalo-tokens"]
    loops.forget_drains()
    drains = [loops.drain(channel, lane) for channel, lanes in LANES.items() for lane in range(1, lanes + 1)]
    assert len({id(drain.sender) for drain in drains}) == len(drains)


@dataclass
class LetGo:
    """A connection that is let go, as when it is set up anew, while a message is under way."""

    leaves_machine: bool = False
    is_ready: bool = True
    window: int = 1
    batch: int = 10

    def send(self, outgoing: Outgoing) -> Outcome:
        raise NotImplementedError

    def begin(self, outgoing: Outgoing) -> Future[Outcome]:  # noqa: ARG002
        under_way: Future[Outcome] = Future()
        under_way.cancel()
        return under_way

    def close(self) -> None:
        pass


def test_a_message_under_way_when_its_connection_is_let_go_waits(city: None, db: None) -> None:
    make.report("pothole", now=timezone.now())
    Message.objects.filter(channel="sms").update(tries=7)
    Drain(Channel.SMS, LetGo()).run(timezone.now())
    assert list(Message.objects.filter(channel="sms").values_list("state", "reason")) == [("waiting", "no-answer")]


def test_after_a_storm_letters_step_back_behind_short_messages() -> None:
    by_channel = {loop.name.split("-")[1]: (loop.leads, loop.follows) for loop in loops.LOOPS if loop.name[-1].isdecimal()}
    assert by_channel.pop(Channel.SMS) == (BATCH, False)
    assert by_channel.pop(Channel.EMAIL) == (0, True)
    assert set(by_channel.values()) == {(0, False)}, "what waits in a chat waits behind nobody"

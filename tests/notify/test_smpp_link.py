"""The connection to an SMSC, against one that we did not write: what leaves, at which pace, and what happens when it goes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from datetime import timedelta

import pytest

from hotline.core.channels import Setup
from hotline.core.smsparts import parted
from hotline.intake.deliversm import delivered, text_of
from hotline.notify.outgoing import Accepted, Outgoing, Rejected, Retry
from hotline.notify.smpp import pace
from hotline.notify.smpp.account import UnusableSetup, account_of
from hotline.notify.smpp.link import SmppLink
from tests.notify.smsc import PASSWORD, SOURCE, Smsc, setup_options, smsc

LONG = "Đường Nguyễn Huệ ngập sâu, xe chết máy giữa đường, người già và trẻ em không qua được. " * 3
PHONE = "+84908369123"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a lost connection be tried again after a twentieth of a second, and twice as long each time as ever."""
    monkeypatch.setattr(pace, "_FIRST", 0.05)


@contextmanager
def linked(centre: Smsc, hear: Callable[[bytes], None] = lambda _pdu: None, **options: str) -> Iterator[SmppLink]:
    link = SmppLink()
    link.keep(account_of(Setup("smpp", setup_options(centre.port, **options), {"password": PASSWORD})), hear)
    try:
        until(lambda: link.is_up)
        yield link
    finally:
        link.stop()


def until(claim: Callable[[], object], within: float = 15.0) -> None:
    ends = time.monotonic() + within
    while not claim():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.01)


def message(text: str = "Đã nhận", number: int = 7, to: str = PHONE) -> Outgoing:
    return Outgoing(number, "sms", to, text)


def test_a_long_vietnamese_message_leaves_in_parts_that_a_foreign_stack_reads() -> None:
    with smsc() as centre, linked(centre) as link:
        outcome = link.begin(message(LONG, 7)).result(10)
        assert outcome == Accepted("m1", ("m1", "m2", "m3", "m4"))
        centre.wait(lambda _: centre.count("submit") == 4)
        sent = centre.of("submit")
        assert "".join(one["text"] for one in sent) == LONG
        assert [one["udh"] for one in sent] == [[f"0003070{4}0{number}"] for number in (1, 2, 3, 4)]
        assert {(one["to"], one["from"], one["coding"], one["esm"], one["receipt"]) for one in sent} == {
            (PHONE[1:], SOURCE, 8, 0x40, 1)
        }
        link.begin(message("Da nhan {1}", 8)).result(10)
        centre.wait(lambda _: centre.count("submit") == 5)
        plain = centre.of("submit")[-1]
        assert (plain["text"], plain["udh"], plain["coding"], plain["esm"]) == ("Da nhan {1}", [], 0, 0)


def test_the_contract_s_pace_is_kept_and_many_are_under_way_at_once() -> None:
    with smsc() as centre, linked(centre, rate="100", window="20") as link:
        centre.tell(set={"delay": 150})
        begun = time.monotonic()
        outcomes = [one.result(10) for one in [link.begin(message(number=number)) for number in range(200)]]
        took = time.monotonic() - begun
        assert all(isinstance(one, Accepted) for one in outcomes)
        assert took < 5, "one after the other it would be thirty seconds"
        centre.wait(lambda _: centre.count("submit") == 200)
        times = [one["at"] for one in centre.of("submit")]
        assert times[-1] - times[0] >= 1950, "the contract's rate"
        most = max(sum(at <= other < at + 1000 for other in times) for at in times)
        assert most <= 110, "in no second more, but for what a busy machine reads late"


def test_at_a_slow_rate_no_message_is_given_up_with_half_of_its_parts_sent() -> None:
    with smsc() as centre, linked(centre, rate="3", window="40") as link:
        outcomes = [one.result(10) for one in [link.begin(message(LONG[:200], number)) for number in range(12)]]
        taken = [one for one in outcomes if isinstance(one, Accepted)]
        assert {one for one in outcomes if not isinstance(one, Accepted)} == {Retry("smpp:busy", after=timedelta(seconds=2))}
        assert len(taken) >= 3
        centre.wait(lambda _: centre.count("submit") == 3 * len(taken))


def test_too_much_is_answered_by_a_pause_and_no_word_is_lost() -> None:
    with smsc() as centre, linked(centre) as link:
        centre.tell(set={"status": [0x58, 0x14]})
        assert isinstance(link.begin(message()).result(10), Accepted)
        centre.wait(lambda _: centre.count("submit") == 3)
        first, second, third = (one["at"] for one in centre.of("submit"))
        assert second - first >= 450
        assert third - second >= 900, "longer each time"


@pytest.mark.parametrize(
    ("what", "status", "outcome"),
    [
        ("no such number", 0x0B, Rejected("smpp:0x0b")),
        ("the system has a fault", 0x08, Retry("smpp:0x08")),
        ("our own number is refused", 0x0A, Retry("smpp:0x0a", provider_down=True)),
        ("a status of the maker's own", 0x0480, Retry("smpp:0x480")),
    ],
)
def test_what_the_centre_says_no_to(what: str, status: int, outcome: object) -> None:
    with smsc() as centre, linked(centre) as link:
        centre.tell(set={"status": [status]})
        assert link.begin(message()).result(10) == outcome, what
        assert isinstance(link.begin(message()).result(10), Accepted), "and the session goes on"


def test_what_is_no_number_never_reaches_the_centre() -> None:
    with smsc() as centre, linked(centre) as link:
        for number in ("", "+", "Viettel", "+84", "+8490836912३"):
            assert link.begin(message(to=number)).result(10) == Rejected("number")
        assert centre.count("submit") == 0


def test_gone_and_back(impatient: None) -> None:
    with smsc() as centre, linked(centre) as link:
        centre.tell(set={"silent": True})
        waiting = link.begin(message())
        centre.wait(lambda _: link.is_up)
        centre.tell(drop=True)
        assert waiting.result(10) == Retry("smpp:connection_gone", provider_down=True)
        until(lambda: link.is_up)
        centre.tell(set={"silent": False})
        assert isinstance(link.begin(message()).result(10), Accepted)
        port = centre.port
        centre.process.kill()
        until(lambda: not link.is_up)
        assert link.begin(message()).result(10) == Retry("smpp:not_connected", provider_down=True)
        with smsc(port) as again:
            until(lambda: link.is_up, within=40)
            assert isinstance(link.begin(message()).result(10), Accepted)
            again.wait(lambda _: again.count("submit") == 1)


def test_a_wrong_password_is_tried_again_and_harms_nobody(impatient: None) -> None:
    with smsc() as centre:
        link = SmppLink()
        link.keep(account_of(Setup("smpp", setup_options(centre.port), {"password": "khac"})), lambda _pdu: None)
        centre.wait(lambda _: centre.count("bind") >= 2)
        assert not link.is_up
        link.stop()


def test_garbage_from_the_centre_ends_at_most_the_session(impatient: None) -> None:
    kept: list[bytes] = []
    with smsc() as centre, linked(centre, kept.append) as link:
        unknown, own_answer = "00000010000009990000000000000001", "0000001080000004000004ff0000ffff"
        centre.tell(raw=unknown + own_answer)
        assert isinstance(link.begin(message()).result(10), Accepted), "the session goes on"
        for nonsense in ("ffffffff" * 8, "474554202f20485454502f312e310d0a0d0a"):
            binds = centre.count("bind")
            centre.tell(raw=nonsense)
            centre.wait(lambda _, binds=binds: centre.count("bind") > binds)  # type: ignore[misc]
            until(lambda: link.is_up)
        centre.tell(raw="00000014000000050000000000000002deadbeef")
        until(lambda: kept)
        assert kept == [bytes.fromhex("00000014000000050000000000000002deadbeef")], "even that is kept for a person"


def test_a_message_is_acknowledged_when_it_is_kept_and_else_asked_for_again() -> None:
    kept: list[bytes] = []

    def hear(pdu: bytes) -> None:
        if not kept:
            kept.append(b"")
            raise RuntimeError("the disk is full")
        kept.append(pdu)

    with smsc() as centre, linked(centre, hear):
        centre.tell(deliver={"from": PHONE[1:], "text": "Mất nước"})
        centre.wait(lambda _: centre.count("kept"))
        assert centre.of("kept")[0]["status"] == 0x64, "for now it could not"
        centre.tell(deliver={"from": PHONE[1:], "text": "Mất nước ở hẻm 45"})
        centre.wait(lambda _: centre.count("kept") == 2)
        assert centre.of("kept")[1]["status"] == 0
        said = delivered(kept[1])
        assert (said.source, text_of(said)) == (PHONE[1:], "Mất nước ở hẻm 45")


def test_three_hundred_a_second_through_one_connection() -> None:
    with smsc() as centre, linked(centre, rate="2000", window="100") as link:
        centre.tell(set={"quiet": True, "delay": 20})
        begun = time.monotonic()
        futures = [link.begin(message(number=number)) for number in range(1500)]
        wait(futures)
        per_second = 1500 / (time.monotonic() - begun)
        assert all(isinstance(one.result(), Accepted) for one in futures)
        assert per_second >= 300, f"{per_second:.0f}/s"


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"port": "x"},
        {"rate": "0"},
        {"rate": "-1"},
        {"receipt_ids": "octal"},
        {"system_id": "ô" * 3},
        {"source": "1" * 21},
    ],
)
def test_a_set_up_that_does_not_do_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(UnusableSetup):
        account_of(Setup("smpp", setup_options(2775) | wrong, {"password": PASSWORD}))


def test_a_password_too_long_is_named_and_not_quoted() -> None:
    with pytest.raises(UnusableSetup) as raised:
        account_of(Setup("smpp", setup_options(2775), {"password": "rất-là-dài-quá"}))
    assert "dài" not in str(raised.value)


@pytest.mark.parametrize(("kind", "answered", "in_receipt"), [("same", "0a", "0a"), ("decimal", "0a", "10"), ("hex", "10", "A")])
def test_ids_of_receipts_may_be_another_kind_of_number(kind: str, answered: str, in_receipt: str) -> None:
    account = account_of(Setup("smpp", setup_options(2775, receipt_ids=kind), {}))
    assert account.as_receipts_say(answered) == in_receipt
    assert account.as_receipts_say("xyz") == "xyz"


def test_a_header_of_sixteen_bits_is_read() -> None:
    place, rest = parted(bytes.fromhex("060804123403020048"))
    assert (place.reference, place.total, place.number, rest) == (0x1234, 3, 2, b"\x00H")


def test_why_there_is_no_connection_is_known() -> None:
    link = SmppLink()

    def error() -> str | None:
        return link.condition.error if link.condition else None

    assert error() is None
    with smsc() as centre:
        for password, expected in (("wrong", "refused:0x0e"), (PASSWORD, "unreachable")):
            link.keep(account_of(Setup("smpp", setup_options(centre.port), {"password": password})), lambda _pdu: None)
            if expected == "unreachable":
                until(lambda: link.is_up)
                centre.process.kill()
            until(lambda expected=expected: error() == expected)  # type: ignore[misc]
            assert not link.is_up
            link.stop()
            assert error() is None

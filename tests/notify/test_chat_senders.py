"""Answers by Zalo, Messenger and Viber: what is asked of the provider, and what its answers mean."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hotline.core.buttons import code_of
from hotline.core.channels import Choice, Setup
from hotline.notify.chattext import Limits, drawn, fitted, letters_of
from hotline.notify.exchange import Line
from hotline.notify.outgoing import Accepted, Heard, Outcome, Outgoing, Rejected, Retry, Sender
from hotline.notify.senders.messenger import MessengerSender
from hotline.notify.senders.viber import ViberSender
from hotline.notify.senders.zalo import ZaloSender
from tests.notify.mailserver import odd_server
from tests.notify.recorder import Recorder, Says, recorder

LINK = "https://1022.example/place/abc/"
CHOICES = (Choice("street_light", "Đèn đường hư"), Choice("other", "Việc khác"))
LONG = (Choice("street_light", "Đèn đường, đèn hẻm không sáng hoặc sáng ban ngày"), Choice("other", "Việc khác"))


class OneToken:
    """Tokens that are always there."""

    def usable(self, _setup: Setup, *, stale: str = "", **_when: object) -> str:
        return "new" if stale else "old"


@pytest.fixture
def provider() -> Iterator[Recorder]:
    with recorder() as found:
        yield found


def zalo(base: str, **options: str) -> ZaloSender:
    setup = Setup("zalo", {"app_id": "1", **options}, {"app_secret": "s", "refresh_token": "r"})
    return ZaloSender(setup, OneToken(), Line("zalo", base))  # type: ignore[arg-type]


def messenger(base: str) -> MessengerSender:
    return MessengerSender(Setup("messenger", {}, {"page_token": "page-token"}), Line("messenger", base))


def viber(base: str) -> ViberSender:
    return ViberSender(Setup("viber", {}, {"token": "viber-token"}), "Tổng đài 1022 Thành phố Hồ Chí Minh", Line("viber", base))


EVERY = pytest.mark.parametrize("make", [zalo, messenger, viber], ids=["zalo", "messenger", "viber"])
GOOD = {"error": 0, "message": "Success", "data": {"message_id": "z1", "user_id": "9339761418830368433"}}


def message(text: str = "Đã tiếp nhận phản ánh.", *, ago: timedelta | None = timedelta(hours=1), **more: Any) -> Outgoing:
    heard = Heard(timezone.now() - ago, "m0") if ago is not None else None
    return Outgoing(4711, more.pop("channel", "zalo"), "9339761418830368433", text, heard=heard, **more)


def sent(sender: Sender, outgoing: Outgoing) -> Outcome:
    try:
        return sender.send(outgoing)
    finally:
        sender.close()


class TestWords:
    """What is drawn: within the limit, the link kept, buttons where they fit."""

    def test_short_ones_stay(self) -> None:
        assert fitted("a\nb", limit=3) == "a\nb"

    @pytest.mark.parametrize("limit", [60, 61, 64, 70, 100])
    def test_long_ones_keep_their_link(self, limit: int) -> None:
        text = f"Đã xử lý xong việc anh chị phản ánh. Xem tại {LINK} và đánh giá giúp chúng tôi nhé, {'xin cảm ơn ' * 9}"
        cut = fitted(text, limit=limit, keep=LINK)
        assert letters_of(cut) <= limit
        assert LINK in cut
        assert "…" in cut

    def test_a_cut_falls_between_words_and_never_in_a_character(self) -> None:
        assert fitted("mất nước cả phường", limit=10) == "mất nước…"
        assert fitted("💧💧💧", limit=4) == "💧…"
        assert fitted("Đã xử lý xong. Cảm ơn", limit=17) == "Đã xử lý xong…"
        assert fitted("Nghiêng", limit=4) == "Ngh…"

    def test_buttons(self) -> None:
        assert drawn(message("Việc gì?", choices=CHOICES), Limits(2000, 5, 100)).buttons == CHOICES
        short = drawn(message("Việc gì?", choices=LONG), Limits(2000, 5, 20))
        assert short.text == f"Việc gì?\n1. {LONG[0].label}\n2. Việc khác"
        assert [(choice.code, choice.label) for choice in short.buttons] == [
            ("street_light", "1. Đèn đường, đèn…"),
            ("other", "2. Việc khác"),
        ]
        seven = tuple(Choice(str(n), f"Phường {n}") for n in range(7))
        many = drawn(message("Xin bấm chọn.", choices=seven, by_number="Xin trả lời bằng số:"), Limits(2000, 5, 100))
        assert many.buttons == ()
        assert many.text.startswith("Xin trả lời bằng số:\n1. Phường 0\n")
        assert many.text.endswith("\n7. Phường 6")

    def test_the_choices_stand_whole_under_words_that_are_cut(self) -> None:
        found = drawn(message("dài " * 900, choices=LONG), Limits(2000, 1, 100))
        assert letters_of(found.text) <= 2000
        assert found.text.endswith("2. Việc khác")


class TestRequests:
    """What the provider is asked."""

    def test_zalo(self, provider: Recorder) -> None:
        provider.says = Says(GOOD)
        assert sent(zalo(provider.base), message("Việc gì?", choices=CHOICES)) == Accepted("z1")
        asked = provider.last
        assert (asked.path, asked.headers["access_token"]) == ("/v3.0/oa/message/cs", "old")
        buttons = asked.said["message"].pop("attachment")["payload"]["buttons"]
        assert asked.said["recipient"] == {"user_id": "9339761418830368433"}
        assert [(button["title"], button["type"], code_of(button["payload"])) for button in buttons] == [
            ("Đèn đường hư", "oa.query.hide", "street_light"),
            ("Việc khác", "oa.query.hide", "other"),
        ]
        sent(zalo(provider.base), message())
        assert provider.last.said["message"] == {"text": "Đã tiếp nhận phản ánh."}

    def test_messenger(self, provider: Recorder) -> None:
        provider.says = Says({"recipient_id": "1", "message_id": "m_1"})
        assert sent(messenger(provider.base), message("Việc gì?", choices=CHOICES)) == Accepted("m_1")
        asked = provider.last
        assert (asked.path, asked.query, asked.headers["authorization"]) == ("/v23.0/me/messages", {}, "Bearer page-token")
        replies = asked.said["message"]["quick_replies"]
        assert asked.said["messaging_type"] == "RESPONSE"
        assert [(reply["title"], code_of(reply["payload"])) for reply in replies] == [
            ("Đèn đường hư", "street_light"),
            ("Việc khác", "other"),
        ]

    def test_viber(self, provider: Recorder) -> None:
        provider.says = Says({"status": 0, "status_message": "ok", "message_token": 5741311803571721087})
        assert sent(viber(provider.base), message("Việc gì?", choices=CHOICES)) == Accepted("5741311803571721087")
        asked = provider.last
        assert (asked.path, asked.headers["x-viber-auth-token"]) == ("/pa/send_message", "viber-token")
        assert asked.said["sender"] == {"name": "Tổng đài 1022 Thành phố Hồ…"}
        assert (asked.said["type"], asked.said["tracking_data"]) == ("text", "4711")
        assert [code_of(button["ActionBody"]) for button in asked.said["keyboard"]["Buttons"]] == ["street_light", "other"]

    @pytest.mark.parametrize(("make", "most"), [(zalo, 2000), (messenger, 2000), (viber, 7000)])
    def test_nothing_is_longer_than_it_may_be(self, make: Callable[[str], Sender], most: int, provider: Recorder) -> None:
        sent(make(provider.base), message("nước ngập 💧 " * 2000, link=LINK))
        said = provider.last.said
        assert letters_of(said["message"]["text"] if "message" in said else said["text"]) <= most


class TestWindows:
    """How long after the citizen's last word they may be answered."""

    @pytest.mark.parametrize(
        ("options", "ago", "outcome"),
        [
            ({}, timedelta(hours=47), Accepted("z1")),
            ({}, timedelta(hours=49), Rejected("zalo:window")),
            ({}, None, Rejected("zalo:window")),
            ({"window_hours": "168"}, timedelta(days=6), Accepted("z1")),
            ({"window_hours": "rất lâu"}, timedelta(hours=49), Rejected("zalo:window")),
        ],
    )
    def test_zalo(self, options: dict[str, str], ago: timedelta | None, outcome: Outcome, provider: Recorder) -> None:
        provider.says = Says(GOOD)
        assert sent(zalo(provider.base, **options), message(ago=ago)) == outcome
        assert bool(provider.asked) is isinstance(outcome, Accepted)

    @pytest.mark.parametrize(
        ("ago", "event", "kind"),
        [
            (timedelta(hours=23), "received", "RESPONSE"),
            (timedelta(hours=25), "received", None),
            (timedelta(hours=25), "answered", "MESSAGE_TAG"),
            (timedelta(days=6), "wrote", "MESSAGE_TAG"),
            (timedelta(days=8), "wrote", None),
            (None, "answered", None),
        ],
    )
    def test_messenger_lets_people_answer_for_a_week(
        self, ago: timedelta | None, event: str, kind: str | None, provider: Recorder
    ) -> None:
        provider.says = Says({"message_id": "m_1"})
        outcome = sent(messenger(provider.base), message(ago=ago, event=event))
        if kind is None:
            assert (outcome, provider.asked) == (Rejected("messenger:window"), [])
        else:
            assert provider.last.said["messaging_type"] == kind
            assert provider.last.said.get("tag") == ("HUMAN_AGENT" if kind == "MESSAGE_TAG" else None)


def graph(code: int, subcode: int | None = None) -> Says:
    error = {"message": "(#…)", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return Says({"error": {**error, **({"error_subcode": subcode} if subcode else {})}}, status=400)


class TestAnswers:
    """What an answer means: given up on this channel, tried again, or waited with for every message."""

    @pytest.mark.parametrize(
        ("make", "says", "outcome"),
        [
            (zalo, Says({"error": -213, "message": "not followed"}), Rejected("zalo:-213")),
            (zalo, Says({"error": -230, "message": "7 days"}), Rejected("zalo:-230")),
            (zalo, Says({"error": -32, "message": "rate"}), Retry("zalo:-32", provider_down=True)),
            (zalo, Says({"error": -224, "message": "package"}), Retry("zalo:-224", provider_down=True)),
            (zalo, Says({"error": -999, "message": "?"}), Rejected("zalo:-999", permanent=False)),
            (zalo, Says({"message": "no error at all"}), Rejected("zalo:no-error", permanent=False)),
            (zalo, Says({"oops": 1}, status=404), Rejected("zalo:http-404")),
            (messenger, graph(10, 2018278), Rejected("messenger:window")),
            (messenger, graph(551), Rejected("messenger:551")),
            (messenger, graph(100, 2018001), Rejected("messenger:100")),
            (messenger, graph(613), Retry("messenger:613", provider_down=True)),
            (messenger, graph(190), Retry("messenger:190", provider_down=True)),
            (messenger, graph(2), Retry("messenger:2", provider_down=True)),
            (messenger, graph(100), Rejected("messenger:100")),
            (messenger, Says({}), Rejected("messenger:http-200", permanent=False)),
            (messenger, Says({"error": "x"}, status=400), Rejected("messenger:http-400")),
            (viber, Says({"status": 6, "status_message": "receiverNotSubscribed"}), Rejected("viber:6")),
            (viber, Says({"status": 12, "status_message": "tooManyRequests"}), Retry("viber:12", provider_down=True)),
            (viber, Says({"status": 2, "status_message": "invalidAuthToken"}), Retry("viber:2", provider_down=True)),
            (viber, Says({"status": 99}), Rejected("viber:99", permanent=False)),
            (viber, Says({}), Rejected("viber:no-status", permanent=False)),
            (viber, Says({}, status=404), Rejected("viber:http-404")),
        ],
    )
    def test_their_own_codes(self, make: Callable[[str], Sender], says: Says, outcome: Outcome, provider: Recorder) -> None:
        provider.says = says
        assert sent(make(provider.base), message(ago=timedelta(minutes=1))) == outcome

    @EVERY
    @pytest.mark.parametrize(
        ("says", "reason", "after"),
        [
            (Says({}, status=429, headers={"retry-after": "120"}), "http-429", timedelta(seconds=120)),
            (Says({}, status=429), "http-429", None),
            (Says({}, status=503, headers={"retry-after": "rubbish"}), "http-503", None),
            (Says(b"<html>", status=502), "http-502", None),
            (Says(b"<html>maintenance</html>"), "http-200-unreadable", None),
            (Says([1]), "http-200-unreadable", None),
            (Says(b"[" * 100_000), "http-200-unreadable", None),
            (Says(b"x" * 300_000), "too-long", None),
            (Says({}, status=302, headers={"location": "http://169.254.169.254/"}), None, None),
        ],
    )
    def test_what_any_provider_may_do(
        self, make: Callable[[str], Sender], says: Says, reason: str | None, after: timedelta | None, provider: Recorder
    ) -> None:
        provider.says = says
        sender = make(provider.base)
        outcome = sent(sender, message())
        if reason is None:  # a redirection is no answer, and leads nowhere
            assert isinstance(outcome, Rejected)
            assert len(provider.asked) == 1
        else:
            name = sender.line.name  # type: ignore[attr-defined]
            assert outcome == Retry(f"{name}:{reason}", after, provider_down=True)

    def test_a_moment_in_retry_after(self, provider: Recorder) -> None:
        later = datetime.now(UTC) + timedelta(seconds=90)
        provider.says = Says({}, status=503, headers={"retry-after": later.strftime("%a, %d %b %Y %H:%M:%S GMT")})
        outcome = sent(viber(provider.base), message())
        assert isinstance(outcome, Retry)
        assert outcome.after is not None
        assert timedelta(seconds=80) < outcome.after <= timedelta(seconds=90)

    @EVERY
    def test_nobody_there(self, make: Callable[[str], Sender]) -> None:
        outcome = sent(make("http://127.0.0.1:9"), message())
        assert isinstance(outcome, Retry)
        assert outcome.provider_down

    @pytest.mark.parametrize(("words", "again"), [(b"", False), (b"HTTP/1.1 200 OK\r\n", False), (b"H", True)])
    def test_a_provider_that_stalls_or_drips_holds_nobody_up(self, words: bytes, again: bool) -> None:
        """One that says a letter now and then is never silent long enough for a time-out between two of them."""
        sender = ViberSender(Setup("viber", {}, {"token": "t"}), "1022")
        with odd_server(words, again=again) as port:
            sender.line = Line("viber", f"http://127.0.0.1:{port}", whole=0.5)
            began = time.monotonic()
            outcome = sent(sender, message())
        assert outcome == Retry("viber:timeout", provider_down=True)
        assert time.monotonic() - began < 3

    @EVERY
    def test_the_line_leaves_the_machine_but_for_loopback(self, make: Callable[[str], Sender]) -> None:
        assert make("https://openapi.example").leaves_machine
        assert not make("http://127.0.0.1:1").leaves_machine
        assert make("http://127.0.0.1.evil.example").leaves_machine

    def test_nobody_set_it_up(self) -> None:
        for sender in (ZaloSender(None), MessengerSender(None), ViberSender(None, "")):
            outcome = sender.send(message())
            assert isinstance(outcome, Retry)
            assert outcome.reason.endswith(":off")

    def test_a_stale_token_is_renewed_and_the_message_sent_once_more(self, provider: Recorder) -> None:
        provider.says = lambda asked: Says(GOOD if asked.headers["access_token"] == "new" else {"error": -216})
        assert sent(zalo(provider.base), message()) == Accepted("z1")
        assert len(provider.asked) == 2

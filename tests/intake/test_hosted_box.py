"""Where a hosted box is, and when it is left alone; the box itself is dovecot's in tests/journeys/test_email.py."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery
from hotline.casefile.queries.setups import forget_setups
from hotline.core.channels import Setup
from hotline.core.facts import SYSTEM
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.letters.hostedbox import BoxUnreachable, Place, place_of
from hotline.intake.mail import imap
from hotline.intake.mail.imap import HostedBox
from hotline.intake.port import Piece
from tests.intake.letters import letter
from tests.notify.mailserver import free_port


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("imaps://u%40a.example:p%3Aw@mail.example", Place("imaps", "mail.example", 993, "u@a.example", "p:w", "INBOX")),
        ("imap+starttls://u:p@mail.example:1143/Ph%E1%BA%A3n", Place("imap+starttls", "mail.example", 1143, "u", "p", "Phản")),
        ("imap://u:p@127.0.0.1", Place("imap", "127.0.0.1", 143, "u", "p", "INBOX")),
    ],
)
def test_where_a_box_is(url: str, place: Place) -> None:
    """Server, port, who signs in, and the folder."""
    assert place_of(url) == place


@pytest.mark.parametrize(
    "url",
    ["", "mail.example", "pop3://u:mat@mail.example", "imaps://mail.example", "imaps://u:mat@h:x", "imap://u:mat@mail.example"],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(url: str) -> None:
    """Also one that would send the password unencrypted."""
    with pytest.raises(BoxUnreachable) as refused:
        place_of(url)
    assert "mat" not in str(refused.value)


@pytest.fixture
def box(db: None) -> Iterator[HostedBox]:
    yield HostedBox()
    forget_setups()


def _set_up(url: str) -> None:
    secrets = {"imap": url} if url else {}
    actions.set_up_channel("email", options={}, secrets=secrets, now=timezone.now(), actor=SYSTEM)


def test_without_a_box_nothing_is_asked(box: HostedBox) -> None:
    """Set up without one, and not at all."""
    assert box.fetch(timezone.now()) == 0
    _set_up("")
    assert box.fetch(timezone.now()) == 0


def test_a_box_that_does_not_answer_is_a_fault_of_the_loop(box: HostedBox) -> None:
    """Which shows it and tries again, later each time; the password is in no word of it."""
    _set_up(f"imap://u:mat@127.0.0.1:{free_port()}")
    for _ in range(2):
        with pytest.raises(BoxUnreachable, match="ConnectionRefusedError") as refused:
            box.fetch(timezone.now())
        assert "mat" not in str(refused.value)
    assert box.condition is not None
    assert (box.condition.is_up, box.condition.error) == (False, "unreachable")
    assert box.condition.error_at is not None
    actions.set_up_channel("email", options={}, secrets={"imap": ""}, now=timezone.now(), actor=SYSTEM)
    box.fetch(timezone.now())
    assert box.condition is None


def test_a_demonstration_reads_no_box_of_another_machine(box: HostedBox, settings: object) -> None:
    """Nothing of it leaves this machine."""
    settings.IS_DEMONSTRATION = True  # type: ignore[attr-defined]
    _set_up("imaps://u:mat@mail.example")
    with pytest.raises(BoxUnreachable, match="demonstration"):
        box.fetch(timezone.now())


class _Box:
    """A box with two letters, and what was marked as seen in it."""

    def __init__(self, *letters: bytes) -> None:
        self.letters = {str(number): raw for number, raw in enumerate(letters, 1)}
        self.seen: list[str] = []
        self.client = self

    def uids(self, _which: str) -> list[str]:
        return [uid for uid in self.letters if uid not in self.seen]

    def uid(self, _command: str, uid: str, _what: str) -> tuple[str, list[object]]:
        return "OK", [(b"1 (RFC822.SIZE 10 BODY[]<0> {10}", self.letters[uid]), b")"]

    def flag(self, uid: str, _flag: str, *, value: bool) -> None:
        assert value
        self.seen.append(uid)


def test_a_letter_that_is_a_fault_of_ours_holds_up_no_other(box: HostedBox, monkeypatch: pytest.MonkeyPatch) -> None:
    def hard(envelope: Envelope, raw: bytes) -> Piece:
        if raw.endswith(b"hard"):
            raise RecursionError
        return piece_of(envelope, raw)

    monkeypatch.setattr(imap, "piece_of", hard)
    there, now = _Box(letter("hard"), letter("Đèn hư")), timezone.now()
    assert box._kept(there, Setup("email"), now=now) == 1  # type: ignore[arg-type]
    assert there.seen == ["2"]
    assert Delivery.objects.get().channel == "email"
    assert box.condition is not None
    assert (box.condition.error, box.condition.error_at) == ("fault", now)
    monkeypatch.undo()
    assert box._kept(there, Setup("email"), now=now) == 0, "it is left alone"  # type: ignore[arg-type]
    box.close()
    assert box._kept(there, Setup("email"), now=now) == 1, "until there is another connection"  # type: ignore[arg-type]

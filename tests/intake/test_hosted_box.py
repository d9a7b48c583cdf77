"""Where a hosted box is, and when it is left alone; the box itself is dovecot's in tests/journeys/test_email.py."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM
from hotline.intake.mail.imap import BoxUnreachable, HostedBox, Place, place_of
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

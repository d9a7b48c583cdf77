"""A mail server's report of a letter of ours is a receipt."""

import pytest

from hotline.core.inbound import Receipt, ReceiptKind
from hotline.intake.letters.reading import read
from tests.intake.letters import kept, letter

BOUNCE = """--b
Content-Type: text/plain

Xin lỗi
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; an@dan.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {kind}

{head}

--b--
"""
OURS = "<hotline.12.0123456789abcdef@1022.example>"


def bounce(
    action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", head: str = f"Message-ID: {OURS}"
) -> bytes:
    """Return a mail server's report."""
    body = BOUNCE.format(action=action, status=status, kind=kind, head=head)
    return letter(
        body, From="MAILER-DAEMON@mx.example", Content_Type='multipart/report; report-type=delivery-status; boundary="b"'
    )


@pytest.mark.parametrize(
    ("action", "kind", "state"),
    [
        ("failed", "message/rfc822", ReceiptKind.FAILED),
        ("failed", "text/rfc822-headers", ReceiptKind.FAILED),
        ("delayed", "message/rfc822", ReceiptKind.BUFFERED),
        ("delivered", "text/rfc822-headers", ReceiptKind.DELIVERED),
    ],
)
def test_bounces_are_receipts(action: str, kind: str, state: ReceiptKind) -> None:
    """Of the letter that they hold, known by its name."""
    found = read(kept(bounce(action, kind=kind), returns_to=""))

    assert isinstance(found, Receipt)
    assert (found.kind, found.provider_id, found.code) == (state, OURS, "5.1.1")


def test_a_bounce_of_nothing_of_ours_is_nobodys_business() -> None:
    """Somebody used our address, or the report names no letter."""
    assert read(kept(bounce(head="Message-ID: <x@y.example>"), returns_to="")) is None
    assert read(kept(bounce(head="Subject: x"), returns_to="")) is None
    assert read(kept(bounce(action="sung"), returns_to="")) is None

"""Webhooks carry a signature that a stranger's library takes, and that neither a change nor a replay survives."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from hotline.dispatch.signing import Receiver, SignatureRefused, signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq="
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
BODY = '{"type":"forwarded","data":{"reference":"HCM-2026"}}'
DOCUMENT = Path(__file__).parents[2] / "docs" / "agency-systems.md"


def headers(**changes: str) -> dict[str, str]:
    return signed(BODY, secret=SECRET, number="notice_7", now=NOW) | changes


def test_the_vector_of_the_specification() -> None:
    """What the libraries of Standard Webhooks are tested with in every language."""
    told = signed('{"test": 2432232314}', secret=SECRET[:-12], number="msg_p5jXN8AQM9LWM0D4loKWxJek", now=_at(1614265330))
    assert told["webhook-timestamp"] == "1614265330"
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_strangers_library_takes_it() -> None:
    now = datetime.now(UTC)
    assert Webhook(SECRET).verify(BODY, signed(BODY, secret=SECRET, number="n", now=now)) is not None
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, signed(BODY, secret=SECRET, number="n", now=now - timedelta(minutes=6)))


REFUSED = [
    ("another body", BODY.replace("forwarded", "answered"), {}, NOW),
    ("another number", BODY, {"webhook-id": "notice_8"}, NOW),
    ("another moment", BODY, {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, NOW),
    ("another signature", BODY, {"webhook-signature": "v1,AAAA"}, NOW),
    ("none", BODY, {"webhook-signature": ""}, NOW),
    ("no moment", BODY, {"webhook-timestamp": ""}, NOW),
    ("a moment that is none", BODY, {"webhook-timestamp": "٣"}, NOW),
    ("six minutes later", BODY, {}, NOW + timedelta(minutes=6)),
    ("six minutes early", BODY, {}, NOW - timedelta(minutes=6)),
]


@pytest.mark.parametrize(("what", "body", "changes", "now"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_to_be_believed(what: str, body: str, changes: dict[str, str], now: datetime) -> None:
    receiver = Receiver(SECRET)
    with pytest.raises(SignatureRefused):
        receiver.take(body, headers(**changes), now=now)
    assert receiver.seen == {}


def test_a_replay_of_an_old_signature_is_refused() -> None:
    receiver = Receiver(SECRET)
    receiver.take(BODY, headers(), now=NOW)
    with pytest.raises(SignatureRefused, match="before"):
        receiver.take(BODY, headers(), now=NOW + timedelta(minutes=1))
    with pytest.raises(SignatureRefused, match="too old"):
        receiver.take(BODY, headers(), now=NOW + timedelta(days=1))


def test_a_second_signature_beside_ours_does_no_harm() -> None:
    both = "v1a,other " + headers()["webhook-signature"]
    Receiver(SECRET).take(BODY, headers(**{"webhook-signature": both}), now=NOW)


def test_the_receiver_of_the_document_does_what_ours_does() -> None:
    """The page shows a receiver that needs no library: it is run here as it stands there."""
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    space: dict[str, Any] = {}
    exec(compile(code, str(DOCUMENT), "exec"), space)  # noqa: S102 - our own page
    take = space["take"]
    take(BODY.encode(), headers(), secret=SECRET, now=NOW.timestamp())
    with pytest.raises(ValueError, match="before"):
        take(BODY.encode(), headers(), secret=SECRET, now=NOW.timestamp())
    for _what, body, changes, now in REFUSED:
        space["SEEN"].clear()
        with pytest.raises(ValueError, match="signature"):
            take(body.encode(), headers(**changes), secret=SECRET, now=now.timestamp())


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)

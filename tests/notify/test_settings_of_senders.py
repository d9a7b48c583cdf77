"""Which senders an installation may use; a demonstration sends nothing out of the machine."""

import pytest

from hotline.core.facts import Channel
from hotline.notify.configuration import NAMED
from hotline.notify.senders import check, sender_of
from hotline.notify.senders.console import ConsoleSender
from hotline.notify.senders.smtp import SmtpSender

TO_THE_WORLD = {"DEMO": "1", "EMAIL_SENDER": "smtp", "SMTP_URL": "smtps://mail.example"}
FAULTS = [
    ("nothing said: both write to files", {}, []),
    ("an unknown SMS sender", {"SMS_SENDER": "pigeon"}, ["HOTLINE_SMS_SENDER"]),
    ("an unknown e-mail sender", {"EMAIL_SENDER": "pigeon"}, ["HOTLINE_EMAIL_SENDER"]),
    ("smtp without where", {"EMAIL_SENDER": "smtp"}, ["HOTLINE_SMTP_URL"]),
    ("smtp to rubbish", {"EMAIL_SENDER": "smtp", "SMTP_URL": "mail"}, ["HOTLINE_SMTP_URL"]),
    ("smtp of the city", {"EMAIL_SENDER": "smtp", "SMTP_URL": "smtp+starttls://u:p@mail.example"}, []),
    ("a password in the open", {"EMAIL_SENDER": "smtp", "SMTP_URL": "smtp://u:p@mail.example"}, ["unencrypted"]),
    ("a demonstration to this machine", {"DEMO": "1", "EMAIL_SENDER": "smtp", "SMTP_URL": "smtp://127.0.0.1:2525"}, []),
    (
        "a demonstration to the world",
        {"DEMO": "1", "EMAIL_SENDER": "smtp", "SMTP_URL": "smtps://mail.example"},
        ["demonstration"],
    ),
    ("a name that may be any machine", {"DEMO": "1", "EMAIL_SENDER": "smtp", "SMTP_URL": "smtp://mailhost"}, ["demonstration"]),
    ("a sender that is no address", {"EMAIL_FROM": "1022"}, ["HOTLINE_EMAIL_FROM"]),
]


@pytest.mark.parametrize(("what", "settings", "words"), FAULTS, ids=[row[0] for row in FAULTS])
def test_faults_are_named_in_a_line_each(
    what: str, settings: dict[str, str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, settings)
    lines = check()
    assert len(lines) == len(words)
    for line, word in zip(lines, words, strict=True):
        assert word in line
        assert "\n" not in line
        assert ":p@" not in line


def test_the_senders_are_those_of_the_settings(city: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"EMAIL_SENDER": "smtp", "SMTP_URL": "smtp://127.0.0.1:2525", "DEMO": "1"})
    own = {"sender_name": "Cổng 1022", "sender_address": "1022@tphcm.example", "public_url": "https://1022.example/"}
    for channel in (Channel.SMS, Channel.ZALO, Channel.MESSENGER, Channel.VIBER):
        assert isinstance(sender_of(channel, **own), ConsoleSender)
    email = sender_of(Channel.EMAIL, **own)
    assert isinstance(email, SmtpSender)
    assert email.stays_here
    assert email.paper().domain == "1022.example"
    assert not email.leaves_machine


def _set(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    for name in (*NAMED.values(), "HOTLINE_SMTP_URL", "HOTLINE_EMAIL_FROM", "HOTLINE_DEMO"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(f"HOTLINE_{name}", value)

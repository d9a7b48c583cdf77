"""The ways out of this machine, one file each, and which of them this installation uses."""

from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from hotline.notify.configuration import Configuration, UnreadableAddress, configuration, mail_server
from hotline.notify.outgoing import Sender
from hotline.notify.senders.console import ConsoleSender
from hotline.notify.senders.smtp import SmtpSender

SMS_SENDERS = ("console",)
EMAIL_SENDERS = ("console", "smtp")


def senders(*, sender_name: str, sender_address: str, public_url: str) -> Mapping[str, Sender]:
    """Return the sender of each channel. Name and address are the profile's; HOTLINE_EMAIL_FROM stands before them.

    To be called after `check` found nothing: raises UnreadableAddress or KeyError for settings it would have named.
    """
    chosen = configuration()
    return {"sms": _sms(chosen), "email": _email(chosen, _from(chosen, sender_name, sender_address), public_url)}


def check() -> list[str]:
    """Return what is wrong with the settings, each as a line that says what to do; empty when all is well.

    A demonstration installation refuses every sender that would leave this machine: no made-up number ever rings.
    """
    chosen = configuration()
    lines = []
    if chosen.sms not in SMS_SENDERS:
        lines.append(f"HOTLINE_SMS_SENDER is “{chosen.sms}”: there is {_or(SMS_SENDERS)}.")
    if chosen.email not in EMAIL_SENDERS:
        lines.append(f"HOTLINE_EMAIL_SENDER is “{chosen.email}”: there is {_or(EMAIL_SENDERS)}.")
    if chosen.email_from and "@" not in parseaddr(chosen.email_from)[1]:
        lines.append("HOTLINE_EMAIL_FROM is no e-mail address: write it like “1022 <1022@example.vn>”.")
    if chosen.email == "smtp":
        lines += _smtp_faults(chosen)
    return lines


def _smtp_faults(chosen: Configuration) -> list[str]:
    if not chosen.smtp_url:
        return ["HOTLINE_EMAIL_SENDER is “smtp”, but HOTLINE_SMTP_URL does not say where: set it, or use “console”."]
    try:
        server = mail_server(chosen.smtp_url)
    except UnreadableAddress as error:
        return [f"HOTLINE_SMTP_URL cannot be used: {error}."]
    lines = []
    if chosen.is_demonstration and not server.is_here:
        lines.append(
            f"This is a demonstration (HOTLINE_DEMO=1), and mail to {server.host} would leave this machine: "
            "use a server at 127.0.0.1, HOTLINE_EMAIL_SENDER=console, or an installation without --demo data."
        )
    if server.user and not server.security and not server.is_here:
        lines.append("HOTLINE_SMTP_URL would send its password unencrypted: use smtps:// or smtp+starttls://.")
    return lines


def _sms(chosen: Configuration) -> Sender:
    return {"console": ConsoleSender}[chosen.sms](chosen.outbox / "sms.jsonl")


def _email(chosen: Configuration, sender: str, public_url: str) -> Sender:
    if chosen.email == "console":
        return ConsoleSender(chosen.outbox / "email.jsonl")
    return SmtpSender(
        server=mail_server(chosen.smtp_url),
        sender=sender,
        domain=urlsplit(public_url).hostname or "localhost",
        stays_here=chosen.is_demonstration,
    )


def _from(chosen: Configuration, name: str, address: str) -> str:
    return chosen.email_from or formataddr((name, address))


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"“{name}”" for name in names)

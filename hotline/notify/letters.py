"""Makes an e-mail of a message: heads by which an answer finds its case and machines keep still; words as text and as HTML."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime, parseaddr
from html import escape

from hotline.core.letternames import address_with, ids_in, message_id, thread_id
from hotline.directory.facts import Wording
from hotline.notify.outgoing import Outgoing

_ANSWERS = Wording(
    "Có thể trả lời thẳng thư này, kèm ảnh nếu cần; xin giữ nguyên địa chỉ người nhận.",
    "You may simply reply to this e-mail, with photos if you like; please leave the address as it is.",
)
_ASKED_FOR = re.compile(r"^(talk_|received$|not_done_received$|rating_thanks$)")
"""Events that answer a letter of theirs at once: auto-replied; the others are auto-generated (RFC 3834, 5)."""
_BY_PEOPLE = frozenset({"wrote"})
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_FONTS = "-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Stationery:
    """What all letters of the hotline share. `sender`: "Tổng đài 1022 <1022@…>"; `domain`: behind the @ of our Message-IDs.

    `address` is where answers come in, "" where none do. `centre` and `colour` head the HTML part.
    """

    sender: str
    domain: str
    address: str = ""
    centre: Wording = field(default_factory=lambda: Wording("", ""))
    colour: str = "#0b5394"

    @property
    def returns_to(self) -> str:
        """Return where bounces go: where we read them, if there is such a place."""
        return self.address or parseaddr(self.sender)[1]


def letter_of(outgoing: Outgoing, paper: Stationery, *, word: str) -> EmailMessage:
    """Return the e-mail. `word` makes its Message-ID: of our message's number, so that a repeat carries the same one.

    Raises ValueError, email.errors.MessageError for an address that is none.
    """
    letter = EmailMessage(policy=LINES)
    name, address = parseaddr(paper.sender)
    letter["From"] = Address(display_name=name, addr_spec=address)
    letter["To"] = Address(addr_spec=outgoing.to)
    letter["Subject"] = " ".join(outgoing.subject.split())
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = message_id(word, domain=paper.domain)
    if outgoing.token and paper.address:
        letter["Reply-To"] = Address(display_name=name, addr_spec=address_with(outgoing.token, paper.address))
    elif paper.address and paper.address != address:
        letter["Reply-To"] = Address(display_name=name, addr_spec=paper.address)
    _thread(letter, outgoing, paper)
    if outgoing.event not in _BY_PEOPLE:
        letter["Auto-Submitted"] = "auto-replied" if _ASKED_FOR.match(outgoing.event) else "auto-generated"
        letter["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # Exchange's; "All" would keep bounces back too
    letter["Content-Language"] = outgoing.language
    text = _text(outgoing, paper)
    letter.set_content(text, cte="quoted-printable")
    letter.add_alternative(_html(text, outgoing, paper), subtype="html", cte="quoted-printable")
    return letter


def _thread(letter: EmailMessage, outgoing: Outgoing, paper: Stationery) -> None:
    """Put it under what they wrote last, and with all else of its case."""
    theirs = [found for found in ids_in(outgoing.heard.provider_id if outgoing.heard else "") if found.isascii()][:1]
    ours = [thread_id(outgoing.token, domain=paper.domain)] if outgoing.token else []
    if theirs or ours:
        letter["In-Reply-To"] = (theirs or ours)[0]
        letter["References"] = " ".join([*ours, *theirs])


def _text(outgoing: Outgoing, paper: Stationery) -> str:
    text = outgoing.text.rstrip()
    if paper.address and (outgoing.token or outgoing.heard):
        text = f"{text}\n\n{_ANSWERS.in_language(outgoing.language)}"
    return f"{text}\n"


def _html(text: str, outgoing: Outgoing, paper: Stationery) -> str:
    """Return the words as a page of one column without tables, pictures or anything to fetch; read on any telephone."""
    paragraphs = "\n".join(
        f'<p style="margin:0 0 1em">{_lines(paragraph, paper.colour)}</p>' for paragraph in re.split(r"\n\s*\n", text.strip())
    )
    centre = escape(paper.centre.in_language(outgoing.language))
    band = f"background:{paper.colour};color:#ffffff;padding:14px 20px;font-weight:600"
    head = f'<div style="{band}">{centre}</div>\n' if centre else ""
    return (
        f'<!doctype html>\n<html lang="{escape(outgoing.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(' '.join(outgoing.subject.split()))}</title>\n</head>\n"
        f'<body style="margin:0;padding:0;background:#f2f4f6;color:#1a1a1a;font:17px/1.55 {_FONTS}">\n'
        f'<div style="max-width:36em;margin:0 auto;background:#ffffff">\n{head}'
        f'<div style="padding:20px;overflow-wrap:break-word">\n{paragraphs}\n</div>\n</div>\n</body>\n</html>\n'
    )


def _lines(paragraph: str, colour: str) -> str:
    """Return the lines of a paragraph as HTML, addresses of pages as links."""
    found, at = [], 0
    for link in _LINK.finditer(paragraph):
        shown = escape(link[0])
        found.append(escape(paragraph[at : link.start()]))
        found.append(f'<a href="{shown}" style="color:{colour};word-break:break-all">{shown}</a>')
        at = link.end()
    found.append(escape(paragraph[at:]))
    return "".join(found).replace("\n", "<br>\n")

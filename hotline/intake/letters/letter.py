"""An e-mail taken apart, in whatever broken shape it came: heads decoded, texts, attachments. Raises only Unreadable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from hotline.core.inbound import Unreadable
from hotline.core.mailhtml import text_of
from hotline.intake.letters.charsets import decoded, decoded_header

_MOST_HEAD = 256 * 1024
_MOST_BOUNDARIES, _MOST_PARTS = 100, 200
_MOST_TEXT = 1_000_000
_MOST_SENDER = 2000  # letters in which an address is looked for: from each on it is looked for anew
_MOST_PARAMETERS = 4000  # octets: the library looks through all of them anew at each semicolon
_HEAD_OF_PART = re.compile(rb"(?:^|[\r\n])content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_NAMELESS = "?"

type Part = Message[str, str]


class Letter:
    """One e-mail. `after_head` is empty unless it was made of the head alone."""

    def __init__(self, message: Part, *, after_head: bytes = b"") -> None:
        self._message = message
        self.after_head = after_head

    @classmethod
    def of(cls, raw: bytes) -> "Letter":
        """Return the whole letter. Raises Unreadable for one that is made to be hard to take apart."""
        if raw.lower().count(b"boundary=") > _MOST_BOUNDARIES:
            raise Unreadable("nested")
        if any(len(head[0]) > _MOST_PARAMETERS for head in _HEAD_OF_PART.finditer(raw)):
            raise Unreadable("mime")
        try:
            return cls(BytesParser(policy=compat32).parsebytes(_from_first_header(raw)))
        except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise Unreadable("mime") from error

    @classmethod
    def of_head(cls, raw: bytes) -> "Letter":
        """Return the letter's head alone, which costs little."""
        whole = _from_first_header(raw)
        end = _END_OF_HEAD.search(whole[:_MOST_HEAD])
        head, after = (whole[: end.start()], whole[end.end() :]) if end else (whole[:_MOST_HEAD], whole[_MOST_HEAD:])
        return cls(BytesParser(policy=compat32).parsebytes(head, headersonly=True), after_head=after)

    @cached_property
    def headers(self) -> Mapping[str, Sequence[str]]:
        """Return every head's values in their order, by name in small letters, decoded and on one line."""
        found: dict[str, list[str]] = {}
        for name, value in self._message.raw_items():
            found.setdefault(name.lower(), []).append(decoded_header(str(value)))
        return found

    def one(self, name: str) -> str:
        """Return the first value of a head, empty where there is none."""
        return next(iter(self.headers.get(name, ())), "")

    def addresses(self, *names: str) -> tuple[tuple[str, str], ...]:
        """Return names and addresses of these heads."""
        # Taken apart before it is decoded: a decoded name may hold commas and brackets that mean nothing.
        raw = [str(value) for name, value in self._message.raw_items() if name.lower() in names]
        try:
            found = getaddresses([value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for value in raw])
        except (ValueError, IndexError, TypeError, RecursionError):
            found = []
        return tuple((decoded_header(name), address.strip()) for name, address in found if "@" in address)

    @property
    def sender(self) -> str:
        """Return who it says it is from: an address, empty where none can be read."""
        said = next((address for _, address in self.addresses("from")), "") or self.one("from")
        return _bare_address(said)

    @property
    def sender_name(self) -> str:
        """Return the name beside that address."""
        name = next((name for name, _ in self.addresses("from")), "")
        return "" if "@" in name else name

    @property
    def date(self) -> datetime | None:
        """Return when it says it was written; None without a date that has a zone."""
        try:
            found = parsedate_to_datetime(self.one("date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return found if found.tzinfo is not None and found.year > 1970 else None

    @property
    def is_report(self) -> bool:
        """Return whether a mail server tells here what became of a letter."""
        kind = self._message.get_content_type()
        return kind == "multipart/report" and "delivery-status" in str(self._message.get_param("report-type", "delivery-status"))

    def parts(self) -> Iterator["Leaf"]:
        """Yield what it consists of; letters within it whole."""
        for count, part in enumerate(_leaves(self._message)):
            if count >= _MOST_PARTS:
                return
            yield Leaf(part)

    def text(self) -> str:
        """Return what its sender typed: the plain parts, or the HTML where there is nothing else."""
        plain, html = [], []
        for leaf in self.parts():
            if leaf.is_text and leaf.type == "text/html":
                html.append(text_of(leaf.text()))
            elif leaf.is_text:
                plain.append(leaf.text())
        return "\n".join(plain if any(text.strip() for text in plain) else html)[:_MOST_TEXT]


@dataclass(frozen=True)
class Leaf:
    """One part that has no parts."""

    part: Part

    @property
    def type(self) -> str:
        """Return its type as declared."""
        return self.part.get_content_type()

    @property
    def name(self) -> str:
        """Return the name that it has as a file, empty for one that has none."""
        try:
            return decoded_header(self.part.get_filename() or "")
        except (ValueError, TypeError, LookupError, UnicodeError):
            return _NAMELESS

    @property
    def is_inside(self) -> bool:
        """Return whether it stands in the text, like a picture of a signature, and not beside it."""
        return self._disposition != "attachment" and "content-id" in self.part

    @property
    def is_text(self) -> bool:
        """Return whether it is part of what was typed."""
        return self.type in ("text/plain", "text/html") and self._disposition != "attachment" and not self.name

    @property
    def _disposition(self) -> str:
        return str(self.part.get("content-disposition", "")).partition(";")[0].strip().lower()

    def content(self) -> bytes:
        """Return its bytes, decoded; as they stand where that fails."""
        if self.type == "message/rfc822":
            inner = self.part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            return first.as_bytes() if isinstance(first, Message) else b""
        try:
            found = self.part.get_payload(decode=True)
        except (ValueError, TypeError, LookupError, UnicodeError):
            found = None
        return found if isinstance(found, bytes) else b""

    def text(self) -> str:
        """Return its text in NFC; lines that a program broke to send them are whole again (format=flowed)."""
        text = decoded(self.content(), str(self.part.get_param("charset", "") or ""))[:_MOST_TEXT]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if str(self.part.get_param("format", "")).lower() == "flowed":
            text = _unflowed(text, joins=str(self.part.get_param("delsp", "")).lower() == "yes")
        return text


def _leaves(message: Part) -> Iterator[Part]:
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting = [one for one in inner if isinstance(one, Message)] + waiting
        else:
            yield part


def _unflowed(text: str, *, joins: bool) -> str:
    """Join the lines of a paragraph (RFC 3676): those that end with a space go on in the next of the same depth of quoting.

    Each line is looked at once and put together at the end: a letter may be one paragraph of half a million lines.
    """
    pieces: list[str] = []
    flows, deep = False, 0
    for line in text.split("\n"):
        depth = _depth(line)
        goes_on = flows and depth == deep and line != "-- "
        if goes_on and joins:
            pieces[-1] = pieces[-1][:-1]
        elif pieces and not goes_on:
            pieces.append("\n")
        pieces.append(line[depth:].removeprefix(" ") if goes_on else line)
        flows, deep = line.endswith(" ") and line != "-- ", depth
    return "".join(pieces)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def _from_first_header(raw: bytes) -> bytes:
    """Return it without empty lines and the mbox line that some programs put first."""
    raw = raw.lstrip(b"\r\n")
    return raw.split(b"\n", 1)[-1] if raw.startswith((b"From ", b">From ")) else raw


def _bare_address(text: str) -> str:
    found = re.search(r"[^\s<>\",;:()]+@[^\s<>\",;:()]+", text[:_MOST_SENDER])
    return found[0] if found else ""

"""Decodes what mail programs wrote, whatever they say it is: always to NFC, never with an error."""

import codecs
import re
import unicodedata
from binascii import Error as WrongBase64
from email.errors import HeaderParseError
from email.header import decode_header

from hotline.core.vietcharsets import decoded_vietnamese

_ALSO_CALLED = {
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "default": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "x-windows-1258": "cp1258",
    "windows1258": "cp1258",
    "vietnamese": "cp1258",
    "iso-8859-8-i": "iso-8859-8",
}
_ASCII = frozenset({"ascii", "iso8859-1"})
_LAST = "cp1258"
"""How old Vietnamese programs write; it also reads what is plain Western."""


def decoded(raw: bytes, charset: str = "") -> str:
    """Return the text in NFC: as declared, else as UTF-8, else as windows-1258 with a mark for each byte that it has not.

    VISCII and TCVN, from before Unicode, are read only where they are declared: every byte is a letter of theirs.
    windows-1258 writes "ế" as two characters; only NFC makes one of them. A text that says it is ASCII or Latin-1 and is
    valid UTF-8 is UTF-8: programs often declare it wrongly, and by chance it hardly ever is valid.
    """
    if (old := decoded_vietnamese(raw, charset.strip().strip("\"'"))) is not None:
        return old
    name = _codec(charset)
    for codec in ("utf-8", name) if not name or name in _ASCII else (name, "utf-8"):
        if not codec:
            continue
        try:
            return unicodedata.normalize("NFC", raw.decode(codec))
        except (UnicodeError, LookupError, ValueError):
            continue
    return unicodedata.normalize("NFC", raw.decode(_LAST, errors="replace"))


def decoded_header(value: str) -> str:
    """Return a header for people: encoded words decoded, 8-bit bytes as `decoded` reads them, on one line."""
    raw = value.encode("utf-8", errors="surrogateescape") if _has_bytes(value) else b""
    if raw:
        value = decoded(raw)
    try:
        parts = decode_header(_apart(_on_one_line(value)))  # of a folded head it would lose the space before a plain word
    except (HeaderParseError, ValueError, WrongBase64):
        return _on_one_line(value)
    return unicodedata.normalize("NFC", _on_one_line("".join(_word(part, charset) for part, charset in parts)))


def _word(part: str | bytes, charset: str | None) -> str:
    """Return one word of a head; those beside encoded ones come from the library as Unicode escaped."""
    if isinstance(part, str):
        return part
    return decoded(part, charset) if charset else part.decode("raw-unicode-escape", errors="replace")


_GLUED = re.compile(r"(=\?[\w.-]+(?:\*[\w-]+)?\?[bBqQ]\?[^?\s]*\?=)(?=\S)")


def _apart(value: str) -> str:
    """Part encoded words that touch what follows: some programs leave the space out."""
    return _GLUED.sub(r"\1 ", value)


def _codec(charset: str) -> str:
    """Return Python's name of a charset; empty for one that it does not know or that is no text."""
    said = charset.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALSO_CALLED.get(said, said)) if said else None
    except (LookupError, ValueError):
        return ""
    return found.name if found is not None and getattr(found, "_is_text_encoding", True) else ""


def _has_bytes(value: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in value)


def _on_one_line(value: str) -> str:
    return " ".join(value.split())

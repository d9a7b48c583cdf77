"""How an SMS is counted, and how it is written without accents where that halves its price."""

import unicodedata

# 3GPP TS 23.038, 6.2.1: the default alphabet, and the characters of its extension table, which count double.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans("đĐ–—−‘’“”·\u00a0", "dD---''\"\"- ", "")


def sms_parts(text: str) -> int:
    """Return how many parts an SMS takes: GSM-7 160 letters in one and 153 each in several, else UCS-2 70 and 67."""
    if is_gsm(text):
        length = sum(2 if character in _GSM_DOUBLE else 1 for character in text)
        return _parts(length, one=160, several=153)
    return _parts(ucs2_length(text), one=70, several=67)


def is_gsm(text: str) -> bool:
    """Return whether every character is one of GSM-7's."""
    return all(character in _GSM or character in _GSM_DOUBLE for character in text)


def ucs2_length(text: str) -> int:
    """Return how many UCS-2 letters a text takes; most emoji take two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def without_accents(text: str) -> str:
    """Return Vietnamese "không dấu", typographic signs made plain: "Đã nhận – cảm ơn…" as "Da nhan - cam on..."."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN).replace("…", "...")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _parts(length: int, *, one: int, several: int) -> int:
    return 1 if length <= one else -(-length // several)

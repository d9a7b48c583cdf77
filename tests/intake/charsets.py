"""Vietnamese in charsets of before Unicode."""

import subprocess
import unicodedata


def in_1258(text: str) -> bytes:
    """Return Vietnamese as a program of 1998 writes it: the letter, then its tone as a character of its own."""
    tones = {"\u0300": 0xCC, "\u0309": 0xD2, "\u0303": 0xDE, "\u0301": 0xEC, "\u0323": 0xF2}
    found = bytearray()
    for character in text:
        try:
            found += character.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", character)[:-1], unicodedata.normalize("NFD", character)[-1]
            if tone not in tones:  # ệ: the dot stands before the hat
                marks = unicodedata.normalize("NFD", character)
                tone = next(mark for mark in marks if mark in tones)
                base = marks.replace(tone, "")
            found += unicodedata.normalize("NFC", base).encode("cp1258") + bytes([tones[tone]])
    return bytes(found)


def in_charset(text: str, charset: str) -> bytes:
    """Return Vietnamese in a charset that Python has not."""
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", charset], input=text.encode(), capture_output=True, check=True).stdout

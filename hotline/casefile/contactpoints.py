"""Reads a telephone number or an e-mail address as people type it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import idna
import phonenumbers

from hotline.core.facts import Channel

_EMAIL = re.compile(r"^[^@\s\"<>(),;:\\\[\]]+@[^@\s.\"<>(),;:\\\[\]]+(\.[^@\s.\"<>(),;:\\\[\]]+)+$")
_EMAIL_LETTERS = 254
_OLD_MOBILE = {  # the 11-digit prefixes of before 15-9-2018 and what they became; the public still writes them
    **dict(zip(("0120", "0121", "0122", "0126", "0128"), ("070", "079", "077", "076", "078"), strict=True)),
    **dict(zip(("0123", "0124", "0125", "0127", "0129"), ("083", "084", "085", "081", "082"), strict=True)),
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0186": "056",
    "0188": "058",
    "0199": "059",
}


class NotAContact(Exception):
    """Neither a telephone number nor an e-mail address."""


@dataclass(frozen=True, slots=True)
class Point:
    """A way to reach somebody: a number (E.164), an e-mail address (lower-cased domain), or the id of an account on a chat."""

    channel: Channel
    value: str


def read_point(typed: str) -> Point:
    """Return the telephone number or e-mail address that `typed` says. Raises NotAContact."""
    return read_email(typed) if "@" in typed else read_phone(typed)


def read_email(typed: str) -> Point:
    """Return the e-mail address. Raises NotAContact."""
    value = typed.strip()
    if len(value) > _EMAIL_LETTERS or not _EMAIL.match(value):
        raise NotAContact(typed)
    local, _, domain = value.rpartition("@")
    return Point(Channel.EMAIL, f"{local}@{domain.lower()}")


def canonical(kind: str, value: str) -> str:
    """Return what stands for a point in its blind index: of an e-mail address one spelling for all that reach the same box.

    Small letters and NFC; a domain as the name servers know it (IDNA). By RFC 5321 capitals before the @ may differ; no
    mail server that people use tells them apart, and one who could would be several people to us. Letters still go to the
    address as it was written. Numbers and accounts are canonical as they are.
    """
    if kind != Channel.EMAIL:
        return value
    local, at, domain = value.rpartition("@")
    return f"{_small(local)}{at}{_domain(domain)}"


def _small(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _domain(name: str) -> str:
    if name.isascii() or len(name) > _EMAIL_LETTERS:
        return _small(name)
    try:
        return idna.encode(name, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return _small(name)


_ACCOUNT_LETTERS = 200


def read_account(channel: Channel, sender: str) -> Point:
    """Return the point of whoever writes on a channel, as its provider names them. Raises NotAContact.

    The id of an account is text and stays as it is: some pass 2⁵³, some differ by capital letters alone.
    """
    if channel is Channel.SMS:
        return read_phone(sender)
    if channel is Channel.EMAIL:
        return read_email(sender)
    value = sender.strip()
    if not value or len(value) > _ACCOUNT_LETTERS or not value.isprintable() or " " in value:
        raise NotAContact(sender)
    return Point(channel, value)


def is_mobile(point: Point) -> bool:
    """Return whether a point is a Vietnamese mobile, the only sort of number that an SMS of ours costs little to reach."""
    return point.channel is Channel.SMS and point.value.startswith("+84") and _is_mobile(f"0{point.value[3:]}")


def _is_mobile(digits: str) -> bool:
    """Return whether this is a Vietnamese mobile as nearly everybody writes it, by phonenumbers' own pattern for it.

    Parsing finds the same, but costs more than all else that is read of a report.
    """
    return digits.isascii() and digits.startswith("0") and _mobile().fullmatch(digits, 1) is not None


@cache
def _mobile() -> re.Pattern[str]:
    country = phonenumbers.PhoneMetadata.metadata_for_region("VN")
    if country is None or country.mobile is None or not country.mobile.national_number_pattern:
        raise AssertionError("phonenumbers describes the mobiles of every country that has some")
    return re.compile(country.mobile.national_number_pattern)


@lru_cache(maxsize=4096)
def read_phone(typed: str) -> Point:
    """Return the number in E.164, Việt Nam assumed; old 11-digit mobiles become today's. Raises NotAContact."""
    digits = re.sub(r"[\s.\-()]", "", typed.strip())
    local = "0" + digits[3:] if digits.startswith("+84") else "0" + digits[2:] if digits.startswith("84") else digits
    if len(local) == 11 and local[:4] in _OLD_MOBILE:
        digits = _OLD_MOBILE[local[:4]] + local[4:]
    if _is_mobile(digits):
        return Point(Channel.SMS, f"+84{digits[1:]}")
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException as error:
        raise NotAContact(typed) from error
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise NotAContact(typed)
    return Point(Channel.SMS, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

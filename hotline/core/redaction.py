"""Finds what in a text could tell who somebody is, to be proposed to the person who approves it, and strikes it out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.text import fold_with_origins

STRUCK_OUT = "[…]"


class PersonalKind(StrEnum):
    """The eight things that are looked for. Names are not: a person reads for those."""

    EMAIL = "email"
    HEALTH_CARD = "health_card"  # thẻ bảo hiểm y tế: two letters, thirteen digits
    CITIZEN_ID = "citizen_id"  # căn cước công dân: twelve digits, Decree 137/2015/ND-CP article 13
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"  # six to nineteen digits, told by the word before
    OLD_ID = "old_id"  # chứng minh nhân dân: nine digits
    PLATE = "plate"
    PASSPORT = "passport"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal at `start` up to `end` of the text."""

    kind: PersonalKind
    start: int
    end: int


_GAP = r"[ .\-\u2010-\u2015]?"
_DATE = r"\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)\d\d(?!\d)"
_PROVINCE = r"0(?:0[1-9]|[1-8]\d|9[0-6])"
_ACCOUNT_WORD = r"(?:stk|tk|so tai khoan|tai khoan|acc(?:ount)?(?: number| no)?)"
_BANK = r"(?:[ :.\-#]|so|la|ngan hang|nh|[a-z]{2,14}bank|acb|vcb|bidv|mb|tcb|vib|shb|momo){0,8}"
# Matched on folded text, in this order: what an earlier pattern takes, a later one does not take again.
_PATTERNS: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            PersonalKind.EMAIL,
            r"(?<![a-z0-9])[a-z0-9][a-z0-9._%+\-]{0,63} ?(?:@|\(at\)|\[at\]) ?[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,8}",
        ),
        (PersonalKind.HEALTH_CARD, rf"(?<![a-z0-9])[a-z]{{2}}{_GAP}[1-5](?:{_GAP}\d){{12}}(?!\d)"),
        (PersonalKind.BANK_ACCOUNT, rf"(?<![a-z]){_ACCOUNT_WORD}{_BANK}(?P<it>\d(?:[ .\-]?\d){{5,18}})(?!\d)"),
        # Cards of Vietnamese banks begin with 9704, the State Bank's number.
        (PersonalKind.BANK_ACCOUNT, rf"(?<!\d)9704(?:{_GAP}\d){{12,15}}(?!\d)"),
        # Mobiles since 2018 have nine digits after the 0, those before and fixed lines ten.
        (
            PersonalKind.PHONE,
            (
                rf"(?<!\d)(?!{_DATE})(?:\(?\+?84\)?{_GAP}\(?0?\)?|\(?0){_GAP}"
                rf"(?:[35789](?:{_GAP}\d){{8}}|[12](?:{_GAP}\)?{_GAP}\d){{9}})(?!\d)"
            ),
        ),
        (PersonalKind.CITIZEN_ID, rf"(?<!\d){_PROVINCE}{_GAP}\d(?:{_GAP}\d){{8}}(?!\d)"),
        # 51F-123.45, 59-X1 123.45, 29LD-12345, and the older 52M-1234.
        (PersonalKind.PLATE, r"(?<![a-z0-9])[1-9]\d[ \-]?[a-z][a-z\d]?(?:[ \-.]{0,2}\d{3}[.\- ]?\d{2}|[ \-.]{1,2}\d{4})(?!\d)"),
        (PersonalKind.OLD_ID, r"(?<![\d.,])\d(?: ?\d){8}(?![.,]?\d)(?! ?(?:d|dong|vnd)\b)"),
        (PersonalKind.PASSPORT, r"(?<![a-z0-9])[a-z]\d{7,8}(?!\d)"),
    )
)

_MAY_HOLD = re.compile(r"@|\(at\)|\[at\]|(?:\d[^\d]*){5}")
"""What each pattern needs: an at sign, or at least five digits. Most texts have neither, and are looked at once."""


def redaction_hints(text: str) -> tuple[Finding, ...]:
    """Return what looks personal in `text`, in order, not overlapping.

    Some is missed, and some of it is not personal: a person decides.
    """
    folded, origins = fold_with_origins(text)
    if not _MAY_HOLD.search(folded):
        return ()
    taken = bytearray(len(folded))
    findings: list[Finding] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            first, last = match.span("it") if "it" in pattern.groupindex else match.span()
            if not any(taken[first:last]):
                taken[first:last] = b"\x01" * (last - first)
                findings.append(Finding(kind, origins[first], origins[last - 1] + 1))
    return tuple(sorted(findings, key=lambda finding: finding.start))


def redact(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return `text` with each span (start, end) struck out as "[…]", spans that touch as one.

    Raises ValueError for a span that does not lie in the text: then the text has changed since it was read.
    """
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}–{end} in a text of {len(text)}")
        if pieces and start <= done:
            done = max(done, end)
            continue
        pieces += [text[done:start], STRUCK_OUT]
        done = end
    return "".join([*pieces, text[done:]])

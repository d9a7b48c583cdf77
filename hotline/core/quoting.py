"""Finds in an e-mail what its sender wrote: without the letter that it answers, without signature and telephone's advertisement.

No library knows how Vietnamese mail programs quote. The lines below are what Gmail, Outlook, Thunderbird, Yahoo Mail, Zoho and
telephones write in Vietnamese and English, from their translations; tests/core/test_quoting.py has a letter for each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """A letter taken apart: the sender's `own` words, what they `forwarded`, and whether a letter was quoted below."""

    own: str
    forwarded: str = ""
    has_quote: bool = False


_ATTRIBUTIONS = (
    re.compile(r"^-*\s*(vào|ngày|lúc)\b.{0,400}?\b(đã )?viết\s*(như sau)?\s*:?\s*-*$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^-*\s*on\b.{0,400}?\b(wrote|writes)\s*:?\s*-*$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^.{0,200}<[^<>\s@]+@[^<>\s]+>.{0,100}?\b(đã viết|wrote)( vào .{0,80})?\s*:$", re.IGNORECASE | re.DOTALL),
)
"""The line above a quoted letter. It has a digit (a date, or an hour) or an address, and may be wrapped over several lines."""

_WRAPPED, _LONGEST = 4, 1000  # lines, letters
_BEGINS_ATTRIBUTION = re.compile(r"^-*\s*(vào|ngày|lúc|on)\b|<[^<>\s@]+@[^<>\s]+>", re.IGNORECASE)

_RULE = r"^[-_*=\s]{0,60}"
_QUOTED = re.compile(
    _RULE + r"(thư gốc|email gốc|e-mail gốc|tin nhắn gốc|thư ban đầu|thông báo gốc|nội dung thư gốc|"
    r"original message|original email|reply message|reply above this line)" + r"[-_*=:\s]*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    _RULE
    + r"(thư (đã )?(được )?chuyển tiếp|tin nhắn (đã )?(được )?chuyển tiếp|email chuyển tiếp|bắt đầu thư (được )?chuyển tiếp|"
    r"forwarded message|forwarded mail|begin forwarded message)" + r"[-_*=:\s]*$",
    re.IGNORECASE,
)
_LINE_OF = {
    "from": r"từ|người gửi|from|de",
    "sent": r"gửi|đã gửi|ngày gửi|ngày|thời gian|sent|date",
    "to": r"đến|tới|người nhận|to",
    "copy": r"cc|đồng kính gửi|bcc|trả lời tới|reply-to",
    "subject": r"chủ đề|tiêu đề|subject|importance|mức độ quan trọng",
}
_HEADERS = {name: re.compile(rf"^\s*[*_]*({words})[*_]*\s*:[*_]*\s*\S", re.IGNORECASE) for name, words in _LINE_OF.items()}
_ANY_HEADER = re.compile(rf"^\s*[*_]*({'|'.join(_LINE_OF.values())})[*_]*\s*:", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^\s{0,3}>")
_LINE_ABOVE = re.compile(r"^\s*[_\-=]{5,}\s*$")

_MOST_OF_SIGNATURE = 12
_ADVERTISEMENTS = (
    re.compile(
        r"^((đã |được )?gửi từ|sent from|sent via|gửi bằng|get|tải|nhận|download)\b.{0,60}?"
        r"\b(iphone|ipad|android|outlook|yahoo|samsung|galaxy|xiaomi|redmi|oppo|vivo|huawei|nokia|gmail|mail|"
        r"thư dành cho windows|điện thoại|thiết bị|smartphone|zalo)\b.{0,80}$",
        re.IGNORECASE,
    ),
    re.compile(r"^(không có vi-?rút|virus-free|thư này đã được quét|this e-?mail has been scanned).{0,120}$", re.IGNORECASE),
)


def cut(text: str, *, is_forward: bool = False) -> Cut:
    """Return the letter taken apart. `is_forward`: its subject says that it passes a letter on (FW:, Chuyển tiếp:).

    Answers between and below the quoted lines stay. A letter that quotes without marks ends where the quotation begins.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = _where_quoted(lines)
    if at is None:
        own, has_quote = _without_marked(lines)
        return Cut(_signed_off(own), has_quote=has_quote)
    begins, ends, forwards = at
    above, marked = _without_marked(lines[:begins])
    below = lines[ends:]
    if forwards or is_forward:
        return Cut(_signed_off(above), forwarded=_joined(_without_headers(below)), has_quote=marked)
    if any(_QUOTE_MARK.match(line) for line in below):
        below_own, _ = _without_marked(below)
        return Cut(_signed_off([*above, *_without_headers(below_own)]), has_quote=True)
    return Cut(_signed_off(above), has_quote=True)


def is_forward(subject: str) -> bool:
    """Return whether a subject says that a letter is passed on."""
    return bool(re.match(r"^\s*((re|trả lời)\s*:\s*)*(fwd?|tr|chuyển tiếp|chuyển)\s*:", subject, re.IGNORECASE))


def _where_quoted(lines: Sequence[str]) -> tuple[int, int, bool] | None:
    """Return where the quotation begins, where its own text begins, and whether it is a letter passed on."""
    for at, line in enumerate(lines):
        if _QUOTE_MARK.match(line) or not line.strip():
            continue
        if _FORWARDED.match(line):
            return at, at + 1, True
        if _QUOTED.match(line):
            return at, at + 1, False
        if length := _header_block(lines, at):
            begins = at - 1 if at and _LINE_ABOVE.match(lines[at - 1]) else at
            return begins, at + length, False
        if length := _attribution(lines, at):
            return at, at + length, False
    return None


def _attribution(lines: Sequence[str], at: int) -> int:
    """Return over how many lines an attribution goes that begins here; 0 for none."""
    if len(lines[at]) > _LONGEST or not _BEGINS_ATTRIBUTION.search(lines[at]):
        return 0
    whole = ""
    for count, line in enumerate(lines[at : at + _WRAPPED], start=1):
        if not line.strip():
            return 0
        whole = " ".join([*whole.split(), *line.split()])
        if len(whole) > _LONGEST:
            return 0
        if any(shape.match(whole) for shape in _ATTRIBUTIONS) and (any(c.isdigit() for c in whole) or "@" in whole):
            return count
    return 0


def _header_block(lines: Sequence[str], at: int) -> int:
    """Return how many lines of "Từ: … Gửi: … Đến: … Chủ đề: …" begin here; 0 when these are words of the sender's own."""
    if not _HEADERS["from"].match(lines[at]):
        return 0
    found, end = {"from"}, at + 1
    for number, line in enumerate(lines[at + 1 : at + 8], start=at + 1):
        names = {name for name, shape in _HEADERS.items() if shape.match(line)}
        if not names:
            if line.strip() and not line.startswith((" ", "\t")):
                break
            continue
        found |= names
        end = number + 1
    return end - at if len(found - {"copy"}) >= 3 else 0


def _without_headers(lines: Sequence[str]) -> list[str]:
    """Return the lines without those of the letter's head that stand first."""
    at = 0
    while at < len(lines) and (not lines[at].strip() or _ANY_HEADER.match(lines[at])):
        at += 1
    return list(lines[at:])


def _without_marked(lines: Sequence[str]) -> tuple[list[str], bool]:
    kept = [line for line in lines if not _QUOTE_MARK.match(line)]
    return kept, len(kept) < len(lines)


def _signed_off(lines: Sequence[str]) -> str:
    """Return the text without signature and advertisement; whole again where nothing else would be left."""
    for at, line in enumerate(lines):
        if line in ("-- ", "--", "\u2014 ") and len(lines) - at - 1 <= _MOST_OF_SIGNATURE and _joined(lines[:at]):
            lines = lines[:at]
            break
    kept = list(lines)
    while kept and (not kept[-1].strip() or any(shape.match(kept[-1].strip()) for shape in _ADVERTISEMENTS)):
        kept.pop()
    return _joined(kept)


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()

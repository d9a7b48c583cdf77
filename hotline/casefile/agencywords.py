"""The words of a report as agencies read them: without what would tell who reports."""

import re
from collections.abc import Iterable, Iterator

from hotline.core.redaction import PersonalKind, redact, redaction_hints
from hotline.core.text import fold, fold_with_origins

from .facts import ContactDraft

_KEPT = frozenset({PersonalKind.PLATE})  # whose lorry it was is often the matter itself
_SAID_BEFORE = r"(?:ten(?: toi| em| minh)?(?: la)?|(?:toi|em|minh|chau) la)\s+"
"""Folded words after which even a syllable without a capital is a name."""
_LEAST_OF_A_CODE = 4
_ENDS = '.!?…:;\n"“(-–'
_CALLED = (
    r"(?:ong|ba|anh|chi|co|chu|bac|di|cau|em|chau|ban|thay|gui|chao|thua|cam on"
    r"|(?:cua|nguoi|cong|cu) dan|mr|mrs|ms|dear)\.?\s+"
)
"""Folded words after which a capital is somebody's name: how people are spoken to, and how a letter begins."""
_PLACES = frozenset("đường phố chợ cầu hẻm ngõ kênh rạch ấp bến phường xã trường lăng đền chùa".split())  # noqa: SIM905
"""Before a title with a capital these make it a place: đường Cô Giang, chợ Bà Chiểu, cầu Ông Lãnh."""


def agency_words(words: str, contact: ContactDraft | None) -> str:
    """Return `words` with numbers, addresses and the reporter's own name struck out; an operator may put some back."""
    if not words:
        return ""
    spans = [(found.start, found.end) for found in redaction_hints(words) if found.kind not in _KEPT]
    if contact is not None and contact.name:
        spans += _spans_of(contact.name, words)
    return redact(words, spans) if spans else words


def words_without(words: str, *, names: Iterable[str], values: Iterable[str]) -> str:
    """Return `words` without these people's names, and without these numbers and addresses, however they are written."""
    known = {_bare(value) for value in values}
    spans = [(found.start, found.end) for found in redaction_hints(words) if _bare(words[found.start : found.end]) in known]
    for name in names:
        spans += _spans_of(name, words)
    return redact(words, spans) if spans else words


def words_without_codes(words: str, codes: Iterable[str]) -> str:
    """Return `words` without these references and numbers of papers, in capitals or not, whatever stands between their letters.

    One of fewer than four letters is left: it would strike what has nothing to do with it.
    """
    patterns = ([re.escape(letter) for letter in code if letter.isalnum()] for code in codes)
    joined = [rf"(?<!\w){r'[\W_]{0,3}'.join(letters)}(?!\w)" for letters in patterns if len(letters) >= _LEAST_OF_A_CODE]
    spans = [match.span() for pattern in joined for match in re.finditer(pattern, words, re.IGNORECASE)]
    return redact(words, spans) if spans else words


def _bare(value: str) -> str:
    """Return a number or an address by which two ways to write it are the same."""
    bare = "".join(letter for letter in value.lower() if letter.isalnum() or letter == "@")
    return "0" + bare[2:] if bare.startswith("84") and bare.isdecimal() else bare


def _spans_of(name: str, words: str) -> list[tuple[int, int]]:
    """Return where a name stands, however it is accented; a single syllable, or the given name, only where it must be one."""
    syllables = [re.escape(syllable) for syllable in fold(name).split()]
    if not any(letter.isalnum() for letter in name) or fold(name).split()[-1] not in fold(words):
        return []  # so it is with nearly every text
    said = _found(_SAID_BEFORE + rf"(?P<name>{_given(syllables)})", words)
    if len(syllables) == 1:
        return [*_alone(name.strip(), words), *said]
    return [*_found(rf"(?P<name>{r'\s+'.join(syllables)})", words), *said, *_called(name, _given(syllables), words)]


def _given(syllables: list[str]) -> str:
    """Return the pattern of what follows the family name: the last syllable, or more of them up to all but the first."""
    *middle, last = syllables[1:] or syllables
    return "".join(rf"(?:{syllable}\s+)?" for syllable in middle) + last


def _called(name: str, given: str, words: str) -> Iterator[tuple[int, int]]:
    """Give where somebody is spoken to or of by the given name: with its capital, accented as it is or not at all."""
    typed = set(name.casefold().split())
    for start, end in _found(_CALLED + rf"(?P<name>{given})", words):
        found = words[start:end]
        is_theirs = all(one in typed or one == fold(one) for one in found.casefold().split())
        if found[:1].isupper() and is_theirs and not _is_place(words[:start]):
            yield start, end


def _is_place(before: str) -> bool:
    """Return whether what stands before a name is a place that is called after somebody."""
    *earlier, title = before.split()
    place = earlier[-1].casefold() if earlier else ""
    return title[:1].isupper() and place in _PLACES and earlier[-2:-1] != ["yêu"]


def _found(pattern: str, words: str) -> list[tuple[int, int]]:
    folded, origins = fold_with_origins(words)
    found = re.finditer(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", folded)
    return [(origins[match.start("name")], origins[match.end("name") - 1] + 1) for match in found]


def _alone(name: str, words: str) -> Iterator[tuple[int, int]]:
    """Give where a name of one syllable stands with its capital and its accents, but at the head of a sentence.

    Nearly every given name is a word too: An (safe), Lan (orchid, railing), Anh (he, you). Struck out wherever it stands,
    it left nothing that an agency could read.
    """
    for match in re.finditer(rf"(?<!\w){re.escape(name[:1].upper() + name[1:])}(?!\w)", words):
        before = words[: match.start()].rstrip(" ")
        if before and before[-1] not in _ENDS:
            yield match.span()

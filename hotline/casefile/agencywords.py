"""The words of a report as agencies read them: without what would tell who reports."""

import re
from collections.abc import Iterable, Iterator

from hotline.core.redaction import PersonalKind, redact, redaction_hints
from hotline.core.text import fold, fold_with_origins

from .facts import ContactDraft

_KEPT = frozenset({PersonalKind.PLATE})  # whose lorry it was is often the matter itself
_SAID_BEFORE = r"(?:ten(?: toi| em| minh)?(?: la)?|(?:toi|em|minh|chau) la)\s+"
"""Folded words after which even a syllable without a capital is a name."""
_ENDS = '.!?…:;\n"“(-–'


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


def _bare(value: str) -> str:
    """Return a number or an address by which two ways to write it are the same."""
    bare = "".join(letter for letter in value.lower() if letter.isalnum() or letter == "@")
    return "0" + bare[2:] if bare.startswith("84") and bare.isdecimal() else bare


def _spans_of(name: str, words: str) -> list[tuple[int, int]]:
    """Return where a name stands, however it is accented; of one syllable only where it must be a name."""
    syllables = [re.escape(syllable) for syllable in fold(name).split()]
    if not any(letter.isalnum() for letter in name):
        return []
    if len(syllables) == 1:
        return [*_alone(name.strip(), words), *_found(_SAID_BEFORE + rf"(?P<name>{syllables[0]})", words)]
    return _found(rf"(?P<name>{r'\s+'.join(syllables)})", words)


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

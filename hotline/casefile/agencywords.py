"""The words of a report as agencies read them: without what would tell who reports."""

import re

from hotline.core.redaction import PersonalKind, redact, redaction_hints
from hotline.core.text import fold, fold_with_origins

from .facts import ContactDraft

_KEPT = frozenset({PersonalKind.PLATE})  # whose lorry it was is often the matter itself


def agency_words(words: str, contact: ContactDraft | None) -> str:
    """Return `words` with numbers, addresses and the reporter's own name struck out; an operator may put some back."""
    if not words:
        return ""
    spans = [(found.start, found.end) for found in redaction_hints(words) if found.kind not in _KEPT]
    if contact is not None and contact.name:
        spans += _spans_of(contact.name, words)
    return redact(words, spans) if spans else words


def _spans_of(name: str, words: str) -> list[tuple[int, int]]:
    syllables = [re.escape(syllable) for syllable in fold(name).split()]
    if not syllables:
        return []
    folded, origins = fold_with_origins(words)
    pattern = re.compile(r"(?<![a-z0-9])" + r"\s+".join(syllables) + r"(?![a-z0-9])")
    return [(origins[found.start()], origins[found.end() - 1] + 1) for found in pattern.finditer(folded)]

"""Words of a report that make a person look, marked where they stand, and what was struck out for the agencies."""

import difflib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hotline.core.redaction import STRUCK_OUT, redaction_hints
from hotline.core.screening import Hint, HintKind, WordHints, prepare_words
from hotline.directory.facts import Directory

_TONES = {HintKind.EXCLUSION: "amber", HintKind.EMERGENCY: "red"}


def hints_in(words: str, directory: Directory) -> tuple[Hint, ...]:
    """Return the words of exclusion and danger that the profile looks for, where they stand in `words`."""
    return _prepared(directory.exclusion_words, directory.emergency_words).find(words)


def marked(words: str, hints: Sequence[Hint]) -> SafeString:
    """Return `words` as HTML with each hint in a mark that says what it points to."""
    pieces: list[str] = []
    done = 0
    for hint in sorted(hints, key=lambda hint: (hint.start, -hint.end)):
        if hint.start < done:
            continue
        pieces.append(escape(words[done : hint.start]))
        said = words[hint.start : hint.end]
        pieces.append(format_html('<mark class="hint-{}" title="{}">{}</mark>', _TONES[hint.kind], kind_words(hint.kind), said))
        done = hint.end
    pieces.append(escape(words[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def hint_lines(hints: Sequence[Hint]) -> list[tuple[str, str, str]]:
    """Return, for danger first and then for exclusion: a tone, the words found, and what they point to."""
    lines = []
    for kind in (HintKind.EMERGENCY, HintKind.EXCLUSION):
        found = dict.fromkeys(hint.word for hint in hints if hint.kind is kind)
        if found:
            lines.append((_TONES[kind], quoted(found), kind_words(kind)))
    return lines


def quoted(words: Iterable[str]) -> str:
    """Return words as a reason names them."""
    return ", ".join(f"“{word}”" for word in words)


def kind_words(kind: HintKind) -> str:
    """Return what a found word points to."""
    return _("có thể thuộc diện không thụ lý") if kind is HintKind.EXCLUSION else _("có thể là việc khẩn cấp")


def struck_out(words: str, agency_words: str) -> SafeString:
    """Return the citizen's words as HTML with what agencies do not read struck through, and what was added underlined."""
    if words == agency_words:
        return mark_safe(escape(words))  # noqa: S308 - escaped
    before, after = _tokens(words), _tokens(agency_words)
    pieces: list[str] = []
    for way, i, j, k, m in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if way == "equal":
            pieces.append(escape("".join(before[i:j])))
            continue
        pieces.append(format_html("<del>{}</del>", "".join(before[i:j])) if i < j else "")
        added = "".join(after[k:m]).replace(STRUCK_OUT, "").strip()
        pieces.append(format_html("<ins>{}</ins>", added) if added else "")
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def left_to_strike(agency_words: str) -> list[str]:
    """Return what still looks personal in what agencies read, to be struck out or left: an operator decides."""
    found = redaction_hints(agency_words)
    return list(dict.fromkeys(agency_words[one.start : one.end] for one in found))


def _tokens(text: str) -> list[str]:
    """Return words and the spaces between them, so that joining them gives the text again."""
    tokens: list[str] = []
    for character in text:
        if tokens and (character.isspace() == tokens[-1][0].isspace()):
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


@lru_cache(maxsize=2)
def _prepared(exclusion: tuple[str, ...], emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(exclusion=exclusion, emergency=emergency)

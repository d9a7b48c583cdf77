"""Proposals of what to strike out before everyone may read a text. The machine points; a person decides and approves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.core.redaction import Finding, PersonalKind, redact, redaction_hints

KINDS: Mapping[PersonalKind, str | Promise] = {
    PersonalKind.EMAIL: _("địa chỉ e-mail"),
    PersonalKind.HEALTH_CARD: _("số thẻ bảo hiểm y tế"),
    PersonalKind.CITIZEN_ID: _("số căn cước"),
    PersonalKind.PHONE: _("số điện thoại"),
    PersonalKind.BANK_ACCOUNT: _("số tài khoản"),
    PersonalKind.OLD_ID: _("số chứng minh nhân dân"),
    PersonalKind.PLATE: _("biển số xe"),
    PersonalKind.PASSPORT: _("số hộ chiếu"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that looks personal: the words themselves and what they look like. Equal words are one hint."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `kind` says what it looks like where it is marked."""

    words: str
    kind: str = ""


def hints_of(text: str) -> tuple[Hint, ...]:
    """Return what looks personal in `text`, each once, in order."""
    found = {text[one.start : one.end]: str(KINDS[one.kind]) for one in redaction_hints(text)}
    return tuple(Hint(words, kind) for words, kind in found.items())


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return `text` in stretches, those that look personal marked."""
    pieces: list[Piece] = []
    done = 0
    for one in redaction_hints(text):
        pieces += [Piece(text[done : one.start]), Piece(text[one.start : one.end], str(KINDS[one.kind]))]
        done = one.end
    return tuple(piece for piece in [*pieces, Piece(text[done:])] if piece.words)


def struck(text: str, chosen: Collection[str]) -> str:
    """Return `text` without the hints whose words are among `chosen`."""
    return redact(text, [_span(one) for one in redaction_hints(text) if text[one.start : one.end] in chosen])


def _span(one: Finding) -> tuple[int, int]:
    return one.start, one.end

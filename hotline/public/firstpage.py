"""What the first page says besides cases: the city's figures in words, and numbers to call in danger."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hotline.casefile.queries import Span
from hotline.core.status import Phase
from hotline.directory import queries as directory
from hotline.public import queries
from hotline.public.wording import PHASES, grouped, language

_TONES = {Phase.RECEIVED: "slate", Phase.IN_PROGRESS: "amber", Phase.RESOLVED: "green"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with its words, and beside it the same of the last seven days."""

    name: str
    value: str
    lately: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How many cases stand in one phase."""

    phase: str
    name: str
    value: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """The figures of the first page: since when, counted when, the tiles, and where all cases stand."""

    since: datetime
    counted_at: datetime
    is_old: bool
    tiles: tuple[Tile, ...]
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call at once, and for what."""

    number: str
    name: str


def figures_of(*, now: datetime) -> ShownFigures | None:
    """Return the figures as they are shown; None before they were counted for the first time."""
    found = queries.figures()
    if found is None:
        return None
    names = [_("Đã nhận"), _("Đã trả lời"), _("Trả lời đúng hạn")]
    tiles = [Tile(*row) for row in zip(names, _values(found.month), _values(found.week), strict=True)]
    stands = [Stand(one.value, str(PHASES[one]), grouped(found.phases[one]), tone) for one, tone in _TONES.items()]
    is_old = (now - found.counted_at).total_seconds() > 3600
    return ShownFigures(found.month.since, found.counted_at, is_old, tuple(tiles), tuple(stands))


def emergencies() -> tuple[Number, ...]:
    """Return whom to call in danger: the profile's numbers, else those of the whole country."""
    known = directory.snapshot().centre.emergencies
    if known:
        return tuple(Number(one.number, one.name.in_language(language())) for one in known)
    return (
        Number("113", _("Công an")),
        Number("114", _("Cứu hỏa, cứu nạn")),
        Number("115", _("Cấp cứu")),
    )


def _values(span: Span) -> tuple[str, str, str]:
    return grouped(span.received), grouped(span.answered), _share(span)


def _share(span: Span) -> str:
    """Return the share of kept deadlines, never rounded up to all; a dash where none has ended."""
    return f"{100 * span.kept // span.ended} %" if span.ended else "–"

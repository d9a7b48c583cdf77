"""The outcome of a case in figures: what was fined, how many were counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.facts import ServiceFacts


@dataclass(frozen=True, slots=True)
class ResultFigures:
    """Fines in đồng, and how many of `what` (in the reader's language). None: nobody said."""

    fine: int | None
    counted: int | None
    what: str


class WithFigures(Protocol):
    """A part of a case: a row of it, or its facts."""

    @property
    def fine(self) -> int | None:
        """Return what was fined, in đồng."""

    @property
    def counted(self) -> int | None:
        """Return how many of what the service counts."""

    @property
    def state(self) -> str:
        """Return where the part stands."""

    @property
    def role(self) -> str:
        """Return what the part's agency is in the case."""


def figures_of(parts: Iterable[WithFigures], service: ServiceFacts, *, language: str) -> ResultFigures | None:
    """Return the sums over results that the desk took; None where there is nothing to tell.

    What a unit fined for the agency above it is in that agency's own result, and counts there.
    """
    taken = [part for part in parts if part.state == Part.DONE and part.role != PartRole.UNDER]
    return _sums(taken, service, language=language)


def figures_filed(part: WithFigures, service: ServiceFacts, *, language: str) -> ResultFigures | None:
    """Return the figures of one agency's result, taken or not; None where there is nothing to tell."""
    return _sums([part], service, language=language)


def _sums(parts: Iterable[WithFigures], service: ServiceFacts, *, language: str) -> ResultFigures | None:
    parts = list(parts)
    fines = [part.fine for part in parts if part.fine is not None]
    counts = [part.counted for part in parts if part.counted is not None]
    if not fines and not counts:
        return None
    what = service.outcome.count.in_language(language) if service.outcome.count else ""
    return ResultFigures(sum(fines) if fines else None, sum(counts) if counts and what else None, what)

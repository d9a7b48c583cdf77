"""What is known already of the matter that somebody is about to report: public facts, for them to say "me too"."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.queries import Known, known_already
from hotline.core.facts import Kind
from hotline.core.status import Phase
from hotline.core.text import shorten
from hotline.directory.facts import ServiceFacts
from hotline.intake.report.facts import Form
from hotline.intake.report.sending import Answers

_WORDS = 140
_ABOUT = 50  # metres: a public point is rounded


@dataclass(frozen=True, slots=True)
class Offer:
    """A public case that may be the same. `metres`: about how far away, where everyone may read the point."""

    reference: str
    service: str
    place: str
    words: str
    phase: Phase
    received_at: datetime | None
    metres: int | None


def offers(form: Form, answers: Answers, service: ServiceFacts, *, language: str, now: datetime) -> tuple[Offer, ...]:
    """Return what may be known already, the likeliest first; of danger nothing: it is reported at once, however often."""
    if Kind.EMERGENCY in service.kinds:
        return ()
    photos = [photo.key for photo in form.typed.photos]
    found = known_already(answers.service, answers.place, answers.words, photos=photos, now=now, language=language)
    return tuple(_offer(one) for one in found)


def _offer(known: Known) -> Offer:
    case, metres = known.case.case, known.alike.metres
    return Offer(
        reference=case.reference,
        service=known.case.service_name or "",
        place=case.place or known.case.area_name or "",
        words=shorten(case.words, width=_WORDS) if case.words else "",
        phase=case.phase,
        received_at=known.case.received_at,
        metres=None if metres is None else max(_ABOUT, round(metres / _ABOUT) * _ABOUT),
    )

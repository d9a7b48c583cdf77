"""Who complains of an agency is shown to two people together, or to a supervisor with a reason."""

from datetime import datetime, timedelta

from django.db import transaction

from hotline.casefile.models import RevealAsked
from hotline.casefile.queries.guarding import is_guarded
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import Actor
from hotline.core.text import clean

from .contacts import REASON_LETTERS, ReasonMissing
from .recording import locked_request, record

USABLE = timedelta(hours=24)
"""How long somebody may open what another person agreed to: a shift and the next."""


class SecondPersonNeeded(Exception):
    """The report complains of an agency: another person has to agree before who complains is shown."""


class AlreadyAsked(Exception):
    """The same person has asked already, and nobody has answered."""


class OwnAsking(Exception):
    """Nobody agrees to what they asked themselves."""


class AlreadyDecided(Exception):
    """Another person agreed, or did not."""


def ask_reveal(request_id: int, *, reason: str, now: datetime, actor: Actor) -> int:
    """Ask to see who complains, with why, and return the number of the asking. Raises ReasonMissing, AlreadyAsked."""
    words = clean(reason, limit=REASON_LETTERS)
    if not words:
        raise ReasonMissing(request_id)
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        asker = _person(actor)
        if RevealAsked.objects.filter(request_id=request.pk, asked_by=asker, decided_at=None).exists():
            raise AlreadyAsked(request_id)
        asked = RevealAsked.objects.create(request_id=request.pk, asked_by=asker, asked_at=now)
        record(request, "reveal_asked", now=now, actor=actor, note=words, facts={"asked": asked.pk})
        return asked.pk


def decide_reveal(asked_id: int, *, agreed: bool, now: datetime, actor: Actor) -> None:
    """Agree that the asker sees who complains, or not. Raises OwnAsking, AlreadyDecided, NoSuchCase."""
    request_id = RevealAsked.objects.filter(pk=asked_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(asked_id)
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        asked = RevealAsked.objects.get(pk=asked_id)
        if asked.asked_by == _person(actor):
            raise OwnAsking(asked_id)
        if asked.decided_at is not None:
            raise AlreadyDecided(asked_id)
        asked.decided_by, asked.decided_at, asked.agreed = _person(actor), now, agreed
        asked.save(update_fields=["decided_by", "decided_at", "agreed"])
        name = "reveal_agreed" if agreed else "reveal_declined"
        record(request, name, now=now, actor=actor, facts={"asked": asked.pk})


def log_reveal(request_id: int, *, reason: str = "", is_supervisor: bool = False, now: datetime, actor: Actor) -> None:
    """Record that somebody opens the contacts of a case, and why, before they are shown.

    Of a report that complains of an agency: a supervisor with a reason, or whoever asked and had another person's
    agreement within a day, once; the reason is that of the asking. Raises ReasonMissing, SecondPersonNeeded.
    """
    words = clean(reason, limit=REASON_LETTERS)
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        facts: dict[str, int] = {}
        if is_guarded(request) and not is_supervisor:
            facts["asked"] = _used(request_id, now=now, actor=actor)
        elif not words:
            raise ReasonMissing(request_id)
        record(request, "contact_revealed", now=now, actor=actor, note=words, facts=facts)


def _used(request_id: int, *, now: datetime, actor: Actor) -> int:
    """Use up what another person agreed to and return its number. Raises SecondPersonNeeded."""
    usable = RevealAsked.objects.filter(request_id=request_id, asked_by=_person(actor), agreed=True, used_at=None)
    asked = usable.filter(decided_at__gt=now - USABLE).order_by("id").first()
    if asked is None:
        raise SecondPersonNeeded(request_id)
    asked.used_at = now
    asked.save(update_fields=["used_at"])
    return asked.pk


def _person(actor: Actor) -> int:
    """Return who it is; a machine is no second person. Raises SecondPersonNeeded."""
    if actor.user_id is None:
        raise SecondPersonNeeded(actor.kind)
    return actor.user_id

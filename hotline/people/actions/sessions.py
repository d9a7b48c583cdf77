"""Sessions: begun, seen, ended by their limits, closed by somebody, and how that is remembered."""

from datetime import datetime

from django.db import transaction

from hotline.core.facts import SYSTEM, Actor, ActorKind
from hotline.people.facts import EventKind, How
from hotline.people.models import SignIn

from . import history


@transaction.atomic
def begin_session(user_id: int, *, how: How, browser: str, system: str, now: datetime) -> int:
    """Remember that somebody signed in on a device and return the session's number."""
    begun = SignIn.objects.create(user_id=user_id, started_at=now, seen_at=now, how=how, browser=browser, system=system)
    history.write(EventKind.SIGNED_IN, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))
    return begun.pk


def see_session(sign_in_id: int, *, now: datetime) -> None:
    """Remember that somebody is at work in a session."""
    SignIn.objects.filter(pk=sign_in_id, ended_at=None).update(seen_at=now)


@transaction.atomic
def sign_out(user_id: int, *, sign_in_id: int | None, now: datetime) -> None:
    """End a session because its owner signed out."""
    SignIn.objects.filter(pk=sign_in_id or 0, user_id=user_id, ended_at=None).update(ended_at=now)
    history.write(EventKind.SIGNED_OUT, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))


@transaction.atomic
def record_session_end(user_id: int, *, sign_in_id: int | None, now: datetime) -> None:
    """End a session by its limits: nobody at work for too long, or open for too long."""
    SignIn.objects.filter(pk=sign_in_id or 0, user_id=user_id, ended_at=None).update(ended_at=now)
    history.write(EventKind.SESSION_ENDED, user_id=user_id, now=now, actor=SYSTEM)


@transaction.atomic
def close_session(sign_in_id: int, *, user_id: int, now: datetime, actor: Actor) -> bool:
    """End one session of somebody; whoever sits there is out at the next click. Return whether it was open."""
    if not SignIn.objects.filter(pk=sign_in_id, user_id=user_id, ended_at=None).update(ended_at=now):
        return False
    history.write(EventKind.SESSION_CLOSED, user_id=user_id, now=now, actor=actor)
    return True


@transaction.atomic
def close_sessions(user_id: int, *, but: int | None = None, now: datetime, actor: Actor) -> int:
    """End all sessions of somebody, or all but one; return how many were open."""
    ended = SignIn.objects.filter(user_id=user_id, ended_at=None).exclude(pk=but or 0).update(ended_at=now)
    if ended:
        history.write(EventKind.SESSION_CLOSED, user_id=user_id, now=now, actor=actor)
    return ended

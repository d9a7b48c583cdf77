"""Sign-ins and sign-outs, as they are remembered."""

from datetime import datetime

from hotline.core.facts import SYSTEM, Actor, ActorKind
from hotline.people.facts import EventKind

from . import history


def record_sign_in(user_id: int, *, now: datetime) -> None:
    """Remember that somebody signed in."""
    history.write(EventKind.SIGNED_IN, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))


def record_sign_out(user_id: int, *, now: datetime) -> None:
    """Remember that somebody signed out."""
    history.write(EventKind.SIGNED_OUT, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))


def record_session_end(user_id: int, *, now: datetime) -> None:
    """Remember that a session ended by its limits: nobody at work for too long, or open for too long."""
    history.write(EventKind.SESSION_ENDED, user_id=user_id, now=now, actor=SYSTEM)

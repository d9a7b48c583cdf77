"""Passwords: chosen by their owner alone, with a link that an administrator gives, or in place of the one they have."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from hotline.core.facts import Actor, ActorKind
from hotline.people.facts import EventKind
from hotline.people.models import StartLink, User

from . import history
from .sessions import close_sessions

GOOD_FOR = timedelta(hours=24)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class LinkNotGood(Exception):
    """Nobody has this code, or it was used, or it is too old, or the account is closed."""


@transaction.atomic
def give_link(user_id: int, *, now: datetime, actor: Actor) -> str:
    """Return the code of a link with which somebody sets a password once, within a day. It is kept nowhere.

    The password of before opens nothing any more, links given before neither, and all the person's sessions end: whoever
    asks for this has forgotten the password, or fears that somebody else knows it.
    """
    code = "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _group in range(4))  # about 79 bits
    User.objects.filter(pk=user_id).update(password=make_password(None))
    StartLink.objects.filter(user_id=user_id).delete()
    StartLink.objects.create(user_id=user_id, digest=_digest(code), until=now + GOOD_FOR)
    history.write(EventKind.LINK_GIVEN, user_id=user_id, now=now, actor=actor)
    close_sessions(user_id, now=now, actor=actor)
    return code


def owner_of_link(code: str, *, now: datetime) -> int:
    """Return whose password a link sets. Raises LinkNotGood."""
    found = _good_links(code, now=now).first()
    if found is None:
        raise LinkNotGood
    return found.user_id


@transaction.atomic
def use_link(code: str, *, hashed: str, now: datetime) -> int:
    """Keep the hash of the password that the owner of a link has chosen, and return whose. Raises LinkNotGood."""
    link = _good_links(code, now=now).select_for_update(of=("self",)).first()
    if link is None:
        raise LinkNotGood
    link.used_at = now
    link.save(update_fields=["used_at"])
    change_password(link.user_id, hashed=hashed, now=now)
    return link.user_id


@transaction.atomic
def change_password(user_id: int, *, hashed: str, but: int | None = None, now: datetime) -> None:
    """Keep the hash of a password that its owner has just chosen. Their sessions end, but for the one in which they did."""
    User.objects.filter(pk=user_id).update(password=hashed)
    owner = Actor(ActorKind.STAFF, user_id=user_id)
    history.write(EventKind.PASSWORD_CHANGED, user_id=user_id, now=now, actor=owner)
    close_sessions(user_id, but=but, now=now, actor=owner)


def _good_links(code: str, *, now: datetime) -> QuerySet[StartLink]:
    return StartLink.objects.filter(digest=_digest(code), used_at=None, until__gt=now, user__is_active=True)


def _digest(code: str) -> bytes:
    """Return what is kept of a code, however it was typed: 79 random bits need no slow hash."""
    return sha256("".join(letter for letter in code.lower() if letter in _LETTERS).encode()).digest()

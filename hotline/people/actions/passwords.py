"""Passwords: given by an administrator to start with, changed by their owner."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hotline.core.facts import Actor, ActorKind
from hotline.people.facts import EventKind
from hotline.people.models import User

from . import history


@transaction.atomic
def give_password(user_id: int, *, password: str, now: datetime, actor: Actor) -> None:
    """Replace a forgotten password by one that must be changed at the next sign-in. All the person's sessions end."""
    User.objects.filter(pk=user_id).update(password=make_password(password), must_change_password=True)
    history.write(EventKind.PASSWORD_GIVEN, user_id=user_id, now=now, actor=actor)


@transaction.atomic
def change_password(user_id: int, *, hashed: str, now: datetime) -> None:
    """Keep the hash of a password that its owner has just chosen. Their other sessions end."""
    User.objects.filter(pk=user_id).update(password=hashed, must_change_password=False)
    owner = Actor(ActorKind.STAFF, user_id=user_id)
    history.write(EventKind.PASSWORD_CHANGED, user_id=user_id, now=now, actor=owner)

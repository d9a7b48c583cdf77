"""Accounts: opened, renamed, closed and opened again. Nobody is ever deleted: records point to who acted."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.core.facts import Actor
from hotline.people.facts import EventKind, Role
from hotline.people.models import Membership, User

from . import history
from .sessions import close_sessions


class AddressTaken(Exception):
    """Somebody has an account with this e-mail address."""


class LastAdministrator(Exception):
    """Nobody would be left who can open an account."""


class OwnAccount(Exception):
    """Nobody closes their own account: a colleague does."""


@transaction.atomic
def create_user(email: str, *, name: str, password: str | None, now: datetime, actor: Actor) -> int:
    """Open an account and return its number. Without a password, its owner chooses one with a link (`passwords.give_link`).

    Raises AddressTaken.
    """
    user = User(email=small(email), name=name.strip(), created_at=now)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken(email) from error
    history.write(EventKind.CREATED, user_id=user.pk, now=now, actor=actor)
    return user.pk


@transaction.atomic
def rename(user_id: int, *, name: str, now: datetime, actor: Actor) -> None:
    """Write down another name for a person."""
    User.objects.filter(pk=user_id).update(name=name.strip())
    history.write(EventKind.RENAMED, user_id=user_id, now=now, actor=actor)


@transaction.atomic
def deactivate(user_id: int, *, now: datetime, actor: Actor) -> None:
    """Close an account; whoever is signed in with it is out at the next click. Raises OwnAccount, LastAdministrator."""
    if actor.user_id == user_id:
        raise OwnAccount(user_id)
    check_administrator_remains(without=user_id, now=now)
    if User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
        history.write(EventKind.DEACTIVATED, user_id=user_id, now=now, actor=actor)
        close_sessions(user_id, now=now, actor=actor)


@transaction.atomic
def reactivate(user_id: int, *, now: datetime, actor: Actor) -> None:
    """Open a closed account again, with the roles it had."""
    if User.objects.filter(pk=user_id, is_active=False).update(is_active=True):
        history.write(EventKind.REACTIVATED, user_id=user_id, now=now, actor=actor)


def check_administrator_remains(*, without: int, now: datetime) -> None:
    """Raise LastAdministrator if `without` is the only administrator who can sign in.

    Locks the administrators' rows, so that two of them cannot remove each other at once.
    """
    held = Membership.objects.filter(role=Role.ADMINISTRATOR, to_at=None, from_at__lte=now, user__is_active=True)
    locked = held.select_related("user").select_for_update(of=("self", "user")).order_by("id")
    able = {membership.user_id for membership in locked}
    if able == {without}:
        raise LastAdministrator(without)


def small(email: str) -> str:
    """Return an e-mail address as it is kept: one spelling for one mailbox."""
    return email.strip().lower()

"""Second steps: codes tried, and what happened to a person's authenticators.

Wrong codes are counted in the person's own history, under a lock on the person: guesses that arrive at once wait for each
other, every process and every restart knows the count, and an administrator reads there that somebody has the password.
"""

from datetime import datetime, timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from hotline.core.facts import Actor, ActorKind
from hotline.people import onetime, queries
from hotline.people.facts import EventKind
from hotline.people.models import User

from . import history
from .sessions import close_sessions


@transaction.atomic
def try_code(user_id: int, *, typed: str, now: datetime) -> Authenticator | timedelta | None:
    """Return the authenticator whose code was typed, None for a wrong code, or how long nothing is looked at any more.

    A code of an app is good once, a recovery code is used up.
    """
    User.objects.select_for_update().get(pk=user_id)
    if wait := queries.wait_before_proof(user_id, kind=EventKind.CODE_REFUSED, now=now):
        return wait
    found = _whose_code(user_id, typed=typed, now=now)
    owner = Actor(ActorKind.STAFF, user_id=user_id)
    if found is None:
        history.write(EventKind.CODE_REFUSED, user_id=user_id, now=now, actor=owner)
    elif found.type == Authenticator.Type.RECOVERY_CODES:
        history.write(EventKind.RECOVERY_CODE_USED, user_id=user_id, now=now, actor=owner)
    return found


@transaction.atomic
def try_password(user_id: int, *, password: str, now: datetime) -> bool | timedelta:
    """Return whether this is the person's password, or how long none is looked at any more.

    For somebody who is signed in and shows again who it is. Signing in itself is counted by device: see `devices`.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if wait := queries.wait_before_proof(user_id, kind=EventKind.PASSWORD_REFUSED, now=now):
        return wait
    if user.check_password(password):
        return True
    history.write(EventKind.PASSWORD_REFUSED, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))
    return False


def record_factor(kind: EventKind, *, user_id: int, now: datetime) -> None:
    """Remember that somebody added or removed a second step of their own."""
    history.write(kind, user_id=user_id, now=now, actor=Actor(ActorKind.STAFF, user_id=user_id))


@transaction.atomic
def remove_factors(user_id: int, *, now: datetime, actor: Actor) -> None:
    """Take all second steps of somebody who has lost them; all their sessions end."""
    Authenticator.objects.filter(user_id=user_id).delete()
    history.write(EventKind.FACTORS_REMOVED, user_id=user_id, now=now, actor=actor)
    close_sessions(user_id, now=now, actor=actor)


def _whose_code(user_id: int, *, typed: str, now: datetime) -> Authenticator | None:
    held = {one.type: one for one in Authenticator.objects.select_for_update().filter(user_id=user_id)}
    app, recovery = held.get(Authenticator.Type.TOTP), held.get(Authenticator.Type.RECOVERY_CODES)
    if app is not None:
        secret = get_adapter().decrypt(app.data["secret"])
        step = onetime.step_of(secret, typed, now=now, after=app.data.get("last_step", 0))
        if step is not None:
            app.data["last_step"] = step
            app.save(update_fields=["data"])
            return app
    if recovery is not None and recovery.wrap().validate_code(onetime.digits_of(typed)):
        return recovery
    return None

"""Roles: given and taken, each with the moment and who did it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.core.facts import Actor
from hotline.people.facts import AGENCY_ROLES, CENTRE_ROLES, EventKind, Role
from hotline.people.models import Membership

from . import history
from .accounts import check_administrator_remains


class RoleHeld(Exception):
    """The person holds this role already, for this agency."""


class RoleNotHeld(Exception):
    """The person does not hold this role now."""


class UnitMismatch(Exception):
    """A role of an agency needs a unit, and no other role has one."""


class StreamMismatch(Exception):
    """Only roles of the centre are held for one hotline alone."""


@transaction.atomic
def grant_role(user_id: int, *, role: Role, unit_id: int | None, stream: str = "", now: datetime, actor: Actor) -> int:
    """Give a role from now on, for one hotline or ("") for all, and return the membership's number.

    Raises RoleHeld, UnitMismatch, StreamMismatch.
    """
    if stream and role not in CENTRE_ROLES:
        raise StreamMismatch(role)
    if (role in AGENCY_ROLES) != (unit_id is not None):
        raise UnitMismatch(role)
    try:
        with transaction.atomic():
            held = Membership.objects.create(user_id=user_id, role=role, unit_id=unit_id, stream=stream, from_at=now)
    except IntegrityError as error:
        if _is_held(user_id, role=role, unit_id=unit_id, stream=stream):
            raise RoleHeld(role) from error
        raise
    history.write(EventKind.ROLE_GRANTED, user_id=user_id, now=now, actor=actor, role=role, unit_id=unit_id, stream=stream)
    return held.pk


@transaction.atomic
def revoke_role(membership_id: int, *, now: datetime, actor: Actor) -> None:
    """End a role at `now`; it stays on record. Raises RoleNotHeld, LastAdministrator."""
    held = Membership.objects.select_for_update().filter(pk=membership_id, to_at=None).first()
    if held is None:
        raise RoleNotHeld(membership_id)
    if held.role == Role.ADMINISTRATOR:
        check_administrator_remains(without=held.user_id, now=now)
    held.to_at = now
    held.save(update_fields=["to_at"])
    history.write(
        EventKind.ROLE_REVOKED,
        user_id=held.user_id,
        now=now,
        actor=actor,
        role=Role(held.role),
        unit_id=held.unit_id,
        stream=held.stream,
    )


@transaction.atomic
def hand_over_roles(heirs: Mapping[int, int | None], *, now: datetime, actor: Actor) -> tuple[int, ...]:
    """Have the people of units that are no more go on in those that took over; return who is left without an agency.

    `heirs` gives by id of a closed unit the one that its people go on in, None where no one can say. Accounts, passwords and
    sessions stay as they are; both ends are written into each person's history.
    """
    left: set[int] = set()
    moved: set[int] = set()
    ended = Membership.objects.select_for_update().filter(unit_id__in=heirs, to_at=None).order_by("id")
    for held in ended:
        heir = heirs[held.unit_id]  # type: ignore[index]  # filtered by unit
        held.to_at = max(now, held.from_at)
        held.save(update_fields=["to_at"])
        role = Role(held.role)
        history.write(EventKind.ROLE_REVOKED, user_id=held.user_id, now=now, actor=actor, role=role, unit_id=held.unit_id)
        if heir is None:
            left.add(held.user_id)
            continue
        moved.add(held.user_id)
        if not _is_held(held.user_id, role=role, unit_id=heir):
            Membership.objects.create(user_id=held.user_id, role=role, unit_id=heir, from_at=now)
            history.write(EventKind.ROLE_GRANTED, user_id=held.user_id, now=now, actor=actor, role=role, unit_id=heir)
    return tuple(sorted(left - moved))


def _is_held(user_id: int, *, role: Role, unit_id: int | None, stream: str = "") -> bool:
    open_ones = Membership.objects.filter(user_id=user_id, role=role, stream=stream, to_at=None)
    return any(held == unit_id for held in open_ones.values_list("unit_id", flat=True))

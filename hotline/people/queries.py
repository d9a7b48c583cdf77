"""Questions about people; the answers are frozen facts."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from hotline.core.ordering import vietnamese_key
from hotline.people.facts import AGENCY_ROLES, EventKind, MembershipFacts, PersonEventFacts, PersonFacts, Role, Viewer
from hotline.people.models import Membership, PersonEvent, User

EVENTS_SHOWN = 50


class NoSuchPerson(LookupError):
    """No user has this number."""


def viewer(user_id: int, *, now: datetime) -> Viewer | None:
    """Return who this user is at `now`; None if there is no such user or the account is closed."""
    user = User.objects.filter(pk=user_id, is_active=True).only("id", "name").first()
    return None if user is None else viewer_named(user.pk, name=user.name, now=now)


def viewer_named(user_id: int, *, name: str, now: datetime) -> Viewer:
    """Return who a user is at `now` whose name is known and whose account is open."""
    held = list(_held(now).filter(user_id=user_id).values_list("role", "unit_id"))
    return Viewer(
        user_id=user_id,
        name=name,
        roles=frozenset(Role(role) for role, _unit_id in held),
        unit_ids=frozenset(unit_id for role, unit_id in held if role in AGENCY_ROLES),  # the table demands a unit of these
    )


def people(*, words: str = "", now: datetime) -> list[PersonFacts]:
    """Return everybody whose name or address contains `words`, those who may sign in first, by name."""
    found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else User.objects.all()
    return sorted(_by_name(found, now=now), key=lambda person: not person.is_active)


def person(user_id: int, *, now: datetime) -> PersonFacts:
    """Return one person; raise NoSuchPerson."""
    user = _with_memberships(User.objects.filter(pk=user_id), now=now).first()
    if user is None:
        raise NoSuchPerson(user_id)
    return _person(user)


def events_of(user_id: int) -> list[PersonEventFacts]:
    """Return the last things that happened to a person, newest first."""
    rows = PersonEvent.objects.filter(user_id=user_id).select_related("actor").order_by("-at", "-id")[:EVENTS_SHOWN]
    return [
        PersonEventFacts(
            at=row.at,
            kind=EventKind(row.kind),
            by=row.actor.name if row.actor else "",
            role=Role(row.role) if row.role else None,
            unit_id=row.unit_id,
        )
        for row in rows
    ]


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of users by their number."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("id", "name"))


def people_with(*roles: Role, now: datetime) -> list[PersonFacts]:
    """Return the people who may sign in and hold any of the roles now, by name."""
    holders = _held(now).filter(role__in=roles).values("user_id")
    return _by_name(User.objects.filter(is_active=True, pk__in=holders), now=now)


def members_of(unit_ids: Collection[int], *, now: datetime) -> list[PersonFacts]:
    """Return the people who may sign in and hold a role for any of these units now, by name."""
    holders = _held(now).filter(unit_id__in=unit_ids).values("user_id")
    return _by_name(User.objects.filter(is_active=True, pk__in=holders), now=now)


def _held(now: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(to_at=None) | Q(to_at__gt=now), from_at__lte=now)


def _by_name(users: QuerySet[User], *, now: datetime) -> list[PersonFacts]:
    found = [_person(user) for user in _with_memberships(users, now=now)]
    return sorted(found, key=lambda person: (vietnamese_key(person.name), person.id))


def _with_memberships(users: QuerySet[User], *, now: datetime) -> QuerySet[User]:
    return users.prefetch_related(Prefetch("memberships", _held(now).order_by("role", "unit_id")))


def _person(user: User) -> PersonFacts:
    return PersonFacts(
        id=user.pk,
        name=user.name,
        email=user.email,
        is_active=user.is_active,
        must_change_password=user.must_change_password,
        last_sign_in_at=user.last_login,
        memberships=tuple(
            MembershipFacts(id=held.pk, role=Role(held.role), unit_id=held.unit_id, from_at=held.from_at)
            for held in user.memberships.all()
        ),
    )

"""Questions about people; the answers are frozen facts."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Max, Prefetch, Q, QuerySet

from hotline.core.ordering import vietnamese_key
from hotline.core.streams import streams_held
from hotline.people.facts import (
    AGENCY_ROLES,
    CENTRE_ROLES,
    EventKind,
    FactorFacts,
    How,
    MembershipFacts,
    PasskeyFacts,
    PersonEventFacts,
    PersonFacts,
    Role,
    SignInFacts,
    Viewer,
)
from hotline.people.models import Membership, PersonEvent, SignIn, User
from hotline.rows.questions import Question

EVENTS_SHOWN = 50
MOST_WRONG = ((timedelta(minutes=15), 5), (timedelta(days=1), 20))
"""How many wrong codes (or passwords) somebody may show within a time who has shown a right password (or is signed in)."""

_BEGINS_ANEW = (EventKind.SIGNED_IN, EventKind.PASSWORD_CHANGED, EventKind.LINK_GIVEN, EventKind.FACTORS_REMOVED)

# Asked for every page of somebody who is signed in.
_HELD_BY = Question(
    lambda now, user_id: _held(now).filter(user_id=user_id).values_list("role", "unit_id", "stream"), datetime, int
)
_SIGN_IN = Question(
    lambda number: SignIn.objects.filter(pk=number).values_list(
        "id", "user_id", "user__name", "started_at", "seen_at", "ended_at", "how", "browser", "system"
    ),
    int,
)


class NoSuchPerson(LookupError):
    """No user has this number."""


def viewer(user_id: int, *, now: datetime) -> Viewer | None:
    """Return who this user is at `now`; None if there is no such user or the account is closed."""
    user = User.objects.filter(pk=user_id, is_active=True).only("id", "name").first()
    return None if user is None else viewer_named(user.pk, name=user.name, now=now)


def viewer_named(user_id: int, *, name: str, now: datetime) -> Viewer:
    """Return who a user is at `now` whose name is known and whose account is open."""
    held = _HELD_BY.rows(now, user_id)
    return Viewer(
        user_id=user_id,
        name=name,
        roles=frozenset(Role(role) for role, _unit_id, _stream in held),
        # the table demands a unit of these
        unit_ids=frozenset(unit_id for role, unit_id, _stream in held if role in AGENCY_ROLES),
        streams=streams_held(stream for role, _unit_id, stream in held if role in CENTRE_ROLES),
        headed=frozenset(unit_id for role, unit_id, _stream in held if role == Role.AGENCY_HEAD),
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
            stream=row.stream,
        )
        for row in rows
    ]


def sign_in(sign_in_id: int | None) -> SignInFacts | None:
    """Return one session, ended or not; None for none."""
    row = _SIGN_IN.first(sign_in_id) if sign_in_id else None
    return None if row is None else SignInFacts(row[0], row[1], row[2], row[3], row[4], row[5], How(row[6]), row[7], row[8])


def open_sign_ins(*, user_id: int | None = None, started_after: datetime, seen_after: datetime) -> list[SignInFacts]:
    """Return the sessions that are open, of one person or of everybody, the one last at work first."""
    rows = SignIn.objects.filter(ended_at=None, started_at__gt=started_after, seen_at__gt=seen_after, user__is_active=True)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return [_sign_in(row) for row in rows.select_related("user").order_by("-seen_at", "-id")]


def factors_of(user_id: int) -> FactorFacts:
    """Return what somebody can show beside a password."""
    held = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at"))
    kinds = {one.type: one for one in held}
    app, recovery = kinds.get(Authenticator.Type.TOTP), kinds.get(Authenticator.Type.RECOVERY_CODES)
    return FactorFacts(
        codes_since=app and app.created_at,
        passkeys=tuple(
            PasskeyFacts(id=one.pk, name=one.wrap().name, created_at=one.created_at, last_used_at=one.last_used_at)
            for one in held
            if one.type == Authenticator.Type.WEBAUTHN
        ),
        recovery_left=len(recovery.wrap().get_unused_codes()) if recovery else 0,
    )


def has_second_factor(user_id: int) -> bool:
    """Return whether somebody has an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists())


def with_second_factor(user_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the people who have an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = Authenticator.objects.filter(user_id__in=set(user_ids), type__in=kinds)
    return frozenset(found.values_list("user_id", flat=True))


def first_sign_in_at(user_id: int) -> datetime | None:
    """Return when somebody signed in for the first time."""
    found = PersonEvent.objects.filter(user_id=user_id, kind=EventKind.SIGNED_IN).order_by("at").first()
    return None if found is None else found.at


def wait_before_proof(user_id: int, *, kind: EventKind, now: datetime) -> timedelta:
    """Return how long no further code (or password, by `kind` of the refusals) of somebody is looked at; zero when one is."""
    history = PersonEvent.objects.filter(user_id=user_id, at__lte=now)
    anew = history.filter(kind__in=_BEGINS_ANEW).aggregate(at=Max("at"))["at"]
    longest = max(length for length, _most in MOST_WRONG)
    refused = history.filter(kind=kind, at__gt=max(anew or now - longest, now - longest))
    at = list(refused.order_by("-at").values_list("at", flat=True)[: max(most for _length, most in MOST_WRONG)])
    waits = [at[most - 1] + length - now for length, most in MOST_WRONG if len(at) >= most]
    return max([*waits, timedelta(0)])


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of users by their number."""
    wanted = set(user_ids)
    return dict(User.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def is_colleague(email: str) -> bool:
    """Return whether somebody who may sign in has this address, in small letters."""
    return User.objects.filter(is_active=True, email=email.lower()).exists()


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
        has_password=user.has_usable_password(),
        last_sign_in_at=user.last_login,
        memberships=tuple(
            MembershipFacts(id=held.pk, role=Role(held.role), unit_id=held.unit_id, from_at=held.from_at, stream=held.stream)
            for held in user.memberships.all()
        ),
    )


def _sign_in(row: SignIn) -> SignInFacts:
    return SignInFacts(
        id=row.pk,
        user_id=row.user_id,
        name=row.user.name,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        how=How(row.how),
        browser=row.browser,
        system=row.system,
    )

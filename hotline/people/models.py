"""Rows of the people who sign in, the roles they hold, and what happened to them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from hotline.people.facts import AGENCY_ROLES, CENTRE_ROLES, Role

_ALL = sorted(role.value for role in Role)
_AGENCY = sorted(role.value for role in AGENCY_ROLES)
_CENTRE = sorted(role.value for role in CENTRE_ROLES)


class User(AbstractBaseUser):
    """Somebody who works here and signs in by e-mail. Citizens have no account.

    A user is never deleted, since records point to who acted; somebody who leaves is deactivated.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        """The address is kept in small letters, so that one person cannot have two accounts."""

        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_small_letters"),)

    def __str__(self) -> str:
        return f"user {self.pk}"


class Membership(models.Model):
    """A role that somebody holds from a moment on, in agency roles for one unit. `to_at` is the first moment without it.

    `stream`: in roles of the centre for one hotline alone, "" for all of them.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    stream = models.TextField(default="", db_default="")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        """Each role once at a time; a unit exactly where the role is of an agency."""

        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "unit", "stream"],
                condition=Q(to_at=None),
                nulls_distinct=False,
                name="membership_once_per_stream",
            ),
            models.CheckConstraint(condition=Q(stream="") | Q(role__in=_CENTRE), name="membership_stream_of_centre_roles"),
            models.CheckConstraint(
                condition=Q(role__in=_AGENCY, unit__isnull=False) | (~Q(role__in=_AGENCY) & Q(unit__isnull=True)),
                name="membership_unit_of_agency_roles",
            ),
            models.CheckConstraint(condition=Q(role__in=_ALL), name="membership_role_known"),
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="membership_not_backwards"),
        )
        indexes = (models.Index(fields=["unit"], condition=Q(to_at=None), name="membership_open_of_unit"),)

    def __str__(self) -> str:
        return f"{self.role} of user {self.user_id}"


class PersonEvent(models.Model):
    """What happened to a person: written once, never changed (a trigger and the grants refuse it). Ids and codes only."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.PROTECT, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=16, blank=True)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    stream = models.TextField(default="", db_default="")

    class Meta:
        """Read by person, newest first."""

        indexes = (models.Index(fields=["user", "-at"], name="person_event_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} of user {self.user_id}"


class SignIn(models.Model):
    """One session of somebody, from signing in until `ended_at`. A session whose row is gone or ended opens nothing.

    Place-free: which browser on which system, and no address.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when somebody was last at work, to the minute
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)

    class Meta:
        """Listed by person, those that are open."""

        indexes = (models.Index(fields=["user", "-started_at"], condition=Q(ended_at=None), name="sign_in_open_of_user"),)

    def __str__(self) -> str:
        return f"sign-in {self.pk} of user {self.user_id}"


class StartLink(models.Model):
    """A link with which somebody sets a password once. Only a digest of its code is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of user {self.user_id}"

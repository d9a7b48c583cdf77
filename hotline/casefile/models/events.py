"""The record that is never changed: events, and the seals that prove it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Xid8Field(models.Field):  # type: ignore[type-arg]  # Django has no such type at run time
    """PostgreSQL's `xid8`: the full transaction id by which sealing knows that nothing older can still appear."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002 - one dialect
        """Return the column type."""
        return "xid8"

    def get_prep_value(self, value: object) -> str | None:
        """Return the id as text: no number type of the driver becomes an xid8 by itself."""
        return None if value is None else str(value)

    def get_placeholder_sql(self, value: object, compiler: object, connection: object) -> tuple[str, list[object]]:  # noqa: ARG002
        """Return the placeholder with its cast, and its parameter."""
        return "%s::text::xid8", [value]

    def from_db_value(self, value: object, *_: object) -> int | None:
        """Return the id as a number, whichever form the driver hands over."""
        return None if value is None else int(str(value))


class CurrentXid(models.Func):
    """`pg_current_xact_id()`."""

    function = "pg_current_xact_id"
    arity = 0


TOLD = ["answered", "asked", "corrected", "followed", "forwarded", "published", "question_asked", "refused", "reopened"]
"""What other systems that follow public cases are told of: the names in `queries.publicupdates`, which are found by an index."""


class Event(models.Model):
    """One thing that happened: who, when, why. Ids and codes only, never personal data, so erasure leaves it whole.

    `note` points to words that can be erased. Rows are append-only by trigger and by grant.
    """

    request = models.ForeignKey(
        "casefile.ServiceRequest", null=True, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    name = models.TextField()
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_user = models.BigIntegerField(null=True)
    actor_unit = models.BigIntegerField(null=True)
    reason = models.TextField(default="", db_default="")  # a code
    note = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    mac = models.BinaryField()  # HMAC of all of the above: who has only the database can add no event
    xid = Xid8Field(db_default=CurrentXid())

    class Meta:
        indexes = [
            models.Index(fields=["request", "id"], name="event_of_request"),
            models.Index(fields=["xid"], name="event_to_seal"),
            models.Index(fields=["at", "id"], condition=models.Q(name__in=TOLD), name="event_update"),
        ]


class Seal(models.Model):
    """A batch of events bound to all before it. `horizon`: every event of a transaction below it is sealed."""

    position = models.BigIntegerField(unique=True)
    horizon = Xid8Field()
    event_ids = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()  # 32 bytes for each event, in the order of event_ids
    previous = models.BinaryField()
    key_id = models.TextField()
    mac = models.BinaryField()
    sealed_at = models.DateTimeField()

"""What the citizen said: the service request."""

from django.db import models

from hotline.core.facts import Kind, Level
from hotline.core.status import AtDesk, Phase, Screening

from .choices import one_of


class ServiceRequest(models.Model):
    """One report. Its `phase` is an index over the other records, written only by `actions.phase`.

    A column stands here only if two stages read it; everything else is a table of the stage that needs it.
    """

    reference = models.TextField(unique=True)
    link_hash = models.BinaryField(unique=True)  # sha-256 of the private link's token
    link_token = models.BinaryField()  # the token sealed, so that messages can carry the link

    kind = models.TextField()
    stream = models.TextField()
    # A second hotline it belongs to as well (luồng tiếp nhận): whose people see it is asked by each desk.
    also_stream = models.TextField(default="", db_default="")
    language = models.TextField()
    channel = models.TextField()
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    service_chosen = models.BooleanField()  # by the citizen, not guessed
    words = models.TextField()
    agency_words = models.TextField()  # the same with everything struck out that would tell who reports
    attributes = models.JSONField(default=dict)

    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.TextField(default="", db_default="")  # h3, resolution 9 (about 0.1 km²)
    place_words = models.TextField(default="", db_default="")
    agency_place = models.TextField(default="", db_default="")  # as agency_words
    area = models.ForeignKey("directory.Area", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_how = models.TextField(default="", db_default="")

    screening = models.TextField(default=Screening.RECEIVED, db_default=Screening.RECEIVED)
    refusal = models.TextField(default="", db_default="")  # a reason's code in the profile
    urgent = models.BooleanField(default=False, db_default=False)  # an emergency word or service: never queued behind
    level = models.TextField(default=Level.NORMAL, db_default=Level.NORMAL)  # its deadlines may follow from it
    # The how-manieth time the matter came up here, 1 the first: what came back goes before what is new (see `Recurrence`).
    occurrence = models.PositiveSmallIntegerField(default=1, db_default=1)
    phase = models.TextField(default=Phase.RECEIVED, db_default=Phase.RECEIVED)
    unowned = models.BooleanField(default=False, db_default=False)  # like the phase, and as `core.status` says, these two
    at_desk = models.TextField(default="", db_default="")
    round = models.PositiveSmallIntegerField(default=1, db_default=1)  # raised by each reopening
    # Merged: the report under which this one stands still, at the top of its tree (see `Merge`).
    master = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="members", db_index=False)

    public_words = models.TextField(default="", db_default="")  # redacted and approved by a person
    public_place = models.TextField(default="", db_default="")
    approved_at = models.DateTimeField(null=True)

    received_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)  # two people on one case: the later one is told

    class Meta:
        constraints = [
            one_of("kind", Kind, name="request_kind"),
            one_of("level", Level, name="request_level"),
            one_of("screening", Screening, name="request_screening"),
            one_of("phase", Phase, name="request_phase"),
            one_of("at_desk", AtDesk, name="request_at_desk"),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True) | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="request_point",
            ),
            models.CheckConstraint(condition=~models.Q(also_stream=models.F("stream")), name="request_two_streams"),
            models.CheckConstraint(condition=~models.Q(master=models.F("id")), name="request_not_its_own_master"),
            models.CheckConstraint(
                condition=models.Q(screening=Screening.REFUSED, refusal__gt="")
                | (~models.Q(screening=Screening.REFUSED) & models.Q(refusal="")),
                name="request_refusal_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-urgent", "-occurrence", "received_at", "id"],
                condition=models.Q(screening=Screening.RECEIVED)
                | models.Q(screening=Screening.ASKED, urgent=True)
                | models.Q(unowned=True, urgent=True),
                name="request_waiting_in",
            ),
            models.Index(
                fields=["-urgent", "-occurrence", "received_at", "id"],
                condition=models.Q(screening=Screening.ASKED),
                name="request_asked_in",
            ),
            models.Index(
                fields=["-urgent", "-occurrence", "received_at", "id"],
                condition=models.Q(unowned=True),
                name="request_unowned_in",
            ),
            models.Index(fields=["at_desk", "service"], condition=~models.Q(at_desk=""), name="request_at_desk"),
            models.Index(fields=["-changed_at", "-id"], condition=models.Q(screening=Screening.REFUSED), name="request_refused"),
            models.Index(fields=["phase", "-received_at"], name="request_by_phase"),
            models.Index(fields=["-received_at", "-id"], name="request_newest"),
            models.Index(
                fields=["id"],
                include=["urgent", "occurrence"],
                condition=models.Q(urgent=True) | models.Q(occurrence__gt=1),
                name="request_unusual",
            ),
            models.Index(fields=["id"], condition=models.Q(urgent=True, screening=Screening.RECEIVED), name="request_urgent_new"),
            models.Index(fields=["master"], condition=models.Q(master__isnull=False), name="request_merged"),
        ]

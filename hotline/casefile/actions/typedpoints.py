"""Numbers and addresses that a form was told, and from which somebody else writes: what they wrote is theirs and stays."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from hotline.casefile.models import Contact, ContactJoin, ContactPoint, Conversation, Delivery, Incoming, Message, SenderRuling


def leave_to_writers(contact: Contact, requests: Collection[int], known: Collection[bytes], *, now: datetime) -> None:
    """Give what was written from a point that is not known to be theirs who are erased to a contact of whoever wrote it.

    `known` are the nodes of the whole person, not of this contact alone: a number that one form was told may be proved for
    another report. What belongs to `requests`, the cases of this contact, is theirs and goes with them; so does what another
    system brought as the reporter's own word, for nobody wrote that from the point.
    """
    for typed in ContactPoint.objects.filter(contact=contact, blind__isnull=False):
        others = Incoming.objects.filter(point=typed, channel=typed.kind).exclude(request_id__in=requests)
        if bytes(typed.blind or b"") not in known and others.exists():
            _leave(typed, others, requests, now=now)


def _leave(typed: ContactPoint, others: QuerySet[Incoming], requests: Collection[int], *, now: datetime) -> None:
    writer = Contact.objects.create(language=typed.contact.language, created_at=now)
    own = ContactPoint.objects.create(contact=writer, kind=typed.kind, value=typed.value, blind=typed.blind)
    Delivery.objects.filter(incoming__in=others).update(contact=writer)
    others.update(point=own)
    for rows in (Conversation.objects, Message.objects):
        rows.filter(point=typed).exclude(request_id__in=requests).update(point=own)
    SenderRuling.objects.filter(point=typed).update(point=own)
    ContactJoin.objects.filter(one=typed, contact__isnull=True).update(one=own)
    ContactJoin.objects.filter(other=typed).update(other=own)

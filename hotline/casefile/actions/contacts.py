"""Opening a contact with a reason that is logged, and erasing one so that nothing personal is left."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from hotline.casefile.models import (
    AnswerVersion,
    Attachment,
    Contact,
    ContactPoint,
    Conversation,
    Delivery,
    InboundPart,
    Incoming,
    Message,
    Note,
    Question,
    Reporter,
    SenderRuling,
    ServiceRequest,
)
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealedanswers import only_whom
from hotline.core.conversation import ConversationState
from hotline.core.facts import Actor

from .dossiers import blank_dossiers
from .lapsing import blank_explanations
from .recording import locked_request, record, settle

REASON_LETTERS = 1000


class ReasonMissing(Exception):
    """A contact is opened with a reason or not at all."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away: the keys name photo files that the caller removes."""

    contact_id: int
    requests: tuple[int, ...]
    picture_keys: tuple[str, ...]


def erase_contact(contact_id: int, *, now: datetime, actor: Actor) -> Erased:
    """Blank everything that hangs off the contact and list it in DIR/audit/erasures, which a restore replays.

    The cases stay with their events, which hold no personal data. Raises NoSuchCase.
    """
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
        if contact is None:
            raise NoSuchCase(contact_id)
        requests = tuple(
            Reporter.objects.filter(contact=contact, main=True).order_by("request_id").values_list("request_id", flat=True)
        )
        for request_id in requests:
            request = locked_request(request_id, merged_too=True)
            record(request, "contact_erased", now=now, actor=actor, facts={"contact": contact_id})
            settle(request, now=now)
        keys = _blank(contact, requests, now=now)
        _list_erasure(contact_id, now=now)
    return Erased(contact_id, requests, keys)


def _blank(contact: Contact, requests: tuple[int, ...], *, now: datetime) -> tuple[str, ...]:
    blank_dossiers(requests)  # first: they are looked through for the name
    blank_explanations(requests)
    contact.name, contact.erased_at = None, now
    contact.save(update_fields=["name", "erased_at"])
    _blank_messages(contact, requests, now=now)
    ContactPoint.objects.filter(contact=contact).update(value=None, blind=None)
    Delivery.objects.filter(contact=contact).update(body=None)
    Delivery.objects.filter(request_id__in=requests).update(body=None)
    Message.objects.filter(reporter__contact=contact).update(kept=None, own_words=None)
    for request in ServiceRequest.objects.filter(pk__in=requests).exclude(attributes={}):
        request.attributes = only_whom(request.attributes)  # an agency is nobody's person, and stays kept away
        request.save(update_fields=["attributes"])
    ServiceRequest.objects.filter(pk__in=requests).update(
        words="",
        agency_words="",
        place_words="",
        agency_place="",
        public_words="",
        public_place="",
        lat=None,
        lon=None,
        cell="",
    )
    Note.objects.filter(request_id__in=requests).update(words="", erased_at=now)
    Question.objects.filter(request_id__in=requests).update(words="", reply="")
    AnswerVersion.objects.filter(answer__request_id__in=requests).update(words="", public_words="", withdrawn_at=now)
    pictures = Attachment.objects.filter(request_id__in=requests)
    keys = tuple(pictures.values_list("key", flat=True))
    pictures.update(gps=None, public_at=None, withdrawn_at=now)
    return keys


def _blank_messages(contact: Contact, requests: tuple[int, ...], *, now: datetime) -> None:
    """Blank what was written by SMS, e-mail or chat from any of the contact's points, whichever report it became."""
    blinds = [bytes(one) for one in contact.points.values_list("blind", flat=True) if one is not None]
    points = list(ContactPoint.objects.filter(Q(contact=contact) | Q(blind__in=blinds)).values_list("id", flat=True))
    words = Incoming.objects.filter(Q(point_id__in=points) | Q(request_id__in=requests))
    Delivery.objects.filter(Q(pk__in=words.values("delivery_id")) | Q(sender__in=blinds)).update(body=None)
    InboundPart.objects.filter(sender__in=blinds).delete()
    words.update(body=None, photos=[])
    Message.objects.filter(point_id__in=points).update(kept=None, own_words=None)
    Conversation.objects.filter(point_id__in=points, ended_at__isnull=True).update(state=ConversationState.DROPPED, ended_at=now)
    SenderRuling.objects.filter(Q(point_id__in=points) | Q(blind__in=blinds)).update(reason="", ended_why="")
    written_only = Contact.objects.filter(points__in=points, reports__isnull=True).exclude(pk=contact.pk)
    ContactPoint.objects.filter(contact__in=list(written_only)).update(value=None, blind=None)


def _list_erasure(contact_id: int, *, now: datetime) -> None:
    folder = Path(os.environ["HOTLINE_DATA"]) / "audit"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "erasures").open("a") as file:
        file.write(json.dumps({"contact": contact_id, "at": now.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())

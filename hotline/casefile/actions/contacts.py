"""Erasing a contact, and whoever was joined with it, so that nothing personal is left."""

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from hotline.casefile.models import (
    AnswerVersion,
    Attachment,
    Contact,
    ContactJoin,
    ContactPoint,
    Conversation,
    Delivery,
    Event,
    InboundPart,
    Incoming,
    Message,
    Note,
    Question,
    Reporter,
    SenderRuling,
    ServiceRequest,
)
from hotline.casefile.queries.persons import contacts_of_person, known_nodes, points_in
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealedanswers import only_whom
from hotline.core.becoming import ConversationState
from hotline.core.facts import Actor
from hotline.core.persons import JoinEnd

from .codewords import forget_codes_of
from .dossiers import blank_dossiers
from .lapsing import blank_explanations
from .personlocks import hold_nodes
from .recording import event_row, locked_request, record, settle
from .typedpoints import leave_to_writers

REASON_LETTERS = 1000


class ReasonMissing(Exception):
    """A contact is opened with a reason or not at all."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away: the keys name photo files that the caller removes."""

    contact_id: int
    requests: tuple[int, ...]
    picture_keys: tuple[str, ...]
    contacts: tuple[int, ...] = ()


def erase_contact(contact_id: int, *, now: datetime, actor: Actor, reason: str = "", also: Collection[int] = ()) -> Erased:
    """Blank everything that hangs off the person and list them in DIR/audit/erasures, which a restore replays.

    Who was joined with the contact is the same person: their points, reports and words go too (Law 91/2025: what an erasure is
    asked for is all that is held of somebody), and so do the contacts `also`. The cases stay with their events, which hold no
    personal data. `reason` is a code. Raises NoSuchCase.
    """
    with transaction.atomic():
        contacts = _held(contact_id, also)
        known = {number: known_nodes(number) for number in contacts}
        nodes = frozenset().union(*known.values())
        reported = Reporter.objects.filter(contact_id__in=contacts, main=True).order_by("request_id")
        whose = dict(reported.values_list("request_id", "contact_id"))
        for request_id, whom in whose.items():
            request = locked_request(request_id, merged_too=True)
            record(request, "contact_erased", now=now, actor=actor, reason=reason, facts={"contact": whom})
            settle(request, now=now)
        for number in sorted(set(contacts) - set(whose.values())):  # who only wrote, and reported nothing by it
            facts = {"contact": number}
            Event.objects.create(**event_row(None, "contact_erased", now=now, actor=actor, reason=reason, facts=facts))
        keys: list[str] = []
        for number, contact in contacts.items():
            own = tuple(one for one, whom in whose.items() if whom == number)
            leave_to_writers(contact, own, nodes, now=now)
            keys += _blank(contact, own, known[number], now=now)
        _forget_joins(nodes, contacts, now=now)
        for number in contacts:
            _list_erasure(number, now=now)
    return Erased(contact_id, tuple(whose), tuple(keys), tuple(contacts))


def _held(contact_id: int, also: Collection[int]) -> dict[int, Contact]:
    """Return the contacts of the person, locked in the order of their numbers, when nobody joins or parts them any more.

    Raises NoSuchCase.
    """
    hold_nodes({node for number in _contacts_of(contact_id, also) for node in known_nodes(number)})
    numbers = _contacts_of(contact_id, also)
    found = {one.pk: one for one in Contact.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}
    if contact_id not in found:
        raise NoSuchCase(contact_id)
    return found


def _contacts_of(contact_id: int, also: Collection[int]) -> set[int]:
    return {number for one in {contact_id, *also} for number in contacts_of_person(one)}


def _forget_joins(nodes: Collection[bytes], contacts: Collection[int], *, now: datetime) -> None:
    """End the joins of what was erased, and keep of them, and of those before, no more than who and when."""
    joins = ContactJoin.objects.filter(Q(one_node__in=nodes) | Q(other_node__in=nodes))
    joins.filter(ended_at__isnull=True).update(ended=JoinEnd.ERASED, ended_at=now)
    joins.update(one_node=None, other_node=None)
    forget_codes_of(nodes, contacts)


def _blank(contact: Contact, requests: tuple[int, ...], known: Collection[bytes], *, now: datetime) -> tuple[str, ...]:
    blank_dossiers(requests)  # first: they are looked through for the name
    blank_explanations(requests)
    contact.name, contact.erased_at = None, now
    contact.save(update_fields=["name", "erased_at"])
    _blank_messages(contact, requests, points_in(known), now=now)
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


def _blank_messages(contact: Contact, requests: tuple[int, ...], blinds: Collection[bytes], *, now: datetime) -> None:
    """Blank what was written by SMS, e-mail or chat from the points that are known to be theirs, whichever report it became.

    A number that they typed into a form may be somebody else's, whose words, blocks and reports stay.
    """
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

"""What an operator decides about messages that no rule could place: a case of them, part of one, nothing, or a word back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.facts import HeardMessage, Opened
from hotline.casefile.queries import senders
from hotline.casefile.queries.conversations import Sender, incoming, open_conversation, sender_of, sender_of_incoming, turns_of
from hotline.core.becoming import Became, ConversationState
from hotline.core.conversation import understood
from hotline.core.facts import Actor, Channel, Place, PlaceHow
from hotline.core.talk import Understood
from hotline.directory.queries import snapshot
from hotline.intake import conversing
from hotline.intake.citywords import CityWords
from hotline.intake.heard import Hearing
from hotline.intake.known import channels


class NobodyWaits(Exception):
    """Somebody else has decided meanwhile, or the sender went on by themselves."""


def understood_of(number: int, language: str, channel: Channel) -> Understood:
    """Return what a report that is being made has come to, with the services and wards that its words propose."""
    return understood(turns_of(number), CityWords(language, channel))


def open_of(number: int, *, service: str, ward: str, now: datetime, actor: Actor) -> Opened:
    """Open a case of what was said, about the service that an operator chose, in the ward they chose, "" for as it was said.

    Raises NobodyWaits, and what `open_request` raises.
    """
    with transaction.atomic():
        sender = _held(sender_of(number))
        so_far = understood_of(number, sender.language, sender.point.channel)
        place = _in_ward(so_far.place, ward) if ward and ward != so_far.place.area_code else so_far.place
        chosen = replace(so_far, service=service, place=place)
        kind = sender.point.channel
        return conversing.open_case(
            number, chosen, point=sender.point, channel=kind, language=sender.language, now=now, actor=actor
        )


def join_to(number: int, *, request_id: int, now: datetime, actor: Actor) -> None:
    """Add all that was said to a case that there is, and tell the sender. Raises NobodyWaits, NoSuchCase."""
    with transaction.atomic():
        sender = _held(sender_of(number))
        conversation = open_conversation(number)
        if conversation is None:
            raise NobodyWaits
        words = "\n".join(one.words for one in conversation.messages if one.words)
        photos = [key for one in conversation.messages for key in one.photos]
        actions.hear_reporter(request_id, words=words, pictures=photos, now=now, actor=actor)
        actions.end_conversation(number, state=ConversationState.JOINED, request_id=request_id, now=now)
        _tell_joined(sender, request_id, once=f"c{number}", now=now)


def drop(number: int, *, now: datetime) -> None:
    """End a report of which nothing comes: an advertisement, a slip. Its messages stay with the deliveries."""
    actions.end_conversation(number, state=ConversationState.DROPPED, now=now)


def place_in(incoming_id: int, *, request_id: int, now: datetime, actor: Actor) -> None:
    """Say that a message belongs to a case: a reply if a question waits there, else a word more. Raises NobodyWaits."""
    with transaction.atomic():
        sender = _held(sender_of_incoming(incoming_id))
        message = incoming(incoming_id)
        asked = next((case for case in senders.cases_of_point(sender.point_id, now=now) if case.request_id == request_id), None)
        question = asked.question if asked else None
        became = Became.JOINED if question is None else Became.REPLY
        if message is None or not actions.settle_incoming(
            incoming_id, became=became, request_id=request_id, now=now, by=actor.user_id
        ):
            raise NobodyWaits
        if question is None:
            actions.hear_reporter(request_id, words=message.words, pictures=message.photos, now=now, actor=actor)
        else:
            actions.reply_question(question, words=message.words, pictures=message.photos, now=now)
        _tell_joined(sender, request_id, once=f"m{incoming_id}", now=now)


def begin_of(incoming_id: int, *, now: datetime, actor: Actor) -> None:
    """Say that a message is a new report: the questions go on from it. Raises NobodyWaits."""
    with transaction.atomic():
        sender = _held(sender_of_incoming(incoming_id))
        channel = channels().get(sender.way)
        if channel is None:
            raise NobodyWaits
        number = actions.begin_conversation(sender.point_id, way=sender.way, language=sender.language, now=now)
        if not actions.settle_incoming(incoming_id, became=Became.TURN, conversation_id=number, now=now, by=actor.user_id):
            raise NobodyWaits
        heard = HeardMessage(None, sender.point_id, sender.contact_id, sender.point.channel, now, {"text": ""})
        conversing.follow(Hearing(channel, sender.point, sender.language, None, heard, now), number, incoming_id)


def leave(incoming_id: int, *, now: datetime, actor: Actor) -> None:
    """Say that a message asks for nothing. Raises NobodyWaits."""
    if not actions.settle_incoming(incoming_id, became=Became.NOTHING, now=now, by=actor.user_id):
        raise NobodyWaits


def write_back(point_id: int, *, words: str, channel: str, language: str, now: datetime) -> None:
    """Write to somebody who has no case yet, in an operator's own words."""
    actions.tell_point(
        point_id, "wrote", channel=channel, once=f"t{now.timestamp()}", language=language, own_words=words, now=now
    )


def _held(sender: Sender | None) -> Sender:
    if sender is None:
        raise NobodyWaits
    actions.hold_sender(sender.point)
    return sender


def _tell_joined(sender: Sender, request_id: int, *, once: str, now: datetime) -> None:
    channel = sender.point.channel.value
    actions.tell_point(
        sender.point_id, "talk_joined", channel=channel, once=once, language=sender.language, request_id=request_id, now=now
    )


def _in_ward(place: Place, ward: str) -> Place:
    area = snapshot().areas[ward]
    return Place(words=place.words, area_id=area.id, area_code=area.code, how=PlaceHow.OPERATOR)

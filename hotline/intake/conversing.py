"""A report that is being made: asks for what is missing, in the channel that is used, and opens the case when nothing is."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Draft, HeardMessage, Opened
from hotline.casefile.queries import senders
from hotline.casefile.queries.conversations import sender_of, turns_of
from hotline.casefile.queries.pictures import keys_on_file
from hotline.core.becoming import Became, ConversationState
from hotline.core.channels import CHATS
from hotline.core.conversation import understood
from hotline.core.facts import CITIZEN, Actor, Channel, Place
from hotline.core.joining import Goes, Where
from hotline.core.talk import Asked, Understood, Why
from hotline.core.text import shorten
from hotline.intake.citywords import CityWords
from hotline.intake.heard import Hearing
from hotline.intake.known import channels

_WORDS_LETTERS = 5000
_ASKS: Mapping[Asked, str] = {
    Asked.WORDS: "talk_words",
    Asked.SERVICE: "talk_service",
    Asked.PLACE: "talk_place",
    Asked.WARD: "talk_ward",
    Asked.PHOTO: "talk_photo",
}


def begin(hearing: Hearing, where: Where) -> None:
    """Begin a report with this message."""
    way = hearing.channel.name
    actions.begin_conversation(hearing.heard.point_id, way=way, language=hearing.language, now=hearing.now)
    go_on(hearing, where)


def go_on(hearing: Hearing, _where: Where) -> None:
    """Take the message into the report that is being made, and do what follows."""
    number = senders.talking(hearing.heard.point_id)
    if number is None:
        raise AssertionError("somebody who is held can end no conversation meanwhile")
    hearing = replace(hearing, heard=replace(hearing.heard, conversation_id=number))
    follow(hearing, number, hearing.write_down(Became.TURN))


def follow(hearing: Hearing, number: int, incoming: int) -> None:
    """Do what follows from all that was said by now, the message `incoming` the last of it."""
    so_far = understood(turns_of(number), CityWords(hearing.language, hearing.point.channel))
    match so_far.asked:
        case Asked.CANCELLED:
            actions.end_conversation(number, state=ConversationState.DROPPED, now=hearing.now)
            hearing.tell("talk_cancelled", once=f"c{number}")
        case Asked.PERSON:
            _to_person(hearing, number, so_far.why or Why.OTHER)
        case Asked.NOTHING:
            _open(hearing, number, so_far)
        case _:
            _ask(hearing, number, incoming, so_far)


def hear_place(number: int, place: Place, *, now: datetime) -> bool:
    """Take the place that was chosen on the map into the report; false when that is made or left by now."""
    with transaction.atomic():
        sender = sender_of(number)
        if sender is None or (channel := channels().get(sender.way)) is None:
            return False
        actions.hold_sender(sender.point)
        if senders.talking(sender.point_id) != number:
            return False
        heard = HeardMessage(
            delivery_id=None,
            point_id=sender.point_id,
            contact_id=sender.contact_id,
            channel=sender.point.channel,
            said_at=now,
            body={"text": "", "place": asdict(place)},
        )
        go_on(Hearing(channel, sender.point, sender.language, None, heard, now), Where(Goes.TURN))
        return True


def _ask(hearing: Hearing, number: int, incoming: int, so_far: Understood) -> None:
    actions.keep_asking(number, asked=so_far.asked, way=hearing.channel.name, now=hearing.now)
    facts = {"conversation": number, **choices_of(so_far)}
    if so_far.miss is not None:
        facts["miss"] = so_far.miss.value
    hearing.tell(_ASKS[so_far.asked], once=f"m{incoming}", facts=facts)


def choices_of(so_far: Understood) -> dict[str, Any]:
    """Return what the question offers, as codes: whoever draws it has the names in the reader's language."""
    match so_far.asked:
        case Asked.SERVICE:
            return {"services": list(so_far.services)}
        case Asked.WARD:
            return {"wards": [ward.area_code for ward in so_far.wards]}
        case Asked.PHOTO:
            return {"skip": True}
        case _:
            return {}


def _to_person(hearing: Hearing, number: int, why: Why) -> None:
    """Hand the report to a person, and say so once; of danger say whom to call."""
    danger = why is Why.DANGER
    actions.keep_asking(number, asked=Asked.PERSON, why=why.value, urgent=danger, way=hearing.channel.name, now=hearing.now)
    hearing.tell("talk_danger" if danger else "talk_person", once=f"c{number}")


def _open(hearing: Hearing, number: int, so_far: Understood) -> None:
    opened = open_case(
        number, so_far, point=hearing.point, channel=hearing.heard.channel, language=hearing.language, now=hearing.now
    )
    if hearing.heard.delivery_id is not None:
        actions.mark_delivery_read(
            hearing.heard.delivery_id, request_id=opened.request_id, contact_id=hearing.heard.contact_id, now=hearing.now
        )


def open_case(
    number: int,
    so_far: Understood,
    *,
    point: Point,
    channel: Channel,
    language: str,
    now: datetime,
    actor: Actor = CITIZEN,
) -> Opened:
    """Open the case of a report that is complete; once, however often. Raises what `open_request` raises."""
    kept = keys_on_file(so_far.photos)
    draft = Draft(
        service=so_far.service,
        words=_cut(so_far.text),
        channel=channel,
        contact=contact_of(point),
        place=so_far.place,
        language=language,
        attachments=tuple(key for key in so_far.photos if key in kept),
    )
    opened = actions.open_request(draft, key=f"conversation:{number}", now=now, actor=actor)
    actions.end_conversation(number, state=ConversationState.OPENED, request_id=opened.request_id, now=now)
    return opened


def contact_of(point: Point) -> ContactDraft:
    """Return who reports: the point by which they write, to be answered on."""
    if point.channel in CHATS:
        return ContactDraft(account=point)
    return ContactDraft(email=point.value) if point.channel is Channel.EMAIL else ContactDraft(phone=point.value)


def _cut(words: str) -> str:
    """Return the words, at most as many as a report may have; the whole is kept with the messages."""
    return words if len(words) <= _WORDS_LETTERS else shorten(words, width=_WORDS_LETTERS)

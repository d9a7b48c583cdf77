"""One message of a citizen that was understood: where it belongs, and what is done there. One transaction; nothing is lost."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point, read_account, read_point
from hotline.casefile.facts import HeardMessage, KeptDelivery
from hotline.casefile.queries import senders
from hotline.casefile.queries.blocks import standing_of
from hotline.casefile.queries.ownupdates import reported_from
from hotline.casefile.sealing import blind
from hotline.casefile.threadtokens import reference_of
from hotline.core.becoming import Became
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, likely
from hotline.core.joining import Goes, Known, Message, SendersCase, Where, goes
from hotline.core.orders import Order, Ordered, read_order
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.text import clean
from hotline.directory.queries import snapshot
from hotline.intake import blocking, conversing, flooding, incases, ordering, proving
from hotline.intake.heard import Hearing
from hotline.intake.media import take
from hotline.intake.port import InboundChannel, OwnWord

WORDS_LETTERS = 4000
_STARS = re.compile(r"[1-5](?:\s*(?:sao|\*|⭐+))?", re.IGNORECASE)
_LIKE_A_REFERENCE = re.compile(r"[0-9A-Za-z]{3,5}(?:[-. ]?[0-9A-Za-z]{4}){3}[-. ]?[0-9A-Za-z]\b")


def hear(delivery: KeptDelivery, channel: InboundChannel, inbound: Inbound, *, last_try: bool, now: datetime) -> None:
    """Do what a message asks for, once. Raises NotAContact, media.NotNow."""
    point = read_account(channel.channel, inbound.sender)
    taken = take(inbound.media, last_try=last_try, now=now)
    ordered = _ordered(inbound)
    with transaction.atomic():
        actions.hold_senders({point, *proving.numbers_in(ordered)})
        if not actions.delivery_still_kept(delivery.id):
            return
        language = inbound.language[:2] if inbound.language[:2] in ("vi", "en") else "vi"
        point_id, contact_id = actions.settle_sender(point, name=inbound.name, language=language, now=now)
        known = _known(point_id, point, inbound, now=now)
        is_code = proving.is_awaited(inbound, point, point_id)
        heard = HeardMessage(
            delivery_id=delivery.id,
            point_id=point_id,
            contact_id=contact_id,
            channel=channel.channel,
            said_at=likely(inbound.said_at, came_at=delivery.received_at),
            body=_body(inbound, ordered, is_code=is_code, is_shown=known.is_shown, files=taken.names),
            photos=taken.keys,
            lost=taken.lost,
        )
        hearing = Hearing(channel, point, language, ordered, heard, now)
        where = goes(_message(inbound, ordered, has_more=bool(taken.keys or taken.lost), is_code=is_code), known)
        _do(hearing, where)


def hear_own(delivery: KeptDelivery, channel: InboundChannel, own: OwnWord, *, last_try: bool, now: datetime) -> None:
    """Do what a reporter says of their case by another system, as if they had written: a reply, a word more, or not done.

    Of its words only “not done” steers us: nobody writes STOP to another system and means us. A link that leads nowhere we
    go stays a line of the words. Raises media.NotNow.
    """
    point = read_point(own.sender)
    taken = take([Media(MediaKind.PHOTO, link=link) for link in own.links], last_try=last_try, now=now)
    with transaction.atomic():
        actions.hold_sender(point)
        if not actions.delivery_still_kept(delivery.id):
            return
        theirs, case = reported_from(own.reference, (point,)), senders.case_named(own.reference, now=now)
        if theirs is None or case is None:  # erased, or found to complain of somebody, since it was kept
            actions.mark_delivery_read(delivery.id, request_id=None, now=now)
            return
        said = Inbound(own.sender, text="\n".join([own.words, *own.links]) if taken.lost else own.words)
        ordered = Ordered(Order.NOT_DONE, said.text) if own.not_done else read_order(said.text, snapshot().orders)
        if ordered is not None and ordered.order is not Order.NOT_DONE:
            ordered = None
        heard = HeardMessage(
            delivery_id=delivery.id,
            point_id=theirs.point_id,
            contact_id=theirs.contact_id,
            channel=channel.channel,
            said_at=delivery.received_at,
            body=_body(said, ordered, is_code=False, is_shown=True, files=taken.names),
            photos=taken.keys,
            lost=taken.lost,
        )
        hearing = Hearing(channel, point, theirs.language, ordered, heard, now)
        message = _message(said, ordered, has_more=bool(taken.keys or taken.lost), is_code=False)
        _do(hearing, goes(message, Known(is_talking=False, named=case)))


def _do(hearing: Hearing, where: Where) -> None:
    """Do it, unless its sender is blocked, or writes more than a person does."""
    standing = standing_of(blind(hearing.point.channel.value, hearing.point.value), now=hearing.now)
    if standing is not None and blocking.is_meant(hearing, standing):
        if blocking.is_kept_back(hearing, where):
            blocking.keep_back(hearing, where, standing)
            return
        where = blocking.heard_where(hearing, where)
    if flooding.is_flood(hearing, standing):
        flooding.hold_off(hearing)
    else:
        _DOES[where.goes](hearing, where)


def _known(point_id: int, point: Point, inbound: Inbound, *, now: datetime) -> Known:
    own = blind(point.channel.value, point.value)
    theirs = () if inbound.is_doubted else senders.cases_of_sender(own, now=now)
    secret = _named_by_secret(inbound, channel=point.channel.value, now=now)
    return Known(
        senders.talking(point_id) is not None,
        theirs,
        secret or _named_by_reference(inbound, theirs),
        by_secret=secret is not None,
        is_shown=bool(secret and senders.reports(own, secret.request_id))
        or senders.answers_ours(inbound.replies_to, point_id=point_id),
    )


def _named_by_secret(inbound: Inbound, *, channel: str, now: datetime) -> SendersCase | None:
    """Return the case that a message names by what only our messages about it tell: our token, or as an answer to one."""
    if inbound.token and (reference := reference_of(inbound.token)):
        return senders.case_named(reference, now=now)
    return senders.case_answered_by(inbound.replies_to, channel=channel, now=now)


def _named_by_reference(inbound: Inbound, cases: tuple[SendersCase, ...]) -> SendersCase | None:
    """Return the case of the sender's own whose reference stands in a message."""
    own = {case.reference: case for case in cases}
    return next((own[found] for found in references_in(f"{inbound.subject} {inbound.text}") if found in own), None)


def references_in(text: str) -> list[str]:
    """Return the references that stand in a text, as people write them."""
    number, found = snapshot().city.reference_number, []
    for like in _LIKE_A_REFERENCE.findall(text[:2000]):
        try:
            found.append(parse_reference(like, number=number))
        except NotAReference:
            continue
    return found


def _ordered(inbound: Inbound) -> Ordered | None:
    """Return the order that a message is. "Chào" under a photo, a place or a subject greets, but is not all that is said."""
    ordered = None if inbound.choice else read_order(inbound.text, snapshot().orders)
    says_more = bool(inbound.subject or inbound.media or inbound.point)
    return None if ordered and ordered.order is Order.GREET and says_more else ordered


def _message(inbound: Inbound, ordered: Ordered | None, *, has_more: bool, is_code: bool) -> Message:
    text = inbound.text.strip()
    stars = int(text[0]) if _STARS.fullmatch(text) else None
    return Message(
        order=ordered.order if ordered else None,
        stars=stars,
        is_empty=not (text or inbound.choice or inbound.point or has_more),
        is_automatic=inbound.is_automatic,
        is_doubted=inbound.is_doubted,
        is_unproved=inbound.is_unproved,
        is_code=is_code,
        only_came=inbound.contacted is not Contacted.WROTE,
        for_person=inbound.for_person,
    )


def _body(inbound: Inbound, ordered: Ordered | None, *, is_code: bool, is_shown: bool, files: Sequence[str]) -> dict[str, object]:
    """Return what is kept of a message: whoever writes a novel has the rest of it in the delivery."""
    said = inbound.text
    if ordered and (ordered.order is Order.NEW or (ordered.order is Order.NOT_DONE and not ordered.rest)):
        said = ordered.rest  # "not done, still dark" is a sentence, and stays one where nothing can be reopened
    if inbound.subject and not ordered and not is_code:
        said = f"{inbound.subject}\n{said}" if inbound.subject not in said else said
    return {
        "text": clean(said[:WORDS_LETTERS], limit=WORDS_LETTERS),
        "choice": inbound.choice[:200],
        "point": list(inbound.point) if inbound.point else None,
        "skipped": bool(ordered and ordered.order is Order.SKIP),
        "other": bool(ordered and ordered.order is Order.OTHER),
        "cancelled": bool(ordered and ordered.order is Order.CANCEL),
        "automatic": inbound.is_automatic,
        "doubted": inbound.is_doubted,
        "unproved": inbound.is_unproved and not is_shown,
        "files": list(files),
    }


def _nothing(hearing: Hearing, _where: Where) -> None:
    hearing.write_down(Became.NOTHING)


def _doubt(hearing: Hearing, _where: Where) -> None:
    """Leave it to an operator, and say so. Whoever may not have written is told once a day how to have it dealt with at once."""
    incoming = hearing.write_down(Became.DOUBT)
    if hearing.heard.body["doubted"]:  # whoever was pretended to have written hears nothing
        return
    if hearing.is_urgent:
        hearing.tell("talk_danger", once=f"m{incoming}")
    elif hearing.heard.body["unproved"]:
        hearing.tell("talk_unproved", once=f"d{hearing.now:%Y%m%d}")
    else:
        hearing.tell("talk_person", once=f"m{incoming}")


_DOES: Mapping[Goes, Callable[[Hearing, Where], None]] = {
    Goes.NOTHING: _nothing,
    Goes.ORDER: ordering.follow,
    Goes.CONFIRM: ordering.confirm,
    Goes.CODE: proving.take,
    Goes.TURN: conversing.go_on,
    Goes.BEGIN: conversing.begin,
    Goes.REPLY: incases.reply,
    Goes.JOIN: incases.join,
    Goes.NOT_DONE: incases.not_done,
    Goes.RATE: incases.rate,
    Goes.DOUBT: _doubt,
}

"""Codes that prove a telephone number: asked for, sent by SMS, and typed back where the person writes from."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hotline.casefile.contactpoints import Point, is_mobile
from hotline.casefile.models import Contact, ContactJoin, ContactPoint, Incoming, Message, OptOut, PhoneCode
from hotline.casefile.models.messages import MessageState
from hotline.casefile.queries.phonecodes import Asker
from hotline.casefile.queries.reaching import PHONE_CODE
from hotline.casefile.sealing import blind, sealed_text
from hotline.core.facts import Channel
from hotline.core.phonecodes import DAY, DIGITS, HOUR, LIVES, MOST_TRIES, CodeEnd, CodeRefused, CodeTried, NotSent, may_send

from .contactjoins import join_by_code
from .incoming import hold_sender, tell_point

TOO_LATE = "too-late"
"""Why a code that could not be sent in time is not sent any more."""


def ask_phone_code(asker: Asker, number: Point, *, language: str = "vi", now: datetime) -> None:
    """Send a code to a number; the one that waited before counts no more. A number that wants no messages gets none.

    Whoever asks is not told that: it is the number's holder's business. Raises CodeRefused.
    """
    if not is_mobile(number):
        raise CodeRefused(NotSent.NO_MOBILE)
    with transaction.atomic():
        hold_sender(number)
        at = blind(number.channel.value, number.value)
        _refuse_many(asker.node, at, now=now)
        waiting = PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True)
        _forget_words(waiting.values_list("id", "point_id"))
        waiting.update(ended=CodeEnd.REPLACED, ended_at=now)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        row = PhoneCode.objects.create(
            point=_point_of(number, at, language=language, now=now),
            asker_point_id=asker.point_id,
            asker_contact_id=asker.contact_id,
            request_id=asker.request_id,
            asker=asker.node,
            number=at,
            code=_hashed(code, asker=asker.node, number=at),
            asked_at=now,
        )
        if not OptOut.objects.filter(pk=at).exists():
            once, channel = _once(row), Channel.SMS.value
            tell_point(row.point_id, PHONE_CODE, channel=channel, once=once, language=language, own_words=code, now=now)


def try_phone_code(asker: Asker, typed: str, *, now: datetime) -> CodeTried:
    """Take the code that somebody typed; a right one joins the number with them, the last wrong one ends it."""
    with transaction.atomic():
        row = PhoneCode.objects.select_for_update().filter(asker=asker.node, ended_at__isnull=True).first()
        if row is None or now >= row.asked_at + LIVES:
            return CodeTried.NONE
        if not hmac.compare_digest(bytes(row.code), _hashed(typed, asker=asker.node, number=bytes(row.number))):
            row.tries += 1
            if row.tries >= MOST_TRIES:
                row.ended, row.ended_at = CodeEnd.TRIED, now
                _forget_words([(row.pk, row.point_id)])
            row.save(update_fields=["tries", "ended", "ended_at"])
            return CodeTried.NONE if row.ended else CodeTried.WRONG
        row.ended, row.ended_at = CodeEnd.USED, now
        row.save(update_fields=["ended", "ended_at"])
        _forget_words([(row.pk, row.point_id)])
        _proved(row, now=now)
        return CodeTried.RIGHT


def forget_phone_codes(*, now: datetime) -> int:
    """Blank the words of codes that count no more, and the numbers nobody proved; delete what is older than the counts need.

    Return how many were deleted.
    """
    with transaction.atomic():
        past = PhoneCode.objects.filter(asked_at__lt=now - LIVES)
        unproved = past.exclude(ended=CodeEnd.USED)
        _forget_words(past.values_list("id", "point_id"))
        unproved.filter(ended_at__isnull=True).update(ended=CodeEnd.REPLACED, ended_at=F("asked_at") + LIVES)
        lately = PhoneCode.objects.filter(asked_at__gte=now - HOUR)
        lone = _lone(unproved.exclude(point__in=lately.values("point")).values_list("point_id", flat=True))
        ContactPoint.objects.filter(pk__in=lone).update(value=None, blind=None)
        return PhoneCode.objects.filter(asked_at__lt=now - DAY).delete()[0]


def _refuse_many(asker: bytes, number: bytes, *, now: datetime) -> None:
    in_hour = PhoneCode.objects.filter(asked_at__gt=now - HOUR)
    if not may_send(
        to_number_in_hour=in_hour.filter(number=number).count(),
        to_number_in_day=PhoneCode.objects.filter(number=number, asked_at__gt=now - DAY).count(),
        of_asker_in_hour=in_hour.filter(asker=asker).count(),
        in_hour=in_hour.count(),
    ):
        raise CodeRefused(NotSent.TOO_MANY)


def _point_of(number: Point, at: bytes, *, language: str, now: datetime) -> ContactPoint:
    """Return the number's own contact point, which is no report's: made when nobody has written from it."""
    own = ContactPoint.objects.filter(blind=at, contact__reports__isnull=True, contact__erased_at__isnull=True).order_by("id")
    if found := own.first():
        return found
    contact = Contact.objects.create(language=language, created_at=now)
    return ContactPoint.objects.create(contact=contact, kind=number.channel.value, value=sealed_text(number.value), blind=at)


def _proved(row: PhoneCode, *, now: datetime) -> None:
    """Keep that the number is theirs, and join it with whoever asked; where it stands in the report already, that is all."""
    number = row.point
    typed_too = ContactPoint.objects.filter(contact_id=row.asker_contact_id, blind=row.number) if row.asker_contact_id else None
    for points in (ContactPoint.objects.filter(pk=number.pk), typed_too):
        if points is not None:
            points.filter(verified_at__isnull=True).update(verified_at=now)
    if typed_too is None or not typed_too.exists():
        join_by_code(
            number,
            asker=bytes(row.asker),
            point_id=row.asker_point_id,
            contact_id=row.asker_contact_id,
            request_id=row.request_id,
            now=now,
        )


def _hashed(code: str, *, asker: bytes, number: bytes) -> bytes:
    """Return a code's keyed hash: whoever has the database alone cannot try all million."""
    return blind("phone-code", f"{asker.hex()}:{number.hex()}:{code}")


def _once(row: PhoneCode) -> str:
    return f"c{row.pk}"


def _forget_words(codes: Iterable[tuple[int, int]]) -> None:
    """Blank what was sent with codes, given with their number's point; what has not left by now never does."""
    sent = Message.objects.filter(once__in=[f"{PHONE_CODE}:p{point}:c{number}" for number, point in codes])
    sent = sent.filter(own_words__isnull=False)
    sent.filter(state=MessageState.WAITING).update(state=MessageState.DEAD, reason=TOO_LATE, own_words=None)
    sent.update(own_words=None)


def _lone(point_ids: Iterable[int]) -> list[int]:
    """Return those of the points that nobody proved, wrote from or was joined with: somebody typed them, no more."""
    points = ContactPoint.objects.filter(pk__in=point_ids, verified_at__isnull=True, contact__reports__isnull=True)
    used = {*Incoming.objects.filter(point__in=points).values_list("point_id", flat=True)}
    used |= {*ContactJoin.objects.filter(other__in=points).values_list("other_id", flat=True)}
    return [number for number in points.values_list("id", flat=True) if number not in used]

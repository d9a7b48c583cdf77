"""Codes that prove a telephone number: asked for, sent by SMS, and typed back where the person writes from."""

import hmac
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hotline.casefile.contactpoints import Point, is_mobile
from hotline.casefile.models import Contact, ContactPoint, OptOut, PhoneCode
from hotline.casefile.queries.phonecodes import Asker, Holder, joins_by_code, proved_points
from hotline.casefile.queries.reaching import PHONE_CODE
from hotline.casefile.sealing import blind, sealed_text
from hotline.core.facts import CITIZEN, Channel
from hotline.core.persons import JoinEnd
from hotline.core.phonecodes import DAY, DIGITS, HOUR, LIVES, MOST_TRIES, CodeEnd, CodeRefused, CodeTried, NotSent, may_send

from .codewords import blank_lone, forget_words, once_of
from .contactjoins import end_joins, join_by_code
from .incoming import hold_sender, tell_point
from .personlocks import hold_nodes
from .recording import locked_request, record, settle


class NothingProved(Exception):
    """The number is none that a code proved for them: it was withdrawn already, replaced, or never theirs."""


def ask_phone_code(asker: Asker, number: Point, *, language: str = "vi", now: datetime) -> None:
    """Send a code to a number; the one that waited before counts no more. A number that wants no messages gets none.

    Whoever asks is not told that: it is the number's holder's business. Whoever holds the sender who asks holds the number's
    holder with them (`hold_senders`): two may name each other's. Raises CodeRefused.
    """
    if not is_mobile(number):
        raise CodeRefused(NotSent.NO_MOBILE)
    if blind(number.channel.value, number.value) == asker.node:
        raise CodeRefused(NotSent.OWN)
    with transaction.atomic():
        hold_sender(number)
        hold_nodes({asker.node})
        at = blind(number.channel.value, number.value)
        _refuse_many(asker.node, at, now=now)
        waiting = PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True)
        forget_words(waiting.values_list("id", "point_id"))
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
            once, channel = once_of(row.pk), Channel.SMS.value
            tell_point(row.point_id, PHONE_CODE, channel=channel, once=once, language=language, own_words=code, now=now)


def try_phone_code(asker: Asker, typed: str, *, now: datetime) -> CodeTried:
    """Take the code that somebody typed; a right one joins the number with them, the last wrong one ends it.

    Two who prove one number at once, and an operator who joins it meanwhile, come one after the other.
    """
    waiting = PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True)
    with transaction.atomic():
        at = waiting.values_list("number", flat=True).first()
        if at is None:
            return CodeTried.NONE
        hold_nodes({asker.node, bytes(at)})
        row = waiting.select_for_update().filter(number=at).first()
        if row is None or now >= row.asked_at + LIVES:
            return CodeTried.NONE
        if not hmac.compare_digest(bytes(row.code), _hashed(typed, asker=asker.node, number=bytes(row.number))):
            row.tries += 1
            if row.tries >= MOST_TRIES:
                row.ended, row.ended_at = CodeEnd.TRIED, now
                forget_words([(row.pk, row.point_id)])
            row.save(update_fields=["tries", "ended", "ended_at"])
            return CodeTried.NONE if row.ended else CodeTried.WRONG
        row.ended, row.ended_at = CodeEnd.USED, now
        row.save(update_fields=["ended", "ended_at"])
        forget_words([(row.pk, row.point_id)])
        _proved(row, now=now)
        return CodeTried.RIGHT


def withdraw_number(holder: Holder, *, point_id: int, now: datetime) -> None:
    """Take back that one number is somebody's, for whoever proved it: its join ends, typed into the report it is unproved.

    Any point with the number names it; other numbers of theirs stay. Nothing is moved: what came by the number stays the
    number's, the report stays as it is. Raises NothingProved.
    """
    at = ContactPoint.objects.filter(pk=point_id).values_list("blind", flat=True).first()
    if at is None:
        raise NothingProved
    with transaction.atomic():
        hold_nodes({*holder.nodes, bytes(at)})
        joins = list(joins_by_code(holder).filter(other_node=at).select_for_update(of=("self",)))
        if not proved_points(holder).filter(blind=at).update(verified_at=None) and not joins:
            raise NothingProved
        end_joins([join.pk for join in joins], how=JoinEnd.PARTED, now=now)
        for number in sorted({join.request_id or holder.request_id for join in joins}):
            request = locked_request(number, merged_too=True)
            facts = {"joins": [join.pk for join in joins], "by": "citizen"}
            record(request, "contacts_parted", now=now, actor=CITIZEN, facts=facts)
            settle(request, now=now)


def forget_phone_codes(*, now: datetime) -> int:
    """Blank the words of codes that count no more, and the numbers nobody proved; delete what is older than the counts need.

    Return how many were deleted.
    """
    with transaction.atomic():
        past = PhoneCode.objects.filter(asked_at__lt=now - LIVES)
        unproved = past.exclude(ended=CodeEnd.USED)
        forget_words(past.values_list("id", "point_id"))
        unproved.filter(ended_at__isnull=True).update(ended=CodeEnd.REPLACED, ended_at=F("asked_at") + LIVES)
        lately = PhoneCode.objects.filter(asked_at__gte=now - HOUR)
        blank_lone(unproved.exclude(point__in=lately.values("point")).values_list("point_id", flat=True))
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

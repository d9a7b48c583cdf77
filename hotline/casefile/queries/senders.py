"""What is known of whoever writes: their cases, the report that they are making, and which case a message names."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import (
    Answer,
    Assignment,
    ContactPoint,
    Conversation,
    Incoming,
    Message,
    OptOut,
    Question,
    Reporter,
    ServiceRequest,
)
from hotline.casefile.sealing import blind as blind_of
from hotline.core.becoming import Became
from hotline.core.facts import PartRole
from hotline.core.joining import SendersCase
from hotline.core.status import REPLIED, Part, Phase
from hotline.directory import queries as directory

from .persons import reports_of_sender
from .phonecodes import Asker, waits_for

RECENT = timedelta(hours=24)
"""So long after something happened in a case may its reporter mean it without saying so (chưa kiểm chứng: ours)."""
_MOST = 20


def cases_of_sender(blind: bytes, *, now: datetime) -> tuple[SendersCase, ...]:
    """Return the cases of whoever writes from this point that something may still be said about, the newest first."""
    since = now - max(timedelta(days=directory.snapshot().windows.not_done_days), RECENT)
    of_sender = Reporter.objects.filter(reports_of_sender(blind)).values("request_id")
    rows = ServiceRequest.objects.filter(pk__in=of_sender).filter(~Q(phase__in=_OVER) | Q(changed_at__gte=since))
    rows = rows.only("id", "reference", "phase", "round", "changed_at", "received_at").order_by("-id")
    return _facts(list(rows[:_MOST]), now=now)


def cases_of_point(point_id: int, *, now: datetime) -> tuple[SendersCase, ...]:
    """Return the cases of whoever writes from this point."""
    blind = ContactPoint.objects.filter(pk=point_id).values_list("blind", flat=True).first()
    return cases_of_sender(bytes(blind), now=now) if blind is not None else ()


def case_named(reference: str, *, now: datetime) -> SendersCase | None:
    """Return the case of a reference; None where there is none."""
    rows = ServiceRequest.objects.filter(reference=reference)
    found = _facts(list(rows.only("id", "reference", "phase", "round", "changed_at", "received_at")), now=now)
    return found[0] if found else None


def case_answered_by(provider_ids: Sequence[str], *, channel: str, now: datetime) -> SendersCase | None:
    """Return the case of the message of ours that one of these provider's ids names; None where there is none."""
    if not provider_ids:
        return None
    sent = Message.objects.filter(provider_id__in=provider_ids, channel=channel, request__isnull=False)
    sent = sent.filter(focal_point__isnull=True, user__isnull=True).order_by("-id")  # an agency's answer is no reporter's
    reference = sent.values_list("request__reference", flat=True).first()
    return case_named(reference, now=now) if reference else None


def answers_ours(provider_ids: Sequence[str], *, point_id: int) -> bool:
    """Return whether one of these provider's ids is that of a message of ours to this point, which only they have seen."""
    return bool(provider_ids) and Message.objects.filter(provider_id__in=provider_ids, point_id=point_id).exists()


def reports(blind: bytes, request_id: int) -> bool:
    """Return whether whoever writes from this point reports the case: what we write about it goes to them."""
    return Reporter.objects.filter(reports_of_sender(blind), request_id=request_id).exists()


def waits_for_code(point: Point) -> bool:
    """Return whether a code was sent to the number that this sender says is theirs, and counts still, in time or not."""
    return waits_for(Asker(blind_of(point.channel.value, point.value)))


def talking(point_id: int) -> int | None:
    """Return the number of the report that this point is making, None when it is making none."""
    return Conversation.objects.filter(point_id=point_id, ended_at__isnull=True).values_list("id", flat=True).first()


def told_since(point_id: int, since: datetime) -> int:
    """Return how many messages were made for this point since."""
    return Message.objects.filter(point_id=point_id, created_at__gte=since).count()


def opted_out_since(blind: bytes) -> datetime | None:
    """Return since when this point wants no messages, None when it does not say so."""
    return OptOut.objects.filter(pk=blind).values_list("since", flat=True).first()


def orders_lately(point_id: int, *, now: datetime) -> int:
    """Return how many orders came from this point within the last hour."""
    since = now - timedelta(hours=1)
    return Incoming.objects.filter(point_id=point_id, became=Became.ORDER, read_at__gte=since).count()


def heard_since(point_id: int, since: datetime, *, most: int) -> int:
    """Return how many messages of this point were read since, counted up to `most`."""
    return Incoming.objects.filter(point_id=point_id, read_at__gt=since).values("pk")[:most].count()


def waits_in_doubt(point_id: int) -> bool:
    """Return whether a message of this point waits for an operator to say where it belongs."""
    return Incoming.objects.filter(point_id=point_id, became=Became.DOUBT, settled_at__isnull=True).exists()


def parts_to_rate(request_id: int) -> tuple[tuple[int, ...], bool]:
    """Return the parts whose work a reporter rates, those of its incident for a merged report; and whether it is one."""
    master = ServiceRequest.objects.filter(pk=request_id).values_list("master_id", flat=True).first()
    done = Assignment.objects.filter(request_id=master or request_id, state=Part.DONE).exclude(role=PartRole.UNDER)
    return tuple(done.order_by("id").values_list("id", flat=True)), master is not None


_OVER = (Phase.RESOLVED, Phase.REFUSED)


def _facts(rows: Sequence[ServiceRequest], *, now: datetime) -> tuple[SendersCase, ...]:
    ids = [row.pk for row in rows]
    questions = dict(
        Question.objects.filter(request_id__in=ids, replied_at__isnull=True).order_by("-id").values_list("request_id", "id")
    )
    days = timedelta(days=directory.snapshot().windows.not_done_days)
    answers = {
        (request, round_): sent_at
        for request, round_, sent_at in Answer.objects.filter(
            request_id__in=ids, state__in=REPLIED, sent_at__isnull=False
        ).values_list("request_id", "round", "sent_at")
    }
    unrated = set(
        Assignment.objects.filter(request_id__in=ids, state=Part.DONE, rating__isnull=True).values_list("request_id", flat=True)
    )
    found = []
    for row in rows:
        sent_at = answers.get((row.pk, row.round))
        within = sent_at is not None and now <= sent_at + days
        found.append(
            SendersCase(
                row.pk,
                row.reference,
                is_recent=now - row.changed_at <= RECENT,
                question=questions.get(row.pk),
                may_reopen=within,
                may_rate=within and row.pk in unrated,
                is_over=row.phase in _OVER,
            )
        )
    return tuple(found)

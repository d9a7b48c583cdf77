"""Which systems are told, of what, and what came of it."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from hotline.dispatch.facts import AttemptFacts, HookFacts, NoticeFacts, NoticeState, RemoteFacts
from hotline.dispatch.models import Hook, Notice, RemoteCase
from hotline.people.queries import names_of


def hooks(unit_ids: Collection[int] | None) -> list[HookFacts]:
    """Return the systems of these agencies, of all for None, those that are told first."""
    counted = _of(unit_ids).annotate(
        waiting=Count("notices", filter=Q(notices__state=NoticeState.WAITING)),
        dead=Count("notices", filter=Q(notices__state=NoticeState.DEAD)),
    )
    return sorted(_facts(list(counted.order_by("-id"))), key=lambda one: one.ended_at is not None)


def hook(hook_id: int, unit_ids: Collection[int] | None) -> HookFacts | None:
    """Return one system of these agencies, of all for None."""
    return next(iter(_facts(list(_of(unit_ids).filter(pk=hook_id)))), None)


def notices(hook_id: int, *, before: int | None = None, limit: int) -> list[NoticeFacts]:
    """Return what a system was told of, the newest first, from below the number `before` on."""
    rows = Notice.objects.filter(hook_id=hook_id).select_related("part__request").prefetch_related("attempts")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        NoticeFacts(
            id=row.pk,
            hook_id=row.hook_id,
            event=row.event,
            name=row.name,
            part_id=row.part_id,
            reference=row.part.request.reference if row.part else "",
            happened_at=row.happened_at,
            state=row.state,
            next_at=row.next_at,
            tries=row.tries,
            done_at=row.done_at,
            reason=row.reason,
            attempts=tuple(
                AttemptFacts(one.at, one.status, one.reason, one.milliseconds)
                for one in sorted(row.attempts.all(), key=lambda one: one.pk)
            ),
        )
        for row in rows.order_by("-id")[:limit]
    ]


def remote_cases(hook_id: int, *, limit: int) -> list[RemoteFacts]:
    """Return parts at an Open311 system, those that wait for somebody first, then the newest."""
    rows = RemoteCase.objects.filter(hook_id=hook_id).select_related("part__request").order_by("-id")[:limit]
    facts = [
        RemoteFacts(row.pk, row.part_id, row.part.request.reference, row.number, row.state, row.reason, row.sent_at, row.asked_at)
        for row in rows
    ]
    return sorted(facts, key=lambda one: one.state != "stuck")


def _of(unit_ids: Collection[int] | None) -> QuerySet[Hook]:
    return Hook.objects.all() if unit_ids is None else Hook.objects.filter(unit_id__in=unit_ids)


def _facts(rows: list[Hook]) -> list[HookFacts]:
    people = names_of({row.made_by_id for row in rows})
    return [
        HookFacts(
            id=row.pk,
            unit_id=row.unit_id,
            kind=row.kind,
            name=row.name,
            url=row.url,
            jurisdiction=row.jurisdiction,
            service=row.service,
            made_at=row.made_at,
            maker=people.get(row.made_by_id, ""),
            ended_at=row.ended_at,
            silent_until=row.silent_until,
            waiting=getattr(row, "waiting", 0),
            dead=getattr(row, "dead", 0),
        )
        for row in rows
    ]

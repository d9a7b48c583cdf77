"""Which systems are told, of what, and what came of it."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Q, QuerySet

from hotline.dispatch.facts import AttemptFacts, HookFacts, NoticeFacts, NoticeState, RemoteFacts
from hotline.dispatch.models import Hook, Notice, RemoteCase, Token
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
            explanation_id=row.explanation_id,
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


def systems_that_go_on(heirs: Mapping[int, int | None]) -> tuple[tuple[str, int, int], ...]:
    """Return of keys and of systems how many that still work go on with an heir, and how many have none.

    `heirs` gives by id of an agency that is no more the one that goes on with its work.
    """
    keys = Token.objects.filter(revoked_at=None, unit_id__in=heirs).values_list("unit_id", flat=True)
    hooks = Hook.objects.filter(ended_at=None, unit_id__in=heirs).values_list("unit_id", flat=True)
    counted = []
    for what, rows in (("keys", keys), ("systems", hooks)):
        has_heir = [heirs[unit_id] is not None for unit_id in rows]
        counted.append((what, sum(has_heir), len(has_heir) - sum(has_heir)))
    return tuple(counted)


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

"""Forwarding many new reports at once: what `forward` does to each, in one transaction and a dozen statements for all.

For reports that nobody has touched since they came, which is every one that goes by itself: after a storm there are hundreds,
and one by one each costs forty statements. A test holds both ways to the same record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from hotline.casefile.models import Answer, Assignment, Clock, Reporter, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.core.clockrules import ClockOn, StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor, PartRole
from hotline.core.status import Move, Part, Screening, ScreeningMove, after, at_desk, is_unowned, phase_of, screened

from .clocks import clock_columns, rules_with
from .messages import to_agency, to_reporters
from .receipts import forwarded_with_receipt
from .recording import UNSEEN, event_row
from .rowsatonce import Row, write_rows

type _Parts = dict[int, list[Assignment]]


def forward_new(request_ids: Collection[int], *, now: datetime, actor: Actor) -> frozenset[int]:
    """Accept and forward those of the reports that nobody has touched; return their ids.

    A report that somebody has in hand at this moment, or that is no longer new, is left as it is, for `forward` to say why.
    """
    with transaction.atomic():
        requests = _untouched(request_ids)
        parts = _proposed(requests)
        going = [request for request in requests if any(part.role == PartRole.LEAD for part in parts[request.pk])]
        if not going:
            return frozenset()
        ids = [request.pk for request in going]
        reporters, running = _reporters(ids), _running(ids)
        told = forwarded_with_receipt({request_id: parts[request_id][0].pk for request_id in ids}, now=now)
        events, clocks, messages = [], [], []
        for request in going:
            of_case = parts[request.pk]
            events += _events(request, of_case, now=now, actor=actor)
            clocks += _clocks(request, of_case, running[request.pk], now=now)
            to_tell = [one for one in reporters[request.pk] if one[0] not in told]
            messages += _messages(request, of_case, to_tell, now=now)
        write_rows(events=events, clocks=clocks, messages=messages)
        Assignment.objects.filter(pk__in=[part.pk for request in going for part in parts[request.pk]]).update(
            state=after(Part.PROPOSED, Move.FORWARD), forwarded_at=Greatest(F("proposed_at"), Value(now))
        )
        _end_forwarding(ids, now=now)
        _settle(going, parts, now=now)
        return frozenset(ids)


def _untouched(request_ids: Collection[int]) -> list[ServiceRequest]:
    """Return the reports that are still as they came, locked; those that somebody has locked are passed by."""
    new = ServiceRequest.objects.filter(pk__in=request_ids, screening=Screening.RECEIVED, round=1, complete_at=None)
    requests = list(new.select_for_update(of=("self",), skip_locked=True).defer(*UNSEEN).order_by("pk"))
    answers = Answer.objects.filter(request_id__in=[request.pk for request in requests])
    answered = set(answers.values_list("request_id", flat=True))
    return [request for request in requests if request.pk not in answered]


def _proposed(requests: Sequence[ServiceRequest]) -> _Parts:
    """Return the parts of each report, the lead first; none of a report with a part that is more than proposed."""
    parts: _Parts = defaultdict(list)
    ids = [request.pk for request in requests]
    for part in Assignment.objects.filter(request_id__in=ids).order_by("-role", "id"):
        parts[part.request_id].append(part)
    for request_id, of_case in parts.items():
        if any(part.state != Part.PROPOSED for part in of_case):
            parts[request_id] = []
    return parts


def _reporters(ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found = defaultdict(list)
    rows = Reporter.objects.filter(request_id__in=ids).order_by("id").values_list("request_id", "id", "channel")
    for request_id, reporter_id, channel in rows:
        found[request_id].append((reporter_id, channel))
    return found


def _running(ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the purposes of the clocks that each report has open."""
    found = defaultdict(set)
    open_ones = Clock.objects.filter(request_id__in=ids).exclude(state=ClockState.ENDED)
    for request_id, purpose in open_ones.values_list("request_id", "purpose"):
        found[request_id].add(purpose)
    return found


def _events(request: ServiceRequest, parts: Iterable[Assignment], *, now: datetime, actor: Actor) -> list[Row]:
    rows = [event_row(request.pk, "accepted", now=now, actor=actor)]
    for part in parts:
        facts = {"unit": part.unit_id, "rule": part.rule, "part": part.pk}
        rows.append(event_row(request.pk, "forwarded", now=now, actor=actor, facts=facts))
    return rows


def _clocks(request: ServiceRequest, parts: Sequence[Assignment], running: Collection[str], *, now: datetime) -> list[Row]:
    """Return the clocks that begin with the information complete and with forwarding; the parts' may count from reception."""
    began = {StartedBy.RECEIVED: request.received_at, StartedBy.INFORMATION_COMPLETE: now, StartedBy.FORWARDED: now}
    rules = rules_with(request, agencies=len(parts))
    clocks = [
        {"request_id": request.pk, **clock_columns(rule, rule.starts, now)}
        for rule in rules
        if rule.on is ClockOn.REQUEST
        and rule.starts in (StartedBy.INFORMATION_COMPLETE, StartedBy.FORWARDED)
        and rule.purpose not in running
    ]
    for part in parts:
        clocks += [
            {"part_id": part.pk, **clock_columns(rule, rule.starts, began[rule.starts])}
            for rule in rules
            if rule.on is ClockOn.ASSIGNMENT and rule.starts in began
        ]
    return clocks


def _messages(
    request: ServiceRequest, parts: Sequence[Assignment], reporters: Iterable[tuple[int, str]], *, now: datetime
) -> list[Row]:
    lead, once = parts[0], f"n{request.round}"
    told = [message for part in parts for message in to_agency(request, part, "focal_forwarded", now=now, once=once)]
    return told + to_reporters(request, reporters, "forwarded", now=now, once=f"p{lead.pk}", facts={"part": lead.pk})


def _end_forwarding(ids: Sequence[int], *, now: datetime) -> None:
    """End the clocks that forwarding stops: kept if in time (a paused one was), missed if not."""
    open_ones = Clock.objects.filter(request_id__in=ids, stops=StoppedBy.FORWARDED).exclude(state=ClockState.ENDED)
    open_ones.filter(due_at__lt=now).update(outcome=Outcome.MISSED, state=ClockState.ENDED, ended_at=now, left=None)
    # A clock that was put back would end them before they began.
    ended = Greatest(F("started_at"), Value(now))
    open_ones.update(outcome=Outcome.KEPT, state=ClockState.ENDED, ended_at=ended, left=None)


def _settle(requests: Iterable[ServiceRequest], parts: _Parts, *, now: datetime) -> None:
    """Save what follows from it, alike for all that are alike."""
    screening = screened(Screening.RECEIVED, ScreeningMove.ACCEPT)
    alike = defaultdict(list)
    for request in requests:
        alike[tuple(PartRole(part.role) for part in parts[request.pk])].append(request.pk)
    for roles, ids in alike.items():
        states = [(role, Part.FORWARDED) for role in roles]
        bare = [part for _role, part in states]
        ServiceRequest.objects.filter(pk__in=ids).update(
            screening=screening,
            complete_at=now,
            phase=phase_of(screening, bare, None),
            unowned=is_unowned(screening, states, None),
            at_desk=at_desk(screening, bare, None),
            changed_at=now,
            version=F("version") + 1,
        )

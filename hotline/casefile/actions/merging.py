"""Reports of one incident are joined under one of them, the master, and every merge can be taken back.

What a merged report had stands still: agencies lose its parts, its deadlines are set aside, and nothing can be done with it
but through the master. Its reporter keeps their own reference and link, and is answered there once the master is
(`following`). Taking a merge back puts all of it where it was; deadlines get the time that they stood still.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Answer, Assignment, Dossier, Merge, Question, ServiceRequest
from hotline.casefile.models.merges import MergeEnd
from hotline.casefile.queries.guarding import is_guarded
from hotline.casefile.refusals import ChangedMeanwhile, NoSuchCase
from hotline.casefile.sealedanswers import opened_answers
from hotline.core.directives import OPEN_DOSSIERS
from hotline.core.facts import Actor, PartRole
from hotline.core.merging import MergeRefused, NotMergeable, Standing, screening_again, why_not_merge, why_not_undo
from hotline.core.status import AnswerState, Part, Screening
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.complaints import units_named

from .messages import tell_reporters
from .recording import UNSEEN, record, settle
from .standstill import put_clocks_back, put_parts_back, set_clocks_aside, set_parts_aside

WHY_LETTERS = 1000


def merge_requests(
    master_id: int,
    request_ids: Collection[int],
    *,
    why: str = "",
    now: datetime,
    actor: Actor,
    versions: Mapping[int, int] | None = None,
) -> None:
    """Put reports under `master_id`: all of them, or none when one of them cannot go. Their reporters are told.

    Reports that stand under one of them come along, and go back with it. A citizen who joins an incident ("me too") opens a
    report, and it is put under the incident in the same transaction. `versions`: as its reader saw a case, by its number.
    Raises MergeRefused, NoSuchCase, ChangedMeanwhile.
    """
    moved = set(request_ids)
    if not moved:
        raise MergeRefused(NotMergeable.NOTHING, master_id)
    with transaction.atomic():
        along = _members_of(moved)
        rows = _locked({master_id, *moved, *along}, versions=versions or {})
        if _members_of(moved) != along:
            raise ChangedMeanwhile(rows[master_id].version)
        master, standing = rows[master_id], _standing([rows[number] for number in {master_id, *moved}])
        for number in sorted(moved):
            if refused := why_not_merge(standing[master_id], standing[number]):
                raise MergeRefused(refused, number)
        words = clean(why, limit=WHY_LETTERS)
        for number in sorted(moved):
            _put_under(master, rows[number], why=words, now=now, actor=actor)
        for number in sorted(along):
            _take_along(master, rows[number], now=now, actor=actor)
        record(master, "merged_in", now=now, actor=actor, note=words, facts={"requests": sorted(moved)})
        settle(master, now=now)


def undo_merge(request_id: int, *, why: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take one report out of its incident: everything of it is back where it was before the merge; its reporter is told.

    Reports that came along with it go with it. Raises MergeRefused once the incident was answered or when the report is not
    merged, NoSuchCase, ChangedMeanwhile.
    """
    master_id = ServiceRequest.objects.filter(pk=request_id).values_list("master_id", flat=True).first()
    seen = {request_id: version} if version is not None else {}
    _undo({request_id}, master_id, versions=seen, why=why, now=now, actor=actor)


def undo_merges(
    request_ids: Collection[int], *, of: int, why: str = "", now: datetime, actor: Actor, version: int | None = None
) -> None:
    """Take several reports out of the incident `of` at once: all of them, or none when one cannot go.

    `version` is the incident's. Raises what `undo_merge` does.
    """
    if not request_ids:
        raise MergeRefused(NotMergeable.NOTHING, of)
    _undo(set(request_ids), of, versions={of: version} if version is not None else {}, why=why, now=now, actor=actor)


def _undo(
    request_ids: set[int], master_id: int | None, *, versions: Mapping[int, int], why: str, now: datetime, actor: Actor
) -> None:
    with transaction.atomic():
        along = {number: _under(number) for number in sorted(request_ids)}
        everyone = request_ids.union(*along.values()) | ({master_id} if master_id else set())
        rows = _locked(everyone, versions=versions)
        if any(_under(number) != found for number, found in along.items()):
            raise ChangedMeanwhile(rows[min(request_ids)].version)
        standing = _standing([rows[number] for number in request_ids | ({master_id} if master_id else set())])
        for number in sorted(request_ids):
            is_here = rows[number].master_id == master_id
            if refused := why_not_undo(standing[number], standing.get(master_id or 0) if is_here else None):
                raise MergeRefused(refused, number)
        words, master = clean(why, limit=WHY_LETTERS), rows[master_id or 0]
        for number in sorted(request_ids):
            _take_out(rows, number, along[number] - request_ids, why=words, now=now, actor=actor)
        facts = {"requests": sorted(request_ids)}
        record(master, "unmerged_from", now=now, actor=actor, note=words, facts=facts)
        settle(master, now=now)


def _take_out(rows: Mapping[int, ServiceRequest], number: int, along: set[int], *, why: str, now: datetime, actor: Actor) -> None:
    """Put one report back with those that came along, of which each still stands under the nearest that is taken out."""
    _put_back(rows[number], why=why, now=now, actor=actor)
    for other in sorted(along & _under(number)):
        _take_along(rows[number], rows[other], now=now, actor=actor)


def _put_under(master: ServiceRequest, request: ServiceRequest, *, why: str, now: datetime, actor: Actor) -> None:
    event = record(request, "merged", now=now, actor=actor, note=why, facts={"master": master.pk})
    screening, aside = request.screening, set_clocks_aside(request, now=now)
    merge = Merge.objects.create(
        request=request,
        under=master,
        merged_at=now,
        screening=screening,
        clocks=aside,
        parts=set_parts_aside(request, note=why, now=now, actor=actor),
    )
    request.master_id, request.screening, request.phase = master.pk, Screening.ACCEPTED, master.phase
    tell_reporters(request, "merged", now=now, once=f"m{merge.pk}", facts={"event": event})
    settle(request, now=now, fields=("master", "screening"))


def _put_back(request: ServiceRequest, *, why: str, now: datetime, actor: Actor) -> None:
    merge = Merge.objects.get(request_id=request.pk, ended_at=None)
    merge.ended_at, merge.ended = now, MergeEnd.UNDONE
    merge.save(update_fields=["ended_at", "ended"])
    asked = Question.objects.filter(request_id=request.pk, part=None, replied_at=None).exists()
    request.master_id, request.screening = None, screening_again(Screening(merge.screening), is_asked=asked)
    request.refusal = ""  # what it was refused for was its incident's
    event = record(request, "unmerged", now=now, actor=actor, note=why, facts={"master": merge.under_id})
    put_parts_back(request, merge.parts, now=now, actor=actor)
    put_clocks_back(request, merge.clocks, since=merge.merged_at, now=now, actor=actor)
    tell_reporters(request, "unmerged", now=now, once=f"u{merge.pk}", facts={"event": event})
    settle(request, now=now, fields=("master", "screening", "refusal"))


def _take_along(master: ServiceRequest, request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Let a report that stands under another one stand where that one now is: under a new master, or under itself again.

    The worker lets it follow there; whoever was answered already stays answered.
    """
    request.master_id = master.pk
    record(request, "merged_along", now=now, actor=actor, facts={"master": master.pk})
    settle(request, now=now, fields=("master",))


def _members_of(request_ids: Collection[int]) -> set[int]:
    """Return every report that stands under one of these at the top of its tree."""
    return set(ServiceRequest.objects.filter(master_id__in=request_ids).values_list("id", flat=True))


def _under(request_id: int) -> set[int]:
    """Return every report that was put under this one, or under one of those."""
    found: set[int] = set()
    layer = {request_id}
    while layer:
        layer = set(Merge.objects.filter(under_id__in=layer, ended_at=None).values_list("request_id", flat=True))
        found |= layer
    return found


def _locked(request_ids: Collection[int], *, versions: Mapping[int, int]) -> dict[int, ServiceRequest]:
    """Return the requests, locked in the order of their numbers. Raises NoSuchCase and ChangedMeanwhile."""
    rows = ServiceRequest.objects.select_for_update(of=("self",)).defer(*UNSEEN).filter(pk__in=request_ids).order_by("pk")
    found = {row.pk: row for row in rows}
    for number in request_ids:
        if number not in found:
            raise NoSuchCase(number)
    for number, version in versions.items():
        if found[number].version != version:
            raise ChangedMeanwhile(found[number].version)
    return found


def _standing(requests: Collection[ServiceRequest]) -> dict[int, Standing]:
    """Return what the rules of merging look at of each."""
    by_id = {request.pk: request for request in requests}
    answers = Answer.objects.filter(request_id__in=by_id).values_list("request_id", "round", "state")
    current = {number: AnswerState(state) for number, round_, state in answers if by_id[number].round == round_}
    parts: dict[int, list[Part]] = {}
    given = Assignment.objects.filter(request_id__in=by_id).exclude(role=PartRole.UNDER)
    for number, state in given.values_list("request_id", "state"):
        parts.setdefault(number, []).append(Part(state))
    open_ones = Dossier.objects.filter(request_id__in=by_id, state__in=OPEN_DOSSIERS)
    dossiers = set(open_ones.values_list("request_id", flat=True))
    return {
        number: Standing(
            id=number,
            screening=Screening(request.screening),
            urgent=request.urgent,
            master=request.master_id,
            answer=current.get(number),
            parts=parts.get(number, ()),
            about=_complains_of(request),
            has_dossier=number in dossiers,
        )
        for number, request in by_id.items()
    }


def _complains_of(request: ServiceRequest) -> frozenset[int] | None:
    """Return the agencies that a complaint of an agency names; None for every other report."""
    if not is_guarded(request):
        return None
    return frozenset(units_named(directory.snapshot(), opened_answers(request.attributes)))

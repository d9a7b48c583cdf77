"""What the centre lays before the People's Committee when agencies disagree or work is not thorough.

The desk compiles it: each agency's position in words, photos, a proposal. Once it has gone up nothing of it changes any more.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Assignment, Attachment, Dossier, Event, Note, Position, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.directives import (
    OPEN_DOSSIERS,
    DirectiveRefused,
    DossierMove,
    DossierReason,
    DossierState,
    WhyNot,
    dossier_after,
    require_complete,
)
from hotline.core.facts import Actor, PartRole
from hotline.core.text import clean

from .attaching import NoSuchAttachment
from .recording import locked_request, record, require_accepted, settle
from .struck import for_other_reporters

WORDS_LETTERS = 8000
MOST_ENCLOSED = 12
"""How many photos go with a dossier at most: three pages of them. A setting of ours."""

_SAID = ("part_returned", "progress_filed", "committed", "result_filed")


def open_dossier(request_id: int, *, reason: DossierReason, now: datetime, actor: Actor, version: int | None = None) -> int:
    """Begin a dossier of a case and return its id; it begins with what agencies may read and with what each of them said.

    Raises DirectiveRefused while another is open and before any agency was given the case; MoveNotAllowed for a case that
    was not taken on.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_accepted(request)
        if Dossier.objects.filter(request_id=request.pk, state__in=OPEN_DOSSIERS).exists():
            raise DirectiveRefused(WhyNot.ANOTHER_OPEN)
        parts = _given(request)
        if not parts:
            raise DirectiveRefused(WhyNot.NO_AGENCY_YET)
        row = Dossier.objects.create(
            request_id=request.pk,
            reason=reason,
            summary=request.agency_words,
            enclosed=_first_photos(request),
            opened_at=now,
            opened_by=actor.user_id,
        )
        said = {part.unit_id: _said(part) for part in parts}
        Position.objects.bulk_create(Position(dossier=row, unit_id=unit, words=words) for unit, words in said.items())
        facts = {"dossier": row.pk}
        record(request, "dossier_opened", now=now, actor=actor, reason=reason.value, facts=facts)
        settle(request, now=now)
        return row.pk


def write_dossier(
    dossier_id: int,
    *,
    summary: str,
    proposal: str,
    positions: Mapping[int, str],
    enclosed: Sequence[int],
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Keep the desk's words, without what names a reporter: `positions` by the id of the agency, `enclosed` photos by theirs.

    Raises MoveNotAllowed once it has gone up, NoSuchAttachment for a photo of another case or more than MOST_ENCLOSED, and
    NoSuchCase for an agency that the case was never given.
    """
    with transaction.atomic():
        request, row = locked_dossier(dossier_id, version=version)
        row.state = dossier_after(DossierState(row.state), DossierMove.WRITE)
        row.summary, row.proposal = _without_reporters(request, summary), _without_reporters(request, proposal)
        row.enclosed = _of_case(request, enclosed)
        row.save(update_fields=["summary", "proposal", "enclosed"])
        for unit_id, words in positions.items():
            changed = Position.objects.filter(dossier=row, unit_id=unit_id).update(words=_without_reporters(request, words))
            if not changed:
                raise NoSuchCase(unit_id)
        record(request, "dossier_written", now=now, actor=actor, facts={"dossier": row.pk})
        settle(request, now=now)


def submit_dossier(dossier_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the dossier went up: from now on it is what it is. Raises DirectiveRefused while something is missing."""
    with transaction.atomic():
        request, row = locked_dossier(dossier_id, version=version)
        row.state = dossier_after(DossierState(row.state), DossierMove.SUBMIT)
        said = dict(Position.objects.filter(dossier=row).values_list("unit_id", "words"))
        require_complete(DossierReason(row.reason), summary=row.summary, proposal=row.proposal, positions=said)
        row.submitted_at = now
        row.save(update_fields=["state", "submitted_at"])
        facts = {"dossier": row.pk, "agencies": len(said), "photos": len(row.enclosed)}
        record(request, "dossier_submitted", now=now, actor=actor, facts=facts)
        settle(request, now=now)


def withdraw_dossier(dossier_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Give a dossier up, with why: agencies came to terms, say. Raises DirectiveRefused without words."""
    words = clean(note, limit=WORDS_LETTERS)
    if not words:
        raise DirectiveRefused(WhyNot.NO_REASON)
    with transaction.atomic():
        request, row = locked_dossier(dossier_id, version=version)
        row.state = dossier_after(DossierState(row.state), DossierMove.WITHDRAW)
        row.closed_at = now
        row.save(update_fields=["state", "closed_at"])
        record(request, "dossier_withdrawn", now=now, actor=actor, note=words, facts={"dossier": row.pk})
        settle(request, now=now)


def blank_dossiers(request_ids: Collection[int]) -> None:
    """Take the citizen's words and what was written about them out of dossiers whose reporter is erased.

    What the People's Committee decided stays, without the reporter's name and numbers.
    """
    rows = Dossier.objects.filter(request_id__in=request_ids)
    for row in rows.exclude(decision=""):
        row.decision = for_other_reporters(row.request_id, row.decision)
        row.save(update_fields=["decision"])
    rows.update(summary="", proposal="")
    Position.objects.filter(dossier__request_id__in=request_ids).update(words="")


def locked_dossier(dossier_id: int, *, version: int | None) -> tuple[ServiceRequest, Dossier]:
    """Return the request, locked first, and the dossier. Raises NoSuchCase or ChangedMeanwhile."""
    request_id = Dossier.objects.filter(pk=dossier_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(dossier_id)
    request = locked_request(request_id, version=version)
    return request, Dossier.objects.get(pk=dossier_id)


def _without_reporters(request: ServiceRequest, words: str) -> str:
    """Return words for the paper: it names no reporter, whatever the desk typed."""
    return for_other_reporters(request.pk, clean(words, limit=WORDS_LETTERS))


def _given(request: ServiceRequest) -> list[Assignment]:
    """Return the parts that agencies were ever given, those that came back too; what one of them handed down is its own."""
    parts = Assignment.objects.filter(request_id=request.pk, forwarded_at__isnull=False)
    return list(parts.exclude(role=PartRole.UNDER).order_by("id"))


def _said(part: Assignment) -> str:
    """Return the last that an agency said of its part: the words of its result, its return or its progress."""
    events = Event.objects.filter(request_id=part.request_id, name__in=_SAID, facts__part=part.pk)
    last = events.order_by("-id").values_list("name", "note").first()
    if last is None:
        return ""
    name, note = last
    if name == "result_filed":
        return part.result
    return Note.objects.filter(pk=note or 0).values_list("words", flat=True).first() or ""


def _first_photos(request: ServiceRequest) -> list[int]:
    """Return the newest photos of the case, in the order in which they came."""
    newest = Attachment.objects.filter(request_id=request.pk).order_by("-id").values_list("id", flat=True)
    return sorted(newest[:MOST_ENCLOSED])


def _of_case(request: ServiceRequest, asked: Sequence[int]) -> list[int]:
    own = list(Attachment.objects.filter(request_id=request.pk, pk__in=asked).order_by("id").values_list("id", flat=True))
    if len(own) != len(set(asked)) or len(own) > MOST_ENCLOSED:
        raise NoSuchAttachment(",".join(map(str, asked)))
    return own

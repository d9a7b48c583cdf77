"""The operators' queue: what waits, urgent first; and the way to the next report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from hotline.casefile import access, queries
from hotline.casefile.queries import MOST_COUNTED, QueueRow, Waiting
from hotline.casefile.queries.conversations import count_waiting
from hotline.casefile.queries.successions import waiting_count
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.status import Screening
from hotline.core.streams import Streams
from hotline.directory.queries import snapshot
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.keys import EVERYWHERE, QUEUE_KEYS
from hotline.triage.wording import CHANNELS
from hotline.ui.words import length, number

SHOWN = 25
"""Rows of one page of a list: as many as stand on a screen. What is most urgent is among them."""

SHOWN_OF_OTHERS = 10
"""Rows of the lists below the reports that nobody has looked at, while all three are shown."""

FOLLOWED = 50
"""Among so many of each list an operator goes from one case to the next."""

REDRAWN_EVERY = 15
"""Seconds after which the minutes on the page are drawn anew although nothing else changed."""


@dataclass(frozen=True, slots=True)
class QueueClock:
    """The forward clock of a row, as the clock chip wants it."""

    due_at: datetime | None
    left: None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One row as the list shows it."""

    row: QueueRow
    clock: QueueClock | None
    channel: str
    age: str


@dataclass(frozen=True, slots=True)
class QueueList:
    """One list as it is drawn: `count` in words ("12", "999+"), `all` the address of the whole list, "" where all is shown.

    `position`, `previous` and `following` as the pagination wants them: a list that is shown alone is read a page at a time.
    """

    name: str
    lines: tuple[QueueLine, ...]
    count: str
    all: str = ""
    position: str = ""
    previous: str = ""
    following: str = ""


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """Show the queue; or open the case of the reference that a caller reads out."""
    typed = request.GET.get("reference", "").strip()
    if typed and (reference := _known(request, typed)):
        return HttpResponseRedirect(reverse("operator-case", args=[reference]))
    now = timezone.now()
    part, asked_for = _part(request, _stamp(request, now), now)
    given = {
        "part": part,
        "asked_for": asked_for,
        "keys": {**QUEUE_KEYS, **EVERYWHERE},
        "typed": typed,
        "written": count_waiting(),
        "split": waiting_count(streams=signed_in(request).streams),
    }
    return _unkept(render(request, "triage/queue.html", given))


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def queue_part(request: HttpRequest) -> HttpResponseBase:
    """Show the lists alone, for the page that renews itself; 304 while nothing changed since the stamp that it sent."""
    now = timezone.now()
    stamp = _stamp(request, now)
    if request.headers.get("If-None-Match") == stamp:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(_part(request, stamp, now)[0])
    answer["ETag"] = stamp
    return _unkept(answer)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def following(request: HttpRequest) -> HttpResponseBase:
    """Go to the report that comes after the one in `after`, or to the queue when nothing waits."""
    after = request.GET.get("after", "")
    streams = signed_in(request).streams
    to_screen = [row.reference for row in queries.operator_queue(limit=FOLLOWED, streams=streams) if _needs_a_hand(row)]
    waiting = [*to_screen, *(row.reference for row in queries.returned_parts(limit=FOLLOWED, streams=streams))]
    at = waiting.index(after) + 1 if after in waiting else 0
    others = [reference for reference in (*waiting[at:], *waiting[:at]) if reference != after]
    return HttpResponseRedirect(reverse("operator-case", args=[others[0]]) if others else reverse("operator-queue"))


def _known(request: HttpRequest, typed: str) -> str:
    """Return the reference that was typed, "" when no case has it that is theirs to see."""
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number)
    except NotAReference:
        return ""
    return reference if access.sees(signed_in(request), reference) else ""


def _part(request: HttpRequest, stamp: str, now: datetime) -> tuple[SafeString, str]:
    """Return the lists as they are drawn, and what stands behind the address of a list that is shown alone.

    `stamp` was taken before: what comes between is drawn once more, not lost. All three are drawn once for everybody who sees
    the same: sixty operators look at them, and each new report would have them drawn sixty times.
    """
    if request.GET.get("list"):  # the stamp knows the beginnings only
        return _drawn_part(request, stamp, now)
    kept: tuple[SafeString, str] | None = cache.get(f"queue/{stamp}")
    if kept is None:
        kept = _drawn_part(request, stamp, now)
        cache.set(f"queue/{stamp}", kept, REDRAWN_EVERY)
    return kept


def _drawn_part(request: HttpRequest, stamp: str, now: datetime) -> tuple[SafeString, str]:
    lists = _lists(request, now)
    part = render_to_string("triage/queue_part.html", {**lists, "stamp": stamp})
    return part, str(lists["asked_for"])


def _lists(request: HttpRequest, now: datetime) -> dict[str, object]:
    """Return the first rows of each list; or the page of the one that the address asks for."""
    streams = signed_in(request).streams
    counts = queries.queue_counts(streams=streams)
    alone, page = _asked_for(request, counts)
    if alone is None:
        lists = {one.value: _beginning(one, counts[one], streams, now=now) for one in Waiting}
    else:
        lists = {alone.value: _page_of(alone, counts[alone], page, streams, now=now)}
    return {"now": now, "lists": lists, "alone": alone.value if alone else "", "asked_for": _query(alone, page)}


def _asked_for(request: HttpRequest, counts: Mapping[Waiting, int]) -> tuple[Waiting | None, int]:
    """Return the list that is shown alone, if one is, and the number of its page: the nearest one that there is."""
    name, page = request.GET.get("list", ""), request.GET.get("page", "")
    if name not in set(Waiting):
        return None, 1
    last = max(-(-min(counts[Waiting(name)], MOST_COUNTED) // SHOWN), 1)
    return Waiting(name), min(max(int(page), 1), last) if page.isascii() and page.isdigit() and len(page) < 10 else 1


def _beginning(waiting: Waiting, count: int, streams: Streams, *, now: datetime) -> QueueList:
    shown = SHOWN if waiting is Waiting.TO_SCREEN else SHOWN_OF_OTHERS
    whole = f"{reverse('operator-queue')}{_query(waiting, 1)}" if count > shown else ""
    lines = _drawn(waiting, streams, limit=shown, now=now) if count else ()
    return QueueList(waiting.value, lines, _counted(count), whole)


def _page_of(waiting: Waiting, count: int, page: int, streams: Streams, *, now: datetime) -> QueueList:
    skip = (page - 1) * SHOWN
    lines = _drawn(waiting, streams, limit=SHOWN, skip=skip, now=now)
    shown = {"first": number(skip + 1), "last": number(skip + len(lines)), "total": _counted(count)}
    turned = {name: f"{reverse('operator-queue')}{_query(waiting, to)}" for name, to in (("back", page - 1), ("on", page + 1))}
    return QueueList(
        waiting.value,
        lines,
        _counted(count),
        position=gettext("%(first)s–%(last)s trong %(total)s") % shown,
        previous=turned["back"] if page > 1 else "",
        following=turned["on"] if skip + SHOWN < min(count, MOST_COUNTED) else "",
    )


def _drawn(waiting: Waiting, streams: Streams, *, limit: int, skip: int = 0, now: datetime) -> tuple[QueueLine, ...]:
    rows = queries.queue_page(waiting, limit=limit, skip=skip, streams=streams, language=get_language() or "vi")
    return tuple(_line(row, now=now) for row in rows)


def _counted(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else number(count)


def _query(alone: Waiting | None, page: int) -> str:
    """Return what stands behind the address of a list that is shown alone."""
    if alone is None:
        return ""
    return f"?list={alone.value}&page={page}" if page > 1 else f"?list={alone.value}"


def _line(row: QueueRow, *, now: datetime) -> QueueLine:
    return QueueLine(
        row,
        clock=QueueClock(row.due_at) if row.clock_state else None,
        channel=str(CHANNELS.get(row.channel, row.channel)),
        age=length(now - row.received_at),
    )


def _needs_a_hand(row: QueueRow) -> bool:
    """Return whether somebody can do something: a report whose citizen was asked waits for the citizen, an emergency does not."""
    return row.urgent or row.screening != Screening.ASKED


def _stamp(request: HttpRequest, now: datetime) -> str:
    """Return the ETag of the lists as they are drawn at `now` in this language, on the page that the address asks for."""
    asked = f"{request.GET.get('list', '')} {request.GET.get('page', '')}"
    streams = signed_in(request).streams
    shown = f"{queries.queue_stamp(streams=streams)} {' '.join(sorted(streams))}"
    drawn = f"{shown} {int(now.timestamp()) // REDRAWN_EVERY} {get_language()} {asked}"
    return f'"{sha256(drawn.encode()).hexdigest()[:20]}"'


def _unkept(answer: HttpResponse) -> HttpResponse:
    """No cache may answer instead of us, neither may the browser's own swallow a 304."""
    answer["Cache-Control"] = "no-store"
    return answer

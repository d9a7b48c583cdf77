"""The working calendars: as they stand, a decision written down, what it would move, and applying it."""

from time import monotonic
from typing import Any

from django.contrib import messages
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline.casefile import actions, queries
from hotline.core.calendar import CalendarContradicts, CalendarNeverWorks, WorkingCalendar
from hotline.core.facts import Actor, ActorKind
from hotline.directory import actions as directory_actions
from hotline.directory import queries as directory
from hotline.directory.calendars import CalendarDecisionFacts
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles
from hotline.people.queries import names_of

from .forms import DayForms, DecisionForm, change_of, refused
from .showing import days_of, hours_in_words, ordered_in_words, weekdays_in_words

administrators = roles(Role.ADMINISTRATOR)
LOOKS_FOR = 1.0  # seconds that a page looks at deadlines itself before it leaves the rest to the worker

_REFUSALS = (
    CalendarContradicts,
    CalendarNeverWorks,
    directory_actions.DecisionClosed,
    directory_actions.DecisionOpen,
    directory_actions.NoSuchCalendar,
    directory_actions.NothingOrdered,
    directory_actions.TooFar,
    actions.NotLookedAt,
)


@administrators
@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    """List the calendars of the city."""
    listed = [_card(one) for one in directory.snapshot().calendars.values()]
    return render(request, "calendars/calendars.html", {"calendars": listed})


@administrators
@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show the special days of a calendar, its hours, and every decision about it."""
    found = _found(code)
    this_year = timezone.localdate().year
    years = sorted({day.on.year for day in found.days_off} | {day.on.year for day in found.make_up_days} | {this_year})
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else this_year
    decisions = directory.calendar_decisions(code)
    given = {
        **_card(found),
        "days": days_of(found, year=year),
        "year": year,
        "years": years,
        "decisions": [_shown(one, _names(decisions)) for one in decisions],
        "recounts": queries.recounts(code, limit=5),
    }
    return render(request, "calendars/calendar.html", given)


@administrators
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Write a decision down; what it would move is shown next, and nothing holds before that page is answered."""
    found = _found(code)
    asked = request.POST if request.method == "POST" else None
    form, rows = DecisionForm(asked), DayForms(asked, prefix="days")
    # Not "and": what is wrong in either is said at once.
    if asked is not None and all([form.is_valid(), rows.is_valid()]):
        try:
            decision_id = actions.propose_calendar(change_of(code, form, rows), now=timezone.now(), actor=_actor(request))
        except _REFUSALS as refusal:
            form.add_error(None, refused(type(refusal).__name__))
        else:
            return redirect("calendars:decision", decision_id)
    given = {**_card(found), "form": form, "rows": rows}
    return render(request, "calendars/change.html", given, status=200 if asked is None else 422)


@administrators
@require_GET
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show a decision and the deadlines that it moves, page by page."""
    return render(request, "calendars/decision.html", _of_decision(request, decision_id))


@administrators
@require_GET
def progress(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The same deadlines alone, for a page that renews itself while there is more to look at."""
    return render(request, "calendars/moved.html", _of_decision(request, decision_id))


@administrators
@fresh
@require_POST
def apply(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Let a decision hold."""
    _decided(decision_id)
    try:
        actions.apply_calendar(decision_id, now=timezone.now(), actor=_actor(request))
    except _REFUSALS as refusal:
        messages.error(request, refused(type(refusal).__name__))
    else:
        messages.success(request, _("Đã áp dụng. Máy đang tính lại các hạn và ghi vào từng hồ sơ."))
    return redirect("calendars:decision", decision_id)


@administrators
@require_POST
def drop(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Put a decision aside."""
    found = _decided(decision_id)
    try:
        actions.drop_calendar(decision_id, now=timezone.now(), actor=_actor(request))
    except _REFUSALS as refusal:
        messages.error(request, refused(type(refusal).__name__))
        return redirect("calendars:decision", decision_id)
    messages.info(request, _("Đã bỏ thay đổi. Không có hạn nào bị dời."))
    if found.change.calendar not in directory.snapshot().calendars:
        return redirect("calendars:calendars")
    return redirect("calendars:calendar", found.change.calendar)


def _of_decision(request: HttpRequest, decision_id: int) -> dict[str, Any]:
    """Return what the page of a decision is given, after looking on for a moment if there is more to look at."""
    found, now = _decided(decision_id), timezone.now()
    recount = queries.recount_of(decision_id)
    if recount is not None and recount.is_preview and recount.ended_at is None:
        until = monotonic() + LOOKS_FOR
        while actions.preview_on(recount.id, now=now) and monotonic() < until:
            pass
        recount = queries.recount_of(decision_id)
    moved = recount.moved if recount else 0
    page = _page(request, moved)
    return {
        "decision": _shown(found, _names([found])),
        "name": _name(found.change.calendar),
        "recount": recount,
        "sums": queries.moved_sums(recount.id, now=now) if recount else None,
        "rows": queries.moved_deadlines(recount.id, page=page.number, language=get_language() or "vi") if recount else (),
        "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "following": f"?page={page.next_page_number()}" if page.has_next() else "",
        "position": f"{page.start_index()}–{page.end_index()} / {moved}" if moved else "",
        "unfit": _unfit(found),
        "is_looking": recount is not None and recount.ended_at is None,
        "again": reverse("calendars:progress", args=[decision_id]),
        "now": now,
    }


def _unfit(found: CalendarDecisionFacts) -> str:
    """Return why a decision that waits can no longer hold, the profile having been loaded anew; empty where it can."""
    try:
        directory.calendar_under(found)
    except (CalendarContradicts, CalendarNeverWorks) as refusal:
        return refused(type(refusal).__name__)
    except KeyError:
        return refused("NoSuchCalendar") if found.is_open else ""
    return ""


def _page(request: HttpRequest, count: int) -> Any:
    paginator = Paginator(range(count), queries.MOVED_PAGE)
    try:
        return paginator.page(request.GET.get("page", "1"))
    except (EmptyPage, PageNotAnInteger):
        return paginator.page(1)


def _found(code: str) -> WorkingCalendar:
    try:
        return directory.snapshot().calendars[code]
    except KeyError as error:
        raise Http404(code) from error


def _decided(decision_id: int) -> CalendarDecisionFacts:
    try:
        return directory.calendar_decision(decision_id)
    except directory.NoSuchDecision as error:
        raise Http404(str(decision_id)) from error


def _card(found: WorkingCalendar) -> dict[str, Any]:
    today = timezone.localdate()
    coming = [day for day in days_of(found, year=today.year) if day.on >= today]
    open_one = next((one for one in directory.calendar_decisions(found.code) if one.is_open), None)
    return {
        "code": found.code,
        "name": _name(found.code),
        "weekdays": weekdays_in_words(found),
        "hours": hours_in_words(found),
        "known_until": found.known_until,
        "coming": coming[:3],
        "waiting": open_one,
    }


def _shown(one: CalendarDecisionFacts, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "document": one.change.document,
        "orders": ordered_in_words(one.change),
        "calendar": one.change.calendar,
        "is_open": one.is_open,
        "is_applied": one.number is not None,
        "at": one.applied_at or one.dropped_at or one.proposed_at,
        "by": names.get(one.applied_by or one.proposed_by or 0, ""),
    }


def _names(decisions: list[CalendarDecisionFacts]) -> dict[int, str]:
    return names_of({user for one in decisions for user in (one.applied_by, one.proposed_by) if user})


def _name(code: str) -> str:
    names = directory.snapshot().calendar_names
    return names[code].in_language(get_language() or "vi") if code in names else code


def _actor(request: HttpRequest) -> Actor:
    return Actor(ActorKind.STAFF, user_id=signed_in(request).user_id)

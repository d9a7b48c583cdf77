"""The staff page of the outbox: what waits, what left and what became of it, what could not be sent, how providers do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.queries import outbox as kept
from hotline.casefile.queries.outbox import OutboxMessage, Sought
from hotline.casefile.queries.setups import CONSOLE
from hotline.core.facts import Channel
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.notify import zalotokens
from hotline.notify.facts import HealthFacts, TotalFacts
from hotline.notify.lanes import LANES
from hotline.notify.prices import Price, price_known
from hotline.notify.queries import health, token, totals, totals_by_day
from hotline.notify.senders import chosen_name
from hotline.notify.words import CHANNELS, EVENTS, FAILED_LATER, PRIORITIES, reason_words
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.ui.sent import RECEIPTS, STATES, SentWord
from hotline.ui.words import money, number

ROWS = 50
DAYS, IN_ALL_DAYS = 7, 31
AT_ONCE = 500
"""So many messages are revived by one press: the rest wait for the next, when the first have shown that all is well."""

_STATES: Mapping[str, Promise] = {**{name: words for name, (words, _tone, _icon) in STATES.items()}, kept.FAILED: FAILED_LATER}


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the page shows it."""

    message: OutboxMessage
    event: str
    channel: str
    state: SentWord
    why: str
    receipt: SentWord | None
    cost: int | None


@roles(Role.SUPERVISOR)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List messages, newest first, as they are sought; say what waits, what died of what, and how providers do."""
    return _page(request, usual="")


@roles(Role.SUPERVISOR)
@require_safe
def dead(request: HttpRequest) -> HttpResponse:
    """List first what could not be sent."""
    return _page(request, usual="dead")


@roles(Role.SUPERVISOR)
@require_POST
def revive(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try one dead message again."""
    if not kept.is_of(message_id, signed_in(request).streams):
        raise Http404(message_id)
    try:
        actions.revive_message(message_id, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.NotDead:
        messages.info(request, _("Tin này đã được gửi lại rồi."))
    else:
        messages.success(request, _("Tin đã vào hàng chờ và sẽ gửi trong vài giây nữa."))
    return redirect("notify:dead")


@roles(Role.SUPERVISOR)
@require_POST
def revive_all(request: HttpRequest) -> HttpResponse:
    """Try again what died of one reason on one channel."""
    reason, channel = request.POST.get("reason", "").replace("\0", ""), request.POST.get("channel", "").replace("\0", "")
    viewer = signed_in(request)
    ids = kept.dead_ids(reason, channel=channel, limit=AT_ONCE, streams=viewer.streams)
    count = actions.revive_messages(ids, now=timezone.now(), actor=actor_of(viewer))
    if count:
        words = ngettext("%(n)d tin đã vào hàng chờ.", "%(n)d tin đã vào hàng chờ.", count)
        messages.success(request, words % {"n": count})
    else:
        messages.info(request, _("Không còn tin nào vì lý do này."))
    return redirect("notify:dead")


def _page(request: HttpRequest, *, usual: str) -> HttpResponse:
    typed = request.GET.get("reference", "").strip()[:60]
    sought = _sought(request, usual, typed)
    streams, now = signed_in(request).streams, timezone.now()
    before = request.GET.get("before", "")
    after = int(before) if re.fullmatch("[0-9]{1,18}", before) else None
    found = kept.outbox(sought, limit=ROWS + 1, before=after, streams=streams) if sought else ()
    asked = {name: request.GET[name] for name in ("state", "channel", "reason", "reference") if request.GET.get(name)}
    price = price_known()
    given = {
        "rows": [_row(message, price) for message in found[:ROWS]],
        "sought": sought or Sought(),
        "typed": typed,
        "states": _STATES.items(),
        "channels": [(channel.value, CHANNELS[channel]) for channel in LANES],
        "is_all": sought == Sought(),
        "following": f"?{urlencode({**asked, 'before': str(found[ROWS - 1].id)})}" if len(found) > ROWS else "",
        "previous": f"?{urlencode(asked)}" if before else "",
        "count": kept.dead_count(streams=streams),
        "reasons": [(one, _channel(one.channel), reason_words(one.reason)) for one in kept.dead_reasons(streams=streams)],
        "waiting": [(one, _channel(one.channel), PRIORITIES.get(one.priority, "")) for one in kept.waiting()],
        "providers": _providers(now),
        "price": price.part if price else None,
        "days": [_total(one) for one in totals_by_day(_today(now) - timedelta(days=DAYS - 1))],
        "in_all": [_total(one) for one in totals(_today(now) - timedelta(days=IN_ALL_DAYS - 1))],
        "in_all_days": IN_ALL_DAYS,
        "signed_out": token(zalotokens.NAME),
        "to_file": [CHANNELS[channel] for channel in LANES if chosen_name(channel) == "console"],
        "now": now,
    }
    return render(request, "notify/outbox.html", given)


def _sought(request: HttpRequest, usual: str, typed: str) -> Sought | None:
    """Return what is looked for; None when it can be no message, for no case has such a reference."""
    state, channel = request.GET.get("state", usual), request.GET.get("channel", "")
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number) if typed else ""
    except NotAReference:
        return None
    return Sought(
        state=state if state in _STATES else "",
        channel=channel if channel in CHANNELS else "",
        reason=request.GET.get("reason", "").replace("\0", "")[:200],
        reference=reference,
    )


def _row(message: OutboxMessage, price: Price | None) -> Row:
    return Row(
        message,
        event=str(EVENTS.get(message.event, message.event)),
        channel=_channel(message.channel),
        state=STATES[message.state],
        why=reason_words(message.reason),
        receipt=RECEIPTS.get(message.receipt),
        cost=price.of(message) if price else None,
    )


def _today(now: datetime) -> date:
    return now.astimezone(snapshot().city.zone).date()


def _total(one: TotalFacts) -> tuple[TotalFacts, str, str]:
    """Return a total with its channel, and what it cost in words; "" where nothing is paid for a message."""
    if one.channel == Channel.ZNS:
        return one, _channel(one.channel), _("chưa có đơn giá")
    if one.channel != Channel.SMS or one.sender == CONSOLE:
        return one, _channel(one.channel), ""
    unpriced = ngettext("%(n)s phần chưa có đơn giá", "%(n)s phần chưa có đơn giá", one.unpriced) % {"n": number(one.unpriced)}
    known = [money(one.cost)] if one.cost or not one.unpriced else []
    return one, _channel(one.channel), " + ".join([*known, *([unpriced] if one.unpriced else [])])


def _channel(name: str) -> str:
    return str(CHANNELS.get(name, name))


def _providers(now: datetime) -> list[tuple[str, str, HealthFacts | None, bool, str]]:
    """Return each channel with its sender, how its provider does, whether it is left alone now, and why it was down."""
    known = {one.channel: one for one in health()}
    rows = []
    for channel in LANES:
        one = known.get(channel)
        is_silent = one is not None and one.silent_until is not None and one.silent_until > now
        rows.append((_channel(channel), chosen_name(channel), one, is_silent, reason_words(one.why) if one else ""))
    return rows

"""The staff page of messages that could not be sent."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.queries.outbox import DeadMessage, dead_count, dead_messages, is_of, waiting
from hotline.notify import zalotokens
from hotline.notify.lanes import LANES
from hotline.notify.queries import token
from hotline.notify.senders import chosen_name
from hotline.notify.words import CHANNELS, EVENTS, reason_words
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A dead message as the page shows it."""

    message: DeadMessage
    event: str
    channel: str
    why: str


@roles(Role.SUPERVISOR)
@require_safe
def dead(request: HttpRequest) -> HttpResponse:
    """List what could not be sent, newest first, and say what waits and where messages go."""
    before = request.GET.get("before", "")
    streams = signed_in(request).streams
    after = int(before) if re.fullmatch("[0-9]{1,18}", before) else None
    found = dead_messages(limit=ROWS + 1, before=after, streams=streams)
    given = {
        "rows": [_row(message) for message in found[:ROWS]],
        "count": dead_count(streams=streams),
        "following": f"?before={found[ROWS - 1].id}" if len(found) > ROWS else "",
        "previous": "?" if before else "",
        "waiting": [(CHANNELS.get(one.channel, one.channel), one) for one in waiting()],
        "signed_out": token(zalotokens.NAME),
        "to_file": [CHANNELS[channel] for channel, sender in _ways() if sender == "console"],
        "now": timezone.now(),
    }
    return render(request, "notify/dead.html", given)


@roles(Role.SUPERVISOR)
@require_POST
def revive(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try one dead message again."""
    if not is_of(message_id, signed_in(request).streams):
        raise Http404(message_id)
    try:
        actions.revive_message(message_id, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.NotDead:
        messages.info(request, _("Tin này đã được gửi lại rồi."))
    else:
        messages.success(request, _("Tin đã vào hàng chờ và sẽ gửi trong vài giây nữa."))
    return redirect("notify:dead")


def _row(message: DeadMessage) -> Row:
    return Row(
        message,
        event=str(EVENTS.get(message.event, message.event)),
        channel=str(CHANNELS.get(message.channel, message.channel)),
        why=reason_words(message.reason),
    )


def _ways() -> list[tuple[str, str]]:
    return [(channel.value, chosen_name(channel)) for channel in LANES]

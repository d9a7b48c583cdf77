"""What an agency complained of was asked to explain and nobody waits for any more; and what it is told of its questions.

Every function works on a request that the caller has locked and will settle.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from hotline.casefile.models import Clock, Explanation, Message, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.core.facts import MESSAGE_ORDER, Actor, Priority

from . import clocks
from .messages import channels_of, queue, told
from .recording import record

ERASED = "–"
"""What stands in the place of a reply that was erased: that there was one is no secret."""


def lapse_explanations(request: ServiceRequest, *, but: Collection[int] = (), now: datetime, actor: Actor) -> None:
    """Let what agencies were asked and have not replied to lapse, `but` what these units were asked; the others are told.

    A deadline that had passed stays missed.
    """
    owed = Explanation.objects.filter(request_id=request.pk, replied_at=None, lapsed_at=None).select_related("part")
    for explanation in owed.exclude(unit_id__in=but).order_by("id"):
        explanation.lapsed_at = now
        explanation.save(update_fields=["lapsed_at"])
        for clock in running_clocks(explanation):
            is_late = clock.due_at is not None and now > clock.due_at
            clocks.end_clock(clock, now=now, outcome=Outcome.MISSED if is_late else Outcome.VOID)
        facts = {"explanation": explanation.pk, "unit": explanation.unit_id}
        record(request, "explanation_lapsed", now=now, actor=actor, part=explanation.part, facts=facts)
        tell_named(request, explanation, "explanation_lapsed", {}, now=now)


def blank_explanations(request_ids: Collection[int]) -> None:
    """Take out of explanations what was asked and said, and the dossier's number, which says who handed it in."""
    rows = Explanation.objects.filter(request_id__in=request_ids)
    rows.update(words="", dossier="")
    rows.exclude(replied_at=None).update(reply=ERASED)


def running_clocks(explanation: Explanation) -> list[Clock]:
    """Return the clock of an explanation while it runs; none of one that was asked before there were such clocks."""
    return list(Clock.objects.filter(explanation_id=explanation.pk).exclude(state=ClockState.ENDED))


def tell_named(request: ServiceRequest, asked: Explanation, event: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Tell the agency complained of that it has to explain itself, or no longer: no reference, no place, nothing of the case."""
    queue(
        [
            Message(
                request_id=request.pk,
                event=event,
                facts={**facts, "unit": asked.unit_id, "explanation": asked.pk},
                once=f"{event}:{asked.pk}:f{focal.id}:{channel}",
                priority=MESSAGE_ORDER[Priority.AGENCY],
                channel=channel,
                focal_point_id=focal.id,
                created_at=now,
                try_at=now,
            )
            for focal in told(asked.unit_id)
            for channel in channels_of(focal)
        ]
    )

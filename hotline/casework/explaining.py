"""What the agency complained of is asked to explain: its own page, and what the superior reads of it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from hotline.casefile.facts import CaseFile, ExplanationFacts
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_named

SHOWN = 100


def may_ask_to_explain(file: CaseFile) -> bool:
    """Return whether there is an agency to ask, and none that owes a reply."""
    named = agency_named(directory.snapshot(), file.request.attributes)
    return bool(named) and not any(one.is_owed for one in file.explanations)


def state_of(one: ExplanationFacts, *, now: datetime) -> tuple[str | Promise, str]:
    """Return how an explanation stands, in a word and its tone."""
    if one.replied_at:
        return (_("Đã giải trình, trễ hạn"), "amber") if one.outcome == "missed" else (_("Đã giải trình"), "green")
    if one.lapsed_at:
        return _("Không còn phải giải trình"), "grey"
    is_late = one.due_at < now if one.due_at else one.due_on < localdate(now)
    return (_("Quá hạn"), "red") if is_late else (_("Chờ giải trình"), "amber")


def lines(found: Sequence[ExplanationFacts], *, now: datetime) -> list[tuple[ExplanationFacts, str | Promise, str]]:
    """Return explanations with how they stand."""
    return [(one, *state_of(one, now=now)) for one in found]

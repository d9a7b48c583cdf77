"""What the agency complained of is asked to explain: its own page, and what the superior reads of it."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.casefile.facts import CaseFile, ExplanationFacts
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_named

SHOWN = 100


def may_ask_to_explain(file: CaseFile) -> bool:
    """Return whether there is an agency to ask, and none that owes a reply."""
    named = agency_named(directory.snapshot(), file.request.attributes)
    return bool(named) and all(one.replied_at for one in file.explanations)


def state_of(one: ExplanationFacts, *, today: date) -> tuple[str | Promise, str]:
    """Return how an explanation stands, in a word and its tone."""
    if one.replied_at:
        return _("Đã giải trình"), "green"
    return (_("Quá hạn"), "red") if one.due_on < today else (_("Chờ giải trình"), "amber")


def lines(found: Sequence[ExplanationFacts], *, today: date) -> list[tuple[ExplanationFacts, str | Promise, str]]:
    """Return explanations with how they stand."""
    return [(one, *state_of(one, today=today)) for one in found]

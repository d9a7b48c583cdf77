"""What an agency handed down to units under it: which units may get it, where their parts stand, and what it may do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from hotline.casefile import actions as casefile
from hotline.casefile.facts import CaseFile, ClockFacts, EventFacts, PartFacts
from hotline.casework import words
from hotline.casework.forms import AcceptForm, BelowNoteForm, StepForm
from hotline.core.handingdown import below
from hotline.core.ordering import vietnamese_key
from hotline.core.status import Part
from hotline.directory import queries as directory
from hotline.directory.facts import UnitFacts
from hotline.ui.facts import Photo

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BelowStep:
    """What the agency may do with a part that it handed down: in which states, by which form, and what is said then."""

    form: type[StepForm]
    do: Callable[..., None]
    done: words.Words
    when: frozenset[Part]


@dataclass(frozen=True, slots=True)
class BelowLine:
    """One part that was handed down: where it stands, its clock, its photos, why it came back, and the forms by step."""

    part: PartFacts
    state: tuple[words.Words, str, str]
    clock: ClockFacts | None
    evidence: tuple[Photo, ...]
    returned: str
    forms: Mapping[str, StepForm]


def _accept(part_id: int, under_id: int, _typed: Mapping[str, Any], **how: Any) -> None:
    casefile.accept_under(part_id, under_id, **how)


def _return(part_id: int, under_id: int, typed: Mapping[str, Any], **how: Any) -> None:
    casefile.return_under(part_id, under_id, note=typed["note"], **how)


def _take_back(part_id: int, under_id: int, typed: Mapping[str, Any], **how: Any) -> None:
    casefile.take_back(part_id, under_id, note=typed["note"], **how)


BELOW_STEPS: Mapping[str, BelowStep] = {
    "accept": BelowStep(
        AcceptForm, _accept, gettext_lazy("Đã nhận kết quả của đơn vị trực thuộc."), frozenset({Part.RESULT_FILED})
    ),
    "return": BelowStep(
        BelowNoteForm,
        _return,
        gettext_lazy("Đã trả lại đơn vị trực thuộc. Đầu mối của họ được nhắn tin."),
        frozenset({Part.RESULT_FILED, Part.DONE}),
    ),
    "back": BelowStep(
        BelowNoteForm,
        _take_back,
        gettext_lazy("Đã lấy việc về. Đầu mối của đơn vị trực thuộc được nhắn tin."),
        frozenset({Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED}),
    ),
}
"""By name, in the order of the page."""


def units_below(part: PartFacts) -> Choices:
    """Return the units that the part may be handed down to, by id and name: those under its agency that stand today."""
    units = {unit.id: unit for unit in directory.snapshot().units.values()}
    found = below(part.unit_id, {unit.id: unit.parent_id for unit in units.values()})
    return _in_order(units[unit_id] for unit_id in units if unit_id in found)


def units_elsewhere(part: PartFacts) -> Choices:
    """Return every other agency of today, by id and name: whose it may be, if not this one's."""
    return _in_order(unit for unit in directory.snapshot().units.values() if unit.id != part.unit_id)


def below_lines(
    file: CaseFile,
    part: PartFacts,
    *,
    photo: Callable[[Any, PartFacts], Photo],
    reason: Callable[[str], str],
    bound: StepForm | None = None,
) -> tuple[BelowLine, ...]:
    """Return what the part's agency handed down, in the order in which it did."""
    under = [one for one in file.parts if one.above == part.id]
    return tuple(_line(one, part, file, photo=photo, reason=reason, bound=bound) for one in under)


def form_name(name: str, under_id: int) -> str:
    """Return the name of the form of a step on one of the parts: the page has it once for each."""
    return f"{name}-{under_id}"


def of_below(event: EventFacts, below_ids: Sequence[int]) -> bool:
    """Return whether an event of a part that was handed down belongs into the story of the agency above."""
    return event.facts.get("part") in below_ids and event.name in _TOLD_ABOVE


_TOLD_ABOVE = frozenset(
    {
        "handed_down", "result_filed", "part_returned", "under_accepted", "under_sent_back", "taken_back",
        "committed", "commitment_approved",
    }
)  # fmt: skip


def _line(
    one: PartFacts,
    part: PartFacts,
    file: CaseFile,
    *,
    photo: Callable[[Any, PartFacts], Photo],
    reason: Callable[[str], str],
    bound: StepForm | None,
) -> BelowLine:
    own = [clock for clock in file.clocks if clock.part_id == one.id]
    running = [clock for clock in own if not clock.outcome]
    notes = [event.note for event in file.events if event.name == "part_returned" and event.facts.get("part") == one.id]
    said = [reason(one.return_reason), *notes] if one.state is Part.RETURNED else []
    return BelowLine(
        part=one,
        state=words.BELOW[one.state],
        clock=next(iter(running), own[-1] if own else None),
        evidence=tuple(photo(shown, part) for shown in file.attachments if shown.part_id == one.id),
        returned=" · ".join(word for word in said if word),
        forms=_forms(one, part, file, bound),
    )


def _forms(one: PartFacts, part: PartFacts, file: CaseFile, bound: StepForm | None) -> dict[str, StepForm]:
    """Return the forms of what may be done with a part now, the one that was sent with what was typed."""
    found: dict[str, StepForm] = {}
    for name, step in BELOW_STEPS.items():
        asked = form_name(name, one.id)
        if bound is not None and bound.name == asked:
            found[name] = bound
        elif part.state is Part.ACCEPTED and one.state in step.when:
            found[name] = step.form(name=asked, initial={"version": file.request.version})
    return found


def _in_order(units: Iterable[UnitFacts]) -> Choices:
    """Return units by id and name, in the order of their names: a list of hundreds is searched by its letters."""
    return sorted(((str(unit.id), _name(unit)) for unit in units), key=lambda one: _place_of(one[1]))


_place_of = lru_cache(maxsize=4096)(vietnamese_key)
"""The same few hundred names on every page: a key costs more than all else of the list."""


def _name(unit: UnitFacts) -> str:
    return unit.name.in_language(get_language() or "vi")

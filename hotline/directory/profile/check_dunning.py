"""Checks of `dunning.yaml`: each step can be reckoned, is named once, and has somebody to reach."""

from collections.abc import Iterator

from hotline.core.dunning import STEP_UNITS, Rung, Side
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.dunning_schema import DunningLadder
from hotline.directory.profile.faults import Fault


def dunning_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `dunning.yaml`."""
    sources = {source.record.code for source in draft.sources}
    calendars = {calendar.record.code for calendar in draft.calendars}
    steps: set[str] = set()
    units: set[str] = set()
    for ladder in draft.ladders:
        if ladder.record.calendar not in calendars:
            yield ladder.fault(f"there is no calendar `{ladder.record.calendar}`", at="calendar")
        taken = {unit.value for unit in ladder.record.units} or {"every other"}
        if both := sorted(taken & units):
            yield ladder.fault(f"two ladders take deadlines in {', '.join(both)}", at="code")
        units |= taken
        yield from _step_faults(ladder, steps, sources)
    yield from _leader_faults(draft)


def _step_faults(ladder: Placed[DunningLadder], seen: set[str], sources: set[str]) -> Iterator[Fault]:
    for index, step in enumerate(ladder.record.steps):
        path = f"steps[{index}]"
        if step.code in seen:
            yield ladder.fault(f"the step `{step.code}` stands twice", at=f"{path}.code")
        seen.add(step.code)
        if step.length.unit not in STEP_UNITS:
            yield ladder.fault("a step is counted in `minutes` or `working_hours`", at=f"{path}.length")
        if step.when is Side.BEFORE and step.to is Rung.LEADER:
            yield ladder.fault("leaders are told what is overdue, not warned: `to` is focal_point or head", at=f"{path}.to")
        if step.source not in sources:
            yield ladder.fault(f"the source `{step.source}` is not in sources.yaml", at=f"{path}.source")


def _leader_faults(draft: Draft) -> Iterator[Fault]:
    groups = {group.record.code for group in draft.groups}
    units = {unit.record.code for unit in draft.units if unit.record.until is None}
    headed = {person.record.unit for person in draft.focal_points if person.record.head}
    for leaders in draft.leaders:
        if leaders.record.unit not in units:
            yield leaders.fault(f"there is no unit `{leaders.record.unit}`", at="unit")
        elif leaders.record.unit not in headed:
            yield leaders.fault(f"`{leaders.record.unit}` has no head in focal_points.csv to be told", at="unit")
        for index, code in enumerate(leaders.record.groups):
            if code not in groups:
                yield leaders.fault(f"there is no group `{code}`", at=f"groups[{index}]")
    asks = [ladder for ladder in draft.ladders if any(step.to is Rung.LEADER for step in ladder.record.steps)]
    if asks and not draft.leaders:
        yield asks[0].fault("a step goes to leaders, but `leaders` names nobody", at="code")

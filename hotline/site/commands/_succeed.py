"""`bin/hotline areas succeed`: what it says of an administrative change, and how far it is."""

import json
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from hotline.site.attach import attached
from hotline.site.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.casefile.actions import Carried
    from hotline.casefile.queries.successions import SuccessionProgress
    from hotline.directory.actions import Outlines

_SHOWN = 40


class _Asked(TypedDict, total=False):
    """What a change is carried out with, whatever its day."""

    file_name: str
    partial: bool
    only_ours: bool
    dry: bool
    outlines: "Outlines"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do: cases that wait for a person, parts at agencies without heir; keys and webhooks that go on, or not.

    `to_come`: the day from which it will hold, None when it holds already.
    """

    waiting: int
    behind: int
    systems: "Sequence[tuple[str, int, int]]"
    to_come: date | None


def succeed(
    content: bytes,
    *,
    file: Path,
    outlines: tuple[str, bytes] | None,
    data: str | None,
    partial: bool,
    only_ours: bool,
    on: date | None,
    dry: bool,
    as_json: bool,
) -> int:
    """Carry the change out, or say what it would do, and return 0. Raises Refused after printing every fault."""
    with attached(data, begun=True):
        from hotline.casefile import actions
        from hotline.casefile.queries import successions
        from hotline.directory.actions import Outlines
        from hotline.directory.boundaries import BadBoundaries
        from hotline.directory.queries import NoProfile
        from hotline.directory.succession import BadMap, NotYet
        from hotline.dispatch.queries import systems_that_go_on

        began, to_come = time.monotonic(), None
        taken: _Asked = {"file_name": file.name, "partial": partial, "only_ours": only_ours, "dry": dry}
        if outlines:
            taken["outlines"] = Outlines(outlines[1], outlines[0])
        try:
            try:
                done = actions.carry_out_succession(content, now=datetime.now(UTC), on=on, **taken)
            except NotYet as early:
                if not dry:
                    raise Refused(_not_yet(early.day)) from early
                to_come, done = early.day, actions.carry_out_succession(content, now=datetime.now(UTC), **taken)
        except (BadMap, BadBoundaries) as bad:
            raise _refused(bad.faults, file if isinstance(bad, BadMap) else Path(outlines[0] if outlines else "")) from bad
        except NoProfile as error:
            raise Refused("No city is set up here yet: begin with bin/hotline run.") from error
        progress = None if dry else _go_on(done, quiet=as_json)
        left = Left(successions.waiting_count(), successions.left_behind(), systems_that_go_on(done.heirs), to_come)
    took = time.monotonic() - began
    print(_as_json(done, progress, left, took=took, dry=dry) if as_json else _as_text(done, progress, left))
    return 0


def _not_yet(day: date) -> str:
    return (
        f"{day:%d-%m-%Y} has not come, nothing was changed: until then cases belong to the wards of before. "
        "Carry it out on that day; --dry-run says now what it would do."
    )


def _refused(faults: Any, file: Path) -> Refused:
    print("\n".join(f"  {fault}" for fault in faults[:_SHOWN]))
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    more = f" (the first {_SHOWN} are shown)" if len(faults) > _SHOWN else ""
    return Refused(f"{file.name} is refused, nothing was changed: {count} above{more}.")


def _go_on(done: "Carried", *, quiet: bool) -> "SuccessionProgress | None":
    """Go over the cases until the pass has ended, together with the worker where one runs; Ctrl-C leaves it whole."""
    from hotline.casefile import actions
    from hotline.casefile.queries import successions

    shown_at, progress = time.monotonic(), successions.succession_progress(done.directory.id)
    while progress is not None and progress.ended_at is None:
        if not actions.succession_on(datetime.now(UTC)):
            time.sleep(0.3)
        progress = successions.succession_progress(done.directory.id)
        if progress and not quiet and time.monotonic() - shown_at >= 2:
            shown_at = time.monotonic()
            print(f"  cases: {progress.looked} of {progress.total}", file=sys.stderr, flush=True)
    return progress


def _as_text(done: "Carried", progress: "SuccessionProgress | None", left: Left) -> str:
    directory, change = done.directory, done.directory.change
    kept = len(change.areas) - len(change.opened)
    counts = f"{len(change.closed)} wards end, {len(change.opened)} begin, {kept} stay as they are"
    lines = [f"{directory.city}: {counts}; {len(change.areas)} stand on {left.to_come or directory.day:%d-%m-%Y}"]
    if left.to_come:
        lines.append("That day has not come: this is what it would do today. Carry it out on that day.")
    if directory.again:
        lines.append("This file was carried out before: only cases that can be decided now go on.")
    else:
        lines.append(f"agencies: {len(directory.closed_units)} end, {len(directory.opened_units)} begin")
        lines.append(f"split wards: {len(directory.split)}, decided by outline, else by a person")
    if directory.boundaries is not None:
        lines.append(f"boundaries: {len(directory.boundaries.changes)} outlines")
    if done.without_agency:
        lines.append(f"people left without an agency: {len(done.without_agency)}; their sign-ins stay, give them a role")
    lines += [
        f"{what} of agencies: {going} go on with who took over" + (f", {lost} of agencies that nobody follows" if lost else "")
        for what, going, lost in left.systems
        if going or lost
    ]
    if progress is None:
        lines += [f"cases that it touches: {done.touched}", "Nothing was written (--dry-run)."]
        return "\n".join(lines)
    lines.append(f"cases: {progress.looked} looked at, {progress.cases} lie in another ward now")
    lines.append(f"parts: {progress.parts} go on with another agency, {progress.joined} became one with another of their case")
    lines.append(f"messages to those who reported: {progress.told}")
    if left.waiting:
        lines.append(f"{left.waiting} open cases of split wards wait for a person: /operator/wards/ lists them")
    if left.behind:
        lines.append(f"{left.behind} cases have a part at an agency that is no more: /operator/wards/ names them")
    return "\n".join(lines)


def _as_json(done: "Carried", progress: "SuccessionProgress | None", left: Left, *, took: float, dry: bool) -> str:
    change = done.directory.change
    said: dict[str, Any] = {
        "dry_run": dry,
        "day": (left.to_come or done.directory.day).isoformat(),
        "to_come": left.to_come is not None,
        "again": done.directory.again,
        "closed": [code for code, _name in change.closed],
        "opened": change.opened,
        "standing": len(change.areas),
        "split": done.directory.split,
        "closed_agencies": list(done.directory.closed_units),
        "opened_agencies": list(done.directory.opened_units),
        "without_agency": len(done.without_agency),
        "touched": done.touched,
        **{what: {"go_on": going, "without_heir": lost} for what, going, lost in left.systems},
        "seconds": round(took, 1),
    }
    if progress is not None:
        figures = asdict(progress)
        said |= {name: figures[name] for name in ("looked", "cases", "parts", "joined", "told")}
        said |= {"waiting": left.waiting, "left_behind": left.behind}
    return json.dumps(said, ensure_ascii=False)

"""`bin/hotline areas succeed`: what it says of an administrative change, and how far it is."""

import json
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline.site.attach import attached
from hotline.site.refusal import Refused

if TYPE_CHECKING:
    from hotline.casefile.actions import Carried
    from hotline.casefile.queries.successions import SuccessionProgress

_SHOWN = 40


def succeed(
    content: bytes,
    *,
    file: Path,
    outlines: tuple[str, bytes] | None,
    data: str | None,
    partial: bool,
    only_ours: bool,
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
        from hotline.directory.succession import BadMap

        began = time.monotonic()
        try:
            done = actions.carry_out_succession(
                content,
                file_name=file.name,
                now=datetime.now(UTC),
                outlines=Outlines(outlines[1], outlines[0]) if outlines else None,
                partial=partial,
                only_ours=only_ours,
                dry=dry,
            )
        except (BadMap, BadBoundaries) as bad:
            raise _refused(bad.faults, file if isinstance(bad, BadMap) else Path(outlines[0] if outlines else "")) from bad
        except NoProfile as error:
            raise Refused("No city is set up here yet: begin with bin/hotline run.") from error
        progress = None if dry else _go_on(done, quiet=as_json)
        waiting = (successions.waiting_count(), successions.left_behind())
    took = time.monotonic() - began
    print(_as_json(done, progress, waiting, took=took, dry=dry) if as_json else _as_text(done, progress, waiting))
    return 0


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


def _as_text(done: "Carried", progress: "SuccessionProgress | None", waiting: tuple[int, int]) -> str:
    directory, change = done.directory, done.directory.change
    kept = len(change.areas) - len(change.opened)
    counts = f"{len(change.closed)} wards end, {len(change.opened)} begin, {kept} stay as they are"
    lines = [f"{directory.city}: {counts}; {len(change.areas)} stand on {directory.day:%d-%m-%Y}"]
    if directory.again:
        lines.append("This file was carried out before: only cases that can be decided now go on.")
    else:
        lines.append(f"agencies: {len(directory.closed_units)} end, {len(directory.opened_units)} begin")
        lines.append(f"split wards: {len(directory.split)}, decided by outline, else by a person")
    if directory.boundaries is not None:
        lines.append(f"boundaries: {len(directory.boundaries.changes)} taken in")
    if done.without_agency:
        lines.append(f"people left without an agency: {len(done.without_agency)}; their sign-ins stay, give them a role")
    if progress is None:
        lines += [f"cases that it touches: {done.touched}", "Nothing was written (--dry-run)."]
        return "\n".join(lines)
    lines.append(f"cases: {progress.looked} looked at, {progress.cases} lie in another ward now")
    lines.append(f"parts: {progress.parts} go on with another agency, {progress.joined} became one with another of their case")
    lines.append(f"messages to those who reported: {progress.told}")
    if waiting[0]:
        lines.append(f"{waiting[0]} open cases of split wards wait for a person: /operator/wards/ lists them")
    if waiting[1]:
        lines.append(f"{waiting[1]} cases have a part at an agency that is no more")
    return "\n".join(lines)


def _as_json(done: "Carried", progress: "SuccessionProgress | None", waiting: tuple[int, int], *, took: float, dry: bool) -> str:
    change = done.directory.change
    said: dict[str, Any] = {
        "dry_run": dry,
        "again": done.directory.again,
        "closed": [code for code, _name in change.closed],
        "opened": change.opened,
        "standing": len(change.areas),
        "split": done.directory.split,
        "closed_agencies": list(done.directory.closed_units),
        "opened_agencies": list(done.directory.opened_units),
        "without_agency": len(done.without_agency),
        "touched": done.touched,
        "seconds": round(took, 1),
    }
    if progress is not None:
        figures = asdict(progress)
        said |= {name: figures[name] for name in ("looked", "cases", "parts", "joined", "told")}
        said |= {"waiting": waiting[0], "left_behind": waiting[1]}
    return json.dumps(said, ensure_ascii=False)

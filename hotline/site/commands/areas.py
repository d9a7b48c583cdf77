"""Take official boundaries of wards in, or carry an administrative change out.

Usage: bin/hotline areas import FILE.geojson [--dry-run]
       bin/hotline areas succeed FILE.csv [--on DAY] [--boundaries FILE.geojson] [--dry-run]

import: FILE is a GeoJSON FeatureCollection in WGS84, one Polygon or MultiPolygon for each ward of today with its national code in
the property "code" and its name in "name". All of it is taken or nothing; the same file again changes nothing. From then
on the ward of a point is the one whose outline it lies in, here within seconds, without a restart.

succeed: FILE says which ward follows which, as CSV with old_code,new_code,is_default, one row for each candidate (other columns
are ignored, but names are compared: old_ward, new_ward). It closes the wards and committees of before and opens those that
follow, today, moves everybody who worked for them, and goes over the cases: those that are open go on where they lie now, with
history and notice; references, links and deadlines stay. The point decides where a ward was split (give the new outlines with
--boundaries), else a person does. Ctrl-C leaves it whole; the same command, or the worker, goes on. An agency may end too:
its code as old_code, the one that takes over as new_code. --on is the day that the decree names, if it is past; for a day to
come only --dry-run is taken: carry it out on that day.
"""

import json
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.site.attach import attached, ends_cleanly
from hotline.site.commands._arguments import parser_for
from hotline.site.commands._succeed import succeed
from hotline.site.refusal import Refused

if TYPE_CHECKING:
    from hotline.directory.actions import Change, ImportedBoundaries

MOST_BYTES = 300_000_000
_SHOWN = 40


def main(arguments: list[str]) -> int:
    """Import the file and return 0. Raises Refused after printing every fault."""
    ends_cleanly()
    parser = parser_for(__doc__, "areas")
    parser.add_argument("what", choices=["import", "succeed"], help="take outlines in, or carry a change out")
    parser.add_argument("file", type=Path, metavar="FILE", help="import: GeoJSON in WGS84; succeed: CSV")
    parser.add_argument("--dry-run", action="store_true", help="check the file and say what would change; write nothing")
    parser.add_argument("--code", metavar="FIELD", default="code", help="the property with a ward's code (default: %(default)s)")
    parser.add_argument("--name", metavar="FIELD", default="name", help="the property with its name (default: %(default)s)")
    parser.add_argument("--only-ours", action="store_true", help="leave out other wards, from a file of a larger area")
    parser.add_argument("--boundaries", type=Path, metavar="FILE", help="succeed: outlines of the wards that stand afterwards")
    parser.add_argument("--on", type=_day, metavar="DAY", help="succeed: the day from which it holds, as 2025-07-01 (today)")
    parser.add_argument("--partial", action="store_true", help="succeed: wards that the file does not name stay as they are")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    asked = parser.parse_args(arguments)
    content = _content(asked.file)
    if asked.what == "succeed":
        outlines = (asked.boundaries.name, _content(asked.boundaries)) if asked.boundaries else None
        return succeed(
            content,
            file=asked.file,
            outlines=outlines,
            data=asked.data,
            partial=asked.partial,
            only_ours=asked.only_ours,
            on=asked.on,
            dry=asked.dry_run,
            as_json=asked.json,
        )
    with attached(asked.data, begun=True):
        from hotline.directory.actions import import_boundaries
        from hotline.directory.boundaries import BadBoundaries
        from hotline.directory.queries import NoProfile

        try:
            done = import_boundaries(
                content,
                file_name=asked.file.name,
                now=datetime.now(UTC),
                code_field=asked.code,
                name_field=asked.name,
                only_ours=asked.only_ours,
                dry=asked.dry_run,
            )
        except BadBoundaries as bad:
            print("\n".join(f"  {fault}" for fault in bad.faults[:_SHOWN]))
            more = f" (the first {_SHOWN} are shown)" if len(bad.faults) > _SHOWN else ""
            faults = "1 fault" if len(bad.faults) == 1 else f"{len(bad.faults)} faults"
            raise Refused(f"{asked.file.name} is refused, nothing was changed: {faults} above{more}.") from bad
        except NoProfile as error:
            raise Refused("No city is set up here yet: begin with bin/hotline run.") from error
    print(_as_json(done, dry=asked.dry_run) if asked.json else _as_text(done, dry=asked.dry_run))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2025-07-01") from None


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"{file} is larger than {MOST_BYTES // 1_000_000} MB: simplify the outlines to about 10 m first.")
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


def _as_text(done: "ImportedBoundaries", *, dry: bool) -> str:
    new = sum(change.before is None for change in done.changes)
    lines = [f"{done.city}: {new} new, {len(done.changes) - new} changed, {done.unchanged} unchanged"]
    lines += [_line(change) for change in done.changes[:_SHOWN]]
    if len(done.changes) > _SHOWN:
        lines.append(f"  … and {len(done.changes) - _SHOWN} more")
    if dry:
        lines.append("Nothing was written (--dry-run).")
    return "\n".join(lines)


def _line(change: "Change") -> str:
    before = "" if change.before is None else f"{change.before:.2f} → "
    return f"  {'+' if change.before is None else '~'} {change.area.code}  {change.area.name_vi}  {before}{change.after:.2f} km²"


def _as_json(done: "ImportedBoundaries", *, dry: bool) -> str:
    changes = [
        {"code": change.area.code, "name": change.area.name_vi, "km2_before": change.before, "km2": change.after}
        for change in done.changes
    ]
    return json.dumps({"dry_run": dry, "unchanged": done.unchanged, "changes": changes}, ensure_ascii=False)

"""Print every clock that a case would run, when it is due and why; by the files of a profile, no database needed.

Usage: bin/hotline due --profile P --service S [--kind K] [--level L] [--agencies N] --received TIME
                       [--complete TIME] [--forwarded TIME] [--accepted TIME] [--json] [--language vi|en]

TIME is 2026-02-13T09:12, in the city's zone unless it names another. Information is taken to be complete, and the case to
be forwarded, as it is received, unless --complete and --forwarded say when. What must still happen before a clock starts
is listed after the clocks. Without --profile the rules of the installation in --data count, with those that its
administrator added.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from hotline.core.calendar import WorkingCalendar
from hotline.core.caseclocks import CaseClocks, case_clocks
from hotline.core.clockrules import ClockRule
from hotline.core.derivation import Derivation, StartedBy, explain
from hotline.core.facts import Kind, Level
from hotline.site.commands._arguments import parser_for
from hotline.site.installation import profile_folder
from hotline.site.refusal import Refused


@dataclass(frozen=True, slots=True)
class Book:
    """What deadlines are reckoned from: rules, calendars, the zone, and of each service its first kind and its level."""

    rules: Sequence[ClockRule]
    calendars: Mapping[str, WorkingCalendar]
    services: Mapping[str, tuple[Kind, Level]]
    zone: tzinfo


def main(arguments: list[str]) -> int:
    """Print the clocks and return 0. Raises Refused for a profile, a service or a moment that is none."""
    asked = _asked(arguments)
    book = _of_profile(asked.profile) if asked.profile else _of_installation(asked.data)
    if asked.service not in book.services:
        raise Refused(f"there is no service '{asked.service}': {', '.join(sorted(book.services))}.")
    kind, level = book.services[asked.service]
    clocks = case_clocks(
        book.rules,
        book.calendars,
        service=asked.service,
        kind=Kind(asked.kind) if asked.kind else kind,
        level=Level(asked.level) if asked.level else level,
        agencies=asked.agencies,
        happened=_happened(asked, book.zone),
    )
    if asked.json:
        json.dump(_plain(clocks, asked.language), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print("\n".join(_lines(clocks, asked.language)))
    return 0


_YEARS = range(1990, 2200)


def _asked(arguments: list[str]) -> Namespace:
    parser = parser_for(__doc__, "due")
    parser.add_argument("--profile", metavar="P", help="a city of profiles/, or a folder by its path")
    parser.add_argument("--service", required=True, metavar="S", help="the code of a service")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="default: the service's first")
    parser.add_argument("--level", choices=[level.value for level in Level], help="default: the service's own")
    parser.add_argument("--agencies", type=_count, default=1, metavar="N", help="how many agencies have a part (1)")
    parser.add_argument("--received", required=True, metavar="TIME")
    parser.add_argument("--complete", metavar="TIME", help="when the information was complete (as it was received)")
    parser.add_argument("--forwarded", metavar="TIME", help="when the agencies were given it (as it was received)")
    parser.add_argument("--accepted", metavar="TIME", help="when the agency took it on")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument("--language", choices=["vi", "en"], default="vi", help="of the derivations")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ValueError(text)
    return int(text)


def _of_profile(name: str) -> Book:
    from hotline.directory.profile import BadProfile, core_rules, read_profile

    folder = profile_folder(name)
    if not folder.is_dir():
        raise Refused(f"there is no profile {folder}")
    try:
        profile = read_profile(folder).profile
    except BadProfile as refusal:
        raise Refused(f"the profile {folder} has faults:\n{refusal}") from None
    return Book(
        core_rules.clock_rules(profile),
        core_rules.calendars(profile),
        {service.code: (service.kinds[0], service.level) for service in profile.services},
        ZoneInfo(profile.city.zone),
    )


def _of_installation(data: str | None) -> Book:
    from hotline.site.attach import attached

    with attached(data, begun=True):
        from hotline.directory.queries import snapshot

        directory = snapshot()
        return Book(
            directory.clock_rules,
            directory.calendars,
            {service.code: (service.kinds[0], service.level) for service in directory.services.values()},
            directory.city.zone,
        )


def _happened(asked: Namespace, zone: tzinfo) -> dict[StartedBy, datetime]:
    received = _moment(asked.received, "received", zone)
    happened = {StartedBy.RECEIVED: received}
    later = (
        (StartedBy.INFORMATION_COMPLETE, "complete", asked.complete or asked.received),
        (StartedBy.FORWARDED, "forwarded", asked.forwarded or asked.received),
        (StartedBy.ACCEPTED, "accepted", asked.accepted),
    )
    for what, name, text in later:
        if text:
            happened[what] = _moment(text, name, zone)
            if happened[what] < received:
                raise Refused(f"--{name} {text} lies before --received {asked.received}.")
    return happened


def _moment(text: str, name: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) <= len("2026-02-13"):
        raise Refused(f"--{name} {text} is no moment: write 2026-02-13T09:12.")
    if moment.year not in _YEARS:
        raise Refused(f"--{name} {text} lies in no year that this reckons with: {_YEARS[0]} to {_YEARS[-1]}.")
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _plain(clocks: CaseClocks, language: str) -> dict[str, Any]:
    return {
        "clocks": [_clock(rule, derivation, language) for rule, derivation in clocks.running],
        "waiting": [{"rule": rule.code, "starts": rule.starts.value} for rule in clocks.waiting],
    }


def _clock(rule: ClockRule, derivation: Derivation, language: str) -> dict[str, Any]:
    return {
        "rule": rule.code,
        "rule_version": rule.valid_from.isoformat(),
        "purpose": rule.purpose,
        "of": rule.on.value,
        "starts_at": derivation.started_at.isoformat(),
        "due_at": derivation.due_at.isoformat() if derivation.due_at else None,
        "derivation": explain(derivation, language=language),
        "source": rule.source,
    }


def _lines(clocks: CaseClocks, language: str) -> list[str]:
    english = language == "en"
    lines = []
    for rule, derivation in clocks.running:
        name = rule.name_en if english else rule.name_vi
        lines += [
            f"{rule.code} ({rule.valid_from:%d/%m/%Y}): {name}",
            f"  {explain(derivation, language=language)}",
            f"  {rule.source}",
        ]
    for rule in clocks.waiting:
        name = rule.name_en if english else rule.name_vi
        lines.append(f"{rule.code}: {name} · {'not before' if english else 'chưa tính, chờ'}: {rule.starts.value}")
    return lines or ["no rule gives such a case a clock" if english else "không có quy định nào cho thời hạn của việc như vậy"]

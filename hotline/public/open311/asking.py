"""Reads what a GeoReport client asks for, and says of each thing that cannot be read what it should be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from hotline.core.status import Phase
from hotline.directory.facts import Directory
from hotline.public.open311.encoding import Refusal

LONGEST_SPAN = timedelta(days=90)
_YEARS = range(1970, 2200)
"""Of dates that can be meant; near the ends of all dates no span can be reckoned."""
_PLUS = re.compile(r" (\d\d:?\d\d)$")
MOST_REFERENCES = 20
"""How many requests may be asked for by their codes at once: wrong ones are guesses (see `public.limits`)."""

PHASES = {"open": (Phase.RECEIVED, Phase.IN_PROGRESS), "closed": (Phase.RESOLVED, Phase.REFUSED)}


class Unreadable(Exception):
    """A request that cannot be answered as it stands; `refusals` say why."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(*refusals)
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Asked:
    """What GET requests asks for. `references` overrides everything else; `None` where nothing was said."""

    references: tuple[str, ...] | None = None
    services: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    start: datetime | None = None
    end: datetime | None = None


def read(query: Mapping[str, str], snapshot: Directory) -> Asked:
    """Return what the query says; parameters that GeoReport does not know are left alone. Raises Unreadable."""
    if references := references_in(query):
        return Asked(references=references)
    refusals: list[Refusal] = []
    asked = Asked(
        services=_services(query, snapshot, refusals),
        phases=_phases(query, refusals),
        start=moment(query, "start_date", refusals),
        end=moment(query, "end_date", refusals),
    )
    _require_span(asked.start, asked.end, refusals)
    if refusals:
        raise Unreadable(*refusals)
    return replace(asked, end=_through(asked.end))


def read_span(query: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """Return the span that updates are asked for, where it is said. Raises Unreadable."""
    refusals: list[Refusal] = []
    start, end = moment(query, "start_date", refusals), moment(query, "end_date", refusals)
    _require_span(start, end, refusals)
    if refusals:
        raise Unreadable(*refusals)
    return start, _through(end)


def references_in(query: Mapping[str, str]) -> tuple[str, ...]:
    """Return the requests that are asked for by their codes. Raises Unreadable for too many."""
    references = _listed(query.get("service_request_id", ""))
    if len(references) > MOST_REFERENCES:
        words = _("service_request_id: mỗi lần hỏi nhiều nhất %(most)s mã.") % {"most": MOST_REFERENCES}
        raise Unreadable(Refusal(400, words))
    return references


def require_jurisdiction(query: Mapping[str, str], snapshot: Directory) -> None:
    """Accept no jurisdiction at all, the city's code, and the host of its website. Raises Unreadable for another."""
    asked = query.get("jurisdiction_id", "")
    if asked and asked not in (snapshot.version.code, urlsplit(snapshot.city.website).hostname):
        words = _("jurisdiction_id: ở đây chỉ có “%(code)s”.") % {"code": snapshot.version.code}
        raise Unreadable(Refusal(404, words))


def _through(end: datetime | None) -> datetime | None:
    """Return the end of the second that is asked for as the last: our moments are written to the second."""
    return end and end.replace(microsecond=end.microsecond or 999_999)


def _require_span(start: datetime | None, end: datetime | None, refusals: list[Refusal]) -> None:
    if start and end and not timedelta(0) <= end - start <= LONGEST_SPAN:
        refusals.append(Refusal(400, _("end_date phải sau start_date, và không quá 90 ngày.")))


def _services(query: Mapping[str, str], snapshot: Directory, refusals: list[Refusal]) -> tuple[str, ...]:
    codes = _listed(query.get("service_code", ""))
    unknown = [code for code in codes if code not in snapshot.services]
    refusals += [Refusal(404, _("service_code: không có lĩnh vực “%(code)s”.") % {"code": code[:60]}) for code in unknown]
    return codes


def _phases(query: Mapping[str, str], refusals: list[Refusal]) -> tuple[Phase, ...]:
    words = _listed(query.get("status", ""))
    if any(word not in PHASES for word in words):
        refusals.append(Refusal(400, _("status: chỉ có “open” và “closed”.")))
        return ()
    return tuple(phase for word in words for phase in PHASES[word])


def moment(query: Mapping[str, str], name: str, refusals: list[Refusal]) -> datetime | None:
    """Return a moment of W3C's format with its offset: a guessed one would be wrong by hours for whoever is elsewhere."""
    # In an address a bare plus is a space.
    text = _PLUS.sub(r"+\1", query.get(name, "").strip())
    if not text:
        return None
    try:
        said = parse_datetime(text)
        if said is not None and said.tzinfo and said.year in _YEARS:
            return said.astimezone(UTC)
        has_no_zone = (said is not None and said.tzinfo is None) or parse_date(text) is not None
    except (ValueError, OverflowError):
        has_no_zone = False
    like = _("%(name)s: hãy viết như 2026-02-27T17:00:00+07:00.")
    words = _("%(name)s: thiếu múi giờ, hãy viết như 2026-02-27T17:00:00+07:00.") if has_no_zone else like
    refusals.append(Refusal(400, words % {"name": name}))
    return None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))

"""An agency's deadlines as a calendar (RFC 5545) that a telephone or an office program subscribes to.

What leaves is a matter, a ward and a reference: no word of a citizen, nobody's name, no address. The rest opens after signing in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hotline.oversight.facts import WatchRow

RENEWED_EVERY = timedelta(hours=1)
_SHOWN_AS = timedelta(minutes=30)


def calendar_of(rows: Sequence[WatchRow], *, name: str, public_url: str, now: datetime) -> bytes:
    """Return the calendar of deadlines as bytes. Each is one event that ends when it is due; its name stays the same."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hotline//1022//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", RENEWED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    host = urlsplit(public_url).hostname or "localhost"
    for row in rows:
        calendar.add_component(_event(row, host=host, public_url=public_url, now=now))
    return bytes(calendar.to_ical())


def _event(row: WatchRow, *, host: str, public_url: str, now: datetime) -> Event:
    place = f", {row.area_name}" if row.area_name else ""
    late = _("Quá hạn: ") if row.due_at < now else ""
    event = Event()
    event.add("uid", f"clock-{row.clock_id}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", row.due_at - _SHOWN_AS)
    event.add("dtend", row.due_at)
    event.add("summary", f"{late}{row.service}{place}")
    about, address = row.reference, f"agency/{row.part_id}"
    if row.explanation_id:
        about, address = _("số %(n)s") % {"n": row.explanation_id}, f"agency/explanations/{row.explanation_id}"
    event.add("description", f"{row.clock}: {about}\n{row.unit}")
    event.add("url", f"{public_url}/{address}/")
    event.add("transp", "TRANSPARENT")
    return event

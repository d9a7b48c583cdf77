"""Who reports: masked, until somebody opens it with a reason that is logged."""

from collections.abc import Sequence
from datetime import datetime

import phonenumbers
from django.utils.translation import gettext as _

from hotline.casefile import access
from hotline.casefile.actions import USABLE
from hotline.casefile.facts import ReporterFacts
from hotline.casefile.queries.guarding import Asking, askings_of
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.record import DecideRevealForm, OpenForm, RevealForm
from hotline.triage.revealing import open_until
from hotline.triage.wording import CHANNELS
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

VIETNAM = 84
"""The country code of numbers that are dialled without one."""


def reporter(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of who reports."""
    given = opened(reference, viewer, page)
    until = open_until(page.request, reference, now=now)
    people = given.case.reporters
    askings = askings_of(given.case.request.id) if given.case.is_guarded else ()
    if until:
        people = access.case_for(viewer, reference, language=given.language, revealed=True).reporters
    return page.render(
        "triage/panels/reporter.html",
        {
            "people": [(_name(one), _lines(one), _note(one)) for one in people],
            "open_until": until,
            "now": now,
            "form": given.form(RevealForm, "triage.reveal"),
            "is_guarded": given.case.is_guarded and not viewer.has(Role.SUPERVISOR),
            "open_form": _open_form(given, askings, viewer, now=now),
            "waits": any(one.asked_by == viewer.user_id and one.decided_at is None for one in askings),
            "to_decide": [_to_decide(given, one) for one in askings if one.asked_by != viewer.user_id and one.decided_at is None],
        },
    )


def _open_form(given: Opening, askings: Sequence[Asking], viewer: Viewer, *, now: datetime) -> OpenForm | None:
    """Return the form that opens what another person agreed to, if there is such a thing for this viewer."""
    usable = any(one.is_usable(viewer.user_id, now=now, within=USABLE) for one in askings)
    return given.form(OpenForm, "triage.open") if usable or given.page.is_open("triage.open") else None


def _to_decide(given: Opening, one: Asking) -> tuple[Asking, str, DecideRevealForm]:
    """Return somebody's asking with why, and the form that answers it."""
    event = next(event for event in given.case.events if event.name == "reveal_asked" and event.facts.get("asked") == one.id)
    return one, event.note, given.form(DecideRevealForm, f"triage.decide.{one.id}", asked=one.id)


def _name(one: ReporterFacts) -> str:
    return one.name or _("Không cho biết tên")


def _lines(one: ReporterFacts) -> list[str]:
    return [line for line in (dialled(one.phone), one.email) if line]


def dialled(phone: str) -> str:
    """Return a full number as it is dialled here, in groups; a masked one as it is."""
    if not phone.startswith("+"):
        return phone
    number = phonenumbers.parse(phone)
    at_home = number.country_code == VIETNAM
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _note(one: ReporterFacts) -> str:
    language = _("tiếng Anh") if one.language.startswith("en") else _("tiếng Việt")
    channel = CHANNELS.get(one.channel)
    answer = _("Trả lời qua: %(channel)s, %(language)s") % {"channel": channel, "language": language} if channel else ""
    hidden = _("Xin giữ kín danh tính") if one.hidden else ""
    return " · ".join(piece for piece in (answer, hidden) if piece)

"""Who reports: masked, until somebody opens it with a reason that is logged."""

from datetime import datetime

import phonenumbers
from django.utils.translation import gettext as _

from hotline.casefile import access
from hotline.casefile.facts import ReporterFacts
from hotline.people.facts import Viewer
from hotline.triage.forms.record import RevealForm
from hotline.triage.revealing import open_until
from hotline.triage.wording import CHANNELS
from hotline.ui.panels import PanelPage

from .opening import opened

VIETNAM = 84
"""The country code of numbers that are dialled without one."""


def reporter(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of who reports."""
    given = opened(reference, viewer, page)
    until = open_until(page.request, reference, now=now)
    people = given.case.reporters
    if until:
        people = access.case_for(viewer, reference, language=given.language, revealed=True).reporters
    return page.render(
        "triage/panels/reporter.html",
        {
            "people": [(_name(one), _lines(one), _note(one)) for one in people],
            "open_until": until,
            "now": now,
            "form": given.form(RevealForm, "triage.reveal"),
        },
    )


def _name(one: ReporterFacts) -> str:
    return one.name or _("Không cho biết tên")


def _lines(one: ReporterFacts) -> list[str]:
    return [line for line in (_dialled(one.phone), one.email) if line]


def _dialled(phone: str) -> str:
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

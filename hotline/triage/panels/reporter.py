"""Who reports: masked, until somebody opens it with a reason that is logged."""

from datetime import datetime

from django.utils.translation import gettext as _

from hotline.casefile import access
from hotline.casefile.facts import ReporterFacts
from hotline.people.facts import Viewer
from hotline.triage.forms.record import RevealForm
from hotline.triage.revealing import open_until
from hotline.triage.wording import CHANNELS
from hotline.ui.panels import PanelPage

from .opening import opened


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
    return [line for line in (one.phone, one.email) if line]


def _note(one: ReporterFacts) -> str:
    language = _("tiếng Anh") if one.language.startswith("en") else _("tiếng Việt")
    channel = CHANNELS.get(one.channel)
    answer = _("Trả lời qua: %(channel)s, %(language)s") % {"channel": channel, "language": language} if channel else ""
    hidden = _("Xin giữ kín danh tính") if one.hidden else ""
    return " · ".join(piece for piece in (answer, hidden) if piece)

"""What stands beside a case: its deadlines with why, and what happened."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hotline.casefile.facts import ClockFacts, EventFacts
from hotline.core.clockrules import ClockRule
from hotline.people.facts import Viewer
from hotline.triage.eventnames import event_words
from hotline.triage.eventwords import event_detail, who
from hotline.triage.forms.record import PauseForm, ResumeForm
from hotline.ui.facts import Moment
from hotline.ui.panels import PanelPage

from .opening import Opening, nearest_first, opened

_TONES = {"refused": "red", "part_returned": "red", "reopened": "red", "contact_revealed": "amber", "answered": "green"}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One deadline as the panel shows it, with the form that stands it still or lets it go on."""

    clock: ClockFacts
    unit: str
    pausing: PauseForm | None
    resuming: ResumeForm | None
    is_open: bool


def clocks(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of the deadlines, those that run first."""
    given = opened(reference, viewer, page)
    lines = [_clock_line(clock, given) for clock in sorted(given.case.clocks, key=nearest_first)]
    return page.render(
        "triage/panels/clocks.html",
        {
            "now": now,
            "running": [line for line in lines if not line.clock.outcome and not line.unit],
            "of_agencies": [line for line in lines if not line.clock.outcome and line.unit],
            "ended": [line for line in lines if line.clock.outcome],
        },
    )


def history(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of what happened, the newest first."""
    given = opened(reference, viewer, page)
    moments = [_moment(event, given) for event in reversed(given.case.events)]
    return page.render("triage/panels/history.html", {"moments": moments, "now": now})


def _clock_line(clock: ClockFacts, given: Opening) -> ClockLine:
    unit = next((part.unit_name for part in given.case.parts if part.id == clock.part_id), "")
    name = f"triage.pause.{clock.id}"
    pausing = resuming = None
    rule = _rule(clock, given)
    if given.may_act and clock.part_id is None and clock.state == "running" and rule is not None and rule.pauses:
        pausing = given.form(PauseForm, name, clock=clock.id)
        pausing.offer_only(rule)
    elif given.may_act and clock.state == "paused":
        resuming = given.form(ResumeForm, f"triage.resume.{clock.id}", clock=clock.id)
    return ClockLine(clock, unit, pausing, resuming, given.page.is_open(name))


def _rule(clock: ClockFacts, given: Opening) -> ClockRule | None:
    since = str(clock.derivation.get("rule_version", ""))
    rules = given.directory.clock_rules
    return next((rule for rule in rules if rule.code == clock.rule and rule.valid_from.isoformat() == since), None)


def _moment(event: EventFacts, given: Opening) -> Moment:
    by = who(event, given.directory, language=given.language)
    if event.name == "received" and event.actor_user:
        by = _("%(who)s ghi lại") % {"who": by}
    return Moment(
        at=event.at,
        title=event_words(event.name),
        text=event_detail(event, given.case, given.directory, language=given.language),
        by=by,
        tone=_TONES.get(event.name, ""),
    )

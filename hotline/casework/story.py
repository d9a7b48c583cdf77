"""What happened to a part, told to its agency."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from hotline.casefile.agencywords import agency_words
from hotline.casefile.dossierfacts import DirectiveFacts
from hotline.casefile.facts import CaseFile, EventFacts, PartFacts
from hotline.casework import words
from hotline.casework.below import of_below
from hotline.casework.naming import language, reason_name
from hotline.core.directives import DirectiveState
from hotline.core.facts import ActorKind
from hotline.core.status import Part
from hotline.directory import queries as directory
from hotline.ui.facts import Moment
from hotline.ui.words import moved


def story_of(file: CaseFile, part: PartFacts, *, names: Mapping[int, str]) -> tuple[Moment, ...]:
    """Return what happened, newest first. `names` are those of the agency's people, by id."""
    return tuple(_moment(event, part=part, names=names) for event in reversed(_own(file, part)))


def sent_back_event(events: Sequence[EventFacts], part: PartFacts) -> EventFacts | None:
    """Return the event by which the desk sent the result back, while no other result was filed."""
    if part.state is not Part.ACCEPTED or part.result_at is None:
        return None
    sent_back = ("result_returned", "under_sent_back")
    of_part = [event for event in events if event.name in sent_back and event.facts.get("part") == part.id]
    return of_part[-1] if of_part else None


def directive_sent_back_because(events: Sequence[EventFacts], one: DirectiveFacts) -> str:
    """Return why the centre sent back what the agency reported on a directive, while it has not reported again."""
    if one.state is not DirectiveState.GIVEN:
        return ""
    told = [event.note for event in events if event.name == "directive_sent_back" and event.facts.get("directive") == one.id]
    return told[-1] if told else ""


def _own(file: CaseFile, part: PartFacts) -> list[EventFacts]:
    """Return the events of the agency's own story: of its part, replies to its own questions, what units under it did."""
    asked = {one.id for one in file.questions}
    under = [one.id for one in file.parts if one.above == part.id]
    return [
        event
        for event in file.events
        if event.name in words.EVENTS
        and (event.facts.get("part") in (None, part.id) or of_below(event, under))
        and (event.name != "question_replied" or event.facts.get("question") in asked)
    ]


def _moment(event: EventFacts, *, part: PartFacts, names: Mapping[int, str]) -> Moment:
    title, tone = words.EVENTS[event.name]
    note = agency_words(event.note, None) if event.actor_kind == ActorKind.CITIZEN else event.note
    because = str(words.MOVED_BECAUSE.get(event.reason, "")) if event.name == "deadline_moved" else reason_name(event.reason)
    lines = [because, _particulars(event, names), note]
    return Moment(
        at=event.at,
        title=str(title),
        text="\n".join(line for line in lines if line),
        by=_by(event, part=part, names=names),
        tone=tone,
    )


def _by(event: EventFacts, *, part: PartFacts, names: Mapping[int, str]) -> str:
    """Name colleagues and the centre; the citizen is nobody."""
    if event.actor_kind == ActorKind.AGENCY and event.actor_unit == part.unit_id:
        return names.get(event.actor_user or 0) or event.actor_name or part.unit_name
    if event.actor_kind == ActorKind.CITIZEN:
        return ""
    other = directory.snapshot().units_by_id.get(event.actor_unit or 0) if event.actor_kind == ActorKind.AGENCY else None
    if other is not None:  # above this agency or under it: others' doings are not here
        return other.name.in_language(language())
    return directory.snapshot().city.centre_name.in_language(language())


def _particulars(event: EventFacts, names: Mapping[int, str]) -> str:
    if event.name == "handed_down":
        unit = directory.snapshot().units_by_id.get(event.facts.get("unit", 0))
        return unit.name.in_language(language()) if unit else ""
    if event.name == "part_succeeded":
        before = directory.snapshot().units_by_id.get(event.facts.get("from", 0))
        return before.name.in_language(language()) if before else ""
    if event.name == "part_assigned":
        return names.get(event.facts.get("handler", 0), "")
    if event.name == "deadline_moved":
        return moved(event.facts.get("from"), event.facts.get("to"))
    if due_on := event.facts.get("due_on"):
        said = _("Hạn theo chỉ đạo %(day)s") if event.name == "directive_given" else _("Hạn cam kết %(day)s")
        return said % {"day": f"{date.fromisoformat(str(due_on)):%d/%m/%Y}"}
    if event.name == "rated":
        return _("%(stars)s trên 5") % {"stars": event.facts.get("stars", "")}
    return _("%(n)s ảnh") % {"n": event.facts["photos"]} if event.facts.get("photos") else ""

"""Makes the facts of warnings, ladders and reminders from the document of the current profile."""

from datetime import time

from hotline.core.deadlines import Length
from hotline.core.dunning import Ladder, Step
from hotline.directory import facts
from hotline.directory.profile import dunning_schema, schema
from hotline.directory.profile.core_rules import titles_of


def dunning_of(profile: schema.Profile) -> facts.DunningFacts:
    """Return how agencies of this city are warned, dunned and reminded."""
    titles = titles_of(profile.sources)
    return facts.DunningFacts(
        ladders=tuple(
            Ladder(
                code=ladder.code,
                calendar=ladder.calendar,
                steps=tuple(_step(step, titles.get(step.source, step.source)) for step in ladder.steps),
                units=frozenset(ladder.units),
            )
            for ladder in profile.ladders
        ),
        leaders=tuple(facts.LeadersFacts(one.unit, frozenset(one.groups)) for one in profile.leaders),
        reminder=(profile.reminder.day, time.fromisoformat(profile.reminder.at)) if profile.reminder else None,
    )


def _step(step: dunning_schema.DunningStep, source: str) -> Step:
    return Step(step.code, step.when, Length(step.length.unit, step.length.amount), step.to, step.by, source)

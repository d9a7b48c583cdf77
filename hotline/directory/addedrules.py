"""The rules of deadlines: the profile's, with the later versions that administrators added put among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from hotline.core.clockrules import ClockRule, collisions
from hotline.core.ruleversions import changed_meaning, unknown_in, with_added
from hotline.directory.facts import ReasonUse
from hotline.directory.models import RuleChange
from hotline.directory.profile import core_rules
from hotline.directory.profile.schema import Profile


@dataclass(frozen=True, slots=True)
class RuleChangeFacts:
    """One change: a version of the rule `code` that begins on `since`, or, without a `rule`, its taking back."""

    id: int
    code: str
    since: date
    rule: ClockRule | None
    paper: str
    verified: bool
    made_at: datetime
    made_by: int | None


def standing_rules(profile: Profile) -> tuple[ClockRule, ...]:
    """Return the rules of `profile` with every added version that was not taken back."""
    return with_added(core_rules.clock_rules(profile), added_rules())


def added_rules() -> list[ClockRule]:
    """Return the added versions that stand."""
    return [change.rule for change in standing_changes() if change.rule is not None]


def standing_changes() -> list[RuleChangeFacts]:
    """Return the newest word about each version that was ever added, where that is not its taking back."""
    newest = {(row.code, row.since): row for row in RuleChange.objects.order_by("id")}
    return [facts_of(row) for row in newest.values() if row.rule is not None]


def facts_of(row: RuleChange) -> RuleChangeFacts:
    """Return a row as facts."""
    return RuleChangeFacts(
        id=row.pk,
        code=row.code,
        since=row.since,
        rule=msgspec.convert(row.rule, ClockRule) if row.rule is not None else None,
        paper=row.paper,
        verified=row.verified,
        made_at=row.made_at,
        made_by=row.made_by,
    )


def misfits(profile: Profile, added: Sequence[ClockRule]) -> Iterator[str]:
    """Give, in words, why versions that were added do not go with `profile`: what they name is gone, or two rules collide."""
    known = {
        "calendars": [calendar.code for calendar in profile.calendars],
        "services": [service.code for service in profile.services],
        "pauses": [reason.code for reason in profile.reasons if reason.use is ReasonUse.PAUSE],
    }
    for rule in added:
        for code in unknown_in(rule, **known):
            yield f"the version of `{rule.code}` since {rule.valid_from} names `{code}`, which is not there any more"
    rules = with_added(core_rules.clock_rules(profile), added)
    for earlier, later in changed_meaning(rules):
        yield f"the versions of `{later.code}` since {earlier.valid_from} and {later.valid_from} are not for the same thing"
    for first, second in collisions(rules):
        yield f"`{second.code}` and `{first.code}` both give the clock `{second.purpose}` to one case"

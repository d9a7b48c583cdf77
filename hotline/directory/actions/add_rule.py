"""Later versions of a deadline's rule, added by an administrator over the profile: never one that a case has run on."""

from dataclasses import replace
from datetime import date, datetime

import msgspec
from django.db import connection, transaction

from hotline.core.clockrules import ClockRule, RulesCollide, collisions
from hotline.core.ruleversions import unknown_in, with_added
from hotline.directory import queries
from hotline.directory.addedrules import RuleChangeFacts, added_rules, facts_of
from hotline.directory.facts import Directory, ReasonUse
from hotline.directory.models import RuleChange

_LOCK = 1022_0004
"""Number of the advisory lock under which rules are changed one after the other."""
_UNVERIFIED = " (chưa kiểm chứng)"


class NoSuchRule(LookupError):
    """There is no rule of this code to which a version could be added."""


class NotLater(Exception):
    """A version begins on a day to come: cases of today and before have run on the one that is."""


class VersionStands(Exception):
    """The rule has a version that begins on this day already."""


class NoSuchVersion(LookupError):
    """No administrator added a version of this rule that begins on this day, or it was taken back."""


class PaperMissing(Exception):
    """A version names the paper that orders it."""


class NeverEnds(Exception):
    """What the version says ends its clock can never come after what starts it, or nothing ever starts it."""


class NotOfTheProfile(Exception):
    """The version names a calendar, a service or a reason that the profile does not have."""


def check_rule_version(rule: ClockRule, *, paper: str, now: datetime) -> tuple[ClockRule, ...]:
    """Return all rules as they would stand with this version; nothing is written.

    Raises NoSuchRule, PaperMissing, NotLater, VersionStands, NeverEnds, NotOfTheProfile and RulesCollide.
    """
    directory = queries.snapshot()
    if not paper.strip():
        raise PaperMissing(rule.code)
    _require_later(rule.valid_from, directory, now=now)
    of_code = [known for known in directory.clock_rules if known.code == rule.code]
    if not any((known.purpose, known.on) == (rule.purpose, rule.on) for known in of_code):
        raise NoSuchRule(rule.code)
    if any(known.valid_from == rule.valid_from for known in of_code):
        raise VersionStands(rule.valid_from)
    if not rule.can_end:
        raise NeverEnds(rule.stops)
    pauses = [reason.code for reason in directory.reasons[ReasonUse.PAUSE]]
    if unknown := list(unknown_in(rule, calendars=directory.calendars, services=directory.services, pauses=pauses)):
        raise NotOfTheProfile(", ".join(unknown))
    rules = with_added(directory.clock_rules, [rule])
    for first, second in collisions(rules):
        raise RulesCollide(first.code, second.code)
    return rules


def add_rule_version(rule: ClockRule, *, paper: str, verified: bool, now: datetime, user_id: int | None) -> int:
    """Add a version that begins on a day to come, with the paper that orders it, and return the number of the change.

    It holds over every profile that is loaded later, until a version with a later day. Raises what `check_rule_version` does.
    """
    with transaction.atomic():
        _lock()
        queries.forget()
        check_rule_version(rule, paper=paper, now=now)
        source = paper.strip() if verified else paper.strip() + _UNVERIFIED
        row = RuleChange.objects.create(
            code=rule.code,
            since=rule.valid_from,
            rule=msgspec.to_builtins(replace(rule, source=source)),
            paper=paper.strip(),
            verified=verified,
            made_at=now,
            made_by=user_id,
        )
    queries.forget()
    return row.pk


def take_back_rule_version(code: str, since: date, *, now: datetime, user_id: int | None) -> RuleChangeFacts:
    """Take back a version that has not begun. Raises NoSuchVersion, and NotLater for one that has."""
    with transaction.atomic():
        _lock()
        queries.forget()
        _require_later(since, queries.snapshot(), now=now)
        if not any((rule.code, rule.valid_from) == (code, since) for rule in added_rules()):
            raise NoSuchVersion(code)
        row = RuleChange.objects.create(code=code, since=since, rule=None, paper="", verified=False, made_at=now, made_by=user_id)
    queries.forget()
    return facts_of(row)


def _require_later(since: date, directory: Directory, *, now: datetime) -> None:
    if since <= now.astimezone(directory.city.zone).date():
        raise NotLater(since)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

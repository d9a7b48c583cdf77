"""The monthly reminder: who owes work of the period is told once, and nobody else."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from hotline.casefile import actions
from hotline.casefile.facts import Draft
from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.oversight.loops import remind
from tests import make
from tests.make import OPERATOR, minutes

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
IN_PERIOD = datetime(2026, 3, 2, 9, tzinfo=ZONE)
NOON = datetime(2026, 3, 25, 12, tzinfo=ZONE)


def _reminders() -> list[tuple[int, str, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT focal.unit_id, message.channel, message.facts FROM casefile_message AS message "
            "JOIN directory_focalpoint AS focal ON focal.id = message.focal_point_id "
            "WHERE event = 'monthly_reminder' ORDER BY message.id"
        )
        rows = [(unit, channel, json.loads(facts)) for unit, channel, facts in cursor.fetchall()]
    return [(unit, channel, facts["received"], facts["open"], facts["late"]) for unit, channel, facts in rows]


@pytest.mark.parametrize("city", ["hcmc", "binhduong", "hue"], indirect=True)
def test_who_received_and_did_not_handle_is_reminded_at_noon_of_the_25th(city: str, db: None) -> None:
    opened = actions.open_request(
        Draft(service="pothole", words="Ổ gà lớn.", channel=Channel.WEB, place=make.place(snapshot().wards[0].code)),
        now=IN_PERIOD,
    )
    actions.forward(opened.request_id, now=IN_PERIOD + minutes(2), actor=OPERATOR)
    remind(NOON - timedelta(seconds=1))
    assert _reminders() == [], "that would be the period before, in which nothing came"
    remind(NOON)
    parts = {part.unit_id for part in make.case(opened).parts}
    assert {(unit, received, still, late) for unit, _way, received, still, late in _reminders()} == {
        (unit, 1, 1, 1) for unit in parts
    }
    assert {way for _unit, way, *_numbers in _reminders()} == {"sms", "email"}


def test_once_for_ever_whichever_way_the_clock_jumps(city: None, db: None) -> None:
    make.forwarded("pothole", now=IN_PERIOD)
    for now in (NOON, NOON, NOON + timedelta(hours=1), NOON - timedelta(days=1), NOON + timedelta(days=29), NOON):
        remind(now)
    assert len(_reminders()) == 2
    assert [period for period in _periods() if period == NOON] == [NOON]


def test_what_was_handled_in_the_period_is_no_debt(city: None, db: None) -> None:
    make.with_results("pothole", now=IN_PERIOD)
    remind(NOON)
    assert _reminders() == []
    assert NOON in _periods(), "nobody owed anything, and it is not asked again when a result comes back"


def test_the_numbers_are_those_of_the_period(city: None, db: None) -> None:
    """Three came in the period, one is handled, one not due yet; one came before it and one after."""
    make.forwarded("pothole", now=IN_PERIOD)
    make.with_results("pothole", now=IN_PERIOD + timedelta(days=1))
    make.forwarded("pothole", now=NOON - timedelta(hours=2))
    make.forwarded("pothole", now=IN_PERIOD - timedelta(days=30))
    make.forwarded("pothole", now=NOON)
    remind(NOON + minutes(10))
    assert {row[2:] for row in _reminders()} == {(3, 2, 1)}


def test_what_was_returned_is_nobodys_debt(city: None, db: None) -> None:
    opened = make.forwarded("pothole", now=IN_PERIOD)
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="Không phải.", now=IN_PERIOD + minutes(9), actor=make.officer(part))
    remind(NOON)
    assert part.unit_id not in {row[0] for row in _reminders()}


def _periods() -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ends_at FROM oversight_reminder ORDER BY ends_at")
        return [row[0] for row in cursor.fetchall()]

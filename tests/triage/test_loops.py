"""Reports that need nobody's key: they go by themselves, one by one, and what cannot go waits for a person."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile import actions
from hotline.core.status import Part, Phase
from hotline.triage.loops import FAILED, LOOPS, forward_automatic
from tests import make
from tests.triage.forms import names

pytestmark = pytest.mark.usefixtures("city", "db")


def test_it_runs_every_second() -> None:
    assert [(loop.name, loop.every_seconds, loop.run) for loop in LOOPS] == [("forward-automatic", 1.0, forward_automatic)]


def test_a_street_light_goes_by_itself_within_its_five_minutes() -> None:
    now = timezone.now()
    opened = make.report("street_light", now=now)
    assert forward_automatic(now + timedelta(seconds=1)) == 1
    case = make.case(opened)
    assert case.request.phase is Phase.IN_PROGRESS
    assert {part.state for part in case.parts} == {Part.FORWARDED}
    assert case.events[-1].actor_kind == "system"
    assert {message.event for message in case.messages} == {"received_and_forwarded", "focal_forwarded"}
    assert forward_automatic(now + timedelta(seconds=2)) == 0


STAYS = [
    ("its service is forwarded by an operator", {"service": "pothole"}),
    ("a word of danger", {"service": "street_light", "words": "Trụ đèn phát nổ, đang cháy!"}),
    ("a word of exclusion", {"service": "street_light", "words": "Tôi khiếu nại vì đèn hư."}),
    ("the service was guessed", {"service": "street_light", "service_chosen": False}),
]


@pytest.mark.parametrize("draft", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_what_a_person_must_look_at_stays(draft: dict[str, object]) -> None:
    opened = make.report(**draft, now=timezone.now())  # type: ignore[arg-type]
    assert forward_automatic(timezone.now()) == 0
    assert make.lead(opened).state is Part.PROPOSED


def test_what_an_operator_has_begun_with_stays() -> None:
    asked, refused = (make.report("street_light", now=timezone.now()) for _ in range(2))
    actions.ask(asked.request_id, words="Trụ số mấy?", now=timezone.now(), actor=make.OPERATOR)
    actions.refuse(refused.request_id, reason="duplicate", now=timezone.now(), actor=make.OPERATOR)
    assert forward_automatic(timezone.now()) == 0
    assert make.case(refused).request.phase is Phase.REFUSED


def test_one_that_cannot_go_does_not_hold_up_the_others() -> None:
    broken, sound = (make.report("street_light", now=timezone.now()) for _ in range(2))
    with _no_clock_can_start_for(broken.request_id):
        assert forward_automatic(timezone.now()) == 1
    assert make.case(sound).request.phase is Phase.IN_PROGRESS
    case = make.case(broken)
    assert {part.state for part in case.parts} == {Part.PROPOSED}, "nothing of the half-done forwarding is left"
    assert (names(broken)[-1], case.events[-1].reason) == ("automatic_held", FAILED)
    assert not any(part.automatic for part in case.parts), "an operator's key sends it now"
    assert forward_automatic(timezone.now()) == 0


@contextmanager
def _no_clock_can_start_for(request_id: int) -> Iterator[None]:
    """Have new clocks of one case fail, as a fault of ours would."""

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if re.search('INSERT INTO "?casefile_clock', sql) and _is_of(request_id, params):
            raise RuntimeError("the disk said no")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def _is_of(request_id: int, params: Iterable[object]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM casefile_assignment WHERE request_id = %s", [request_id])
        parts = {row[0] for row in cursor.fetchall()}
    written = [json.loads(value)["clocks"] for value in params if isinstance(value, str) and value.startswith("{")]
    named = {row.get(owner) for rows in written for row in rows for owner in ("request_id", "part_id")}
    return any(value in (*parts, request_id) for value in (*named, *params))

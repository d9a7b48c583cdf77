"""Many new reports forwarded at once leave the very record that forwarding each by itself leaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Assignment, Clock, Event, Message, Reporter, ServiceRequest
from hotline.core.facts import SYSTEM
from hotline.core.status import Part
from tests import make
from tests.make import NOW, OPERATOR, minutes

pytestmark = pytest.mark.usefixtures("city", "db")

CASES = [
    ("a street light: two agencies may have a part", "street_light", ContactDraft(phone="0908369217"), timedelta(minutes=1)),
    ("so soon that the receipt says so", "street_light", ContactDraft(phone="0908369217"), timedelta(seconds=1)),
    ("forwarded too late", "pothole", ContactDraft(phone="0908369217"), timedelta(minutes=9)),
    ("answered by e-mail", "rubbish", ContactDraft(email="an@thu.example"), timedelta(minutes=1)),
    ("nobody to tell", "blocked_drain", None, timedelta(minutes=1)),
    ("a word of danger goes first", "tree", ContactDraft(phone="0908369217"), timedelta(minutes=2)),
]


@pytest.mark.parametrize(("service", "contact", "later"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_record_is_the_same(service: str, contact: ContactDraft | None, later: timedelta) -> None:
    words = "Cây gãy đè dây điện, đang cháy" if service == "tree" else "Hư từ hôm qua"
    alone, together = (make.report(service, words=words, contact=contact, now=NOW) for _ in range(2))
    actions.forward(alone.request_id, now=NOW + later, actor=SYSTEM)
    assert actions.forward_new([together.request_id], now=NOW + later, actor=SYSTEM) == {together.request_id}
    assert _record_of(together) == _record_of(alone)


def test_each_of_many_gets_its_own() -> None:
    many = [make.report("street_light" if number % 2 else "pothole", now=NOW) for number in range(6)]
    gone = actions.forward_new([opened.request_id for opened in many], now=NOW + minutes(1), actor=SYSTEM)
    assert gone == {opened.request_id for opened in many}
    for opened in many:
        assert make.lead(opened).state is Part.FORWARDED
        assert [event.name for event in make.case(opened).events].count("accepted") == 1


def test_what_somebody_has_begun_with_is_left_as_it_is() -> None:
    asked, refused, gone, fresh = (make.report("pothole", now=NOW) for _ in range(4))
    actions.ask(asked.request_id, words="Ở số nhà nào?", now=NOW, actor=OPERATOR)
    actions.refuse(refused.request_id, reason="duplicate", now=NOW, actor=OPERATOR)
    actions.forward(gone.request_id, now=NOW, actor=OPERATOR)
    others = [asked, refused, gone]
    before = [_record_of(opened) for opened in others]
    ids = [opened.request_id for opened in (*others, fresh)]
    assert actions.forward_new(ids, now=NOW + minutes(1), actor=SYSTEM) == {fresh.request_id}
    assert [_record_of(opened) for opened in others] == before


def test_nothing_of_half_a_batch_is_left() -> None:
    first, second = (make.report("pothole", now=NOW) for _ in range(2))
    before = [_record_of(first), _record_of(second)]

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.startswith('UPDATE "casefile_servicerequest"'):
            raise RuntimeError("the disk said no")
        return execute(sql, params, many, context)

    with pytest.raises(RuntimeError), connection.execute_wrapper(refuse), transaction.atomic():
        actions.forward_new([first.request_id, second.request_id], now=NOW + minutes(1), actor=SYSTEM)
    assert [_record_of(first), _record_of(second)] == before


def _record_of(opened: Opened) -> dict[str, Any]:
    """Return all rows of a case with ids put as the place in their table, so that two cases can be compared."""
    parts = list(Assignment.objects.filter(request_id=opened.request_id).order_by("-role", "id"))
    places = {part.pk: f"part {number}" for number, part in enumerate(parts)}
    reporters = list(Reporter.objects.filter(request_id=opened.request_id).order_by("id").values_list("id", flat=True))
    mine = Clock.objects.filter(request_id=opened.request_id) | Clock.objects.filter(part_id__in=places)
    request = ServiceRequest.objects.get(pk=opened.request_id)
    return {
        "request": [getattr(request, name) for name in _REQUEST],
        "parts": [[getattr(part, name) for name in _PART] for part in parts],
        "clocks": sorted(
            str([places.get(clock.part_id or 0), *(getattr(clock, name) for name in _CLOCK)]) for clock in mine.distinct()
        ),
        "events": [
            [*(getattr(event, name) for name in _EVENT), _facts(event.facts, places)]
            for event in Event.objects.filter(request_id=opened.request_id).order_by("id")
        ],
        "messages": sorted(
            str(
                [
                    *(getattr(message, name) for name in _MESSAGE),
                    _facts(message.facts, places),
                    reporters.index(message.reporter_id) if message.reporter_id else None,
                    _once(message.once, opened, places, reporters),
                ]
            )
            for message in Message.objects.filter(request_id=opened.request_id)
        ),
    }


_REQUEST = ("screening", "phase", "unowned", "at_desk", "complete_at", "changed_at", "version", "round")
_PART = ("role", "unit_id", "state", "forwarded_at", "accepted_at", "rule", "automatic")
_CLOCK = (
    "rule",
    "purpose",
    "stops",
    "rule_from",
    "started_by",
    "started_at",
    "state",
    "due_at",
    "ended_at",
    "outcome",
    "derivation",
)
_EVENT = ("name", "at", "actor_kind", "actor_user", "reason", "note")
_MESSAGE = ("event", "channel", "priority", "language", "focal_point_id", "state", "created_at", "try_at")


def _facts(facts: dict[str, Any], places: dict[int, str]) -> dict[str, Any]:
    return {name: places.get(value, value) if name == "part" else value for name, value in facts.items()}


def _once(once: str, opened: Opened, places: dict[int, str], reporters: list[int]) -> str:
    """Return the key of a message with the ids in it put as places."""
    of_part = once.startswith("focal_")
    known = {str(part): place for part, place in places.items()} if of_part else {str(opened.request_id): "case"}
    known |= {f"p{part}": f"p {place}" for part, place in places.items()}
    known |= {f"r{reporter}": f"r {number}" for number, reporter in enumerate(reporters)}
    return ":".join(known.get(piece, piece) for piece in once.split(":"))

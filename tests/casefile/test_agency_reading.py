"""What a citizen writes reaches agencies without what would tell who it is, wherever in the case it was written."""

import pytest
from django.db import connection, transaction

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.facts import CaseFile, ContactDraft, Opened
from hotline.core.facts import PartRole, Place, PlaceHow
from hotline.core.text import fold
from hotline.directory.queries import snapshot
from hotline.notify.composing import composed
from hotline.people.facts import Role, Viewer
from tests import make
from tests.casefile.test_handed_down import LOWER, UPPER, part_of, passed_down
from tests.make import DESK, NOW, OPERATOR, minutes

NAME, PHONE, EMAIL = "Đặng Ngọc Khánh Vy", "0908 369 217", "khanhvy.dang@thu.example"
TELLING = f"Tôi là {NAME.upper()}, số {PHONE}, thư {EMAIL}, cần giúp."
CONTACT = ContactDraft(name=NAME, phone=PHONE, email=EMAIL)


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """A pothole before the house of somebody who says who she is in every field."""
    return make.forwarded("pothole", words=TELLING, contact=CONTACT, place=_before_her_house())


def test_report_and_place(opened: Opened) -> None:
    request = _as_agency(opened).request
    assert request.agency_words == "Tôi là […], số […], thư […], cần giúp."
    assert request.place.words == "12 Lê Lợi, nhà cô […], gọi […]"
    assert make.case(opened).request.place.words == _before_her_house().words, "the centre reads what was typed"


def test_a_place_that_was_put_right(opened: Opened) -> None:
    actions.relocate(opened.request_id, place=_before_her_house("15 Lê Lợi"), now=NOW + minutes(9), actor=OPERATOR)
    assert _as_agency(opened).request.place.words == "15 Lê Lợi, nhà cô […], gọi […]"
    assert make.case(opened).request.place.words.startswith("15 Lê Lợi, nhà cô Đặng")


def test_messages_to_the_agency(opened: Opened) -> None:
    waiting = actions.lease_messages(["sms", "email"], limit=50, now=NOW + minutes(9))
    sent = [composed(message, queries.in_hand([message])[message.id]) for message in waiting if message.focal_point_id]
    assert sent
    for outgoing in sent:
        assert "12 Lê Lợi" in outgoing.text
        assert _tells(outgoing.text + outgoing.subject) == []


def test_replies_ratings_and_what_is_not_done(opened: Opened) -> None:
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(10), actor=make.officer(part))
    question = actions.ask_reporter(part.id, words="Ở khúc nào?", now=NOW + minutes(11), actor=make.officer(part))
    actions.reply_question(question, words=TELLING, now=NOW + minutes(12))
    actions.file_result(
        part.id, note="Xong.", evidence=[make.photo(now=NOW + minutes(13))], now=NOW + minutes(14), actor=make.officer(part)
    )
    actions.accept_result(part.id, now=NOW + minutes(15), actor=DESK)
    actions.draft_answer(opened.request_id, words="Xong.", public_words="Xong.", now=NOW + minutes(16), actor=DESK)
    actions.send_answer(opened.request_id, now=NOW + minutes(17), actor=DESK)
    actions.rate(part.id, stars=2, note=TELLING, now=NOW + minutes(18))
    actions.say_not_done(opened.request_id, words=TELLING, reason="still_there", now=NOW + minutes(19))
    file = _as_agency(opened)
    assert [one.reply for one in file.questions] == ["Tôi là […], số […], thư […], cần giúp."]
    notes = {event.name: event.note for event in file.events if event.note}
    assert set(notes) == {"rated", "part_reopened"}
    assert _tells(str(file)) == []
    whole = next(event.note for event in make.case(opened).events if event.name == "reopened")
    assert whole == TELLING, "the centre reads what was said"


def test_an_agency_still_at_work_is_told_what_the_citizen_sees(opened: Opened) -> None:
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(10), actor=make.officer(part))
    actions.draft_answer(opened.request_id, words="Đang làm.", public_words="", now=NOW + minutes(16), actor=DESK)
    actions.send_answer(opened.request_id, despite="Cần báo ngay.", now=NOW + minutes(17), actor=DESK)
    actions.say_not_done(opened.request_id, words=TELLING, reason="still_there", now=NOW + minutes(19))
    file = _as_agency(opened)
    [said] = [event for event in file.events if event.name == "part_not_done"]
    assert said.note.startswith("Tôi là […]")
    assert _tells(str(file)) == []
    told = [one for one in make.case(opened).messages if one.event == "reopened"]
    assert {one.created_at for one in told} == {NOW + minutes(19)}


@pytest.mark.parametrize(("unit", "seen"), [("ql-ha-tang-giao-thong", 1), ("so-y-te", 0), ("", 0)])
def test_states_of_parts_are_told_of_own_cases_only(opened: Opened, unit: str, seen: int) -> None:
    """The phase follows from all parts, so an agency asks for the states of others': by a function that could tell too much."""
    units = str(snapshot().units[unit].id) if unit else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hotline.units', %s, true)", [units])
        cursor.execute("SET LOCAL ROLE hotline_agency")
        cursor.execute("SELECT role, state FROM casefile_part_states(%s)", [opened.request_id])
        assert cursor.fetchall() == [("lead", "forwarded")] * seen
        cursor.execute("RESET ROLE")


@pytest.mark.usefixtures("city", "db")
def test_what_is_asked_past_the_policies_says_nothing_of_a_case_they_are_kept_from() -> None:
    """Of the states of parts, how many reports stand under it, and whose part was handed down."""
    opened = passed_down("pothole")
    merged = make.report("pothole", now=NOW + minutes(3))
    actions.merge_requests(opened.request_id, [merged.request_id], now=NOW + minutes(41), actor=OPERATOR)
    upper, lower = part_of(opened, UPPER), part_of(opened, LOWER)
    asked = [
        ("SELECT count(*) FROM casefile_part_states(%s)", opened.request_id, upper.unit_id, 3),
        ("SELECT casefile_merged_count(%s)", opened.request_id, upper.unit_id, 1),
        ("SELECT count(*) FROM casefile_part_above(%s)", lower.id, lower.unit_id, 1),
    ]
    for question, number, unit_id, told in asked:
        for kept_from in ("", str(opened.request_id)):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('hotline.units', %s, true)", [str(unit_id)])
                cursor.execute("SELECT set_config('hotline.kept_from', %s, true)", [kept_from])
                cursor.execute("SET LOCAL ROLE hotline_agency")
                cursor.execute(question, [number])
                assert cursor.fetchone() == (0 if kept_from else told,), question
                cursor.execute("RESET ROLE")


def test_an_agency_sees_that_its_own_deadline_and_that_of_the_answer_moved(opened: Opened) -> None:
    other = snapshot().units["so-y-te"].id
    actions.propose(opened.request_id, unit_id=other, role=PartRole.CO_HANDLER, now=NOW + minutes(20), actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(30), actor=OPERATOR)
    third = snapshot().units["so-nn-mt"].id
    actions.propose(opened.request_id, unit_id=third, role=PartRole.CO_HANDLER, now=NOW + minutes(40), actor=OPERATOR)
    actions.recategorise(opened.request_id, service="covid_gathering", now=NOW + minutes(50), actor=OPERATOR)
    own = make.lead(opened).id
    case = make.case(opened)
    told = [event for event in case.events if event.name == "deadline_moved"]
    parts = {event.facts.get("part") for event in told}
    assert len(parts - {None}) == 2
    assert None in parts
    seen = [event.facts for event in _as_agency(opened).events if event.name == "deadline_moved"]
    assert {facts.get("part") for facts in seen} == {None, own}
    assert {facts["stops"] for facts in seen if "part" not in facts} == {"answered"}


def _before_her_house(street: str = "12 Lê Lợi") -> Place:
    area = snapshot().areas[make.SAI_GON]
    words = f"{street}, nhà cô {NAME}, gọi {PHONE}"
    return Place(area.lat, area.lon, words, area.id, area.code, PlaceHow.CHOSEN)


def _as_agency(opened: Opened) -> CaseFile:
    part = make.lead(opened)
    viewer = Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    with agency_door(viewer) as door:
        return door.case(part.id)


def _tells(text: str) -> list[str]:
    """Return what of the reporter stands in a text, however it is written."""
    found = fold(text)
    digits = "".join(letter for letter in found if letter.isdigit())
    told = [NAME] if fold(NAME) in found else []
    told += [PHONE] if "908369217" in digits else []
    return told + ([EMAIL] if fold(EMAIL) in found else [])

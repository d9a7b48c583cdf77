"""The profile of Huế: what sets it apart from other cities. What all cities have in common: test_profiles.py."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hotline.core import routing
from hotline.core.clockrules import ClockRule, rules_for
from hotline.core.deadlines import LengthUnit, due_at
from hotline.core.derivation import StartedBy, derive, explain
from hotline.core.facts import Publish
from hotline.core.routing import Decision, Matter
from hotline.directory.facts import Directory, UnitKind
from hotline.directory.places import locate
from hotline.directory.queries import snapshot

pytestmark = pytest.mark.parametrize("city", ["hue"], indirect=True)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PHU_XUAN, THUAN_HOA, LANG_CO, A_LUOI = "19753", "19789", "20137", "20056"

INSTANT = frozenset({
    "power_danger", "road_sinking", "road_obstacle", "traffic_light", "flooding", "manhole_cover", "landslide", "water_pipe",
    "tree_danger", "dumping_now", "noise", "public_order", "fire_safety", "river_danger",
    "emergency_police", "emergency_fire", "emergency_medical",
})  # fmt: skip


@pytest.fixture
def directory(city: str, db: None) -> Directory:
    return snapshot()


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=ZONE)


def rule(directory: Directory, service: str, purpose: str, received: str) -> ClockRule:
    kind = directory.services[service].kinds[0]
    rules = rules_for(directory.clock_rules, service=service, kind=kind, received_at=at(received), agencies=1)
    return next(rule for rule in rules if rule.purpose == purpose)


# ---- who -----------------------------------------------------------------------------------------------------------------


def test_88_agencies_take_part_40_of_them_wards_and_communes(directory: Directory) -> None:
    kinds = [unit.kind for unit in directory.units.values()]
    assert len(kinds) == 88
    assert kinds.count(UnitKind.WARD_COMMITTEE) == len(directory.wards) == 40
    assert not any(unit.made_up for unit in directory.units.values())


def test_every_agency_is_reached_by_people_who_are_made_up_and_says_so(directory: Directory) -> None:
    for unit in directory.units.values():
        people = directory.focal_points[unit.id]
        assert any(person.notify for person in people)
        assert any(person.is_head for person in people)
        assert all(
            person.made_up and person.phone.startswith("+849900") and person.email.endswith(".example") for person in people
        )


def test_the_number_of_the_hotline_is_told_and_not_called_verified(directory: Directory) -> None:
    assert (directory.city.number, directory.city.dial, directory.city.reference_number) == ("19001075", "19001075", "1075")
    assert not directory.sources["so-tu-phap-2022"].verified


# in words · service · ward · lead
PLACES = (
    ("a dark alley in the town", "street_light", THUAN_HOA, "hepco"),
    ("a dark alley in the mountains", "street_light", A_LUOI, f"ubnd-{A_LUOI}"),
    ("a hole in the road over the pass", "pothole", LANG_CO, "qldb-ii-5"),
    ("no water anywhere", "no_water", A_LUOI, "huewaco"),
    ("a tree down in the town", "tree_danger", PHU_XUAN, "cay-xanh"),
    ("writing on the citadel", "heritage", PHU_XUAN, "tt-bao-ton-di-tich"),
    ("karaoke at night", "noise", THUAN_HOA, f"ubnd-{THUAN_HOA}"),
    ("a late land dossier goes above the office", "land_dossier", "", "so-nn-mt"),
)


@pytest.mark.parametrize(("service", "ward", "lead"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_matters_find_their_agency(directory: Directory, service: str, ward: str, lead: str) -> None:
    facts = directory.services[service]
    decision = routing.decide(
        directory.routing_rules,
        Matter(service, facts.group, facts.kinds[0], areas=(ward,) if ward else ()),
        on=at("2026-11-21 09:00").date(),
        ward_committees=directory.committees,
        superiors=directory.superiors,
    )
    assert isinstance(decision, Decision)
    assert decision.lead == lead


# in words · latitude · longitude · ward
POINTS = (
    ("the middle of the city, which the package gives to two former wards elsewhere", 16.4637, 107.5909, THUAN_HOA),
    ("the southern end of Trường Tiền bridge", 16.4633, 107.5885, THUAN_HOA),
    ("Đông Ba market", 16.4725, 107.5885, PHU_XUAN),
    ("Vỹ Dạ", 16.4800, 107.6010, "19777"),
)


@pytest.mark.parametrize(("lat", "lon", "ward"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS])
def test_without_boundaries_the_town_is_told_by_the_nearest_centre(
    directory: Directory, lat: float, lon: float, ward: str
) -> None:
    located = locate(lat, lon)
    assert (located.area.code, located.approximate) == (ward, True)


# ---- what the public sees and does -----------------------------------------------------------------------------------------


def test_the_public_may_comment(directory: Directory) -> None:
    assert directory.public.comments


def test_most_is_read_by_everyone_from_reception_and_what_could_hurt_by_nobody(directory: Directory) -> None:
    by_policy = _by_policy(directory)
    assert len(by_policy[Publish.FROM_RECEPTION]) > len(directory.services) / 2
    assert by_policy[Publish.FROM_RECEPTION] >= {"rubbish", "noise", "pavement_encroachment", "flooding", "heritage"}
    emergencies = {"emergency_police", "emergency_fire", "emergency_medical"}
    assert by_policy[Publish.NEVER] == {
        "hardship", "child_protection", "public_order", "officials_conduct", "late_dossier", "land_dossier", *emergencies,
    }  # fmt: skip


def _by_policy(directory: Directory) -> dict[Publish, set[str]]:
    policies: Iterable[Publish] = Publish
    return {policy: {code for code, service in directory.services.items() if service.publish is policy} for policy in policies}


# ---- deadlines over a night ------------------------------------------------------------------------------------------------

# in words · service · received · forwarded by
NIGHTS = (
    ("an instant matter in the afternoon", "flooding", "2026-11-18 14:00", "2026-11-18 14:15"),
    ("an instant matter over midnight", "flooding", "2026-11-18 23:50", "2026-11-19 00:05"),
    ("an instant matter in the depth of the night", "tree_danger", "2026-11-19 02:40", "2026-11-19 02:55"),
    ("an instant matter on the night of Tết", "noise", "2026-02-17 03:00", "2026-02-17 03:15"),
    ("a timed matter in the afternoon", "rubbish", "2026-11-18 14:00", "2026-11-18 15:00"),
    ("a timed matter on a Sunday evening", "rubbish", "2026-11-22 22:30", "2026-11-22 23:30"),
    ("a timed matter an hour before 24:00", "rubbish", "2026-11-18 23:00", "2026-11-19 00:00"),
    ("a timed matter ten minutes before 24:00", "rubbish", "2026-11-18 23:50", "2026-11-19 08:20"),
    ("a timed matter at 24:00", "rubbish", "2026-11-19 00:00", "2026-11-19 08:30"),
    ("a timed matter in the depth of the night", "flood_mud", "2026-11-19 02:15", "2026-11-19 08:30"),
    ("a timed matter a minute before the night ends", "rubbish", "2026-11-19 07:29", "2026-11-19 08:30"),
    ("a timed matter on the night of Tết", "rubbish", "2026-02-17 03:00", "2026-02-17 08:30"),
    ("a timed matter at night under the paper of 2018", "rubbish", "2019-06-03 02:15", "2019-06-03 03:15"),
    ("a timed matter on the last night of the paper of 2020", "rubbish", "2022-07-14 23:50", "2022-07-15 00:50"),
)


@pytest.mark.parametrize(("service", "received", "by"), [row[1:] for row in NIGHTS], ids=[row[0] for row in NIGHTS])
def test_forwarding_over_a_night(directory: Directory, service: str, received: str, by: str) -> None:
    forward = rule(directory, service, "forward", received)
    assert due_at(at(received), forward.length, directory.calendars[forward.calendar]) == at(by)


def test_instant_matters_run_by_the_clock_from_reception_to_the_answer_and_no_other_does(directory: Directory) -> None:
    for code in directory.services:
        units = {
            purpose: rule(directory, code, purpose, "2026-11-19 02:15").length.unit for purpose in ("forward", "handle", "answer")
        }
        if code in INSTANT:
            assert set(units.values()) == {LengthUnit.MINUTES}, code
        else:
            assert units == {
                "forward": LengthUnit.OPEN_MINUTES,
                "handle": LengthUnit.WORKING_DAYS,
                "answer": LengthUnit.WORKING_DAYS,
            }, code


def test_the_citizen_is_told_of_what_is_instant_in_the_list_of_services(directory: Directory) -> None:
    for code in INSTANT - {"emergency_police", "emergency_fire", "emergency_medical", "fire_safety"}:
        assert "cả ban đêm" in directory.services[code].hint.vi, code


def test_seven_working_days_as_a_public_report_of_2024_was_given(directory: Directory) -> None:
    answer = rule(directory, "road_works", "answer", "2024-11-07 08:22")
    assert (
        due_at(at("2024-11-07 08:22"), answer.length, directory.calendars[answer.calendar]).date()
        == at("2024-11-18 00:00").date()
    )
    assert "chưa kiểm chứng" in answer.source


def test_a_deadline_over_a_night_explains_itself(directory: Directory) -> None:
    forward = rule(directory, "rubbish", "forward", "2026-11-18 23:50")
    derived = derive(
        rule=forward.code,
        rule_version=forward.valid_from,
        source=forward.source,
        started_by=StartedBy.RECEIVED,
        started_at=at("2026-11-18 23:50"),
        length=forward.length,
        calendar=directory.calendars[forward.calendar],
    )
    assert explain(derived) == "Nhận lúc 18/11/2026 23:50 · 1 giờ, chỉ tính 07:30–24:00 · hạn thứ Năm 19/11/2026 08:20"
    assert "30/2022/QĐ-UBND" in derived.source
    assert "chưa kiểm chứng" in derived.source


def test_no_number_of_a_deadline_is_called_verified(directory: Directory) -> None:
    assert all("chưa kiểm chứng" in rule.source.lower() for rule in directory.clock_rules)


# ---- words -----------------------------------------------------------------------------------------------------------------


def test_no_text_and_no_service_speaks_of_another_city(directory: Directory) -> None:
    said = [text.body + text.subject for text in directory.texts.values()]
    said += [
        reason.name.vi + reason.name.en + reason.advice.vi + reason.advice.en
        for use in directory.reasons.values()
        for reason in use
    ]
    said += [template.text.vi + template.text.en for template in directory.answer_templates]
    said += [unit.name.vi + unit.name.en for unit in directory.units.values()]
    said += [service.name.vi + service.hint.vi + " ".join(service.words) for service in directory.services.values()]
    for words in said:
        assert not any(other in words for other in ("1022", "Hồ Chí Minh", "Ho Chi Minh", "Sài Gòn", "Bình Dương", "metro")), (
            words
        )

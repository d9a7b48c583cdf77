"""The profile of Ho Chi Minh City: what it holds beyond what every profile must."""

from datetime import UTC, date, datetime

import pytest

from hotline.core import routing
from hotline.core.clockrules import ClockOn, rules_for
from hotline.core.deadlines import due_at, working_day_after
from hotline.core.facts import Forward, Kind, PlaceNeed, Publish
from hotline.core.routing import Decision, Matter, Undecided, UndecidedReason
from hotline.directory.facts import Directory, UnitKind
from hotline.directory.queries import snapshot

DAY = date(2026, 11, 21)
AN_KHANH, TAN_THOI_HIEP, DONG_HUNG_THUAN, AN_PHU_DONG, SAI_GON = "27094", "26782", "26791", "26767", "26740"


@pytest.fixture
def directory(city: None, db: None) -> Directory:
    return snapshot()


def test_it_is_as_large_as_the_city(directory: Directory) -> None:
    kinds = [unit.kind for unit in directory.units.values()]
    assert len([kind for kind in kinds if kind is not UnitKind.WARD_COMMITTEE]) >= 86
    assert kinds.count(UnitKind.WARD_COMMITTEE) == len(directory.wards) == len(directory.committees) == 168
    assert len(directory.services) >= 30
    assert sum(map(len, directory.focal_points.values())) >= 625


def test_its_wards_stand_in_vietnamese_order(directory: Directory) -> None:
    names = [ward.name_vi for ward in directory.wards]
    assert names[0] == "Đặc khu Côn Đảo"
    assert names.index("Phường An Đông") < names.index("Phường Bà Rịa") < names.index("Phường Bàn Cờ")
    assert names.index("Phường Dĩ An") < names.index("Phường Diên Hồng") < names.index("Phường Đông Hòa")
    assert names[-1] == "Xã Xuyên Mộc"


# ---- routing -----------------------------------------------------------------------------------------------------------


def decide(directory: Directory, service: str, ward: str = "", about: str = "") -> Decision | Undecided:
    facts = directory.services[service]
    areas = (ward,) if ward else ()
    return routing.decide(
        directory.routing_rules,
        Matter(service, facts.group, facts.kinds[0], areas=areas, about=about),
        on=DAY,
        ward_committees=directory.committees,
        superiors=directory.superiors,
    )


def test_without_a_place_a_light_waits_for_a_person(directory: Directory) -> None:
    decision = decide(directory, "street_light")
    assert isinstance(decision, Undecided)
    assert decision.reason is UndecidedReason.NO_PLACE


# in words · service · ward · lead
STORIES = [
    ("1: dark street lights, lô C, chung cư 1 ha, An Phú (Q.2)", "street_light", AN_KHANH, "khu-qlgtdt-2"),
    ("2: new road higher than the old, Tân Hưng Thuận (Q.12)", "road_hazard", DONG_HUNG_THUAN, "khu-qlgtdt-3"),
    ("3: a crushed water meter, Thạnh Lộc (Q.12)", "water_meter", AN_PHU_DONG, "cap-nuoc-trung-an"),
    ("4: a gathering in an alley", "covid_gathering", "27367", "ubnd-27367"),
    ("4: a market in Bình Tân", "covid_gathering", "27442", "ubnd-27442"),
    ("7: late land dossiers go above the branches", "land_dossier", "", "so-nn-mt"),
    ("street lights in the middle of the city", "street_light", SAI_GON, "chieu-sang"),
    ("tap water in the former Bình Dương", "no_water", "25747", "biwase"),
    ("tap water where no company is named", "no_water", "27664", "sawaco"),
    ("power in the former Vũng Tàu", "power_outage", "26506", "dien-ba-ria-vung-tau"),
    ("a fire", "emergency_fire", SAI_GON, "pccc-114"),
]


@pytest.mark.parametrize(("service", "ward", "lead"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_the_stories_find_their_agencies(directory: Directory, service: str, ward: str, lead: str) -> None:
    decision = decide(directory, service, ward)
    assert isinstance(decision, Decision)
    assert decision.lead == lead


def test_conduct_never_goes_to_the_one_named(directory: Directory) -> None:
    for about, superior in (("ubnd-26740", "ubnd-tp"), ("dkdd-q2", "vp-dkdd"), ("so-y-te", "ubnd-tp")):
        decision = decide(directory, "officials_conduct", SAI_GON, about=about)
        assert isinstance(decision, Decision)
        assert decision.lead == superior
        assert about not in decision.co


# ---- policies ----------------------------------------------------------------------------------------------------------


def test_what_is_never_published_and_what_goes_by_itself(directory: Directory) -> None:
    never = {code for code, service in directory.services.items() if service.publish is Publish.NEVER}
    emergencies = {"emergency_police", "emergency_fire", "emergency_medical"}
    assert never >= {"hardship", "officials_conduct", "late_dossier", "land_dossier", "child_protection", *emergencies}
    automatic = [code for code, service in directory.services.items() if service.forward is Forward.AUTOMATIC]
    assert automatic == ["street_light"]
    ideas = [service for service in directory.services.values() if set(service.kinds) & {Kind.IDEA, Kind.QUESTION}]
    assert all(service.place is not PlaceNeed.REQUIRED for service in ideas)


def test_all_that_nobody_checked_is_said_to_be_unverified(directory: Directory) -> None:
    assert not directory.sources["chua-kiem-chung"].verified
    rules = {rule.code: rule for rule in directory.routing_rules}
    assert "chưa kiểm chứng" in rules["den-duong"].source.lower()
    assert "Thanh Niên" in rules["den-duong-khu-2"].source


# ---- clocks and calendar -----------------------------------------------------------------------------------------------


def test_its_clocks_are_those_of_the_papers(directory: Directory) -> None:
    def clocks(service: str, *, day: str = "2026-11-20", agencies: int = 1) -> dict[str, str]:
        kind, received = directory.services[service].kinds[0], datetime.fromisoformat(f"{day}T02:00Z")
        rules = rules_for(directory.clock_rules, service=service, kind=kind, received_at=received, agencies=agencies)
        asked = [rule for rule in rules if rule.on is not ClockOn.EXPLANATION]
        return {rule.purpose: f"{rule.length.amount} {rule.length.unit} from {rule.starts}" for rule in asked}

    five = {
        "forward": "5 minutes from received",
        "handle": "5 working_days from forwarded",
        "answer": "5 working_days from received",
    }
    assert clocks("pothole", day="2020-05-04") == clocks("pothole", day="2023-10-26", agencies=3) == five
    assert clocks("pothole", day="2025-08-31") == five
    assert clocks("pothole", day="2025-09-01") == {
        "forward": "5 minutes from received",
        "handle": "10 working_days from forwarded",
        "answer": "10 working_days from received",
    }
    assert clocks("pothole", agencies=2) == {
        "forward": "5 minutes from received",
        "handle": "15 working_days from forwarded",
        "answer": "15 working_days from received",
    }
    assert clocks("covid_gathering") == {
        "forward": "5 minutes from received",
        "handle": "60 minutes from information_complete",
        "answer": "10 working_days from received",
    }
    newest = [rule.source for rule in directory.clock_rules if rule.valid_from.year == 2025]
    assert len(newest) == 4
    assert all("chưa kiểm chứng" in source for source in newest), "its number and its first day are not known here"
    assert all(rule.source for rule in directory.clock_rules)


# in words · the day of reception · the fifth working day after it
FIVE_WORKING_DAYS = [
    ("over Tết", date(2026, 2, 13), date(2026, 2, 27)),
    ("over the swapped Saturday of April 2025", date(2025, 4, 24), date(2025, 5, 5)),
    ("over the swap of 2 and 10 January 2026, which the package does not know", date(2025, 12, 31), date(2026, 1, 9)),
    ("ending on the Saturday that is worked", date(2026, 1, 5), date(2026, 1, 10)),
    ("over the new day of Vietnamese culture", date(2026, 11, 20), date(2026, 11, 30)),
    ("an ordinary week", date(2026, 6, 1), date(2026, 6, 8)),
]


@pytest.mark.parametrize(("day", "last"), [row[1:] for row in FIVE_WORKING_DAYS], ids=[row[0] for row in FIVE_WORKING_DAYS])
def test_five_working_days_end(directory: Directory, day: date, last: date) -> None:
    assert working_day_after(day, 5, directory.calendars["hanh-chinh"]) == last


def test_forwarding_runs_at_midnight_too(directory: Directory) -> None:
    rule = next(rule for rule in directory.clock_rules if rule.code == "forward-5-minutes")
    at = datetime(2026, 2, 16, 17, 30, tzinfo=UTC)
    assert due_at(at, rule.length, directory.calendars[rule.calendar]) == datetime(2026, 2, 16, 17, 35, tzinfo=UTC)
    assert rule.pauses == {"asked-citizen", "asked-agency"}

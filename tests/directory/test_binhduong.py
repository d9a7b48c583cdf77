"""The profile of Bình Dương: three groups of matters, three shifts, and the wards that its former ones became."""

from datetime import UTC, date, datetime, time

import pytest

from hotline.core import routing
from hotline.core.clockrules import ClockOn, rules_for
from hotline.core.routing import Decision, Matter
from hotline.directory.facts import Directory, ReachKind
from hotline.directory.places import OutsideCity, locate
from hotline.directory.queries import snapshot

pytestmark = pytest.mark.parametrize("city", ["binhduong"], indirect=True)

THU_DAU_MOT, TAN_DONG_HIEP, THUAN_AN = "25747", "25945", "25978"


@pytest.fixture
def directory(city: str, db: None) -> Directory:
    return snapshot()


def test_its_areas_are_the_wards_of_today_that_its_91_became(directory: Directory) -> None:
    assert len(directory.wards) == 36
    assert len(directory.former_areas) == 91
    assert {former.within_vi for former in directory.former_areas} >= {"Thành phố Thủ Dầu Một", "Huyện Bắc Tân Uyên"}
    assert all(set(former.successors) <= set(directory.areas) for former in directory.former_areas)
    assert "Phường Sài Gòn" not in {ward.name_vi for ward in directory.wards}


def test_an_old_ward_is_still_known_and_the_city_beside_it_is_outside(directory: Directory) -> None:
    phu_hoa = next(former for former in directory.former_areas if former.name_vi == "Phường Phú Hòa")
    assert [directory.areas[code].name_vi for code in phu_hoa.successors] == ["Phường Phú Lợi"]
    assert locate(10.9690, 106.6610).area.code == THU_DAU_MOT
    with pytest.raises(OutsideCity):
        locate(10.7769, 106.7009)  # the middle of Ho Chi Minh City


def test_its_matters_stand_in_three_groups(directory: Directory) -> None:
    categories = [group.category.en for group in directory.groups if group.category]
    assert len(categories) == len(directory.groups)
    assert list(dict.fromkeys(categories)) == [
        "Group 1: procedures and officials",
        "Group 2: emergencies",
        "Group 3: reports from the field",
        "Comments and other matters",
    ]


def test_three_shifts_of_six_day_and_night(directory: Directory) -> None:
    shifts = directory.centre.shifts
    assert [shift.operators for shift in shifts] == [6, 6, 6]
    assert directory.centre.is_round_the_clock
    for minute in range(24 * 60):
        assert len([shift for shift in shifts if shift.holds_at(time(minute // 60, minute % 60))]) == 1
    assert not any(shift.verified for shift in shifts)  # nobody has told when they change


def test_its_channels_are_those_of_the_paper(directory: Directory) -> None:
    channels = {one.kind: one for one in directory.centre.channels}
    assert set(channels) == set(ReachKind) - {ReachKind.IN_PERSON}
    assert (channels[ReachKind.PHONE].address, channels[ReachKind.PHONE].link) == ("(0274) 1022", "tel:02741022")
    assert channels[ReachKind.ZALO].address == "Binh Duong smartCity"
    assert {kind for kind, one in channels.items() if not one.verified} == {
        ReachKind.SMS, ReachKind.EMAIL, ReachKind.VIBER, ReachKind.FACEBOOK,
    }  # fmt: skip
    assert directory.city.dial == "02741022"


# in words · service · ward · about · lead · helpers
STORIES = [
    ("1: dark street lights", "street_light", "25750", "", "ubnd-25750", {"so-xay-dung"}),
    ("2: a new road higher than the old", "road_hazard", "25975", "", "so-gtvt", set()),
    ("3: a crushed water meter", "water_meter", TAN_DONG_HIEP, "", "biwase", set()),
    ("4: a market before a factory's gate", "street_market", "25987", "", "ubnd-25987", set()),
    ("7: a land dossier goes above the branches", "land_dossier", "", "dkdd-thuan-an", "so-tn-mt", {"vp-ubnd-tinh"}),
    ("a land dossier against the department itself", "land_dossier", "", "so-tn-mt", "ubnd-tinh", {"vp-ubnd-tinh"}),
    ("harassment at a ward's counter", "officials_conduct", "", f"ubnd-{THUAN_AN}", "ubnd-tinh", set()),
    ("a late dossier at a branch", "late_dossier", "", "dkdd-di-an", "vp-dkdd", set()),
    ("a division of the police", "wrong_procedure", "", "csgt", "cong-an-tinh", set()),
    ("several agencies at once", "flooding", THUAN_AN, "", "so-xay-dung", {"biwase", f"ubnd-{THUAN_AN}"}),
    ("a robbery", "emergency_police", THU_DAU_MOT, "", "chi-huy-113", set()),
    ("a fire", "emergency_fire", THU_DAU_MOT, "", "pccc-114", {"chi-huy-113"}),
    ("an accident", "emergency_medical", THU_DAU_MOT, "", "cap-cuu-115", set()),
    ("which papers", "public_service_question", "", "", "tt-hanh-chinh-cong", set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "ward", "about", "lead", "helpers"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES]
)
def test_the_stories_find_their_agencies(
    directory: Directory, service: str, ward: str, about: str, lead: str, helpers: set[str]
) -> None:
    facts = directory.services[service]
    matter = Matter(service, facts.group, facts.kinds[0], areas=(ward,) if ward else (), about=about)
    decision = routing.decide(
        directory.routing_rules,
        matter,
        on=date(2026, 11, 21),
        ward_committees=directory.committees,
        superiors=directory.superiors,
    )
    assert isinstance(decision, Decision)
    assert (decision.lead, set(decision.co)) == (lead, helpers)


def test_no_length_of_its_clocks_is_passed_off_as_verified(directory: Directory) -> None:
    assert all("chưa kiểm chứng" in rule.source.lower() for rule in directory.clock_rules)
    received = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

    def clocks(service: str, agencies: int = 1) -> dict[str, str]:
        kind = directory.services[service].kinds[0]
        rules = rules_for(directory.clock_rules, service=service, kind=kind, received_at=received, agencies=agencies)
        asked = [rule for rule in rules if rule.on is not ClockOn.EXPLANATION]
        return {rule.purpose: f"{rule.length.amount} {rule.length.unit}" for rule in asked}

    assert clocks("pothole") == {"forward": "5 minutes", "handle": "5 working_days", "answer": "5 working_days"}
    assert clocks("flooding", agencies=3)["answer"] == "10 working_days"
    assert clocks("emergency_fire")["forward"] == "1 minutes"
    assert clocks("public_service_question")["answer"] == "2 working_days"

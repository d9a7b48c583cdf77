"""What every profile must hold, whatever its city: each folder of profiles/ is asked the same."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from hotline.core import routing
from hotline.core.facts import Forward, Kind, PlaceNeed, Publish
from hotline.core.routing import SUPERIOR, Decision, Matter, Undecided, UndecidedReason
from hotline.directory.facts import Directory, ReachKind, ReasonUse, ServiceFacts, TextChannel, UnitKind
from hotline.directory.profile import read_profile
from hotline.directory.queries import NoText, snapshot, text_for
from hotline.directory.text_events import LANGUAGES, TEXT_EVENTS, Audience
from tests.directory.folders import PROFILES
from tests.rules.sources import ROOT

pytestmark = pytest.mark.parametrize("city", PROFILES, indirect=True)

DAY = date(2026, 11, 21)


@pytest.fixture
def directory(city: str, db: None) -> Directory:
    return snapshot()


def test_the_three_systems_are_there(city: str) -> None:
    assert city in PROFILES
    assert {"binhduong", "hcmc"} <= set(PROFILES)


def test_it_offers_enough_and_says_it_in_both_languages(directory: Directory) -> None:
    assert len(directory.services) >= 30
    for service in directory.services.values():
        assert service.name.vi
        assert service.name.en
        assert len(service.words) >= 2
    assert len({service.name.vi for service in directory.services.values()}) == len(directory.services)
    assert {service for group in directory.groups for service in group.services} == set(directory.services)


def test_all_its_people_are_made_up_and_reachable_nowhere(directory: Directory) -> None:
    people = [person for of_unit in directory.focal_points.values() for person in of_unit]
    assert people
    assert all(person.made_up for person in people)
    assert all(person.phone.startswith("+84990") and person.email.endswith(".example") for person in people)
    assert all(any(person.is_head for person in directory.focal_points[unit.id]) for unit in directory.units.values())


def test_every_ward_has_its_committee_under_the_top(directory: Directory) -> None:
    kinds = [unit.kind for unit in directory.units.values()]
    assert kinds.count(UnitKind.WARD_COMMITTEE) == len(directory.wards) == len(directory.committees)
    for ward in directory.wards:
        committee = directory.units[directory.committees[ward.code]]
        assert ward.unit_code == committee.code
        assert ward.name_vi.lower() in committee.name.vi.lower()
        assert directory.units[directory.superiors[committee.code]].kind is UnitKind.CITY


# ---- routing -----------------------------------------------------------------------------------------------------------


def decide(directory: Directory, service: str, ward: str = "", about: str = "") -> Decision | Undecided:
    facts = directory.services[service]
    areas = (ward,) if ward else ()
    return routing.decide(
        directory.routing_rules,
        Matter(service, facts.group, facts.kinds[0], stream="1022", areas=areas, about=about),
        on=DAY,
        ward_committees=directory.committees,
        superiors=directory.superiors,
    )


def test_every_service_finds_one_lead_in_every_ward_or_says_why_not(city: str, directory: Directory) -> None:
    by_hand = {service.code for service in read_profile(ROOT / "profiles" / city).profile.services if service.by_hand}
    for service in directory.services.values():
        for ward in _places(service, directory):
            decision = decide(directory, service.code, ward)
            if isinstance(decision, Undecided):
                reason = UndecidedReason.NO_RULE if service.code in by_hand else UndecidedReason.NO_SUPERIOR
                assert decision.reason is reason, (service.code, ward)
            else:
                assert decision.lead in directory.units
                assert decision.lead not in decision.co
                assert set(decision.co) <= set(directory.units)
                assert decision.names_the_service
                assert decision.source


def test_services_that_may_have_no_place_need_none(directory: Directory) -> None:
    for service in directory.services.values():
        if service.place is not PlaceNeed.REQUIRED:
            decision = decide(directory, service.code)
            assert isinstance(decision, Decision) or decision.reason is not UndecidedReason.NO_PLACE, service.code


def test_who_is_complained_of_can_be_said_and_never_gets_the_complaint(directory: Directory) -> None:
    asked = [service for service in directory.services.values() if any(one.is_agency for one in service.attributes)]
    to_the_superior = {
        code for rule in directory.routing_rules if rule.lead == SUPERIOR for code in (*rule.services, *rule.groups)
    }
    assert {service.code for service in asked} | {service.group for service in asked} >= to_the_superior
    assert asked
    for service in asked:
        for unit in directory.units.values():
            decision = decide(directory, service.code, directory.wards[0].code, about=unit.code)
            if isinstance(decision, Decision):
                assert unit.code not in (decision.lead, *decision.co), (service.code, unit.code)
            else:
                assert decision.reason is UndecidedReason.NO_SUPERIOR
                assert unit.code not in directory.superiors


def _places(service: ServiceFacts, directory: Directory) -> Iterable[str]:
    return [""] if service.place is PlaceNeed.NONE else [ward.code for ward in directory.wards]


# ---- policies ----------------------------------------------------------------------------------------------------------


def test_emergencies_are_named_manned_and_never_published(directory: Directory) -> None:
    emergencies = {one.number: one for one in directory.centre.emergencies}
    assert list(emergencies) == ["113", "114", "115"]
    for emergency in emergencies.values():
        service = directory.services[emergency.service]
        assert Kind.EMERGENCY in service.kinds
        assert service.publish is Publish.NEVER
        assert directory.units[emergency.unit_code].kind is UnitKind.EMERGENCY
        decision = decide(directory, emergency.service, directory.wards[0].code)
        assert isinstance(decision, Decision)
        assert decision.lead == emergency.unit_code
        assert emergency.takes.vi != emergency.takes.en


def test_it_is_reached_by_telephone_and_round_the_clock(directory: Directory) -> None:
    phones = [one for one in directory.centre.channels if one.kind is ReachKind.PHONE]
    assert any(one.link == f"tel:{directory.city.dial}" for one in phones)
    assert directory.centre.is_round_the_clock
    assert directory.centre.streams


def test_conduct_and_late_dossiers_are_never_published(directory: Directory) -> None:
    about = [service for service in directory.services.values() if any(one.is_agency for one in service.attributes)]
    assert {service.publish for service in about} == {Publish.NEVER}
    automatic = [service for service in directory.services.values() if service.forward is Forward.AUTOMATIC]
    assert all(service.place is PlaceNeed.REQUIRED and service.publish is not Publish.NEVER for service in automatic)
    ideas = [service for service in directory.services.values() if set(service.kinds) & {Kind.IDEA, Kind.QUESTION}]
    assert ideas
    assert all(service.place is not PlaceNeed.REQUIRED for service in ideas)


def test_refusals_tell_where_to_go(directory: Directory) -> None:
    refusals = {reason.code: reason for reason in directory.reasons[ReasonUse.REFUSE]}
    assert refusals.keys() >= {"complaint", "denunciation", "state_secret", "not_enough", "duplicate", "outside_city"}
    assert all(reason.advice.vi and reason.advice.en for reason in refusals.values())
    assert all(directory.reasons[use] for use in ReasonUse)


def test_every_event_has_a_text_in_every_channel_and_language(directory: Directory) -> None:
    for event in TEXT_EVENTS:
        for channel in TextChannel:
            texts = {language: text_for(event, channel, language) for language in LANGUAGES}
            assert texts["vi"].body != texts["en"].body
            assert bool(texts["vi"].subject) == (channel is TextChannel.EMAIL)
    assert text_for("received", "sms", "fr") == text_for("received", "sms", "vi")
    with pytest.raises(NoText):
        text_for("birthday", "sms", "vi")


def test_no_text_to_an_agency_can_say_who_reports(directory: Directory) -> None:
    agency = {event for event, facts in TEXT_EVENTS.items() if facts.audience is not Audience.CITIZEN}
    bodies = [text.body for (event, _, _), text in directory.texts.items() if event in agency]
    assert bodies
    assert not any(word in body for body in bodies for word in ("{link}", "{name}", "{phone}", "{email}", "{answer}"))


def test_no_text_names_another_city(city: str) -> None:
    others = {
        "hcmc": ("Bình Dương", "Huế"),
        "binhduong": ("Hồ Chí Minh", "Ho Chi Minh", "Huế"),
        "hue": ("Hồ Chí Minh", "Bình Dương"),
    }
    for file in ("texts.vi.yaml", "texts.en.yaml", "answers.yaml", "reasons.yaml"):
        words = Path(ROOT / "profiles" / city / file).read_text("utf-8")
        assert [name for name in others.get(city, ()) if name in words] == []

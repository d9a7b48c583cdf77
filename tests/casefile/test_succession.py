"""An administrative change over open cases: who goes on with what, what stays as it was, and where a person has to decide."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.actions import NotBetweenThese
from hotline.casefile.facts import Opened
from hotline.casefile.models import CaseSuccession, Event, Message, PartSuccession, SuccessionPass
from hotline.casefile.queries import Narrowing, public_cases
from hotline.casefile.queries.agencydesk import Sort
from hotline.casefile.queries.successions import left_behind, succession_progress, waiting_cases, waiting_count
from hotline.casefile.refusals import NoSuchCase
from hotline.core.directives import DirectiveState
from hotline.core.facts import NOWHERE, PartRole, Place, PlaceHow
from hotline.core.searching import query
from hotline.core.status import Part
from hotline.directory.actions import Outlines, import_boundaries, succeed
from hotline.directory.boundaries import BadBoundaries
from hotline.directory.models import FocalPoint, Succession, Unit
from hotline.directory.queries import snapshot
from hotline.directory.succession import BadMap
from hotline.people import queries as people
from hotline.people.facts import Role, Viewer
from tests import make
from tests.directory.drawing import features, file_of
from tests.make import DESK, NOW, OPERATOR, minutes, officer
from tests.people.persons import make_person

pytestmark = pytest.mark.usefixtures("city", "db")

SAI_GON, BEN_THANH, TAN_DINH = "26740", "26743", "26737"
MERGED = b"""old_code,new_code,is_default,new_ward
26740,26740,1,Ph\xc6\xb0\xe1\xbb\x9dng Trung T\xc3\xa2m
26743,26740,1,Ph\xc6\xb0\xe1\xbb\x9dng Trung T\xc3\xa2m
"""
SPLIT = """old_code,new_code,is_default,new_ward,new_lat,new_lon
26740,99001,1,Phường Sài Gòn Đông,10.7805,106.7100
26740,99002,0,Phường Sài Gòn Tây,10.7805,106.6980
""".encode()
LATER = NOW + timedelta(days=1)


def carried(content: bytes = MERGED, *, at: datetime = LATER, **how: object) -> actions.Carried:
    done = actions.carry_out_succession(content, file_name="map.csv", now=at, partial=True, **how)  # type: ignore[arg-type]
    while not how.get("dry") and (row := succession_progress(done.directory.id)) and row.ended_at is None:
        actions.succession_on(at + timedelta(seconds=10))
    return done


def rubbish(code: str = SAI_GON, *, place: Place | None = None) -> Opened:
    """A case that the ward's committee leads and has taken on."""
    opened = make.forwarded("rubbish", place=place or make.place(code))
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(30), actor=officer(part))
    return opened


def at_point(lat: float, lon: float) -> Place:
    area = snapshot().areas[SAI_GON]
    return Place(lat, lon, "12 Lê Lợi", area.id, area.code, PlaceHow.NEAREST_CENTRE)


def test_two_wards_become_one_and_their_cases_go_on() -> None:
    one, other, elsewhere = rubbish(), rubbish(BEN_THANH), rubbish(TAN_DINH)
    before = {opened.reference: make.case(opened) for opened in (one, other, elsewhere)}
    done = carried()
    heir = snapshot().units["ubnd-26740"]
    assert heir.name.vi == "Ủy ban nhân dân phường Trung Tâm"
    assert (done.touched, len(done.directory.change.closed)) == (2, 2)
    for opened in (one, other):
        case, was = make.case(opened), before[opened.reference]
        assert make.lead(opened).unit_id == heir.id
        assert make.lead(opened).id == was.parts[0].id
        assert make.lead(opened).state is Part.ACCEPTED
        assert [clock.due_at for clock in case.clocks] == [clock.due_at for clock in was.clocks]
        assert case.request.area_name == "Phường Trung Tâm"
        assert {event.name for event in case.events} >= {"area_succeeded", "part_succeeded"}
    assert make.case(elsewhere) == before[elsewhere.reference]
    told = Message.objects.filter(event="succeeded").values_list("request_id", flat=True)
    assert set(told) == {one.request_id, other.request_id}


def test_the_same_file_again_and_a_worker_that_goes_on_change_nothing() -> None:
    opened = rubbish()
    carried()
    case, counts = make.case(opened), (Event.objects.count(), Message.objects.count(), Succession.objects.count())
    assert carried(at=LATER + minutes(5)).directory.again
    assert actions.succession_on(LATER + minutes(9)) == 0
    assert (Event.objects.count(), Message.objects.count(), Succession.objects.count()) == counts
    assert make.case(opened) == case


def test_a_dry_run_says_it_and_writes_nothing() -> None:
    opened = rubbish()
    case, units = make.case(opened), set(snapshot().units)
    done = carried(dry=True)
    assert (done.touched, done.directory.closed_units) == (1, ("ubnd-26740", "ubnd-26743"))
    assert not Succession.objects.exists()
    assert not SuccessionPass.objects.exists()
    assert set(snapshot().units) == units
    assert snapshot().areas[SAI_GON].name_vi == "Phường Sài Gòn"
    assert make.case(opened) == case


def test_a_map_that_is_refused_changes_nothing() -> None:
    with pytest.raises(BadMap, match="26740 Phường Sài Gòn is merged into itself"):
        carried(b"old_code,new_code,is_default\n26740,26740,1\n")
    assert not Succession.objects.exists()
    assert snapshot().areas[SAI_GON].name_vi == "Phường Sài Gòn"


def test_it_goes_on_where_it_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.casefile.actions.succeeding.BATCH", 1)
    cases = [rubbish(), rubbish(), rubbish()]
    done = actions.carry_out_succession(MERGED, file_name="map.csv", now=LATER, partial=True)
    assert actions.succession_on(LATER) == 1
    progress = succession_progress(done.directory.id)
    assert progress is not None
    assert (progress.total, progress.looked, progress.parts, progress.ended_at) == (3, 1, 1, None)
    heir = snapshot().units["ubnd-26740"].id
    assert [make.lead(opened).unit_id == heir for opened in cases] == [True, False, False]
    carried(at=LATER + minutes(1))
    assert all(make.lead(opened).unit_id == heir for opened in cases)
    assert PartSuccession.objects.count() == 3
    assert Event.objects.filter(name="part_succeeded").count() == 3


def test_a_case_opened_by_a_process_that_did_not_know_yet_is_found_by_the_second_sweep() -> None:
    done = actions.carry_out_succession(MERGED, file_name="map.csv", now=LATER, partial=True)
    actions.succession_on(LATER)
    actions.succession_on(LATER)
    progress = succession_progress(done.directory.id)
    assert progress is not None
    assert progress.ended_at is None, "others may still know the wards of before"
    opened = make.report("rubbish", place=make.place(TAN_DINH))
    old = next(area for area in snapshot().areas_by_id.values() if area.name_vi == "Phường Sài Gòn")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casefile_servicerequest SET area_id = %s WHERE id = %s", [old.id, opened.request_id])
    carried(at=LATER + minutes(1))
    assert make.case(opened).request.area_name == "Phường Trung Tâm"


def test_two_parts_of_one_case_become_one() -> None:
    opened = rubbish()
    helper = snapshot().units["ubnd-26743"].id
    actions.propose(opened.request_id, unit_id=helper, role=PartRole.CO_HANDLER, now=NOW + minutes(40), actor=DESK)
    actions.forward(opened.request_id, now=NOW + minutes(41), actor=OPERATOR)
    carried()
    of_wards = [part for part in make.case(opened).parts if part.unit_code.startswith("ubnd-2")]
    assert sorted((part.role, part.state) for part in of_wards) == [("co_handler", "withdrawn"), ("lead", "accepted")]
    assert "part_joined" in {event.name for event in make.case(opened).events}


def test_what_was_directed_about_a_part_goes_on_with_the_one_that_it_became_one_with() -> None:
    opened = rubbish()
    helper = snapshot().units["ubnd-26743"].id
    actions.propose(opened.request_id, unit_id=helper, role=PartRole.CO_HANDLER, now=NOW + minutes(40), actor=DESK)
    actions.forward(opened.request_id, now=NOW + minutes(41), actor=OPERATOR)
    up, lead, day = make.submitted(opened, now=NOW + minutes(60)), make.lead(opened), (NOW + timedelta(days=9)).date()
    order = actions.Order(helper, "Dọn sạch.", day)
    actions.record_decision(
        up, paper="", signed_on=NOW.date(), decision="Giao.", orders=[order], now=NOW + minutes(70), actor=DESK
    )
    carried()
    [directive] = queries.dossiers_of(opened.request_id)[0].directives
    assert (directive.part_id, directive.state, directive.outcome) == (lead.id, DirectiveState.GIVEN, "")
    assert make.lead(opened).binding
    heir = Viewer(7, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({make.lead(opened).unit_id}))
    with agency_door(heir) as door:
        assert [row.directive.task for row in door.open_directives()] == ["Dọn sạch."]


def test_one_decision_about_both_is_one_task_of_the_one_that_stays() -> None:
    opened = rubbish()
    helper = snapshot().units["ubnd-26743"].id
    actions.propose(opened.request_id, unit_id=helper, role=PartRole.CO_HANDLER, now=NOW + minutes(40), actor=DESK)
    actions.forward(opened.request_id, now=NOW + minutes(41), actor=OPERATOR)
    make.directed(opened, now=NOW + minutes(70))
    carried()
    standing = [
        one for one in queries.dossiers_of(opened.request_id)[0].directives if one.is_open and one.part_id == make.lead(opened).id
    ]
    assert [one.task.count("Làm dứt điểm") for one in standing] == [2]
    lifted = [one for one in queries.dossiers_of(opened.request_id)[0].directives if one.state is DirectiveState.LIFTED]
    assert [one.outcome for one in lifted] == ["void"]


def test_what_is_done_stays_with_those_who_did_it_and_comes_back_to_who_took_over() -> None:
    opened = make.answered("rubbish", place=make.place())
    old = make.lead(opened).unit_id
    carried()
    assert make.lead(opened).unit_id == old
    assert make.case(opened).request.area_name == "Phường Sài Gòn", "a closed case keeps the ward it was given"
    reopened = LATER + minutes(60)
    actions.say_not_done(opened.request_id, words="Vẫn còn rác.", now=reopened)
    while actions.succession_on(reopened + minutes(1)):
        pass
    assert make.lead(opened).unit_id == snapshot().units["ubnd-26740"].id


def test_a_closed_case_is_looked_for_under_the_ward_of_today() -> None:
    opened = make.answered("pothole", place=make.place(BEN_THANH))
    for message in actions.lease_messages(["sms", "email"], limit=50, now=NOW + minutes(190)):
        actions.mark_sent(message.id, provider_id="x", kept="x", now=NOW + minutes(190))
    actions.publish_answer(opened.request_id, public_words="Đã vá xong.", now=NOW + minutes(200), actor=DESK)
    carried()
    make.indexed()
    found = public_cases(Narrowing(area=SAI_GON)).cases
    assert [case.case.reference for case in found] == [opened.reference]
    assert make.case(opened).request.area_name == "Phường Bến Thành"
    for name in ("Bến Thành", "Trung Tâm"):
        assert public_cases(Narrowing(words=query(name))).cases, f"people look for it by {name}"


class TestASplitWard:
    def test_a_person_decides_where_nothing_else_does(self) -> None:
        opened, no_point = rubbish(place=at_point(10.7805, 106.6985)), rubbish(place=at_point(10.7805, 106.7095))
        carried(SPLIT)
        assert waiting_count() == 2
        first = waiting_cases(limit=10)[0]
        assert (first.before.name_vi, [one.code for one in first.between]) == ("Phường Sài Gòn", ["99001", "99002"])
        assert left_behind() == 2, "what waits stays where it was, and its deadline runs"
        west = snapshot().areas["99002"]
        with pytest.raises(NotBetweenThese):
            actions.settle_succession(opened.request_id, area_id=snapshot().areas[TAN_DINH].id, now=LATER, actor=DESK)
        actions.settle_succession(opened.request_id, area_id=west.id, now=LATER, actor=DESK)
        assert make.lead(opened).unit_code == "ubnd-99002"
        assert make.case(opened).request.area_name == "Phường Sài Gòn Tây"
        assert CaseSuccession.objects.get(request_id=opened.request_id).how == "person"
        assert waiting_count() == 1
        with pytest.raises(NotBetweenThese):
            actions.settle_succession(opened.request_id, area_id=west.id, now=LATER, actor=DESK)
        assert make.lead(no_point).unit_code == "ubnd-26740"

    def test_outlines_that_come_later_decide_when_the_file_is_carried_out_again(self) -> None:
        west, east = rubbish(place=at_point(10.7805, 106.6985)), rubbish(place=at_point(10.7805, 106.7095))
        closed = make.answered("rubbish", place=at_point(10.7805, 106.6985))
        carried(SPLIT)
        import_boundaries(file_of(features()), file_name="wards.geojson", now=LATER)
        carried(SPLIT, at=LATER + minutes(5))
        assert waiting_count() == 0
        assert (make.lead(west).unit_code, make.lead(east).unit_code) == ("ubnd-99002", "ubnd-99001")
        kept = CaseSuccession.objects.get(request_id=closed.request_id)
        assert (kept.after_id, kept.how) == (snapshot().areas["99002"].id, "outline"), "figures on the new boundaries ask it"
        assert make.lead(closed).unit_code == "ubnd-26740"

    def test_outlines_that_come_with_it_are_refused_with_it(self) -> None:
        drawn = features()  # of the wards before: 99001 is missing, 26740 is none any more
        with pytest.raises(BadBoundaries, match="2 of 169 wards have no outline"):
            carried(SPLIT, outlines=Outlines(file_of(drawn), "wards.geojson"))
        assert not Succession.objects.exists()


class TestPeople:
    def test_sign_ins_go_on_with_the_agency_that_took_over(self) -> None:
        old = snapshot().units["ubnd-26743"].id
        user = make_person("lan", Role.FOCAL_POINT, unit_id=old)
        done_before, opened = make.answered("rubbish", place=make.place(BEN_THANH)), rubbish(BEN_THANH)
        at = datetime.now(LATER.tzinfo) + minutes(5)  # roles are held from the moment they are given
        carried(at=at)
        viewer = people.viewer(user, now=at + minutes(1))
        assert viewer is not None
        assert viewer.unit_ids == {snapshot().units["ubnd-26740"].id}
        now, then = make.lead(opened).id, make.lead(done_before).id
        with agency_door(viewer) as door:
            assert door.case(now).request.reference == opened.reference
            assert door.case(then).request.reference == done_before.reference

    def test_focal_points_are_told_by_the_agency_that_took_over(self) -> None:
        rubbish(BEN_THANH)
        phones = set(FocalPoint.objects.filter(unit__code__in=["ubnd-26740", "ubnd-26743"]).values_list("phone", flat=True))
        carried()
        heir = snapshot().units["ubnd-26740"]
        now = FocalPoint.objects.filter(unit_id=heir.id, left_on=None)
        assert set(now.values_list("phone", flat=True)) == phones
        assert now.filter(is_head=True).count() == 1
        told = Message.objects.filter(event="focal_succeeded")
        assert {message.facts["open"] for message in told} == {1}
        assert {message.focal_point.unit_id for message in told if message.focal_point} == {heir.id}

    def test_a_case_about_the_ward_goes_above_the_one_that_took_over(self) -> None:
        """The inspectorate of the ward that was complained of ends; its heir obeys the new committee."""
        opened = make.report(
            "officials_conduct", attributes={"office": "ubnd-26743"}, place=NOWHERE, words="Cán bộ phường đòi thêm giấy tờ."
        )
        actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
        other = Unit.objects.get(code="ubnd-26740", valid_to=None)
        Unit.objects.filter(pk=snapshot().units["ubnd-26743"].id).update(parent=None)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casefile_assignment SET unit_id = %s WHERE request_id = %s", [other.pk, opened.request_id])
        carried()
        assert make.lead(opened).unit_code == "ubnd-tp"


def test_what_an_agency_did_about_another_is_not_read_by_that_one_when_it_takes_over() -> None:
    """Who examined an office ends, and the office goes on with its records: not with those about itself."""
    opened, plain = make.complaint(of="dkdd-q2"), make.answered()
    part, other = make.lead(opened), make.lead(plain)
    examiner, named = snapshot().units["so-y-te"].id, snapshot().units["dkdd-q2"]
    with connection.cursor() as cursor:
        done_by = "UPDATE casefile_assignment SET unit_id = %s, state = 'done', closed_at = %s WHERE id = ANY(%s)"
        cursor.execute(done_by, [examiner, NOW, [part.id, other.id]])
        cursor.execute("UPDATE casefile_servicerequest SET phase = 'resolved' WHERE id = %s", [opened.request_id])
    area = make.case(opened).request.area_name
    change = b"old_code,new_code,is_default\nso-y-te,dkdd-q2,1\n"
    actions.carry_out_succession(change, file_name="map.csv", now=LATER, partial=True)
    heir = Viewer(7, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({named.id}))
    with agency_door(heir) as door:
        rows = door.desk(Sort(frozenset({Part.DONE})), handler=None, limit=9, skip=0, now=NOW + minutes(60))
        assert [row.reference for row in rows] == [plain.reference]
        assert door.case(other.id).request.reference == plain.reference
        with pytest.raises(NoSuchCase):
            door.case(part.id)
    assert make.lead(opened).unit_id == named.parent_id
    assert make.lead(opened).state is Part.DONE
    assert make.case(opened).request.area_name == area
    assert "part_succeeded" in {event.name for event in make.case(opened).events}
    assert not Message.objects.filter(event="succeeded").exists()


def test_a_profile_of_before_holds_over_the_change(city: str) -> None:
    succeed(MERGED, file_name="map.csv", now=LATER, actor=OPERATOR, partial=True)
    assert len(snapshot().wards) == 167
    assert "ubnd-26743" not in snapshot().units
    assert snapshot().former_areas
    rule = next(rule for rule in snapshot().routing_rules if rule.code == "dien-sai-gon")
    assert SAI_GON in rule.areas
    assert BEN_THANH not in rule.areas

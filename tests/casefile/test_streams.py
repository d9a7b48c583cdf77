"""Several hotlines on one installation: which one a case is in, who sees it, what is said and published, how it is counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hotline.casefile import access, actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened
from hotline.casefile.models import Message, ServiceRequest
from hotline.casefile.queries import StreamCounts, Waiting
from hotline.core.facts import PlaceNeed
from hotline.core.streams import StreamRefused, WhyNotStream
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
PARTY, COUNCIL, OWN = "thanh-uy", "hdnd", "1022"
OPERATOR = Viewer(1, "Lan", frozenset({Role.OPERATOR}), frozenset())
OF_PARTY = Viewer(2, "Hà", frozenset({Role.OPERATOR}), frozenset(), frozenset({PARTY}))
OF_CITY = Viewer(3, "Tú", frozenset({Role.SUPERVISOR}), frozenset(), frozenset({OWN}))


def test_a_report_comes_in_by_the_centres_own_hotline_unless_told() -> None:
    assert make.case(make.report()).request.stream == OWN
    assert make.case(make.report(stream=PARTY)).request.stream == PARTY


@pytest.mark.parametrize("city", ["hue"], indirect=True)
def test_the_centres_own_hotline_is_the_citys() -> None:
    service = next(one.code for one in snapshot().services.values() if one.place is PlaceNeed.NONE)
    assert make.case(make.report(service)).request.stream == "hue-s"


@pytest.mark.parametrize(("stream", "service"), [("mat-tran", "pothole"), ("dich-vu-cong", "pothole")])
def test_a_hotline_that_there_is_not_or_that_does_not_take_it_opens_nothing(stream: str, service: str) -> None:
    with pytest.raises(actions.UnknownStream):
        make.report(service, stream=stream)
    assert not ServiceRequest.objects.exists()


def test_questions_on_public_services_are_taken_by_their_hotline() -> None:
    assert make.case(make.report("public_service_question", stream="dich-vu-cong")).request.stream == "dich-vu-cong"


@pytest.mark.parametrize(
    ("said", "viewer", "sees_city", "sees_party"),
    [
        ("who belongs to none in particular", OPERATOR, True, True),
        ("of the Party Committee's hotline", OF_PARTY, False, True),
        ("of the city's alone", OF_CITY, True, False),
    ],
)
def test_who_sees_which_case(said: str, viewer: Viewer, *, sees_city: bool, sees_party: bool) -> None:
    of = {make.report(): sees_city, make.report(stream=PARTY): sees_party}
    listed = {row.reference for row in queries.operator_queue(streams=viewer.streams)}
    for opened, sees in of.items():
        assert access.sees(viewer, opened.reference) is sees, said
        assert (opened.reference in listed) is sees, said
        assert _opens(viewer, opened) is sees, said
    assert queries.queue_counts(streams=viewer.streams)[Waiting.TO_SCREEN] == sum(of.values())


def test_no_case_has_such_a_reference_for_anybody() -> None:
    assert not access.sees(OPERATOR, "1022-2601-01-00000000")


def test_a_second_stream_lets_its_people_see_the_case_and_is_taken_back_with_its_history() -> None:
    opened = make.report()
    actions.join_stream(opened.request_id, stream=PARTY, now=make.NOW + make.minutes(1), actor=make.OPERATOR)
    assert _opens(OF_PARTY, opened)
    assert _opens(OF_CITY, opened)
    actions.leave_stream(opened.request_id, stream=PARTY, now=make.NOW + make.minutes(2), actor=make.OPERATOR)
    assert not _opens(OF_PARTY, opened)
    happened = [event.facts for event in make.case(opened).events if event.name == "streams_set"]
    assert happened == [{"from": [OWN], "to": [OWN, PARTY]}, {"from": [OWN, PARTY], "to": [OWN]}]


@pytest.mark.parametrize(
    ("said", "act", "why"),
    [
        ("where it came in", lambda of: _join(of, OWN), WhyNotStream.THERE_ALREADY),
        ("a third", lambda of: _join(of, COUNCIL), WhyNotStream.HAS_TWO),
        ("one that there is not", lambda of: _join(of, "mat-tran"), WhyNotStream.UNKNOWN),
        ("out of where it came in", lambda of: _leave(of, OWN), WhyNotStream.NOT_SECOND),
        ("out of one that it is not in", lambda of: _leave(of, COUNCIL), WhyNotStream.NOT_SECOND),
    ],
)
def test_what_is_refused_changes_nothing(said: str, act: Callable[[Opened], None], why: WhyNotStream) -> None:
    opened = make.report()
    _join(opened, PARTY)
    before = make.case(opened)
    with pytest.raises(StreamRefused) as refused:
        act(opened)
    assert refused.value.why is why, said
    assert make.case(opened) == before


def test_somebody_elses_change_goes_first() -> None:
    opened = make.report()
    version = make.case(opened).request.version
    actions.verify(opened.request_id, how="called", note="", now=make.NOW, actor=make.OPERATOR)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.join_stream(opened.request_id, stream=PARTY, now=make.NOW, actor=make.OPERATOR, version=version)
    assert make.case(opened).request.also_stream == ""


def test_a_case_under_a_master_joins_no_stream() -> None:
    master, member = make.report(), make.report()
    actions.merge_requests(master.request_id, [member.request_id], now=make.NOW, actor=make.OPERATOR)
    with pytest.raises(actions.StandsMerged):
        _join(member, PARTY)


def test_the_database_holds_no_case_twice_in_one_stream() -> None:
    opened = make.report()
    with pytest.raises(IntegrityError, match="request_two_streams"), transaction.atomic():
        ServiceRequest.objects.filter(pk=opened.request_id).update(also_stream=OWN)


def test_a_case_of_two_counts_in_both_and_once_in_all() -> None:
    make.report()
    make.report(stream=PARTY)
    _join(make.report(), PARTY)
    counted = _counted()
    assert [(one.name, one.received, one.to_screen) for one in counted if one.received] == [
        ("Cổng thông tin 1022", 2, 2), ("Đường dây nóng Thành ủy", 2, 2), ("", 3, 3),
    ]  # fmt: skip


def test_what_waits_is_counted_where_it_waits() -> None:
    make.report(stream=PARTY)
    make.with_results(stream=PARTY)
    late = _counted(after=timedelta(days=60))
    assert [(one.to_screen, one.at_desk, one.overdue, one.received) for one in late[1:2]] == [(1, 1, 2, 0)]


def test_people_of_one_stream_are_told_its_counts_and_no_others() -> None:
    make.report()
    _join(make.report(), PARTY)
    assert [(one.name, one.received) for one in _counted(OF_PARTY)] == [("Đường dây nóng Thành ủy", 1), ("", 1)]


def test_lists_of_the_desk_and_the_supervisor_keep_to_the_stream() -> None:
    city, party = make.with_results(), make.with_results(stream=PARTY)
    later = make.NOW + timedelta(days=60)
    for streams, shown in ((OF_PARTY.streams, {party.reference}), (frozenset[str](), {city.reference, party.reference})):
        assert {row.reference for row in queries.synthesis_queue(streams=streams)} == shown
        assert {row.reference for row in queries.overdue_clocks(now=later, streams=streams)} == shown
    refused = make.report()
    actions.refuse(refused.request_id, reason="duplicate", now=make.NOW, actor=make.OPERATOR)
    assert [row.reference for row in queries.refused_cases()] == [refused.reference]
    assert queries.refused_cases(streams=OF_PARTY.streams) == ()


def test_nobody_is_shown_a_case_of_another_stream_as_likely_the_same() -> None:
    own, other = make.report(stream=PARTY), make.report()
    assert [one.reference for one in queries.likely_same(own.request_id, limit=5)] == [other.reference]
    assert queries.likely_same(own.request_id, limit=5, streams=OF_PARTY.streams) == ()


def test_the_agency_works_on_it_as_on_any_other_and_is_told_which_stream() -> None:
    opened = make.forwarded(stream=PARTY)
    _join(opened, COUNCIL)
    part = make.lead(opened)
    viewer = Viewer(9, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    with agency_door(viewer) as door:
        request = door.case(part.id).request
        actions.accept_part(part.id, now=make.NOW + make.minutes(30), actor=make.officer(part))
    assert (request.stream, request.also_stream) == (PARTY, COUNCIL)


@pytest.mark.parametrize(
    ("said", "stream", "also", "is_open"),
    [
        ("the service says so", "", "", True),
        ("a hotline that publishes nothing", PARTY, "", False),
        ("one that belongs to such a hotline too", "", PARTY, False),
    ],
)
def test_what_everyone_may_read_follows_the_strictest(said: str, stream: str, also: str, *, is_open: bool) -> None:
    opened = make.answered(stream=stream)
    if also:
        _join(opened, also)
    assert queries.public_case(opened.reference).case.is_open is is_open, said
    assert make.indexed() == int(is_open), said
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casefile_message SET state = 'sent'")
    if is_open:
        return
    with pytest.raises(actions.NeverPublished):
        actions.publish_answer(opened.request_id, public_words="Đã vá.", now=make.NOW + timedelta(days=1), actor=make.DESK)
    waiting = [row for row in queries.synthesis_queue() if row.waits_for == "publish"]
    assert waiting == [], said


def test_a_message_knows_by_which_hotline_its_case_came() -> None:
    make.report(stream=PARTY)
    leased = actions.lease_messages(channels=["sms"], limit=5, now=make.NOW + make.minutes(1))
    hands = queries.in_hand(leased)
    assert [hands[one.id].case.stream for one in leased if hands[one.id].case] == [PARTY]  # type: ignore[union-attr]
    assert Message.objects.count() == 1


def _counted(viewer: Viewer = OPERATOR, *, after: timedelta = timedelta()) -> tuple[StreamCounts, ...]:
    now = make.NOW + make.minutes(5) + after
    return queries.stream_counts(since=now - timedelta(days=7), now=now, streams=viewer.streams)


def _join(opened: Opened, stream: str) -> None:
    actions.join_stream(opened.request_id, stream=stream, now=make.NOW + make.minutes(3), actor=make.OPERATOR)


def _leave(opened: Opened, stream: str) -> None:
    actions.leave_stream(opened.request_id, stream=stream, now=make.NOW + make.minutes(3), actor=make.OPERATOR)


def _opens(viewer: Viewer, opened: Opened) -> bool:
    try:
        access.case_for(viewer, opened.reference)
    except actions.NoSuchCase:
        return False
    return True

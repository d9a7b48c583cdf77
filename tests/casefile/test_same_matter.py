"""Which open cases are proposed as one matter, to whom, and what "me too" does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import h3
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hotline.casefile import actions, queries
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Attachment, Event, Message, ServiceRequest
from hotline.casefile.placing import RESOLUTION
from hotline.casefile.queries.likeness import cells_around, weeks_between
from hotline.core.facts import AttachmentKind, Place, PlaceHow
from hotline.core.likeness import Reason, metres_between
from hotline.core.status import Phase
from hotline.directory.queries import snapshot
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
NOW = make.NOW
SOON = NOW + make.minutes(20)
WORDS = "Nước ngập tới đầu gối trước chợ Tân Định, xe chết máy hàng loạt."
AGAIN = "nuoc ngap dau goi truoc cho Tan Dinh"


def spot(metres: float = 0.0, *, words: str = "trước chợ Tân Định", has_point: bool = True) -> Place:
    area = snapshot().areas[make.SAI_GON]
    lat = area.lat + metres / 111_195
    return Place(lat if has_point else None, area.lon if has_point else None, words, area.id, area.code, PlaceHow.CHOSEN)


def flood(*, at: Any = NOW, **changes: Any) -> Opened:
    return make.report("flooding", now=at, **{"words": WORDS, "place": spot(), **changes})


def proposed(report: Opened, *, limit: int = 10) -> list[str]:
    return [one.reference for one in queries.likely_same(report.request_id, limit=limit)]


def approve(report: Opened, *, words: str = WORDS, place: str = "chợ Tân Định") -> None:
    actions.approve_public_words(report.request_id, words=words, place=place, now=NOW + make.minutes(5), actor=make.OPERATOR)
    make.indexed()


def known(
    *, at: Any = SOON, place: Place | None = None, words: str = AGAIN, photos: Any = (), service: str = "flooding"
) -> list[str]:
    found = queries.known_already(service, place or spot(60), words, photos=photos, now=at)
    return [one.case.case.reference for one in found]


def say_same(report: Opened, *, key: str | None = None, **changes: Any) -> Opened:
    told = {"words": AGAIN, "place": spot(60), "contact": ContactDraft(phone="0912345678"), **changes}
    return actions.open_as_same(make.draft("flooding", **told), same_as=report.reference, key=key, now=SOON)


def master_of(report: Opened) -> int | None:
    return ServiceRequest.objects.values_list("master_id", flat=True).get(pk=report.request_id)


# to the operator


def test_the_operator_is_told_what_is_near_and_why() -> None:
    first, second = flood(), flood(at=SOON, words=AGAIN, place=spot(60))

    (found,) = queries.likely_same(second.request_id, limit=5)

    assert (found.reference, found.service, found.phase, found.merged) == (first.reference, "flooding", Phase.RECEIVED, 0)
    assert found.alike.metres == 60
    assert found.alike.apart == make.minutes(20)
    assert found.alike.is_likely
    assert {Reason.SAME_SERVICE, Reason.NEAR, Reason.RECENT, Reason.WORDS} <= set(found.alike.reasons)
    assert proposed(first) == [second.reference]


def test_what_is_far_old_of_another_matter_or_over_is_not_proposed() -> None:
    report = flood()
    flood(place=spot(3000, words=""))
    flood(at=NOW - timedelta(days=8))
    make.report("pothole", place=spot())
    make.answered("flooding", now=NOW - timedelta(days=1), words=WORDS, place=spot())
    refused = flood()
    actions.refuse(refused.request_id, reason="complaint", now=SOON, actor=make.OPERATOR)

    assert proposed(report) == []


def test_a_case_that_is_over_is_like_none() -> None:
    flood()
    over = make.answered("flooding", now=NOW, words=WORDS, place=spot())

    assert proposed(over) == []


def test_the_likeliest_stand_first_and_no_more_than_asked() -> None:
    report = flood()
    far, near = flood(place=spot(200)), flood(place=spot(10))

    assert proposed(report) == [near.reference, far.reference]
    assert proposed(report, limit=1) == [near.reference]


def test_reports_without_a_point_are_found_by_ward_and_words() -> None:
    report = flood(place=spot(words="", has_point=False))
    same = flood(words=AGAIN)
    flood(words="Cống nhà mình nghẹt rác mấy hôm nay rồi", place=spot(words="", has_point=False))

    assert proposed(report) == [same.reference]
    assert same.reference in proposed(flood(words=AGAIN, place=spot(words="", has_point=False)))


def test_the_same_photo_is_enough_wherever_it_is() -> None:
    key = make.photo(kind=AttachmentKind.REPORT)
    report = flood(attachments=(key,))
    copy = make.photo(kind=AttachmentKind.REPORT)
    shown = Attachment.objects.get(key=key)
    Attachment.objects.filter(key=copy).update(sha256=shown.sha256, phash=shown.phash)
    other = make.report("pothole", place=spot(5000), attachments=(copy,))

    (found,) = queries.likely_same(other.request_id, limit=5)

    assert found.reference == report.reference
    assert found.alike.reasons[0] is Reason.SAME_PHOTO


def test_a_drawing_of_the_demonstration_proves_nothing() -> None:
    key, copy = make.photo(kind=AttachmentKind.REPORT), make.photo(kind=AttachmentKind.REPORT)
    flood(attachments=(key,))
    other = make.report("pothole", place=spot(5000), attachments=(copy,))
    Attachment.objects.filter(key__in=[key, copy]).update(sha256=b"x" * 32, phash=0x5555555555555555, camera={"drawn": True})

    assert proposed(other) == []


def test_for_merged_reports_stands_their_master() -> None:
    master, merged = flood(), flood(place=spot(5))
    actions.merge_requests(master.request_id, [merged.request_id], now=SOON, actor=make.OPERATOR)
    report = flood(at=SOON, place=spot(5))

    (found,) = queries.likely_same(report.request_id, limit=5)

    assert (found.reference, found.merged) == (master.reference, 1)
    assert proposed(merged) == []
    assert proposed(master) == [report.reference]


@given(
    lat=st.floats(8.5, 23.4),
    lon=st.floats(102.2, 109.4),
    metres=st.floats(10, 1500),
    north=st.floats(-1, 1),
    east=st.floats(-1, 1),
)
def test_no_neighbour_lies_in_a_cell_that_is_not_looked_into(
    lat: float, lon: float, metres: float, north: float, east: float
) -> None:
    other = lat + north * metres / 111_195, lon + east * metres / 111_195
    if metres_between((lat, lon), other) <= metres:
        assert h3.latlng_to_cell(*other, RESOLUTION) in cells_around((lat, lon), metres)


@pytest.mark.parametrize(
    ("since", "until", "weeks"),
    [
        (datetime(2026, 3, 2, 0, 0, tzinfo=UTC), datetime(2026, 3, 2, 0, 0, tzinfo=UTC), ["2026-03-02"]),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), datetime(2026, 3, 2, 0, 0, tzinfo=UTC), ["2026-02-23", "2026-03-02"]),
        (datetime(2026, 3, 2, 6, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), NOW, ["2026-02-23", "2026-03-02"]),
        (NOW - timedelta(days=7), NOW + timedelta(days=7), ["2026-02-23", "2026-03-02", "2026-03-09"]),
    ],
)
def test_the_weeks_that_are_looked_into(since: datetime, until: datetime, weeks: list[str]) -> None:
    assert [f"{one:%Y-%m-%d}" for one in weeks_between(since, until)] == weeks
    with connection.cursor() as cursor:
        for moment in (since, until):
            cursor.execute("SELECT date_trunc('week', %s::timestamptz AT TIME ZONE 'UTC')", [moment])
            assert cursor.fetchone()[0] in weeks_between(since, until)


# to the citizen


def test_a_citizen_is_shown_what_a_person_approved() -> None:
    report = flood()
    approve(report)

    assert known() == [report.reference]


def test_what_nobody_approved_is_not_shown_though_it_is_there() -> None:
    report = flood()
    make.indexed()

    assert known() == []
    approve(report, words="", place="")
    assert known() == []


def test_where_the_public_reads_only_the_ward_no_distance_decides() -> None:
    code = next(
        one.code for one in snapshot().services.values() if one.place_public == "area" and one.publish == "from_reception"
    )
    report = make.report(code, words=WORDS, place=spot())
    approve(report, place="")

    near = queries.known_already(code, spot(10, words=""), WORDS, now=SOON)
    far = queries.known_already(code, spot(900, words=""), WORDS, now=SOON)

    assert [one.case.case.reference for one in near] == [one.case.case.reference for one in far] == [report.reference]
    assert all(one.alike.metres is None for one in (*near, *far))
    assert queries.known_already(code, spot(10, words=""), "Chuyện khác hẳn ở chỗ kia", now=SOON) == ()


def test_what_is_over_old_or_elsewhere_is_not_shown() -> None:
    report = flood()
    approve(report)

    assert known(place=spot(900, words="")) == []
    assert known(at=NOW + timedelta(days=8)) == []
    assert known(service="pothole") == []
    actions.refuse(report.request_id, reason="complaint", now=SOON, actor=make.OPERATOR)
    make.indexed()
    assert known() == []


def test_a_photo_is_held_only_against_public_ones() -> None:
    key, loose = make.photo(kind=AttachmentKind.REPORT), make.photo(kind=AttachmentKind.REPORT)
    report = flood(attachments=(key,))
    Attachment.objects.filter(key__in=[key, loose]).update(sha256=b"x" * 32)
    approve(report)
    far = spot(5000, words="")

    assert known(place=far, photos=[loose]) == []
    Attachment.objects.filter(key=key).update(public_at=SOON)
    assert known(place=far, photos=[loose]) == [report.reference]


# "me too"


def test_me_too_is_a_report_of_its_own_under_the_known_one() -> None:
    report = flood()

    joined = say_same(report)

    assert master_of(joined) == report.request_id
    case = make.case(joined)
    assert case.request.words == AGAIN
    assert [event.name for event in case.events if event.name in ("said_same", "merged")] == ["said_same", "merged"]
    assert next(event for event in case.events if event.name == "said_same").facts == {"request": report.request_id}
    assert "received" in set(Message.objects.filter(request_id=joined.request_id).values_list("event", flat=True))


def test_me_too_of_a_merged_report_goes_under_its_master() -> None:
    master, merged = flood(), flood(place=spot(5))
    actions.merge_requests(master.request_id, [merged.request_id], now=SOON, actor=make.OPERATOR)

    assert master_of(say_same(merged)) == master.request_id


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "Nước ngập, có người bị điện giật, cứu với"},
        {"words": "Tôi muốn tố cáo cán bộ phường nhận hối lộ"},
        {"place": Place(10.9, 106.9, "", None, make.SAI_GON, PlaceHow.CHOSEN), "words": "Ngập"},
    ],
    ids=["danger", "excluded", "elsewhere"],
)
def test_me_too_waits_for_a_person_where_one_has_to_look(changes: dict[str, Any]) -> None:
    report = flood()
    if "place" in changes:
        changes = {**changes, "place": replace(changes["place"], area_id=snapshot().areas[make.SAI_GON].id)}

    joined = say_same(report, **changes)

    assert master_of(joined) is None
    (found,) = queries.likely_same(joined.request_id, limit=5)
    assert found.reference == report.reference
    assert found.alike.reasons[0] is Reason.SAID


def test_me_too_on_what_was_answered_meanwhile_stays_a_report() -> None:
    report = make.answered("flooding", now=NOW, words=WORDS, place=spot())

    assert master_of(say_same(report)) is None


def test_me_too_twice_with_one_key_is_one_report() -> None:
    report = flood()

    first, again = say_same(report, key="k"), say_same(report, key="k")

    assert (first.request_id, again.created) == (again.request_id, False)
    assert Event.objects.filter(request_id=first.request_id, name="said_same").count() == 1


def test_me_too_on_nothing_opens_nothing() -> None:
    before = ServiceRequest.objects.count()

    with pytest.raises(actions.NoSuchCase):
        actions.open_as_same(make.draft("flooding"), same_as="1022-0000-XXXX-X", now=SOON)

    assert ServiceRequest.objects.count() == before

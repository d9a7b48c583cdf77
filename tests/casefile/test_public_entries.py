"""What everyone may look for follows the record, a second behind, and never holds more than disclosure lets out."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.casefile.models import PublicEntry, PublicFollowing
from hotline.casefile.queries import Bounds, Narrowing
from hotline.core.searching import Query, query
from hotline.core.status import Phase
from tests import make
from tests.make import NOW

EVERYWHERE = Bounds(-90, -180, 90, 180)


def words(typed: str) -> Query:
    sought = query(typed)
    assert sought is not None
    return sought


def found(**narrowed: object) -> list[str]:
    return [one.case.reference for one in queries.public_cases(Narrowing(**narrowed)).cases]  # type: ignore[arg-type]


def approve(opened: Opened, said: str, place: str = "đường Lê Lợi") -> None:
    actions.approve_public_words(opened.request_id, words=said, place=place, now=NOW, actor=make.DESK)


# Following ------------------------------------------------------------------------------------------------------------


def test_a_case_is_found_once_its_transaction_is_over(city: None, committed_db: str) -> None:
    make.followed()
    assert queries.public_has_followed()
    opened = make.report("street_light")
    assert found() == []
    assert not queries.public_has_followed()
    make.followed()
    assert found() == [opened.reference]
    assert queries.public_has_followed()
    turn = queries.public_turn()
    make.followed()
    assert queries.public_turn() == turn, "nothing happened"
    actions.refuse(opened.request_id, reason="complaint", now=NOW, actor=make.OPERATOR)
    make.followed()
    assert found() == []
    assert queries.public_turn() > turn


def test_a_case_written_while_another_transaction_runs_is_not_skipped(
    city: None, committed_db: str, superuser: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    make.followed()
    with superuser.transaction():
        superuser.execute("SELECT pg_current_xact_id()")
        opened = make.report("street_light")
        actions.follow_public()
        assert found() == [], "the running transaction may yet write what is older"
    make.followed()
    assert found() == [opened.reference]


def test_only_one_process_follows_at_a_time(
    city: None, committed_db: str, superuser: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    make.report("street_light")
    with superuser.transaction():
        superuser.execute("SELECT * FROM casefile_publicfollowing FOR UPDATE")
        assert actions.follow_public() == 0
        assert found() == []


def test_a_new_profile_makes_all_entries_anew(city: None, committed_db: str) -> None:
    opened = make.report("street_light")
    make.followed()
    PublicEntry.objects.all().delete()
    PublicFollowing.objects.update(profile=0)
    assert not queries.public_has_followed()
    assert actions.follow_public() == 1
    assert actions.follow_public() == 0
    assert found() == [opened.reference]


def test_an_agency_has_no_grant_on_entries(city: None, db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        for table in ("casefile_publicentry", "casefile_publicfollowing"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT * FROM {table}")
        cursor.execute("RESET ROLE")


# What an entry holds --------------------------------------------------------------------------------------------------


def test_what_the_citizen_wrote_is_not_found_before_a_person_approved_words(city: None, db: None) -> None:
    opened = make.report("street_light", words="Đèn hỏng trước nhà bà Chim Yến")
    make.indexed()
    assert found(words=words("chim yến")) == found(words=words("lê lợi")) == []
    assert found(words=words("den")) == [opened.reference], "the name of the service is public"
    approve(opened, "Đèn hỏng trong hẻm")
    make.indexed()
    assert found(words=words("hem")) == found(words=words("lê lợi")) == [opened.reference]
    assert found(words=words("chim yến")) == []


@pytest.mark.parametrize("service", ["hardship", "water_meter"])
def test_what_is_not_public_has_no_entry(service: str, city: None, db: None) -> None:
    make.report(service)
    assert make.indexed() == 0


def test_what_is_taken_back_is_not_shown_though_its_entry_lags(city: None, db: None) -> None:
    opened = make.report("street_light")
    make.indexed()
    actions.refuse(opened.request_id, reason="complaint", now=NOW, actor=make.OPERATOR)
    assert PublicEntry.objects.count() == 1
    assert found() == []


def test_a_point_is_rounded_and_waits_for_a_person(city: None, db: None) -> None:
    opened = make.report("pothole")
    make.indexed()
    if PublicEntry.objects.exists():
        assert PublicEntry.objects.get().lat is None
    light = make.report("street_light")
    make.indexed()
    assert PublicEntry.objects.get(pk=light.request_id).lat is None
    approve(light, "Đèn hỏng")
    make.indexed()
    entry = PublicEntry.objects.get(pk=light.request_id)
    assert entry.lat is not None
    assert entry.lat == round(entry.lat, 3)
    assert opened.reference != light.reference


# Lists ----------------------------------------------------------------------------------------------------------------


def test_a_page_begins_where_the_one_before_ended(city: None, db: None) -> None:
    made = [make.report("street_light", now=NOW + timedelta(minutes=n // 2)).reference for n in range(7)]
    make.indexed()
    seen: list[str] = []
    before = None
    while True:
        page = queries.public_cases(limit=3, before=before)
        seen += [one.case.reference for one in page.cases]
        before = page.follows
        if before is None:
            break
    assert seen == list(reversed(made))


def test_the_list_is_narrowed(city: None, db: None) -> None:
    light, older = make.report("street_light"), make.report("street_light", now=NOW - timedelta(days=40))
    make.forwarded("street_light", place=make.place("26737"))
    make.indexed()
    assert set(found(area=make.SAI_GON)) == {light.reference, older.reference}
    assert found(phase=Phase.RECEIVED, since=NOW - timedelta(days=7)) == [light.reference]
    assert len(found(services=("street_light", "pothole"))) == 3
    assert found(reference=older.reference) == [older.reference]
    assert queries.count_public(Narrowing(area=make.SAI_GON)) == 2
    with pytest.raises(KeyError):
        found(area="99999")


def test_a_word_is_found_among_the_newest_and_behind_them(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make.report("street_light", now=NOW - timedelta(days=3))
    approve(old, "Cột đèn nghiêng")
    made = [make.report("street_light", now=NOW + timedelta(minutes=n)).reference for n in range(4)]
    make.indexed()
    monkeypatch.setattr("hotline.casefile.queries.publiclist.GLANCED", 2)
    monkeypatch.setattr("hotline.casefile.queries.publiclist.NEWEST", 3)
    assert found(words=words("nghiêng")) == [old.reference]
    assert found(words=words("đèn")) == [*reversed(made), old.reference]
    assert queries.count_public(Narrowing(words=words("den"))) == 5


@pytest.mark.parametrize(
    ("sought", "glanced", "newest", "many"),
    [("nghiêng", 1, 2, 1), ("đèn", 1, 2, 5), ("đèn", 2, 3, 5), ("đèn", 2, 9, 5), ("đèn", 9, 9, 5), ("thạch sùng", 1, 2, 0)],
)
def test_the_first_page_of_a_search_tells_how_many_there_are(
    city: None, db: None, monkeypatch: pytest.MonkeyPatch, sought: str, glanced: int, newest: int, many: int
) -> None:
    approve(make.report("street_light", now=NOW - timedelta(days=3)), "Cột đèn nghiêng")
    for n in range(4):
        make.report("street_light", now=NOW + timedelta(minutes=n))
    make.indexed()
    monkeypatch.setattr("hotline.casefile.queries.publiclist.GLANCED", glanced)
    monkeypatch.setattr("hotline.casefile.queries.publiclist.NEWEST", newest)
    asked = Narrowing(words=words(sought))
    for most in (2, 300):
        monkeypatch.setattr("hotline.casefile.queries.publiclist.COUNTED", most)
        assert (
            queries.count_public(asked, queries.public_cases(asked, limit=3))
            == queries.count_public(asked)
            == min(many, most + 1)
        )


def test_a_search_goes_on_where_its_page_ended(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make.report("street_light", now=NOW + timedelta(minutes=n // 2)).reference for n in range(7)]
    make.report("pothole", now=NOW + timedelta(minutes=2))
    make.indexed()
    for glanced, newest in ((2, 3), (3, 5), (5, 50), (50, 50)):
        monkeypatch.setattr("hotline.casefile.queries.publiclist.GLANCED", glanced)
        monkeypatch.setattr("hotline.casefile.queries.publiclist.NEWEST", newest)
        seen: list[str] = []
        page = queries.public_cases(Narrowing(words=words("đèn")), limit=2)
        while page.follows:
            seen += [one.case.reference for one in page.cases]
            page = queries.public_cases(Narrowing(words=words("đèn")), limit=2, before=page.follows)
        assert [*seen, *(one.case.reference for one in page.cases)] == list(reversed(made))


# The map --------------------------------------------------------------------------------------------------------------


def test_the_map_shows_approved_points_and_counts_the_others_at_their_ward(city: None, db: None) -> None:
    shown, waiting = make.report("street_light"), make.report("street_light")
    approve(shown, "Đèn hỏng")
    make.indexed()
    window = queries.public_map(Narrowing(), bounds=EVERYWHERE)
    assert [point.reference for point in window.points] == [shown.reference]
    assert [(ward.area, ward.count) for ward in window.wards] == [(make.SAI_GON, 1)]
    assert window.count == 2
    assert queries.public_map(Narrowing(), bounds=Bounds(20, 100, 21, 101)).count == 0
    assert waiting.reference not in str(window)


def test_many_points_become_squares(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        approve(make.report("street_light"), "Đèn hỏng")
    make.indexed()
    monkeypatch.setattr("hotline.casefile.queries.publicmap.MOST_POINTS", 2)
    window = queries.public_map(Narrowing(words=words("đèn")), bounds=EVERYWHERE)
    assert window.points == ()
    assert [square.count for square in window.squares] == [3]
    assert not window.is_cut
    monkeypatch.setattr("hotline.casefile.queries.publicmap.NEWEST", 2)
    cut = queries.public_map(Narrowing(), bounds=EVERYWHERE)
    assert (cut.is_cut, cut.count) == (True, 2)


# Counts of the city ---------------------------------------------------------------------------------------------------


def test_the_city_is_counted_since_a_moment(city: None, db: None) -> None:
    make.report("street_light", now=NOW - timedelta(days=9))
    make.answered("pothole", now=NOW)
    span = queries.counts_since(NOW - timedelta(days=7))
    assert (span.received, span.answered) == (1, 1)
    assert (span.kept, span.ended) == (1, 1)
    assert queries.counts_by_phase() == {"received": 1, "resolved": 1}

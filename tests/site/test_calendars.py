"""The administrator's pages of the working calendars: what would move is read before it is applied, and nobody else gets in."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.directory import queries as directory
from hotline.directory.actions import load_profile
from hotline.people.facts import Role
from tests import make
from tests.directory.folders import append, copy_of_hcmc
from tests.people.persons import make_person, signed_in

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
PAGE = "/staff/calendars/hanh-chinh/"
PAPER = "Thông báo thử số 7, chưa kiểm chứng"


@pytest.fixture
def admin() -> Client:
    return signed_in(make_person("an", Role.ADMINISTRATOR))


def sent(**changes: str) -> dict[str, str]:
    """The form as a browser sends it, with one day off in three working days' time."""
    day = timezone.localdate() + timedelta(days=3)
    while not directory.snapshot().calendars["hanh-chinh"].is_working_day(day):
        day += timedelta(days=1)
    form = {"document": PAPER, "days-TOTAL_FORMS": "6", "days-INITIAL_FORMS": "0"}
    form |= {"days-0-on": day.isoformat(), "days-0-kind": "off", "days-0-reason": "Nghỉ vì bão"}
    return {**form, **changes}


def test_the_calendars_and_their_days_are_shown_with_their_papers(admin: Client) -> None:
    assert "Giờ hành chính" in admin.get("/staff/calendars/").text
    page = admin.get(PAGE + "?year=2026").text
    assert "thứ Sáu, 02/01/2026" in page
    assert "Nghỉ hoán đổi, làm bù 10-1" in page
    assert "07:30–11:30" in page
    assert admin.get("/staff/calendars/khong-co/").status_code == 404


def test_a_change_is_looked_at_then_applied_and_stands_on_the_case(admin: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - timedelta(hours=1))
    _recount()
    answer = admin.post(PAGE + "change/", sent())
    assert answer.status_code == 302
    page = admin.get(answer["Location"]).text
    assert PAPER in page
    assert "Hạn sẽ bị dời" in page
    assert len(re.findall(r'<th scope="row">', page)) == 2
    assert opened.reference in re.sub(r"<[^>]+>", "", page)
    assert "Áp dụng" in page
    applied = admin.post(answer["Location"] + "apply/", follow=True).text
    assert "Đã áp dụng" in applied
    _recount()
    assert "Hạn đã dời" in admin.get(answer["Location"]).text
    (event, _other) = [one for one in make.case(opened).events if one.name == "deadline_moved"]
    operator = signed_in(make_person("binh", Role.OPERATOR)).get(f"/operator/{opened.reference}/").text
    assert "Thời hạn thay đổi" in operator
    assert "Vì lịch làm việc thay đổi" in operator
    assert "Nghỉ vì bão" in operator
    assert event.facts["decision"] == directory.calendar_decisions()[0].id
    assert PAPER in admin.get(PAGE).text
    citizen = Client().get(f"/r/{opened.link}/").text
    assert "Thời hạn thay đổi" in citizen


def test_dropped_nothing_moves(admin: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - timedelta(hours=1))
    before = make.case(opened).clocks
    _recount()
    where = admin.post(PAGE + "change/", sent())["Location"]
    assert admin.get(PAGE + "change/").status_code == 200
    assert admin.post(PAGE + "change/", sent()).status_code == 422  # one at a time
    assert "Đã bỏ" in admin.post(where + "drop/", follow=True).text
    _recount()
    assert make.case(opened).clocks == before
    assert "đã bỏ" in admin.post(where + "apply/", follow=True).text
    assert make.case(opened).clocks == before


REFUSED = (
    ("no paper", {"document": ""}, "Hãy ghi văn bản"),
    ("nothing ordered", {"days-0-on": "", "days-0-reason": ""}, "Chưa có thay đổi nào"),
    ("no reason", {"days-0-reason": ""}, "Hãy ghi lý do"),
    ("no such day", {"days-0-on": "31/02/2027"}, "Ngày chưa đúng"),
    ("a day far off", {"days-0-on": "2062-01-02"}, "quá ba năm"),
    ("days in the wrong order", {"days-0-until": "2020-01-01"}, "Ngày cuối phải sau"),
    ("the last day of all", {"days-0-on": "9999-12-31", "days-0-until": "9999-12-31"}, "quá ba năm"),
    ("office hours and days known from the last day of all", {
        "since": "9999-12-31", "morning_opens": "07:00", "morning_closes": "11:00", "known_until": "9999-12-31",
    }, "quá ba năm"),
    ("an afternoon without an end", {"since": "2027-01-01", "afternoon_opens": "13:00"}, "cả giờ bắt đầu"),
    ("hours that overlap", {
        "since": "2027-01-01", "morning_opens": "07:00", "morning_closes": "14:00",
        "afternoon_opens": "13:00", "afternoon_closes": "17:00",
    }, "chồng lên nhau"),
    ("the same day twice", {"days-1-kind": "worked", "days-1-reason": "x", "days-1-on": "same"}, "ghi hai lần"),
    ("more than a month off", {
        "days-0-until": "month", "days-1-on": "then", "days-1-until": "two", "days-1-reason": "x",
    }, "31 ngày"),
)  # fmt: skip


@pytest.mark.parametrize(("case", "changes", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_in_words_and_nothing_is_written(admin: Client, case: str, changes: dict[str, str], words: str) -> None:
    form = sent()
    first = timezone.localdate().fromisoformat(form["days-0-on"])
    named = {
        "same": first,
        "month": first + timedelta(days=20),
        "then": first + timedelta(days=21),
        "two": first + timedelta(days=45),
    }
    days = {name: named[value].isoformat() if value in named else value for name, value in changes.items()}
    answer = admin.post(PAGE + "change/", {**form, **days})
    assert answer.status_code == 422
    assert words in answer.text
    assert directory.calendar_decisions() == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR, Role.SYNTHESIS])
def test_nobody_else_changes_days(role: Role) -> None:
    other = signed_in(make_person("khac", role))
    assert other.get(PAGE).status_code == 403
    assert other.post(PAGE + "change/", sent()).status_code == 403
    assert directory.calendar_decisions() == []


def test_a_preview_that_the_worker_still_makes_shows_how_far_it_is(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        make.forwarded("pothole", now=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr("hotline.site.calendars.views.LOOKS_FOR", -1.0)
    monkeypatch.setattr("hotline.casefile.actions.recounting.BATCH", 2)
    where = admin.post(PAGE + "change/", sent())["Location"]
    page = admin.get(where).text
    assert "<progress" in page
    assert f'hx-get="{where}moved.part"' in page
    assert "Áp dụng" not in re.sub(r"(?s)<title>.*?</title>", "", page).replace("Chờ áp dụng", "")
    while "<progress" in admin.get(where + "moved.part").text:
        pass
    recount = queries.recount_of(directory.calendar_decisions()[0].id)
    assert recount is not None
    assert (recount.moved, recount.percent) == (6, 100)


def test_a_decision_that_fits_no_more_says_so_and_can_only_be_dropped(admin: Client, tmp_path: Path) -> None:
    where = admin.post(PAGE + "change/", sent())["Location"]
    profile = copy_of_hcmc(tmp_path)
    on = date.fromisoformat(sent()["days-0-on"])
    days = [on + timedelta(days=n) for n in (*range(-20, 0), *range(1, 21))]
    # Each half alone is short enough: the one day between them is what the decision takes away.
    known = (profile / "calendar_days.csv").read_text("utf-8")
    lines = [f"hanh-chinh,{day},off,Nghỉ,Off,holidays\n" for day in days if f"hanh-chinh,{day}," not in known]
    append(profile, "calendar_days.csv", "".join(lines))
    load_profile(profile, now=timezone.now())
    page = admin.get(where)
    assert page.status_code == 200
    assert "Không áp dụng được nữa" in page.text
    assert where + "apply/" not in page.text
    assert admin.post(where + "apply/", follow=True).status_code == 200
    assert "Đã bỏ thay đổi" in admin.post(where + "drop/", follow=True).text


def _recount() -> None:
    """Let the worker do what there is to do."""
    directory.forget()
    for seconds in (0, 6):
        while actions.recount_on(timezone.now() + timedelta(seconds=seconds)):
            pass

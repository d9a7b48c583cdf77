"""The administrator's pages of deadlines: versions with their papers, and a later one added after seeing what follows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from hotline.core.ruleversions import version_on
from hotline.directory import actions, queries
from hotline.directory.actions import load_profile
from hotline.directory.profile import BadProfile
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.directory.folders import append, change, copy_of_hcmc
from tests.people.persons import make_person, signed_in

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]

PAPER = "Quyết định đặt ra để thử, ngày 5-1"


@pytest.fixture
def admin() -> Client:
    return signed_in(make_person("an", Role.ADMINISTRATOR))


def soon() -> date:
    return timezone.localdate() + timedelta(days=40)


def typed(**changes: object) -> dict[str, object]:
    """Return what the form sends for seven working days instead of ten."""
    return {
        "since": soon().isoformat(),
        "paper": PAPER,
        "amount": "7",
        "unit": "working_days",
        "calendar": "hanh-chinh",
        "starts": "received",
        "agencies_from": "1",
        "pauses": ["asked-citizen"],
        "overrun_lawful": "on",
        **changes,
    }


def test_every_rule_is_listed_with_its_paper(admin: Client) -> None:
    page = admin.get("/staff/rules/").text
    assert "10 ngày làm việc" in page
    assert "5 phút, kể cả ngoài giờ làm việc" in page
    assert "Quyết định 1478/QĐ-UBND" in page
    assert "chưa kiểm chứng" in page


def test_one_rule_shows_its_versions_the_newest_first(admin: Client) -> None:
    page = admin.get("/staff/rules/answer/").text
    assert page.index("từ 01/09/2025") < page.index("từ 26/10/2023") < page.index("từ 04/05/2020")
    assert "đến trước 01/09/2025" in page
    assert "Hồ sơ thành phố" in page
    assert admin.get("/staff/rules/answers/").status_code == 404


def test_what_follows_is_shown_and_nothing_is_written(admin: Client) -> None:
    make.report("pothole", now=timezone.now())
    page = admin.post("/staff/rules/answer/preview/", typed()).text
    assert "7 ngày làm việc" in page
    assert "1 thời hạn đang tính theo quy định này giữ nguyên" in page
    assert "1 phản ánh thuộc diện này" in page
    assert "Hạn theo bản mới" in page
    assert queries.rule_changes() == []


def test_everything_that_a_version_changes_is_shown_before_it_is_added(admin: Client) -> None:
    page = admin.post("/staff/rules/handle/preview/", typed(starts="accepted", pauses=[], services=["pothole"])).text
    assert "trước: chuyển đơn vị; sau: <strong>đơn vị nhận việc</strong>" in page
    assert "trước: Đang chờ người dân bổ sung thông tin; sau: <strong>không</strong>" in page
    assert "trước: không giới hạn; sau: <strong>Ổ gà, mặt đường hư</strong>" in page
    assert "Được gia hạn hợp lệ</dt><dd>trước" not in page, "what stays is not said"


def test_the_version_whose_place_it_takes_is_named_where_it_is_not_todays(admin: Client) -> None:
    admin.post("/staff/rules/handle/add/", typed(starts="forwarded"))
    later = (soon() + timedelta(days=9)).isoformat()
    page = admin.post("/staff/rules/handle/preview/", typed(starts="forwarded", since=later)).text
    assert f"không phải bản hôm nay mà là bản từ {soon():%d/%m/%Y}" in page


@pytest.mark.parametrize("starts", ["reopened", "result_filed", "nothing"])
def test_a_start_after_which_nothing_ends_it_is_refused_with_the_reason(admin: Client, starts: str) -> None:
    answer = admin.post("/staff/rules/handle/preview/", typed(starts=starts))
    assert answer.status_code == 422
    assert "Thời hạn như vậy không bao giờ kết thúc." in answer.text


def test_a_later_version_is_for_cases_received_from_its_day_on(admin: Client) -> None:
    added = admin.post("/staff/rules/answer/add/", typed(), follow=True)
    assert f"Đã thêm phiên bản có hiệu lực từ {soon():%d/%m/%Y}." in added.text
    assert "Sắp có hiệu lực" in added.text
    rules = snapshot().clock_rules
    before, after = (version_on(rules, "answer", soon() - timedelta(days=n)) for n in (1, 0))
    assert before is not None
    assert after is not None
    assert (before.length.amount, before.valid_to) == (10, soon())
    assert (after.length.amount, after.source) == (7, f"{PAPER} (chưa kiểm chứng)")
    case = make.case(make.report("pothole", now=timezone.now()))
    assert next(clock for clock in case.clocks if clock.rule == "answer").derivation["rule_version"] == "2025-09-01"
    later = make.case(make.report("pothole", now=timezone.now() + timedelta(days=41)))
    clock = next(clock for clock in later.clocks if clock.rule == "answer")
    assert clock.derivation["rule_version"] == soon().isoformat()
    assert "7 ngày làm việc" in clock.words


def test_a_paper_that_was_held_against_its_original_is_verified(admin: Client) -> None:
    admin.post("/staff/rules/answer/add/", typed(verified="on"))
    version = version_on(snapshot().clock_rules, "answer", soon())
    assert version is not None
    assert version.source == PAPER


# in words · rule · what is typed · what is said
REFUSED = (
    ("from today", "answer", {"since": "today"}, "Ngày có hiệu lực phải từ ngày mai"),
    ("from long ago", "answer", {"since": "2020-05-04"}, "Ngày có hiệu lực phải từ ngày mai"),
    ("no day", "answer", {"since": ""}, "Hãy ghi ngày bắt đầu có hiệu lực."),
    ("a day that is none", "answer", {"since": "2027-02-30"}, "Ngày này không có."),
    ("the last day of all", "answer", {"since": "9999-12-31"}, "Ngày này xa quá."),
    ("no paper", "answer", {"paper": "  "}, "Hãy ghi văn bản quy định thời hạn này."),
    ("no length", "answer", {"amount": "0"}, "Thời hạn ít nhất là 1."),
    ("ten years", "answer", {"amount": "2500"}, "Dài quá."),
    ("two rules for one case", "answer", {"agencies_from": "2"}, "Cùng một việc sẽ có hai quy định"),
    ("a start that never comes", "answer", {"starts": "accepted"}, "Thời hạn như vậy không bao giờ kết thúc."),
)  # fmt: skip


@pytest.mark.parametrize(("words", "code", "changes", "said"), REFUSED, ids=[row[0] for row in REFUSED])
@pytest.mark.parametrize("door", ["preview", "add"])
def test_a_wrong_version_is_refused_with_the_reason(
    admin: Client, door: str, words: str, code: str, changes: dict[str, str], said: str
) -> None:
    given = {name: timezone.localdate().isoformat() if value == "today" else value for name, value in changes.items()}
    refused = admin.post(f"/staff/rules/{code}/{door}/", typed(**given))
    assert refused.status_code == 422
    assert said in refused.text
    assert queries.rule_changes() == []


def test_two_versions_from_one_day_are_refused(admin: Client) -> None:
    admin.post("/staff/rules/answer/add/", typed())
    again = admin.post("/staff/rules/answer/add/", typed(amount="8"))
    assert again.status_code == 422
    assert "đã có một phiên bản từ ngày đó" in again.text


def test_a_version_that_has_not_begun_is_taken_back_and_may_be_added_again(admin: Client) -> None:
    admin.post("/staff/rules/answer/add/", typed())
    page = admin.post("/staff/rules/answer/take-back/", {"since": soon().isoformat()}, follow=True)
    assert f"Đã rút lại phiên bản từ {soon():%d/%m/%Y}." in page.text
    version = version_on(snapshot().clock_rules, "answer", soon())
    assert version is not None
    assert (version.length.amount, version.valid_to) == (10, None)
    assert admin.post("/staff/rules/answer/take-back/", {"since": soon().isoformat()}).status_code == 404
    admin.post("/staff/rules/answer/add/", typed(amount="8"))
    assert [change.rule.length.amount for change in queries.rule_changes() if change.rule] == [8]


def test_one_that_has_begun_is_not_taken_back(admin: Client) -> None:
    admin.post("/staff/rules/answer/add/", typed())
    with pytest.raises(actions.NotLater):
        actions.take_back_rule_version("answer", soon(), now=timezone.now() + timedelta(days=41), user_id=None)
    assert "không rút lại được" in admin.post("/staff/rules/answer/take-back/", {"since": "2025-09-01"}, follow=True).text


def test_what_was_added_cannot_be_edited_or_deleted(admin: Client) -> None:
    admin.post("/staff/rules/answer/add/", typed())
    for forbidden in ("UPDATE directory_rulechange SET since = since", "DELETE FROM directory_rulechange"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(forbidden)


def test_loading_the_profile_again_keeps_what_was_added(admin: Client, tmp_path: Path) -> None:
    admin.post("/staff/rules/answer/add/", typed())
    profile = copy_of_hcmc(tmp_path)
    change(profile, "profile.yaml", "not_done_days: {value: 15,", "not_done_days: {value: 14,")
    assert load_profile(profile, now=timezone.now()).changed
    version = version_on(snapshot().clock_rules, "answer", soon())
    assert version is not None
    assert version.length.amount == 7


def test_a_profile_that_does_not_go_with_what_was_added_is_refused(admin: Client, tmp_path: Path) -> None:
    admin.post("/staff/rules/answer/add/", typed(services=["pothole"]))
    profile = copy_of_hcmc(tmp_path)
    append(
        profile,
        "clocks.yaml",
        "  - {code: another, purpose: answer, name: {vi: A, en: A}, on: request, starts: received, stops: answered, "
        "length: {unit: minutes, amount: 9}, calendar: hanh-chinh, source: cai-dat, since: 2026-01-01, services: [pothole]}\n",
    )
    before = snapshot().version
    with pytest.raises(BadProfile, match=r"with what administrators added: `a\w+` and `a\w+` both give the clock `answer`"):
        load_profile(profile, now=timezone.now())
    assert snapshot().version == before


def test_a_version_for_fewer_matters_says_that_the_others_lose_their_deadline(admin: Client) -> None:
    warned = "không còn thời hạn theo quy định này"
    assert warned in admin.post("/staff/rules/answer/preview/", typed(services=["pothole"])).text
    assert warned not in admin.post("/staff/rules/answer/preview/", typed()).text


def test_the_page_speaks_english(admin: Client) -> None:
    admin.cookies["django_language"] = "en"
    page = admin.post("/staff/rules/answer/preview/", typed()).text
    for words in ("What will change", "7 working days", "Due by the new version", "Add this version?"):
        assert words in page

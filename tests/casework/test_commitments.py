"""Committing to a final date through the agency's form, and the supervisor's word on a further one, through their pages."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import CommitmentFacts, Opened, PartFacts
from hotline.core.commitments import CommitmentState
from hotline.people.facts import Role
from tests import make
from tests.casework.conftest import Answer, Send
from tests.people.persons import make_person, signed_in


@pytest.fixture
def supervisor(city: None, db: None) -> Client:
    """Give the browser of a supervisor."""
    return signed_in(make_person("thu", Role.SUPERVISOR))


def _photo(colour: tuple[int, int, int] = (90, 60, 30)) -> SimpleUploadedFile:
    return SimpleUploadedFile("tien-do.jpg", make.jpeg(colour=colour), content_type="image/jpeg")


def _in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def _typed(**changes: object) -> dict[str, object]:
    return {"note": "Đang chờ nhựa nguội.", "due_on": _in_days(60), "photos": [_photo()], **changes}


def _commitments(opened: Opened) -> tuple[CommitmentFacts, ...]:
    return make.case(opened).commitments


def _words(answer: Answer) -> str:
    return html.unescape(answer.content.decode())


def test_the_agency_commits_and_reads_what_that_means(
    officer: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    assert "Không kịp hạn: cam kết ngày xong" in _words(officer.get(f"/agency/{accepted.id}/"))
    answer = send(officer, accepted, "commit", **_typed())
    assert answer.headers["Location"] == f"/agency/{accepted.id}/"
    [one] = _commitments(forwarded)
    assert (one.state, one.in_time) == (CommitmentState.STANDING, True)
    page = _words(officer.get(f"/agency/{accepted.id}/"))
    assert "Đang trong cam kết" in page
    assert "Gửi trước hạn: hết hạn thì tính là quá hạn có cam kết, không tính đúng hạn." in page
    assert "Cam kết mới chỉ có giá trị khi giám sát tổng đài duyệt" in page
    assert "Báo cáo tiến độ và cam kết thời hạn" in page


# In words; what is typed otherwise; what the page says.
REFUSED: tuple[tuple[str, dict[str, object], str], ...] = (
    ("no progress", {"note": ""}, "Hãy ghi đang làm đến đâu và vì sao chưa xong."),
    ("no photo", {"photos": []}, "Cam kết cần ít nhất một ảnh cho thấy đang làm đến đâu."),
    ("no date", {"due_on": ""}, "Hãy chọn ngày cam kết xong."),
    ("no date at all", {"due_on": "mai"}, "Hãy ghi ngày theo dạng ngày/tháng/năm"),
    ("yesterday", {"due_on": _in_days(-1)}, "Ngày này đã qua."),
    ("after a year", {"due_on": _in_days(370)}, "không được quá một năm"),
)


@pytest.mark.parametrize(("typed", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_commitment_comes_back_with_everything_typed(
    officer: Client, forwarded: Opened, accepted: PartFacts, send: Send, typed: dict[str, object], said: str
) -> None:
    answer = send(officer, accepted, "commit", **_typed(**typed))
    assert answer.status_code == 422
    assert said in _words(answer)
    if typed.get("note") is None:
        assert "Đang chờ nhựa nguội." in _words(answer)
    assert _commitments(forwarded) == ()


def test_a_date_as_people_write_it_where_the_browser_offers_no_calendar(
    officer: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    day = timezone.localdate() + timedelta(days=60)
    assert send(officer, accepted, "commit", **_typed(due_on=f"{day:%d/%m/%Y}")).status_code == 302
    assert _commitments(forwarded)[0].due_on == day


def _asked_again(officer: Client, part: PartFacts, send: Send) -> None:
    assert send(officer, part, "commit", **_typed()).status_code == 302
    second = _typed(due_on=_in_days(90), photos=[_photo((20, 120, 40))], note="Mưa lớn nhiều ngày.")
    assert send(officer, part, "commit", **second).status_code == 302


def test_a_second_one_waits_on_the_supervisors_page_and_is_approved_on_the_case(
    officer: Client, supervisor: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    _asked_again(officer, accepted, send)
    assert "Chờ giám sát duyệt" in _words(officer.get(f"/agency/{accepted.id}/"))
    listed = _words(supervisor.get("/supervisor/commitments/"))
    assert f"/operator/{forwarded.reference}/#commitments" in listed
    case = _words(supervisor.get(f"/operator/{forwarded.reference}/"))
    assert "Mưa lớn nhiều ngày." in case
    waiting = _commitments(forwarded)[1]
    address = f"/casework/{forwarded.reference}/commitments/{waiting.id}/approve/"
    answer = supervisor.post(address, {"version": make.case(forwarded).request.version, "desk": "operator"})
    assert answer.status_code == 302
    assert _commitments(forwarded)[1].state is CommitmentState.STANDING
    assert "Không có cam kết nào chờ duyệt" in _words(supervisor.get("/supervisor/commitments/"))


def test_declining_needs_a_reason_and_the_agency_reads_it(
    officer: Client, supervisor: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    _asked_again(officer, accepted, send)
    address = f"/casework/{forwarded.reference}/commitments/{_commitments(forwarded)[1].id}/decline/"
    fields = {"version": make.case(forwarded).request.version, "desk": "operator"}
    refused = supervisor.post(address, fields)
    assert refused.status_code == 422
    assert "Hãy ghi vì sao không duyệt." in _words(refused)
    assert supervisor.post(address, {**fields, "note": "Đã gia hạn đủ."}).status_code == 302
    assert _commitments(forwarded)[1].state is CommitmentState.DECLINED
    page = _words(officer.get(f"/agency/{accepted.id}/"))
    assert "Giám sát không duyệt" in page
    assert "Đã gia hạn đủ." in page
    again = supervisor.post(address, {"version": make.case(forwarded).request.version, "note": "Nữa.", "desk": "operator"})
    assert again.status_code == 409
    assert "không còn chờ duyệt" in _words(again)


def test_somebody_else_was_quicker(
    officer: Client, supervisor: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    _asked_again(officer, accepted, send)
    address = f"/casework/{forwarded.reference}/commitments/{_commitments(forwarded)[1].id}/approve/"
    answer = supervisor.post(address, {"version": make.case(forwarded).request.version - 1, "desk": "operator"})
    assert answer.status_code == 409
    assert _commitments(forwarded)[1].state is CommitmentState.WAITING


def test_only_a_supervisor_decides(officer: Client, operator: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    _asked_again(officer, accepted, send)
    page = _words(operator.get(f"/operator/{forwarded.reference}/"))
    assert "Chờ giám sát duyệt" in page
    assert "Duyệt cam kết này" not in page
    address = f"/casework/{forwarded.reference}/commitments/{_commitments(forwarded)[1].id}/approve/"
    assert operator.post(address, {"version": make.case(forwarded).request.version}).status_code == 403
    assert operator.get("/supervisor/commitments/").status_code == 403


def test_a_commitment_of_another_case_is_not_there(
    officer: Client, supervisor: Client, forwarded: Opened, accepted: PartFacts, send: Send
) -> None:
    _asked_again(officer, accepted, send)
    other = make.report("pothole", now=timezone.now())
    address = f"/casework/{other.reference}/commitments/{_commitments(forwarded)[1].id}/approve/"
    assert supervisor.post(address, {"version": 1}).status_code == 404


def test_whoever_reported_reads_by_when(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    send(officer, accepted, "commit", **_typed())
    page = _words(Client().get(f"/r/{forwarded.link}/"))
    assert f"{accepted.unit_name} cam kết xong trước" in page
    day = timezone.localdate() + timedelta(days=60)
    assert f"chưa xong, cam kết xong chậm nhất ngày {day:%d/%m/%Y}" in page
    assert "Đang chờ nhựa nguội." not in page, "what an agency writes is the desk's until the desk answers"

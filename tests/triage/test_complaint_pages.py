"""The operators' pages of a complaint: whom it is about, what is asked, and two people for who complains."""

from typing import Any

import pytest
from django.test import Client

from hotline.casefile import queries
from hotline.casefile.facts import CaseFile, ContactDraft, Opened
from hotline.core.status import Part
from tests import make
from tests.make import NAME, PHONE
from tests.triage.test_phone import CALL

pytestmark = pytest.mark.usefixtures("city", "db")

BRANCH = "dkdd-q2"
MASKED, WHOLE = "0908", "0908 369 123"


def complaint(**more: object) -> Opened:
    said = {"office": BRANCH, "dossier": "HS-2026-000777", "official": "Ông Sáu"}
    return make.report("land_dossier", words="Hồ sơ trễ ba tháng.", attributes=said, **more)  # type: ignore[arg-type]


def send(browser: Client, opened: Opened, name: str, **typed: str) -> Any:
    case = make.case(opened)
    fields = {"version": str(case.request.version), "seen": str(case.events[-1].id), "desk": "operator", **typed}
    return browser.post(f"/triage/{opened.reference}/{name}/", fields)


def page(browser: Client, opened: Opened, desk: str = "operator") -> str:
    return str(browser.get(f"/{desk}/{opened.reference}/").content.decode())


def call(browser: Client, **typed: str) -> Any:
    return browser.post("/operator/new/", {**CALL, "service": "land_dossier", **typed})


class TestTheTelephoneForm:
    def test_it_asks_which_agency_where_the_service_says_so(self, operator: Client) -> None:
        answer = call(operator, about_dossier="HS-2026-000777")
        assert answer.status_code == 422
        assert "Lĩnh vực này cần biết phản ánh cơ quan nào." in answer.content.decode()
        assert 'value="HS-2026-000777"' in answer.content.decode()
        assert '<details class="more" id="complaint" open>' in answer.content.decode()

    def test_what_was_said_is_kept_with_the_report(self, operator: Client) -> None:
        answer = call(operator, about_agency=BRANCH, about_dossier="HS-2026-000777", about_official="Ông Sáu")
        case = _of(answer)
        assert dict(case.request.attributes) == {"office": BRANCH, "dossier": "HS-2026-000777", "official": "Ông Sáu"}
        assert {part.unit_code for part in case.parts} == {"so-nn-mt", "vp-ubnd-tp"}

    def test_a_caller_who_does_not_know(self, operator: Client) -> None:
        assert dict(_of(call(operator, about_agency="unknown")).request.attributes) == {}

    def test_another_service_is_not_asked_and_takes_none_of_it(self, operator: Client) -> None:
        assert call(operator, service="pothole").status_code == 302
        answer = call(operator, service="pothole", key="7e6c7a9e-3b57-4a43-9d0c-3f6d3c8f5a11", about_official="Ông Sáu")
        assert answer.status_code == 422
        assert "Lĩnh vực này không hỏi điều này." in answer.content.decode()

    def test_conduct_asks_for_no_dossier(self, operator: Client) -> None:
        answer = call(operator, service="officials_conduct", about_agency=BRANCH, about_dossier="HS-1")
        assert answer.status_code == 422


def test_the_panel_shows_it_only_for_a_complaint(operator: Client) -> None:
    shown = page(operator, complaint())
    assert all(
        word in shown for word in ('id="complaint"', "Chi nhánh Văn phòng Đăng ký đất đai Quận 2", "HS-2026-000777", "Ông Sáu")
    )
    assert 'id="complaint"' not in page(operator, make.report("pothole"))
    assert "Chưa rõ đơn vị nào." in page(operator, make.report("officials_conduct"))


def test_the_operator_names_whom_it_is_about(operator: Client) -> None:
    opened = make.report("officials_conduct")
    answer = send(operator, opened, "name", about_agency="ubnd-26740", about_official="Bà Tư")
    assert answer.status_code == 302
    case = make.case(opened)
    assert dict(case.request.attributes) == {"office": "ubnd-26740", "official": "Bà Tư"}
    assert [part.unit_code for part in case.parts if part.state is Part.PROPOSED] == ["ubnd-tp"]
    assert send(operator, opened, "name", about_agency="").status_code == 422
    refused = send(operator, opened, "name", about_agency="unknown", why="Nhầm.")
    assert refused.status_code == 409
    assert "chỉ giám sát, kèm lý do" in refused.content.decode()


def test_only_the_supervisor_says_it_is_another(supervisor: Client) -> None:
    opened = complaint()
    assert send(supervisor, opened, "name", about_agency="dkdd-q6").status_code == 409
    assert send(supervisor, opened, "name", about_agency="dkdd-q6", why="Nhầm chi nhánh.").status_code == 302
    assert make.case(opened).request.attributes["office"] == "dkdd-q6"


def test_asking_for_an_explanation(operator: Client, desk: Client) -> None:
    opened = complaint(contact=ContactDraft(name=NAME, phone=PHONE, hidden=True))
    typed = {"words": "Vì sao trễ?", "due_on": make.days_on(30)}
    assert send(operator, opened, "explain", words="", due_on="").status_code == 422
    assert send(operator, opened, "explain", words="Vì sao?", due_on="2020-01-01").status_code == 422
    told = send(operator, opened, "explain", **typed, tell_dossier="on")
    assert told.status_code == 409
    assert "xin giữ kín danh tính" in told.content.decode()
    assert send(desk, opened, "explain", **typed, desk="synthesis").status_code == 302
    assert "Vì sao trễ?" in page(operator, opened)
    assert send(operator, opened, "explain", **typed).status_code == 409
    assert send(operator, make.report("officials_conduct"), "explain", **typed).status_code == 409


def test_two_people_open_who_complains(operator: Client, colleague: Client) -> None:
    opened = complaint()
    assert "Xin xem đầy đủ" in page(operator, opened)
    assert send(operator, opened, "reveal", reason="Gọi lại hỏi ngày hẹn.").status_code == 302
    assert WHOLE not in page(operator, opened)
    assert "Chờ người thứ hai đồng ý." in page(operator, opened)
    asked = _asked(opened)
    assert send(operator, opened, "reveal/decide", asked=asked, agreed="yes").status_code == 409
    assert "Gọi lại hỏi ngày hẹn." in page(colleague, opened)
    assert send(colleague, opened, "reveal/decide", asked=asked, agreed="yes").status_code == 302
    assert WHOLE not in page(colleague, opened)
    assert WHOLE not in page(operator, opened)
    assert send(colleague, opened, "reveal/open").status_code == 409
    assert send(operator, opened, "reveal/open").status_code == 302
    assert WHOLE in page(operator, opened)


def test_a_second_person_who_does_not_agree(operator: Client, colleague: Client) -> None:
    opened = complaint()
    send(operator, opened, "reveal", reason="Gọi lại.")
    assert send(colleague, opened, "reveal/decide", asked=_asked(opened), agreed="no").status_code == 302
    assert send(operator, opened, "reveal/open").status_code == 409
    other = complaint()
    assert send(colleague, other, "reveal/decide", asked=_asked(opened), agreed="yes").status_code == 404


def test_a_supervisor_with_a_reason_opens_it_alone(supervisor: Client) -> None:
    opened = complaint()
    assert send(supervisor, opened, "reveal", reason="").status_code == 422
    assert send(supervisor, opened, "reveal", reason="Thanh tra yêu cầu.").status_code == 302
    assert WHOLE in page(supervisor, opened)


def test_the_supervisor_sees_what_waits_for_a_second_person(operator: Client, supervisor: Client) -> None:
    opened = complaint()
    assert "chờ người thứ hai" not in supervisor.get("/supervisor/").content.decode()
    send(operator, opened, "reveal", reason="Gọi lại.")
    watched = supervisor.get("/supervisor/").content.decode()
    assert f"/operator/{opened.reference}/" in watched
    assert "chờ người thứ hai" in watched


def test_nobody_outside_the_centre_opens_anything(officer: Client) -> None:
    opened = complaint()
    for name in "name", "explain", "reveal/open", "reveal/decide":
        assert send(officer, opened, name).status_code in (403, 404)


def _asked(opened: Opened) -> str:
    return str(next(event.facts["asked"] for event in reversed(make.case(opened).events) if event.name == "reveal_asked"))


def _of(answer: Any) -> CaseFile:
    assert answer.status_code == 302, answer.content.decode()
    return queries.case_file(answer["Location"].split("/")[2])

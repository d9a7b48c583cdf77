"""Bình Dương's three groups of matters, each from the report to the answer that the citizen reads and rates."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import CaseFile
from hotline.core.facts import Kind
from hotline.core.status import AnswerState, Part, Phase
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

pytestmark = [pytest.mark.parametrize("city", ["binhduong"], indirect=True), pytest.mark.usefixtures("city", "db")]

WARD = "25747"  # Phường Thủ Dầu Một
KEY = "7e6c7a9e-3b57-4a43-9d0c-3f6d3c8f5a%02d"
CALL = {
    "ward": WARD, "place_words": "Gần chợ", "lat": "", "lon": "", "phone": "0990 012 345", "name": "Trần Văn Bột", "email": "",
    "language": "vi",
}  # fmt: skip


@pytest.fixture
def operator(city: str, db: None) -> Client:
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def desk(city: str, db: None) -> Client:
    return signed_in(make_person("tam", Role.SYNTHESIS))


@pytest.fixture
def agency(city: str, db: None) -> Callable[[str], Client]:
    """Give what returns the browser of a focal point of an agency, by its code."""
    return lambda code: signed_in(make_person(f"c-{code}", Role.FOCAL_POINT, unit_id=snapshot().units[code].id))


def called(operator: Client, number: int, **typed: str) -> CaseFile:
    answer = operator.post("/operator/new/", {**CALL, "key": KEY % number, **typed})
    assert answer.status_code == 302, answer.content.decode()
    return queries.case_file(answer["Location"].split("/")[2])


def now_of(case: CaseFile) -> CaseFile:
    return queries.case_file(case.request.reference)


def centre(browser: Client, case: CaseFile, name: str, **typed: str) -> Any:
    case = now_of(case)
    fields = {"version": str(case.request.version), "seen": str(case.events[-1].id), "desk": "synthesis", **typed}
    answer = browser.post(f"/{name.format(case.request.reference)}/", fields)
    assert answer.status_code == 302, (name, answer.status_code, _errors(answer))
    return answer


def step(browser: Client, case: CaseFile, unit: str, name: str, **typed: str) -> None:
    case = now_of(case)
    (part,) = [part for part in case.parts if part.unit_code == unit]
    answer = browser.post(f"/agency/{part.id}/{name}/", {"version": str(case.request.version), **typed})
    assert answer.status_code == 302, (name, answer.status_code, _errors(answer))


def worked_off(case: CaseFile, agency: Callable[[str], Client], words: str) -> None:
    """Every agency takes its part on and files its result, with the photo that the service asks for."""
    for part in now_of(case).parts:
        if part.state is Part.FORWARDED:
            step(agency(part.unit_code), case, part.unit_code, "accept")
        hand, photo = make.officer(part), make.photo(now=timezone.now())
        actions.file_result(part.id, note=words, evidence=[photo], now=timezone.now(), actor=hand)


def answered(case: CaseFile, desk: Client, words: str) -> None:
    """The desk takes every result and sends one answer; the reporter reads it at their link and rates an agency."""
    for part in now_of(case).parts:
        centre(desk, case, f"answering/{{}}/results/{part.id}/accept")
    centre(desk, case, "answering/{}/draft", words=words, public_words=words, step="send")
    case = now_of(case)
    assert case.answer is not None
    assert case.answer.state in (AnswerState.SENT, AnswerState.PUBLISHED)
    assert case.request.phase is Phase.RESOLVED
    link = queries.link_of(case.request.id)
    shown = Client().get(f"/r/{link}/").content.decode()
    assert words in shown
    part = next(part for part in case.parts if part.role == "lead")
    assert Client().post(f"/r/{link}/rate/{part.id}/", {f"part{part.id}-stars": "5"}).status_code == 302
    assert next(one.rating for one in now_of(case).parts if one.id == part.id) == 5


def _errors(answer: Any) -> list[str]:
    return re.findall(r'class="(?:errors?|notice)[^>]*>(.*?)</', answer.content.decode(), re.DOTALL)[:4]


def test_group_1_an_official_demands_papers(operator: Client, desk: Client, agency: Callable[[str], Client]) -> None:
    """It goes to the superior; the ward, which is complained of, reads only what it has to explain."""
    ward, above = f"ubnd-{WARD}", "ubnd-tinh"
    case = called(
        operator,
        1,
        service="officials_conduct",
        words="Đòi thêm giấy tờ.",
        about_agency=ward,
        about_official="Ông Ba",
    )
    assert [part.unit_code for part in case.parts] == [above]
    centre(operator, case, "triage/{}/forward")
    ward_people, superior = agency(ward), agency(above)
    step(superior, case, above, "accept")
    step(superior, case, above, "explain", question="Vì sao đòi thêm giấy tờ?", reply_on=make.days_on(30))
    (asked,) = now_of(case).explanations
    page = ward_people.get(f"/agency/explanations/{asked.id}/").content.decode()
    assert "Vì sao đòi thêm giấy tờ?" in page
    assert case.request.reference not in page
    assert ward_people.post(f"/agency/explanations/{asked.id}/", {"words": "Cán bộ mới, đã nhắc nhở."}).status_code == 302
    part = now_of(case).parts[0]
    assert "Cán bộ mới, đã nhắc nhở." in superior.get(f"/agency/{part.id}/").content.decode()
    assert ward_people.get(f"/agency/{part.id}/").status_code == 404
    worked_off(case, agency, "Đã kiểm tra, phê bình cán bộ.")
    answered(case, desk, "Cơ quan cấp trên đã kiểm tra và phê bình cán bộ.")
    told = [part.unit_code for part in now_of(case).parts]
    assert told == [above]
    assert case.request.reference not in ward_people.get("/agency/").content.decode()
    public = Client().get(f"/cases/{case.request.reference}/").content.decode()
    said = "Đòi thêm giấy tờ", "phê bình", "Ông Ba", snapshot().units[ward].name.vi, snapshot().units[above].name.vi
    assert not [word for word in said if word in public]


def test_group_2_a_fire_is_for_114_at_once(operator: Client, desk: Client, agency: Callable[[str], Client]) -> None:
    case = called(operator, 2, service="emergency_fire", words="Cháy nhà ở chợ, khói nhiều.")
    assert case.request.kind is Kind.EMERGENCY
    assert case.request.urgent
    assert case.parts[0].unit_code == "pccc-114"
    page = operator.get("/operator/").content.decode()
    assert page.index(case.request.reference) == min(page.index(row) for row in re.findall(r"/operator/(1022-[^/]+)/", page))
    centre(operator, case, "triage/{}/forward")
    worked_off(case, agency, "Đã dập tắt, không có người bị nạn.")
    answered(case, desk, "Lực lượng 114 đã dập tắt đám cháy.")


def test_group_3_several_agencies_and_one_answer(operator: Client, desk: Client, agency: Callable[[str], Client]) -> None:
    case = called(operator, 3, service="flooding", words="Đường ngập nửa mét mỗi khi mưa.")
    units = [part.unit_code for part in case.parts]
    assert units == ["so-xay-dung", "biwase", f"ubnd-{WARD}"]
    centre(operator, case, "triage/{}/forward")
    assert {part.state for part in now_of(case).parts} == {Part.FORWARDED}  # all at once
    worked_off(case, agency, "Đã nạo vét phần của đơn vị.")
    answered(case, desk, "Ba đơn vị đã nạo vét cống và thông dòng chảy.")
    assert len(now_of(case).answers) == 1

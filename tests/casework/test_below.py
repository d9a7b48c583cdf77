"""The agency's page: passing a part down, taking or sending back what a unit files, the lead's draft, whose it is instead."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

UPPER, LOWER, BESIDE = "so-xay-dung", "ql-ha-tang-giao-thong", "so-y-te"


def unit(code: str) -> int:
    return snapshot().units[code].id


def person_of(code: str, name: str) -> Client:
    return signed_in(make_person(name, Role.FOCAL_POINT, unit_id=unit(code)))


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """Give a pothole whose lead, the department, has taken it on."""
    now = timezone.now() - make.minutes(60)
    opened = make.report("pothole", now=now)
    actions.withdraw(make.lead(opened).id, note="", now=now, actor=make.OPERATOR)
    part_id = actions.propose(opened.request_id, unit_id=unit(UPPER), role=PartRole.LEAD, now=now, actor=make.OPERATOR)
    actions.forward(opened.request_id, now=now + make.minutes(2), actor=make.OPERATOR)
    actions.accept_part(part_id, now=now + make.minutes(5), actor=make.OPERATOR)
    return opened


@pytest.fixture
def department(city: None, db: None) -> Client:
    return person_of(UPPER, "van")


@pytest.fixture
def centre_below(city: None, db: None) -> Client:
    return person_of(LOWER, "quan")


def post(browser: Client, opened: Opened, path: str, **typed: object):  # type: ignore[no-untyped-def]
    return browser.post(path, {"version": make.case(opened).request.version, **typed})


def part_of(opened: Opened, code: str) -> PartFacts:
    return next(part for part in make.case(opened).parts if part.unit_code == code and part.state is not Part.WITHDRAWN)


def passed_down(department: Client, opened: Opened) -> PartFacts:
    upper = make.lead(opened)
    answer = post(department, opened, f"/agency/{upper.id}/down/", unit=unit(LOWER), scope="Vá mặt đường")
    assert answer.status_code == 302, answer.content.decode()
    return part_of(opened, LOWER)


def filed(browser: Client, opened: Opened, part: PartFacts) -> None:
    actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
    photo = make.photo(now=timezone.now())
    actions.file_result(part.id, note="Đã vá xong.", evidence=[photo], now=timezone.now(), actor=make.officer(part))


def test_passing_down_and_taking_the_result(department: Client, centre_below: Client, opened: Opened) -> None:
    upper = make.lead(opened)
    page = department.get(f"/agency/{upper.id}/").content.decode()
    assert "Giao đơn vị trực thuộc" in page
    assert "Sở Y tế" in page, "whose it may be instead"
    under = passed_down(department, opened)
    assert opened.reference in centre_below.get("/agency/").content.decode().replace("</span><span>", "")
    own = centre_below.get(f"/agency/{under.id}/").content.decode()
    assert "Cấp trên giao" in own
    assert "Vá mặt đường" in own
    filed(centre_below, opened, under)
    page = department.get(f"/agency/{upper.id}/").content.decode()
    assert "Đã vá xong." in page
    assert f"/agency/{upper.id}/below/{under.id}/accept/" in page
    assert post(department, opened, f"/agency/{upper.id}/below/{under.id}/accept/").status_code == 302
    assert part_of(opened, LOWER).state is Part.DONE


def test_the_uppers_list_says_where_the_units_work_stands(department: Client, centre_below: Client, opened: Opened) -> None:
    upper, under = make.lead(opened), passed_down(department, opened)
    heading = "Kết quả của đơn vị trực thuộc chờ duyệt"
    page = department.get("/agency/").content.decode()
    assert "Đã giao xuống, chờ nhận" in page
    assert heading not in page
    filed(centre_below, opened, under)
    for address in ("/agency/", "/agency/?tab=working"):
        page = department.get(address).content.decode()
        assert heading in page
        assert f'href="/agency/{upper.id}/#below"' in page
        assert "Đơn vị trực thuộc chờ duyệt kết quả" in page
    assert heading not in department.get("/agency/?mine=1").content.decode(), "it was given to nobody"
    for browser in (centre_below, person_of(BESIDE, "dung")):
        assert heading not in browser.get("/agency/").content.decode()
    assert post(department, opened, f"/agency/{upper.id}/below/{under.id}/accept/").status_code == 302
    page = department.get("/agency/").content.decode()
    assert heading not in page
    assert "Đơn vị trực thuộc" not in page


def test_a_unit_that_sends_the_work_back_is_seen_in_the_uppers_list(department: Client, opened: Opened) -> None:
    under = passed_down(department, opened)
    actions.return_part(under.id, reason="not_ours", note="Không phải.", now=timezone.now(), actor=make.officer(under))
    assert "Đơn vị trực thuộc trả lại" in department.get("/agency/").content.decode()


def test_the_uppers_result_waits_for_the_unit(department: Client, opened: Opened) -> None:
    upper, _under = make.lead(opened), passed_down(department, opened)
    before = make.case(opened)
    answer = post(department, opened, f"/agency/{upper.id}/return/", reason="not_ours", to_unit="0", note="Không phải.")
    assert answer.status_code == 409
    assert "Đơn vị trực thuộc còn đang làm" in answer.content.decode()
    assert make.case(opened) == before


@pytest.mark.parametrize(("name", "state"), [("return", Part.ACCEPTED), ("back", Part.WITHDRAWN)])
def test_sending_back_or_taking_back_needs_words(
    department: Client, centre_below: Client, opened: Opened, name: str, state: Part
) -> None:
    upper, under = make.lead(opened), passed_down(department, opened)
    filed(centre_below, opened, under)
    address = f"/agency/{upper.id}/below/{under.id}/{name}/"
    before = make.case(opened)
    answer = post(department, opened, address, note="")
    assert answer.status_code == 422
    assert "Hãy nói rõ vì sao." in answer.content.decode()
    assert make.case(opened) == before
    assert post(department, opened, address, note="Còn thiếu vạch kẻ.").status_code == 302
    assert next(part for part in make.case(opened).parts if part.id == under.id).state is state


def test_what_changed_meanwhile_is_said(department: Client, opened: Opened) -> None:
    upper, under = make.lead(opened), passed_down(department, opened)
    answer = post(department, opened, f"/agency/{upper.id}/below/{under.id}/accept/")
    assert answer.status_code == 409
    assert "phần việc của đơn vị trực thuộc vừa thay đổi" in answer.content.decode()
    stale = department.post(f"/agency/{upper.id}/below/{under.id}/back/", {"version": 1, "note": "Sở tự làm."})
    assert stale.status_code == 409
    assert "Sở tự làm." in stale.content.decode(), "nothing typed is lost"
    assert part_of(opened, LOWER).state is Part.FORWARDED


def test_a_circle_is_refused_with_the_reason(department: Client, opened: Opened) -> None:
    upper = make.lead(opened)
    before = make.case(opened)
    circle, not_under = "Không giao vòng lại cho chính đơn vị hoặc cấp trên.", "Đơn vị này không trực thuộc đơn vị của bạn."
    asked = {unit(UPPER): circle, unit("ubnd-tp"): circle, unit(BESIDE): not_under, 999_999_999: not_under, "x": not_under}
    for unit_id, reason in asked.items():  # none of them is offered; somebody posts it all the same
        answer = post(department, opened, f"/agency/{upper.id}/down/", unit=unit_id, scope="Vá mặt đường")
        assert answer.status_code == 422
        assert reason in answer.text
        assert "Vá mặt đường" in answer.text, "nothing typed is lost"
    assert make.case(opened) == before


def test_a_unit_below_reads_of_the_agency_above_it_and_not_of_the_centre(
    department: Client, centre_below: Client, opened: Opened
) -> None:
    under = passed_down(department, opened)
    address = f"/agency/{under.id}/"
    assert post(centre_below, opened, f"{address}accept/").status_code == 302
    page = centre_below.get(address).text
    assert "Trả lại cấp trên" in page
    assert "Cấp trên duyệt xong mới gửi kết quả cho trung tâm." in page
    assert "Trả lại cho trung tâm" not in page
    assert "Trả lại cho trung tâm" in department.get(f"/agency/{make.lead(opened).id}/").text
    photo = SimpleUploadedFile("sau.jpg", make.jpeg(), "image/jpeg")
    done = centre_below.post(
        f"{address}result/",
        {"version": make.case(opened).request.version, "note": "Đã vá xong.", "photos": photo},
        follow=True,
    )
    assert "Đã gửi kết quả. Cấp trên sẽ duyệt." in done.text
    assert "Đã gửi kết quả, chờ cấp trên duyệt" in done.text
    assert "trung tâm duyệt" not in post(centre_below, opened, f"{address}progress/", note="Còn dọn.").text


def test_agencies_are_offered_in_the_order_of_their_names(department: Client, opened: Opened) -> None:
    page = department.get(f"/agency/{make.lead(opened).id}/").text
    names = ["Bảo hiểm xã hội", "Bộ Tư lệnh Thành phố", "Sở Y tế", "Tổng công ty Cấp nước", "Ủy ban nhân dân phường Sài Gòn"]
    offered = page[page.index('name="to_unit"') :]
    places = [offered.index(name) for name in names]
    assert places == sorted(places)


def test_nobody_else_finds_the_parts(department: Client, centre_below: Client, opened: Opened) -> None:
    upper, under = make.lead(opened), passed_down(department, opened)
    stranger = person_of(BESIDE, "dung")
    for browser in (stranger, centre_below):
        assert browser.get(f"/agency/{upper.id}/").status_code == 404
        assert post(browser, opened, f"/agency/{upper.id}/below/{under.id}/accept/").status_code == 404
    assert stranger.get(f"/agency/{under.id}/").status_code == 404
    assert post(department, opened, f"/agency/{upper.id}/below/999999/accept/").status_code == 404


def test_the_lead_drafts_the_answer(department: Client, opened: Opened) -> None:
    upper = make.lead(opened)
    assert post(department, opened, f"/agency/{upper.id}/draft/", words="").status_code == 422
    assert post(department, opened, f"/agency/{upper.id}/draft/", words="Sở đã vá xong ổ gà.").status_code == 302
    assert make.lead(opened).answer_draft == "Sở đã vá xong ổ gà."
    assert "Sở đã vá xong ổ gà." in department.get(f"/agency/{upper.id}/").content.decode()
    desk = signed_in(make_person("tam", Role.SYNTHESIS))
    page = desk.get(f"/synthesis/{opened.reference}/").content.decode()
    assert "Sở đã vá xong ổ gà." in page
    assert "Đơn vị chủ trì đã gửi dự thảo" in page


def test_whose_it_is_instead_has_to_be_said(department: Client, opened: Opened) -> None:
    upper = make.lead(opened)
    answer = post(department, opened, f"/agency/{upper.id}/return/", reason="not_ours", note="Không phải.")
    assert answer.status_code == 422
    assert "Không rõ đơn vị nào" in answer.content.decode()
    typed = {"reason": "not_ours", "to_unit": unit(LOWER), "note": "Của Trung tâm."}
    assert post(department, opened, f"/agency/{upper.id}/return/", **typed).status_code == 302
    returned = next(part for part in make.case(opened).parts if part.id == upper.id)
    assert (returned.state, returned.returned_to, returned.return_reason) == (Part.RETURNED, unit(LOWER), "not_ours")

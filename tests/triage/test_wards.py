"""The list of cases whose ward was split: shown with what may follow, settled by a click, refused with the reason."""

import pytest

from hotline.casefile import actions
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.make import minutes
from tests.oversight.test_boundaries import LATER, SPLIT, carried
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")


def test_a_click_sends_a_case_on() -> None:
    opened = make.forwarded("rubbish")
    operator = signed_in(make_person("lan", Role.OPERATOR))
    assert "/operator/wards/" not in operator.get("/operator/").content.decode()
    carried(SPLIT)
    assert "1 phản ánh ở phường, xã đã chia tách" in operator.get("/operator/").content.decode()
    page = operator.get("/operator/wards/").content.decode()
    assert "Phường Sài Gòn Đông" in page
    assert page.index("Phường Sài Gòn Đông") < page.index("Phường Sài Gòn Tây"), "the main one first"
    said = page.split("1 hồ sơ còn phần việc ở đơn vị đã kết thúc.")[1].split("</div>")[0]
    assert f'href="/operator/{opened.reference}/"' in said, "which one, not only that there is one"
    address = f"/operator/wards/{opened.request_id}/"
    assert "Chưa chọn phường, xã." in operator.post(address, {"ward": ""}, follow=True).content.decode()
    assert "không kế thừa phường cũ" in operator.post(address, {"ward": "26737"}, follow=True).content.decode()
    said = operator.post(address, {"ward": "99002"}, follow=True).content.decode()
    assert "Đã ghi nhận: Phường Sài Gòn Tây." in said
    assert "Không có phản ánh nào chờ chọn phường, xã" in said
    assert make.lead(opened).unit_code == "ubnd-99002"
    assert "không còn chờ chọn phường" in operator.post(address, {"ward": "99002"}, follow=True).content.decode()
    assert operator.post("/operator/wards/999999999/", {"ward": "99002"}).status_code == 404


def test_the_timeline_says_who_had_it_and_who_goes_on() -> None:
    opened = make.forwarded("rubbish")
    carried(SPLIT)
    actions.settle_succession(opened.request_id, area_id=snapshot().areas["99001"].id, now=LATER, actor=make.DESK)
    operator = signed_in(make_person("lan", Role.OPERATOR))
    page = operator.get(f"/operator/{opened.reference}/").content.decode()
    assert "Phường Sài Gòn → Phường Sài Gòn Đông" in page
    assert "Ủy ban nhân dân phường Sài Gòn → Ủy ban nhân dân phường Sài Gòn Đông" in page
    assert "Đơn vị kế thừa tiếp tục xử lý" in page
    part = make.lead(opened)
    actions.accept_part(part.id, now=LATER + minutes(1), actor=make.officer(part))
    focal = signed_in(make_person("ba", Role.FOCAL_POINT, unit_id=part.unit_id))
    page = focal.get(f"/agency/{part.id}/").content.decode()
    assert "Nhận từ đơn vị trước sắp xếp" in page

"""The agency's form says which photo proves nothing and why, keeps the others, and takes minutes and figures."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.facts import AttachmentKind
from hotline.core.status import Part
from hotline.people.facts import Role
from tests import make
from tests.casework.conftest import Send
from tests.intake import photos
from tests.people.persons import make_person, signed_in


def _upload(content: bytes, name: str = "sau.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def _taken(ago: timedelta, **facts: Any) -> bytes:
    """Return a photo that a camera took so long ago, at the place of every case of these tests."""
    moment = (timezone.now() - ago).astimezone(timezone.get_fixed_timezone(7 * 60))
    return photos.telling(taken=f"{moment:%Y:%m:%d %H:%M:%S}", **facts)


@pytest.fixture
def used(officer: Client, accepted: PartFacts, send: Send) -> tuple[Opened, bytes]:
    """Give another case of the same agency, and the photo that was filed for it."""
    content = _taken(timedelta(minutes=1), place=False)
    other = make.forwarded("pothole", now=timezone.now() - timedelta(minutes=10))
    part = make.lead(other)
    version = make.case(other).request.version
    officer.post(f"/agency/{part.id}/accept/", {"version": version})
    sent = {"version": version + 1, "note": "Đã vá.", "photos": [_upload(content)]}
    assert officer.post(f"/agency/{part.id}/result/", sent).status_code == 302
    return other, content


def test_a_photo_of_another_case_is_named_and_the_good_one_is_kept(
    officer: Client, forwarded: Opened, accepted: PartFacts, send: Send, used: tuple[Opened, bytes]
) -> None:
    other, content = used
    good = make.jpeg(colour=(10, 90, 30))
    answer = send(officer, accepted, "result", note="Đã vá xong.", photos=[_upload(content), _upload(good)])
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Ảnh 1: Ảnh này đã dùng cho một phản ánh khác. Hãy chụp ảnh mới tại hiện trường." in page
    assert "Đã vá xong." in page
    assert other.reference not in page
    assert make.case(forwarded).attachments == ()
    [token] = re.findall(r'name="kept" value="([^"]+)"', page)
    assert send(officer, accepted, "result", note="Đã vá xong.", kept=[token]).status_code == 302
    assert make.lead(forwarded).state is Part.RESULT_FILED


@pytest.mark.parametrize(
    ("photo", "facts", "ago", "sentence"),
    [
        ("of the day before the report", {}, timedelta(days=1), "Ảnh chụp sớm hơn lúc tiếp nhận"),
        ("whose date was edited", {"digitized": "2020:01:01 10:00:00"}, timedelta(minutes=1), "có thể đã bị sửa"),
    ],
)
def test_a_photo_of_a_wrong_time_is_refused_with_the_reason(
    photo: str, facts: dict[str, Any], ago: timedelta, sentence: str, officer: Client, accepted: PartFacts, send: Send
) -> None:
    answer = send(officer, accepted, "result", note="Xong.", photos=[_upload(_taken(ago, **facts))])
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.content.decode())


def test_a_photo_from_far_away_is_taken_and_held(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    far = photos.telling(taken=f"{timezone.now():%Y:%m:%d %H:%M:%S}", zone="+00:00", lat=10.6)
    assert send(officer, accepted, "result", note="Xong.", photos=[_upload(far)]).status_code == 302
    [kept] = make.case(forwarded).attachments
    assert kept.is_held
    assert kept.metres is not None
    assert kept.metres > 10_000
    assert "Ảnh chụp cách nơi được phản ánh" in officer.get(f"/agency/{accepted.id}/").content.decode()


def test_minutes_and_figures_go_with_a_result(officer: Client, city: None) -> None:
    opened = make.forwarded("illegal_parking", now=timezone.now() - timedelta(minutes=10))
    part = make.lead(opened)
    hand = make.officer(part)
    actions.accept_part(part.id, now=timezone.now(), actor=hand)
    browser = signed_in(make_person("phuong", Role.FOCAL_POINT, unit_id=part.unit_id))
    page = browser.get(f"/agency/{part.id}/").content.decode()
    assert "Tổng tiền phạt (đồng)" in page
    assert "Số trường hợp xử phạt" in page
    typed = {"version": make.case(opened).request.version, "note": "Đã lập biên bản.", "fine": "49000000", "counted": "7"}
    answer = browser.post(f"/agency/{part.id}/result/", {**typed, "fine": "-5"})
    assert answer.status_code == 422
    typed["version"] = make.case(opened).request.version
    answer = browser.post(f"/agency/{part.id}/result/", {**typed, "minutes": [_upload(make.jpeg(), "bien-ban.jpg")]})
    assert answer.status_code == 302
    filed = make.lead(opened)
    assert (filed.state, filed.fine, filed.counted) == (Part.RESULT_FILED, 49_000_000, 7)
    assert [one.kind for one in make.case(opened).attachments] == [AttachmentKind.MINUTES]
    shown = browser.get(f"/agency/{part.id}/").content.decode()
    assert "49.000.000 đ" in shown

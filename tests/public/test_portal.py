"""The portal: what the first page, the search, the map and the feed say, and what is asked of them in bad faith."""

import json
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import AttachmentKind
from hotline.directory.queries import snapshot
from hotline.public.actions import count_city
from tests import make
from tests.public.portal import page

pytestmark = pytest.mark.usefixtures("city", "db")

ATOM = "{http://www.w3.org/2005/Atom}"
CITY = "bbox=102,8,110,24"


def light(words: str = "", **changes: object) -> Opened:
    """Report a lamp, with words that a person approved where there are any."""
    opened = make.report("street_light", now=changes.pop("now", timezone.now()), **changes)  # type: ignore[arg-type]
    if words:
        actions.approve_public_words(opened.request_id, words=words, place="đường Lê Lợi", now=timezone.now(), actor=make.DESK)
    make.indexed()
    return opened


def shown(address: str) -> int:
    return page(address).count('<li class="case')


# The first page -------------------------------------------------------------------------------------------------------


def test_the_first_page_leads_to_everything() -> None:
    text = page("/")
    for address in (
        'href="/report/"',
        'action="/follow/"',
        'href="/cases/"',
        'href="/cases/map/"',
        "feed.atom",
        "tel:113",
        "tel:115",
    ):
        assert address in text, address


def test_the_city_in_numbers_says_since_when() -> None:
    assert "Đã làm được gì?" not in page("/"), "nothing was counted yet"
    now = timezone.now()
    make.answered("pothole", now=now - timedelta(hours=5))
    light()
    count_city(now=now)
    text = page("/")
    assert "Đã làm được gì?" in text
    assert f"Từ {timezone.localtime(now).replace(day=1):%d/%m/%Y}" in text
    assert "7 ngày qua: 2" in text
    assert "100 %" in text
    assert "Số liệu đang chờ cập nhật" not in text


def test_old_numbers_are_said_to_be_old() -> None:
    count_city(now=timezone.now() - timedelta(hours=2))
    assert "Số liệu đang chờ cập nhật" in page("/")


def test_what_is_near_by_the_ward_that_was_chosen() -> None:
    opened = light()
    elsewhere = light(place=make.place("26737"))
    text = page(f"/?area={make.SAI_GON}")
    assert opened.reference in text
    assert elsewhere.reference not in text
    assert "Mọi người báo gì ở Phường Sài Gòn?" in text
    assert elsewhere.reference in page("/?area=99999"), "a ward that is none chooses nothing"


@pytest.mark.parametrize(
    ("point", "leads_to"),
    [
        ({"lat": "10.776", "lon": "106.701"}, "/?area="),
        ({"lat": "21.03", "lon": "107.1"}, "/?near=outside"),
        ({"lat": "nan", "lon": "106"}, "/?near=unknown"),
        ({"lat": "'; --", "lon": ""}, "/?near=unknown"),
        ({}, "/?near=unknown"),
        ({"lat": "1e999", "lon": "-1e999"}, "/?near=unknown"),
    ],
)
def test_my_place_leads_to_my_ward_and_stays_in_no_address(point: dict[str, str], leads_to: str) -> None:
    response = Client().post("/near/", point)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(leads_to)
    assert "10.776" not in response.headers["Location"]
    assert Client().get(response.headers["Location"].replace("#near", "")).status_code == 200


# Searching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["cot dien", "cột điện", "CỘT ĐIỆN nghiêng", '"cột điện"', "le loi", "dien cot"])
def test_found_with_accents_and_without(typed: str) -> None:
    opened = light("Cột điện nghiêng sắp đổ")
    light()
    text = page(f"/cases/?q={typed}")
    assert opened.reference in text
    assert text.count('<li class="case') == 1
    assert "1 phản ánh" in text


@pytest.mark.parametrize("typed", ["cốt điên", "ổ gà", "0908369123", "Hoa Mai"])
def test_not_found_is_said_with_what_to_do(typed: str) -> None:
    light("Cột điện nghiêng")
    text = page(f"/cases/?q={typed}")
    assert "Không có phản ánh nào như vậy" in text
    assert 'href="/report/"' in text


def test_a_reference_is_found_however_it_is_typed_but_only_of_what_is_public() -> None:
    opened, hidden = light(), make.report("hardship", now=timezone.now())
    make.indexed()
    assert shown(f"/cases/?q={opened.reference.lower().replace('-', ' ')}") == 1
    assert shown(f"/cases/?q={hidden.reference}") == 0


@pytest.mark.parametrize("typed", ["a" * 10_000, "đèn " * 2_500, "\u0301" * 10_000])
def test_ten_thousand_letters_are_refused_kindly(typed: str) -> None:
    for path in ("/cases/", "/cases/map/"):
        response = Client().get(path, {"q": typed})
        assert response.status_code == 422
        assert "Dài quá. Hãy tìm bằng vài từ" in response.content.decode()
        field = response.content.decode().split('name="q"')[1].split(">")[0]
        assert typed[:100] not in field, "nobody reads it again"


@pytest.mark.parametrize("typed", ["?!", "\x00", "' OR 1=1 --", "a & | ! <-> :*", "(((", "\\", "%s%(x)s", "\u202e", "%00"])
def test_no_rubbish_breaks_a_search(typed: str) -> None:
    for path in ("/cases/", "/cases/map/", "/cases/feed.atom"):
        assert Client().get(path, {"q": typed}).status_code in (200, 404, 422)


@pytest.mark.parametrize("language", ["xx", "vi-VN", "zz-ZZ;q=9", "", "en-GB", "%00", "a" * 999])
def test_a_language_that_does_not_exist_falls_back(language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.cookies["django_language"] = language
    lang = 'lang="en"' if language.startswith("en") else 'lang="vi"'
    assert lang in client.get("/cases/").content.decode()
    response = client.post("/i18n/setlang/", {"language": language, "next": "/cases/"})
    assert response.status_code == 302


# Narrowing ------------------------------------------------------------------------------------------------------------


def test_a_group_of_services_a_period_and_a_permalink() -> None:
    group = snapshot().services["street_light"].group
    fresh, _old = light(), light(now=timezone.now() - timedelta(days=40))
    address = f"/cases/?service=group%3A{group}&days=7&area={make.SAI_GON}&phase=received"
    text = page(address)
    assert fresh.reference in text
    assert text.count('<li class="case') == 1
    assert 'value="7" selected' in text
    assert shown("/cases/?days=90") == 2


@pytest.mark.parametrize("query", ["days=8", "days=-7", "service=group:x", "service=group:", "area=x%27"])
def test_a_choice_that_is_none_is_no_such_page(query: str) -> None:
    page(f"/cases/?{query}", status=404)
    page(f"/cases/feed.atom?{query}", status=404)


# The map --------------------------------------------------------------------------------------------------------------


def points(query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page(f"/cases/map/points.json?{query}"))
    return found


def test_the_map_gives_points_that_may_be_shown() -> None:
    opened = light("Đèn hỏng")
    waiting = light()
    found = points(CITY)
    assert [point[4] for point in found["points"]] == [opened.reference]
    lat, lon = found["points"][0][:2]
    assert (lat, lon) == (round(lat, 3), round(lon, 3))
    assert [[ward[2], ward[3]] for ward in found["wards"]] == [[1, make.SAI_GON]]
    assert waiting.reference not in json.dumps(found)
    assert points(f"{CITY}&q=vũng")["count"] == 0
    assert points(f"{CITY}&q=den&area={make.SAI_GON}")["count"] == 2


def test_the_map_is_a_list_for_whoever_has_none() -> None:
    opened = light("Đèn hỏng")
    text = page("/cases/map/")
    assert f'href="/cases/{opened.reference}/"' in text
    assert shown("/cases/map/?bbox=0,0,1,1") == 0
    part = Client().get(f"/cases/map/?{CITY}", headers={"X-Part": "list"}).content.decode()
    assert opened.reference in part
    assert "<html" not in part
    assert "Trong khung bản đồ: 1 phản ánh" in part


@pytest.mark.parametrize("bbox", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "10,10,0,0", "1,1,1,1", "0,0,1,1,1", "%00"])
def test_a_window_that_is_none_is_refused(bbox: str) -> None:
    assert Client().get(f"/cases/map/points.json?bbox={bbox}").status_code == 400
    page(f"/cases/map/?bbox={bbox}")


# The feed -------------------------------------------------------------------------------------------------------------


def test_the_feed_is_atom() -> None:
    opened = light("Đèn hỏng & tối <b>")
    light(place=make.place("26737"))
    response = Client().get(f"/cases/feed.atom?area={make.SAI_GON}")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{needed}") is not None, needed
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.PUBLIC_URL}/cases/feed.atom?area={make.SAI_GON}"
    (entry,) = root.findall(f"{ATOM}entry")
    for needed in ("id", "title", "updated", "published"):
        found = entry.find(f"{ATOM}{needed}")
        assert found is not None, needed
        assert found.text, needed
    assert entry.find(f"{ATOM}id").text.endswith(f"/cases/{opened.reference}/")  # type: ignore[union-attr]
    assert "&lt;b&gt;" in entry.find(f"{ATOM}summary").text  # type: ignore[union-attr, operator]


def test_pages_say_where_their_feed_is() -> None:
    light()
    assert 'type="application/atom+xml"' in page("/cases/?phase=received")
    assert "/cases/feed.atom?phase=received" in page("/cases/?phase=received")


# Kept copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "private, no-cache"),
        ("/cases/", "private, no-cache"),
        ("/cases/map/", "private, no-cache"),
        ("/cases/feed.atom", "public, max-age=30"),
        (f"/cases/map/points.json?{CITY}", "public, max-age=30"),
    ],
)
def test_an_unchanged_page_is_not_sent_twice(address: str, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("hotline.public.freshness.timezone.now", lambda: now)
    light()
    client = Client()
    client.get(address)  # the first answer brings the cookie that forms answer to
    response = client.get(address)
    assert response.headers["Cache-Control"] == kept
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    light()
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 200


def test_a_case_is_sent_again_once_it_moved_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("hotline.public.freshness.timezone.now", lambda: now)
    opened = light("Đèn hỏng")
    client = Client()
    address = f"/cases/{opened.reference}/"
    client.get(address)
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    actions.forward(opened.request_id, now=timezone.now(), actor=make.OPERATOR)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_private_link_is_kept_by_nobody_and_found_by_no_search_engine() -> None:
    opened = light()
    response = Client().get(f"/r/{opened.link}/")
    assert "public" not in response.headers.get("Cache-Control", "")
    assert "noindex" in response.content.decode() + response.headers.get("X-Robots-Tag", "")


# One case -------------------------------------------------------------------------------------------------------------


def test_the_deadline_says_why_and_the_page_leads_on() -> None:
    opened, other = light("Đèn hỏng"), light()
    text = page(f"/cases/{opened.reference}/")
    assert "Vì sao?" in text
    assert "Nhận lúc" in text
    assert f'href="/cases/{other.reference}/"' in text
    assert f"/cases/?service=street_light&amp;area={make.SAI_GON}" in text
    assert 'rel="bookmark">http' in text


def test_before_and_after_stand_side_by_side() -> None:
    keys = []
    for kind in (AttachmentKind.REPORT, AttachmentKind.EVIDENCE):
        picture = receive(make.jpeg(), now=timezone.now())
        actions.keep_picture(picture, kind=kind, now=timezone.now())
        keys.append(picture.key)
    opened = light("Đèn hỏng", attachments=tuple(keys))
    for attachment in make.case(opened).attachments:
        copy = make_public(attachment.key)
        actions.publish_picture(attachment.id, copy=copy, now=timezone.now(), actor=make.DESK)
    text = page(f"/cases/{opened.reference}/")
    assert "evidence--pair" in text
    assert text.index("Trước khi xử lý") < text.index("Sau khi xử lý")
    assert text.count(f"/media/{keys[0]}.jpg") == 2, "its picture and the link to it, once"


def test_a_city_without_comments_shows_and_takes_none() -> None:
    opened = light("Đèn hỏng")
    assert not snapshot().public.comments
    assert "Viết ý kiến" not in page(f"/cases/{opened.reference}/")
    assert Client().post(f"/cases/{opened.reference}/comments/", {"words": "Tối quá"}).status_code == 404

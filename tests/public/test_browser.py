"""The private page in a real browser, on a phone: its forms work with scripts and without, whatever its headers forbid."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from hotline.casefile import actions
from tests import make
from tests.chromium import browsing
from tests.public.portal import link, web_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("public-browser")]  # one worker starts its browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_rating_not_done_and_language(city: None, committed_db: str, browser: Browser, javascript: bool, tmp_path: Path) -> None:
    opened = make.answered(now=timezone.now() - timedelta(hours=5))
    photo = tmp_path / "o-ga.jpg"
    photo.write_bytes(make.jpeg())
    with web_server() as address, browsing(browser, address, javascript=javascript) as page:
        page.goto(link(opened))
        page.get_by_label("Rất tốt").check()
        page.get_by_role("button", name="Gửi đánh giá").click()
        page.get_by_text("Cảm ơn bạn đã đánh giá").wait_for()
        page.get_by_text("Chưa xong? Báo lại cho chúng tôi").click()
        page.get_by_label("Việc vẫn còn nguyên").check()
        page.get_by_label("Bạn thấy gì ở đó?").fill("Vẫn còn ổ gà.")
        page.get_by_label("Ảnh chụp bây giờ").set_input_files(photo)
        page.get_by_role("button", name="Báo chưa xong").click()
        page.get_by_text("Phản ánh đã được mở lại").wait_for()
        page.get_by_role("button", name="EN, English").click()
        page.get_by_role("heading", name="What happened").wait_for()
        assert page.url == address + link(opened)
    case = make.case(opened)
    assert case.request.round == 2
    assert case.attachments[-1].kind == "not_done"
    assert [event.facts["stars"] for event in case.events if event.name == "rated"] == [5]


def test_no_page_is_wider_than_a_phone_nor_complains(city: None, committed_db: str, browser: Browser) -> None:
    opened, hidden = make.answered(now=timezone.now() - timedelta(hours=5)), make.report("hardship", now=timezone.now())
    complaints: list[str] = []
    make.followed()
    pages = (
        "/",
        "/follow/",
        "/cases/",
        "/cases/?q=o+ga&phase=resolved",
        "/cases/map/",
        f"/cases/{hidden.reference}/",
        f"/cases/{opened.reference}/",
        link(hidden),
    )
    with web_server() as address, browsing(browser, address) as page:
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        for path in pages:
            page.goto(path)
            widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert widths[0] <= widths[1], path
    assert complaints == []


def test_the_map_shows_what_the_list_beside_it_says(city: None, committed_db: str, browser: Browser) -> None:
    opened = make.report("street_light", now=timezone.now())
    actions.approve_public_words(opened.request_id, words="Đèn hỏng", place="", now=timezone.now(), actor=make.DESK)
    waiting = make.report("street_light", now=timezone.now())
    make.followed()
    with web_server() as address, browsing(browser, address) as page:
        page.goto("/cases/map/")
        marker = page.locator(".leaflet-cases-pane .dot--slate")
        marker.wait_for()
        assert marker.locator("svg").count() == 1, "the mark of one case shows its phase's picture"
        assert not any(letter.isdigit() for letter in marker.inner_text()), "a number on the map counts reports"
        page.get_by_role("button", name="phản ánh ở phường này, không nêu vị trí").wait_for()
        listed = page.locator("#window")
        listed.get_by_text("Trong khung bản đồ: 2 phản ánh").wait_for()
        assert "bbox=" in page.url
        marker.focus()
        page.keyboard.press("Enter")
        page.locator(".leaflet-popup").get_by_role("link", name="Xem phản ánh").click()
        page.wait_for_url(f"**/cases/{opened.reference}/")
        page.go_back()
        page.goto(page.url.split("bbox=")[0] + "bbox=100,1,101,2")
        listed.get_by_text("Ở đây chưa có phản ánh nào được công bố").wait_for()
    assert waiting.reference != opened.reference


def test_my_place_chooses_my_ward(city: None, committed_db: str, browser: Browser) -> None:
    with web_server() as address, browsing(browser, address) as page:
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"latitude": 10.776889, "longitude": 106.700981})
        page.goto("/")
        page.get_by_role("button", name="Dùng vị trí của tôi").click()
        page.get_by_role("heading", name="Mọi người báo gì ở").wait_for()
        assert "area=" in page.url
        assert "10.77" not in page.url

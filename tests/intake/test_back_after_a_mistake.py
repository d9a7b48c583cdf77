"""The report form without scripts: a mistake on every page, and the browser's "back", which must never ask to send again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.casefile.models import Attachment, ServiceRequest
from tests.chromium import browsing
from tests.intake import photos
from tests.intake.webform import Visitor, path_of, text_of
from tests.public.portal import web_server


@pytest.mark.browser
def test_back_through_every_mistake(city: None, committed_db: str, browser: Browser, tmp_path: Path) -> None:
    web_page = tmp_path / "anh.jpg"
    web_page.write_bytes(photos.HTML)
    with web_server() as address, browsing(browser, address, javascript=False) as page:
        page.goto("/report/")
        page.locator("textarea").fill("Ổ gà to trước chợ.")
        _pressed(page)
        expect(page.locator(".error-summary")).to_contain_text("Hãy chọn một loại việc")
        page.get_by_label("Gõ để tìm nhanh").fill("o ga")
        page.get_by_role("button", name="Tìm").click()
        page.locator("[data-found] label").first.click()
        _pressed(page)
        page.wait_for_url("**/report/where/**")
        page.locator("[name=words]").fill("gần chợ")
        _pressed(page)
        expect(page.locator(".error-summary")).to_contain_text("Hãy chọn phường, xã")
        page.locator("[name=words]").fill("p13 go vap")
        page.get_by_role("button", name="Tìm địa chỉ").click()
        expect(page.locator("[name=area] option:checked")).to_have_text("Phường An Hội Đông")
        _pressed(page)
        page.wait_for_url("**/report/photos/**")
        page.set_input_files("input[type=file]", web_page)
        _pressed(page)
        expect(page.locator(".error-summary")).to_contain_text("anh.jpg: Tệp này không phải là ảnh")
        _pressed(page)
        page.wait_for_url("**/report/who/**")
        page.get_by_label("Tên để xưng hô").fill("Mai")
        page.get_by_label("Số điện thoại").fill("0908")
        _pressed(page, "Gửi phản ánh")
        expect(page.locator(".error-summary")).to_contain_text("Số điện thoại này chưa đúng")
        expect(page.locator("[name=name]")).to_have_value("Mai")

        seen = []
        for _ in range(8):
            page.go_back()
            expect(page.locator("h1")).to_be_visible()
            seen.append(page.locator("h1").inner_text())
            if page.url.rstrip("/").endswith("/report"):
                break
        assert [title for title, before in zip(seen, ["", *seen], strict=False) if title != before] == [
            "Chúng tôi báo kết quả cho bạn qua đâu?", "Có ảnh không?", "Ở đâu?", "Chuyện gì đang xảy ra?",
        ]  # fmt: skip
        expect(page.locator("textarea")).to_have_value("Ổ gà to trước chợ.")


def test_what_a_page_says_is_gone_when_it_is_right(city: None, db: None) -> None:
    visitor = Visitor()
    assert "Hãy chọn một loại việc" in text_of(visitor.post("", words="Hố sâu."))
    visitor.what("pothole")
    page = text_of(visitor.client.get(f"/report/?d={visitor.token}&again=1"))
    assert "error-summary" not in page
    visitor.where()
    assert "không phải là ảnh" in text_of(visitor.photos(photos.HTML))
    assert "không phải là ảnh" in text_of(visitor.client.get(f"/report/photos/?d={visitor.token}&again=1")), "reloaded"
    assert "không phải là ảnh" not in text_of(visitor.get("photos"))
    visitor.photos()
    assert "không phải là ảnh" not in text_of(visitor.client.get(f"/report/photos/?d={visitor.token}&again=1"))


@pytest.mark.parametrize("page", ["", "where", "photos", "who"])
def test_an_address_that_was_handed_on_blames_nobody(city: None, db: None, page: str) -> None:
    visitor, stranger = Visitor(), Visitor()
    visitor.until_who()
    answer = stranger.client.get(f"/report/{page}/?d={visitor.token}&again=1&look=1&other=1".replace("//", "/"))
    assert answer.status_code in {200, 302}
    assert "12 Lê Lợi" not in text_of(answer)
    assert "error-summary" not in text_of(answer)


def test_more_than_is_kept_is_answered_at_once_and_stays(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    answer = visitor.client.post(f"/report/where/?d={visitor.token}", {"words": "ế" * 20_001})
    assert answer.status_code == 422
    assert "ế" * 20_001 in text_of(answer)


def test_a_ward_that_was_chosen_after_a_search_is_not_taken_back(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where(find="1", words="p13 go vap")
    assert path_of(visitor.where(words="p13 go vap", area="26740")) == "/report/photos/"
    page = text_of(visitor.client.get(f"/report/where/?d={visitor.token}&look=1"))
    assert '<option value="26740" selected' in page


def test_nothing_is_sent_by_going_there(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    for page in ("", "where", "photos", "who"):
        visitor.client.get(f"/report/{page}/?d={visitor.token}&again=1&look=1".replace("//", "/"))
    assert not ServiceRequest.objects.exists()
    assert not Attachment.objects.exists()


def _pressed(page: Page, name: str = "Tiếp tục") -> None:
    page.locator(".actions").get_by_role("button", name=name).click()

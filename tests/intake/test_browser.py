"""The report form in a real browser: searching as somebody types, and photos before they are sent."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.casefile.models import Attachment
from hotline.people.facts import Role
from tests import make
from tests.chromium import browsing
from tests.people.persons import make_person, signed_in
from tests.public.portal import web_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("intake-browser")]  # one worker starts its browser


def test_searching_as_one_types(city: None, committed_db: str, browser: Browser) -> None:
    with web_server() as address, browsing(browser, address) as page:
        page.goto("/report/")
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator(".error-summary")).to_be_visible()
        find = page.get_by_label("Gõ để tìm nhanh")
        find.press_sequentially("den duong hu", delay=10)
        first = page.locator("[data-found] .choice").first
        expect(first).to_contain_text("Đèn đường hư, không sáng")
        expect(first).to_contain_text("vì có từ “đèn đường hư”")
        expect(page.get_by_role("status")).to_contain_text("gần đúng nhất")
        find.press("Enter")  # searches on, and sends nothing
        expect(first.locator("input")).to_be_focused()
        page.keyboard.press("Space")
        expect(first.locator("input")).to_be_checked()
        expect(page.locator(".error-summary")).to_have_count(0)
        expect(page.locator(".field--invalid")).to_have_count(0)
        page.keyboard.press("Enter")
        page.wait_for_url("**/report/where/**")
        page.goto(page.url.replace("/where/", "/"))
        expect(page.locator("[data-chosen]")).to_contain_text("Đèn đường hư")


def test_a_finger_chooses_and_may_choose_again(city: None, committed_db: str, browser: Browser) -> None:
    with web_server() as address, browsing(browser, address) as page:
        page.goto("/report/")
        page.get_by_label("Gõ để tìm nhanh").fill("karaoke on")
        page.locator("[data-found] .choice").first.click()
        expect(page.locator("[data-chosen]")).to_contain_text("Tiếng ồn, karaoke")
        page.get_by_role("button", name="Chọn việc khác").click()
        page.get_by_label("Gõ để tìm nhanh").fill("zzzz")
        expect(page.get_by_role("status")).to_contain_text("Không thấy việc nào như vậy")
        page.get_by_label("Gõ để tìm nhanh").fill("o ga")
        page.locator("[data-found] .choice").first.click()
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/where/**")
        page.goto(page.url.replace("/where/", "/"))
        expect(page.locator("[data-chosen]")).to_contain_text("Ổ gà")


def test_back_after_a_mistake_shows_the_page_and_not_an_error_of_the_browser(
    city: None, committed_db: str, browser: Browser
) -> None:
    with web_server() as address, browsing(browser, address) as page:
        page.goto("/report/")
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator(".error-summary")).to_be_visible()
        page.get_by_label("Gõ để tìm nhanh").fill("den duong hu")
        page.locator("[data-found] .choice").first.click()
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/where/**")
        page.go_back()
        expect(page.locator("[data-chosen]")).to_contain_text("Đèn đường hư")


def test_a_ward_that_is_found_leaves_nothing_to_complain_about(city: None, committed_db: str, browser: Browser) -> None:
    with web_server() as address, browsing(browser, address) as page:
        page.goto("/report/?service=street_light")
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/where/**")
        page.locator(".actions").get_by_role("button", name="Tiếp tục").click()
        expect(page.locator(".error-summary")).to_be_visible()
        page.get_by_role("button", name="Dùng vị trí của tôi").click()  # nobody allowed it
        expect(page.get_by_text("Bạn hãy ghi địa chỉ ở trên, hoặc chọn phường ở dưới.")).to_be_visible()
        expect(page.locator(".field--invalid")).to_have_count(1)
        page.locator("[name=words]").press_sequentially("p13 go vap")
        expect(page.locator("[name=area] option:checked")).to_have_text("Phường An Hội Đông")
        expect(page.locator(".error-summary, .field--invalid, .errors, [name=area][aria-invalid]")).to_have_count(0)


def test_without_scripts_the_button_searches(city: None, committed_db: str, browser: Browser) -> None:
    with web_server() as address, browsing(browser, address, javascript=False) as page:
        page.goto("/report/")
        page.locator("textarea").fill("Nước không chảy từ sáng.")
        page.get_by_label("Gõ để tìm nhanh").fill("cup nuoc")
        page.get_by_role("button", name="Tìm").click()
        page.locator("[data-found] label").first.click()
        assert page.locator("textarea").input_value() == "Nước không chảy từ sáng."
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/where/**")


def test_an_operator_finds_a_service_by_keys_alone(city: None, committed_db: str, browser: Browser) -> None:
    session = signed_in(make_person("lan", Role.OPERATOR)).cookies["sessionid"].value
    with web_server() as address, browsing(browser, address) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto("/operator/new/")
        find = page.get_by_role("combobox", name="Gõ để tìm lĩnh vực")
        find.press_sequentially("mat nuoc", delay=10)
        options = page.locator("li[role=option][aria-selected=true]")
        expect(options).to_contain_text("Mất nước")
        assert find.get_attribute("aria-activedescendant") == "new_service_found_no_water"
        find.press("ArrowDown")
        expect(options).not_to_contain_text("Mất nước")
        find.press("ArrowUp")
        find.press("Enter")
        assert page.locator("select[name=service]").input_value() == "no_water"
        expect(page.get_by_role("listbox", name="Gõ để tìm lĩnh vực")).to_be_hidden()
        assert page.url.endswith("/operator/new/")


def test_a_photo_that_is_too_large_is_made_smaller_before_it_is_sent(
    city: None, committed_db: str, browser: Browser, tmp_path: Path
) -> None:
    heavy, wide = tmp_path / "cong.jpg", tmp_path / "rong.jpg"
    heavy.write_bytes(make.jpeg(size=(3000, 2000)) + bytes(16_000_000))
    wide.write_bytes(make.jpeg(size=(10_400, 5000)))
    with web_server() as address, browsing(browser, address) as page:
        _until_photos(page)
        field = page.locator("input[type=file]")
        field.set_input_files([heavy, wide])
        note = page.locator("[data-note]")
        expect(note).to_contain_text("cong.jpg: Ảnh lớn quá (17 MB) nên đã thu nhỏ còn 1 MB.", timeout=20_000)
        expect(note).to_contain_text("rong.jpg")
        assert field.evaluate("field => [...field.files].every(file => file.size < 2e6)")
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/who/**")
    assert sorted(Attachment.objects.values_list("width", "height")) == [(2560, 1231), (2560, 1707)]


def test_what_cannot_be_made_smaller_is_named_and_never_uploaded(
    city: None, committed_db: str, browser: Browser, tmp_path: Path
) -> None:
    rubbish, good = tmp_path / "phim.jpg", tmp_path / "o-ga.jpg"
    rubbish.write_bytes(bytes(20_000_000))
    good.write_bytes(make.jpeg())
    with web_server() as address, browsing(browser, address) as page:
        _until_photos(page)
        page.locator("input[type=file]").set_input_files([rubbish, good])
        warning = page.locator("[data-warning]")
        said = "phim.jpg: Ảnh này lớn quá (20 MB). Hãy chọn ảnh dưới 15 MB hoặc chụp lại."
        expect(warning).to_have_text(said, timeout=20_000)
        assert page.locator("input[type=file]").evaluate("field => [...field.files].map(file => file.name)") == ["o-ga.jpg"]
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url("**/report/who/**")
    assert Attachment.objects.count() == 1


def _until_photos(page: Page) -> None:
    page.goto("/report/")
    page.get_by_label("Gõ để tìm nhanh").fill("o ga")
    page.locator("[data-found] .choice").first.click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/report/where/**")
    page.select_option("select[name=area]", label="Phường Sài Gòn")
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/report/photos/**")

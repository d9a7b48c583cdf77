"""The map of the report form in a real browser: by touch, by keys, in words; and the page without it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import DESKTOP
from tests.journeys.conftest import HERE, City, visitor

pytestmark = HERE


@pytest.fixture(scope="module")
def where(served: City, browser: Browser) -> Page:
    """A phone at the second page, its map open."""
    page = visitor(browser, served)
    strangers: list[str] = []
    page.on("request", lambda request: strangers.append(request.url) if not request.url.startswith(served.address) else None)
    page.on("pageerror", lambda error: strangers.append(str(error)))
    _begin(page, served)
    expect(page.locator(".map .leaflet-control-scale-line")).to_be_visible()
    assert strangers == []
    return page


def test_names_of_wards_stand_at_their_centres_with_a_scale(where: Page) -> None:
    expect(where.locator(".map__name", has_text="Phường Bến Thành")).to_have_count(1)
    expect(where.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"\d+ k?m"))
    assert where.locator("[name=lat]").input_value() == ""  # where the map begins is nobody's choice


def test_an_address_is_read_as_one_types_and_several_are_shown(where: Page) -> None:
    where.locator("[name=words]").press_sequentially("p an phu")
    wards = where.locator(".found__ward")
    expect(wards).to_have_count(3)
    assert where.locator("[name=area]").input_value() == ""
    wards.filter(has_text="Bình Trưng").click()
    expect(where.locator("[name=area] option:checked")).to_have_text("Phường Bình Trưng")
    assert where.locator("[name=lat]").input_value() == ""  # a ward is no point


def test_the_middle_moves_by_keys_and_is_said_in_words(where: Page) -> None:
    where.locator("[data-map]").focus()
    where.keyboard.press("+")
    where.keyboard.press("ArrowRight")
    says = where.locator("[data-says]")
    expect(says).to_contain_text("Đã ghi điểm này.")
    assert says.get_attribute("role") == "status"
    before = float(where.locator("[name=lon]").input_value())
    where.keyboard.press("ArrowRight")
    expect(where.locator("[name=lon]")).not_to_have_value(f"{before:.6f}")
    assert float(where.locator("[name=lon]").input_value()) > before
    expect(says).to_contain_text(re.compile("cách trung tâm .* về phía đông"))


def test_a_tap_moves_there_without_dragging(where: Page) -> None:
    before = float(where.locator("[name=lat]").input_value())
    box = where.locator("[data-map]").bounding_box()
    assert box is not None
    where.locator("[data-map]").click(position={"x": box["width"] / 2, "y": box["height"] * 0.85})
    expect(where.locator("[name=lat]")).not_to_have_value(f"{before:.6f}")
    assert float(where.locator("[name=lat]").input_value()) < before


def test_an_address_elsewhere_and_ten_thousand_letters_are_told(where: Page) -> None:
    where.fill("[name=words]", "phường Hồng Gai, Quảng Ninh")
    expect(where.locator(".found")).to_have_text("Địa chỉ này ở Tỉnh Quảng Ninh, ngoài Thành phố Hồ Chí Minh.")
    where.fill("[name=words]", "phường " * 1500)
    expect(where.locator(".found")).to_contain_text("Địa chỉ này dài quá.")


def test_without_javascript_a_button_reads_the_address(served: City, browser: Browser) -> None:
    page = visitor(browser, served, javascript=False, size=DESKTOP)
    _begin(page, served)
    expect(page.locator("[data-map]")).to_be_hidden()
    page.fill("[name=words]", "p an phu")
    page.get_by_role("button", name="Tìm địa chỉ").click()
    page.get_by_role("button", name=re.compile("^Phường Bình Trưng")).click()
    expect(page.locator("[name=area] option:checked")).to_have_text("Phường Bình Trưng")
    page.locator(".actions").get_by_role("button", name="Tiếp tục").click()
    expect(page).to_have_url(re.compile("/report/photos/"))


def _begin(page: Page, city: City) -> None:
    """Choose a matter, and come to the second page."""
    page.goto("/report/")
    page.locator("summary", has_text=city.matter.group).click()
    page.locator(f"label[for=id_service_{city.matter.service}]").click()
    page.locator("main .actions button.button").last.click()
    page.wait_for_url("**/report/where/**")

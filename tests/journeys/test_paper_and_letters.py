"""What is left of a page on paper, in large letters and in high contrast: everything that people need, and nothing outside."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import HERE, City, signed_in, visitor

pytestmark = [pytest.mark.browser, HERE]

PAPER = {"width": 718, "height": 1000}
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const shown = [...document.querySelectorAll("main *, header *, aside *")].filter((one) => one.checkVisibility());
  return shown.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.left < -1 || box.right > wide + 1) && !one.closest(".visually-hidden, .scroll-x, nav, table");
  }).map((one) => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().left)}`).slice(0, 5);
}"""
BEYOND_CARD = """() => [...document.querySelectorAll(".card .button, .calls a")].filter((one) => {
  const outer = one.closest(".card, .calls").getBoundingClientRect();
  return one.getBoundingClientRect().right > outer.right + 1;
}).map((one) => one.textContent.trim())"""
SAME_LOOK = """() => {
  const look = (one) => (({ backgroundColor, borderTopStyle }) => backgroundColor + borderTopStyle)(getComputedStyle(one));
  return [".phases", ".steps__bar"].map((list) => new Set([...document.querySelector(list).children].map(look)).size);
}"""


@pytest.mark.parametrize("language", ["VI", "EN"])
def test_large_letters_stay_on_a_small_phone(served: City, browser: Browser, language: str) -> None:
    page = visitor(browser, served)
    page.goto("/contact/")
    page.locator(".language button", has_text=language).click()
    page.wait_for_load_state()
    page.locator("details.display summary").click()
    page.locator("button[name=size][value='150']").click()
    page.wait_for_load_state()
    found = {}
    for address in ("/contact/", "/tour/", "/", "/report/", "/cases/"):
        page.goto(address)
        page.locator("details.display summary").click()
        found[address] = page.evaluate(OUTSIDE) + page.evaluate(BEYOND_CARD)
    page.context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["VI", "EN"])
def test_an_operator_reads_the_shortcuts_on_a_phone(served: City, browser: Browser, language: str) -> None:
    page = signed_in(browser, served, "operator")
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator(".language button", has_text=language).click()
    page.wait_for_load_state()
    page.goto("/operator/")
    page.locator("details.keys summary").click()
    box = page.locator(".keys__list").bounding_box()
    page.context.close()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_paper_names_whom_to_call_and_asks_nothing(served: City, browser: Browser) -> None:
    page = _paper(browser, served, "/")
    danger = page.locator(".danger").inner_text()
    asked = [page.locator(f"main {asking}:visible").count() for asking in ("form", "input", "select")]
    page.context.close()
    assert all(number in danger for number in ("113", "114", "115"))
    assert asked == [0, 0, 0]


def test_paper_of_a_case_tells_its_address_once(served: City, browser: Browser) -> None:
    page = _paper(browser, served, "/cases/")
    page.goto(page.locator(".cases a").first.get_attribute("href") or "")
    added = page.locator(".share a").first.evaluate("one => getComputedStyle(one, '::after').content")
    page.context.close()
    assert added == "none"


def test_high_contrast_tells_what_is_still_to_come(served: City, browser: Browser) -> None:
    page = visitor(browser, served)
    page.emulate_media(contrast="more")
    page.goto("/ui/")
    looks = page.evaluate(SAME_LOOK)
    page.context.close()
    assert looks == [2, 2]


def _paper(browser: Browser, city: City, address: str) -> Page:
    page = visitor(browser, city, size=PAPER)
    page.emulate_media(media="print")
    page.goto(address)
    return page

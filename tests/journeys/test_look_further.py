"""What a browser shows of pages that few open, of large letters, and of desks beyond the queues: nothing that axe finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import DESKTOP, PHONE
from tests.journeys.conftest import City, signed_in, visitor
from tests.journeys.test_look import AXE, BESIDE, FIND, WCAG

pytestmark = [pytest.mark.xdist_group("look-further"), pytest.mark.browser, pytest.mark.long]

RARE = ["/contact/", "/cases/map/", "/cases/?q=zzzzzz", "/cases/?phase=nobody", "/r/nobody/", "/tour/"]
DESKS = {
    "supervisor": ["/watch/", "/watch/calls/", "/notify/dead/", "/notify/outbox/", "/staff/"],
    "operator": ["/operator/new/"],
    "synthesis": ["/synthesis/comments/"],
    "roads": ["/agency/today/", "/agency/calendar/"],
    "admin": [
        "/staff/people/", "/staff/people/new/", "/staff/people/sessions/", "/staff/rules/", "/staff/rules/forward-5-minutes/",
        "/staff/calendars/", "/staff/calendars/hanh-chinh/", "/accounts/security/", "/systems/",
    ],
}  # fmt: skip
OVER = """() => {
  const box = (one) => document.querySelector(one).getBoundingClientRect();
  const [name, dial] = [box(".masthead__name b"), box(".masthead__dial")];
  const words = [...document.querySelectorAll(".masthead__name b, .phases li")];
  const covered = name.right > dial.left && name.bottom > dial.top && dial.bottom > name.top;
  return [...(covered ? ["the number stands on the name"] : []),
    ...words.filter((one) => getComputedStyle(one).overflowWrap !== "normal" || one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent.trim())];
}"""

LONGEST = {
    "queue__clock": "23 hours 59 minutes late",
    "queue__code": "1022-2611-MWZN-REDS-W",
    "queue__age": "23 hours 59 minutes",
}
WIDER = """(longest) => {
  const row = document.querySelector("table.queue tbody tr");
  return Object.entries(longest).filter(([name, words]) => {
    const cell = row.querySelector("." + name);
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let said = words; walker.nextNode(); said = "") walker.currentNode.data = said;
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().right > cell.getBoundingClientRect().right;
  }).map(([name]) => name);
}"""
COVERED = """() => {
  const toast = document.querySelector(".toast").getBoundingClientRect();
  scrollTo(0, document.documentElement.scrollHeight);
  return [...document.querySelectorAll("main button, main a, main input")].filter((one) => {
    const box = one.getBoundingClientRect();
    return !one.closest(".toast") && box.width && box.bottom > toast.top && box.right > toast.left && box.top < toast.bottom;
  }).map((one) => one.textContent.trim());
}"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_citizens_rarer_pages(served: City, browser: Browser, size: dict[str, int]) -> None:
    page = visitor(browser, served, size=size)
    found = {address: _faults(page, address, enhanced=True) for address in RARE}
    page.context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("who", DESKS)
def test_axe_finds_nothing_behind_the_desks(served: City, browser: Browser, who: str) -> None:
    page = signed_in(browser, served, who)
    found = {}
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for address in DESKS[who]:
            found[f"{address} at {size['width']}"] = _faults(page, address, enhanced=False)
    page.context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["VI", "EN"])
def test_large_letters_cover_nothing_and_break_no_word(
    served: City, browser: Browser, sizes: Callable[[Page, str], None], language: str
) -> None:
    page = visitor(browser, served)
    sizes(page, "150")
    page.locator(".language button", has_text=language).click()
    page.wait_for_load_state()
    found = {}
    for address in ("/", "/ui/"):
        page.goto(address)
        found[address] = page.evaluate(OVER)
    page.context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_longest_english_wait_stays_in_its_column(served: City, browser: Browser) -> None:
    page = signed_in(browser, served, "operator")
    page.locator(".language button", has_text="EN").click()
    page.wait_for_load_state()
    page.goto("/operator/")
    found = page.evaluate(WIDER, LONGEST)
    page.context.close()
    assert found == []


def test_what_a_toast_says_covers_nothing_at_the_end_of_a_page(served: City, browser: Browser) -> None:
    page = signed_in(browser, served, "roads")
    page.goto("/agency/calendar/")
    page.get_by_role("button", name="Tạo địa chỉ lịch").or_(page.get_by_role("button", name="Tạo địa chỉ mới")).first.click()
    page.get_by_role("button", name="Hủy địa chỉ lịch").click()
    page.locator(".toast").wait_for()
    covered = {}
    for width in (PHONE["width"], DESKTOP["width"]):
        page.set_viewport_size({"width": width, "height": 420})
        covered[width] = page.evaluate(COVERED)
    page.context.close()
    assert covered == {PHONE["width"]: [], DESKTOP["width"]: []}


@pytest.fixture
def sizes() -> Callable[[Page, str], None]:
    """Return what chooses a size of letters as a reader does."""

    def chosen(page: Page, size: str) -> None:
        page.goto("/follow/")
        page.locator("details.display summary").click()
        page.locator(f'button[name=size][value="{size}"]').click()
        page.wait_for_load_state()

    return chosen


def _faults(page: Page, address: str, *, enhanced: bool) -> list[str]:
    page.goto(address, wait_until="load")
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(FIND, [WCAG, enhanced]) + page.evaluate(BESIDE)
    return [fault for fault in found if not _is_crowded_map(fault)]


def _is_crowded_map(fault: str) -> bool:
    """Wards stand as close as they do: the same is chosen from the list beside the map (WCAG 2.5.8, exception "equivalent")."""
    rule, _, nodes = fault.partition(": ")
    return rule == "target-size" and all(".dot--ward" in node for node in nodes.split(" | "))

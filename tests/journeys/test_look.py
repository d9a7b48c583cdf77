"""Every page that people look at, as a browser draws it: nothing that axe finds, nothing beside the edge, light to load.

Sizes are a phone's, a desktop's, and a desktop's at 200 %. The contrast that citizens get is WCAG's level AAA, 7:1.
"""

import gzip
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests import make
from tests.chromium import DESKTOP, PHONE
from tests.journeys.conftest import HERE, City, signed_in, visitor

pytestmark = [HERE, pytest.mark.browser]

AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ZOOMED = {"width": DESKTOP["width"] // 2, "height": DESKTOP["height"] // 2}
PHOTO = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": make.jpeg(size=(640, 480))}
LIGHT = 100_000  # bytes of JavaScript, packed

FIND = """async ([tags, enhanced]) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
    rules: { "color-contrast-enhanced": { enabled: enhanced }, "target-size": { enabled: true } } });
  return found.violations.map((one) => one.id + ": " + one.nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | "));
}"""
BESIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 1)
    .slice(0, 4).map((one) => one.tagName + "." + one.className);
}"""

SQUEEZED = """() => [...document.querySelectorAll("main tbody > tr > *")]
  .filter((one) => one.getBoundingClientRect().width < 120 && one.getBoundingClientRect().height > 70)
  .map((one) => one.textContent.trim().slice(0, 60))"""


@pytest.fixture(scope="module")
def citizens_pages(served: City, browser: Browser) -> dict[str, str]:
    """Return the addresses of what citizens open, by name."""
    page = visitor(browser, served)
    listed = page.locator('main a[href^="/cases/1022-"]')
    for _ in range(60):  # the public list follows the record a moment later
        page.goto("/cases/")
        if listed.count():
            break
        time.sleep(1)
    case = listed.first.get_attribute("href")
    assert case
    page.context.close()
    return {
        "components": "/ui/", "home": "/", "what": "/report/", "follow": "/follow/", "public list": "/cases/",
        "public case": case, "sign-in": "/accounts/login/", "no such page": "/nothing-here/",
    }  # fmt: skip


DESKS = [
    ("operator", "/operator/", "/operator/{reference}/"),
    ("roads", "/agency/", 'main a[href^="/agency/"]:not([href*="?"])'),
    ("synthesis", "/synthesis/", "/synthesis/{reference}/"),
]


@pytest.mark.parametrize(("size", "drawn"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone, light", "desktop, dark"])
def test_axe_finds_nothing_on_citizens_pages(
    served: City, browser: Browser, citizens_pages: dict[str, str], size: dict[str, int], drawn: str
) -> None:
    page = visitor(browser, served, size=size)
    page.emulate_media(color_scheme=drawn)  # type: ignore[arg-type]
    found = {name: _found(page, address, enhanced=True) for name, address in citizens_pages.items()}
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_the_way_of_a_report(served: City, browser: Browser, size: dict[str, int]) -> None:
    page = visitor(browser, served, size=size)
    found = {}
    for step in _steps(page):
        found[step] = _looked_at(page, enhanced=True)
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("who", "queue", "case"), DESKS, ids=[who for who, *_ in DESKS])
def test_axe_finds_nothing_at_the_desks(
    served: City, browser: Browser, citizens_pages: dict[str, str], who: str, queue: str, case: str
) -> None:
    page = signed_in(browser, served, who)
    page.goto(queue)
    reference = citizens_pages["public case"].split("/")[2]
    address = case.format(reference=reference) if case.startswith("/") else page.locator(case).first.get_attribute("href")
    assert address
    found = {}
    for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for url in (queue, address):
            found[f"{name} {url}"] = _found(page, url, enhanced=False)
    page.emulate_media(color_scheme="dark")
    found["dark"] = _found(page, address, enhanced=False)
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_axe_finds_nothing_on_the_staffs_components(served: City, browser: Browser) -> None:
    page = visitor(browser, served, size=DESKTOP)
    found = {scheme: _in_colours(page, scheme) for scheme in ("light", "dark")}
    page.emulate_media(contrast="more")
    found["contrast"] = _found(page, "/ui/staff/", enhanced=True)
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", ["100", "150"], ids=["as it is", "letters at 150 %"])
def test_nothing_stands_beside_the_edge(
    served: City, browser: Browser, citizens_pages: dict[str, str], size: str, sizes: Callable[[Page, str], None]
) -> None:
    page = visitor(browser, served)
    sizes(page, size)
    found = {}
    for screen in (PHONE, ZOOMED) if size == "100" else (PHONE,):
        page.set_viewport_size(screen)  # type: ignore[arg-type]
        for name, address in {**citizens_pages, "staff": "/ui/staff/"}.items():
            page.goto(address)
            found[f"{name} at {screen['width']}"] = page.evaluate(BESIDE)
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_tables_of_the_supervisor_are_read_on_a_phone(served: City, browser: Browser) -> None:
    page = signed_in(browser, served, "supervisor")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found = {}
    for address in ("/supervisor/", "/supervisor/commitments/", "/supervisor/returns/"):
        page.goto(address)
        assert page.locator("main tbody tr").count() > 0, address
        found[address] = [*page.evaluate(BESIDE), *page.evaluate(SQUEEZED)]
    page.context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.fixture
def sizes() -> Callable[[Page, str], None]:
    """Return what chooses a size of letters as a reader does."""

    def chosen(page: Page, size: str) -> None:
        page.goto("/follow/")
        page.locator("details.display summary").click()
        page.locator(f'button[name=size][value="{size}"]').click()
        page.wait_for_load_state()

    return chosen


def test_the_pages_of_components_are_photographed(served: City, browser: Browser) -> None:
    """Light and dark, phone and desktop: chosen by the reader, without JavaScript, whatever the device wishes."""
    page = visitor(browser, served, javascript=False)
    page.goto("/ui/")
    grounds = set()
    for colours in ("light", "dark", "contrast"):
        page.locator("details.display summary").first.click()
        page.locator(f'button[name=colours][value="{colours}"]').click()
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert len(page.screenshot(full_page=True)) > 50_000
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        grounds.add(page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor"))
    page.context.close()
    assert grounds == {"rgb(255, 255, 255)", "rgb(15, 23, 30)"}


def test_the_letters_are_ours_with_every_accent(served: City, browser: Browser) -> None:
    page = visitor(browser, served)
    page.goto("/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    for weight in (400, 600):
        assert page.evaluate(f"document.fonts.check('{weight} 18px \"Be Vietnam Pro\"', 'Ệ ữ Ẵ ở ặ ₫ a 1022')")
    page.context.close()


def test_citizens_pages_bring_little_javascript(served: City, browser: Browser, citizens_pages: dict[str, str]) -> None:
    page = visitor(browser, served)
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(_packed(answer.body())) if _is_script(answer.url, answer.status) else None)
    heavy = {}
    for name, address in citizens_pages.items():
        weights.clear()
        page.goto(address, wait_until="load")
        heavy[name] = sum(weights)
    weights.clear()
    for step in _steps(page):
        heavy[step] = sum(weights)
        weights.clear()
    page.context.close()
    assert {name: weight for name, weight in heavy.items() if weight > LIGHT} == {}


def _steps(page: Page) -> Iterator[str]:
    """Walk a report from its first page to the last before sending, and give the name of each while it stands open."""
    page.goto("/report/")
    radio = page.locator('input[name=service][value="pothole"]')
    page.locator("details.services").filter(has=radio).locator("summary").click()
    radio.check()
    yield "what"
    page.get_by_role("button", name="Tiếp tục").last.click()
    page.wait_for_url(re.compile("/where/"))
    yield "where"
    page.locator("select[name=area]").select_option(label="Phường Sài Gòn")
    page.get_by_role("button", name="Tiếp tục").last.click()
    page.wait_for_url(re.compile("/photos/"))
    page.locator("input[type=file]").first.set_input_files(PHOTO)  # type: ignore[arg-type]
    yield "photos"
    page.get_by_role("button", name="Tiếp tục").last.click()
    page.wait_for_url(re.compile("/who/"))
    yield "who"


def _in_colours(page: Page, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    return _found(page, "/ui/staff/", enhanced=False)


def _found(page: Page, address: str, *, enhanced: bool) -> list[str]:
    page.goto(address, wait_until="load")
    return _looked_at(page, enhanced=enhanced)


def _looked_at(page: Page, *, enhanced: bool) -> list[str]:
    assert AXE.exists(), "axe-core is missing: bin/hotline test installs it"
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(FIND, [WCAG, enhanced])
    return found


def _is_script(url: str, status: int) -> bool:
    return status == 200 and url.split("?", maxsplit=1)[0].endswith(".js")


def _packed(body: bytes) -> int:
    return len(gzip.compress(body))

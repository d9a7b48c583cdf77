"""Shortcuts in a real browser: they press what carries them, keep quiet while somebody types, and can be switched off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keys")]  # one worker starts its browser

SCRIPT = Path("hotline/ui/static/ui/js/keys.js").read_text()
ADDRESS = "http://keys.example/"
PAGE = """<!doctype html><meta charset="utf-8"><body>
<button data-key="f" onclick="document.title += 'f'">Chuyển</button>
<button data-key="h" onclick="document.title += 'h'" hidden>Ẩn</button>
<details id="fold"><summary data-key="x">Từ chối</summary>
  <form id="form" onsubmit="document.title += 'sent'; return false"><textarea id="words"></textarea></form>
</details>
<ul data-keys-list data-key-down="j" data-key-up="k">
  <li><a href="#1" id="one" data-keys-item>1</a></li><li><a href="#2" id="two" data-keys-item>2</a></li>
</ul>
<button data-keys-switch hidden>Dùng phím tắt</button>
<script src="/keys.js"></script>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page in Chromium that holds shortcuts, served from nowhere."""

    def serve(route: Route) -> None:
        is_script = route.request.url.endswith(".js")
        route.fulfill(body=SCRIPT if is_script else PAGE, content_type="text/javascript" if is_script else "text/html")

    page = browser.new_context().new_page()
    page.route("**/*", serve)
    page.goto(ADDRESS)
    yield page
    page.context.close()


def _focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_key_presses_what_carries_it(page: Page) -> None:
    page.keyboard.press("f")
    assert page.title() == "f"


def test_what_is_hidden_is_not_pressed(page: Page) -> None:
    page.keyboard.press("h")
    assert page.title() == ""


def test_keys_of_the_browser_stay_the_browsers(page: Page) -> None:
    for keys in ("Control+f", "Alt+f", "Meta+f"):
        page.keyboard.press(keys)
    assert page.title() == ""


def test_a_fold_opens_on_its_first_field_and_typing_is_only_typing(page: Page) -> None:
    page.keyboard.press("x")
    assert _focus(page) == "words"
    page.keyboard.type("f j x")
    assert page.input_value("#words") == "f j x"
    assert page.title() == ""


def test_escape_leaves_the_field_and_keys_are_keys_again(page: Page) -> None:
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert page.title() == "f"


def test_control_enter_sends_what_is_typed(page: Page) -> None:
    page.keyboard.press("x")
    page.keyboard.type("Trùng.")
    page.keyboard.press("Control+Enter")
    assert page.title() == "sent"


def test_a_list_is_walked_and_ends_at_its_ends(page: Page) -> None:
    walked = []
    for key in "jjjkk":
        page.keyboard.press(key)
        walked.append(_focus(page))
    assert walked == ["one", "two", "two", "one", "one"]


def test_switched_off_they_stay_off_in_this_browser(page: Page) -> None:
    switch = page.locator("[data-keys-switch]")
    assert switch.is_visible()
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    page.keyboard.press("f")
    page.reload()
    page.keyboard.press("f")
    assert page.title() == ""
    switch.click()
    page.keyboard.press("f")
    assert page.title() == "f"

"""Covering a photo in a real browser: by dragging and by keys, with the numbers as what is sent."""

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from hotline.casefile import actions, mediafiles
from hotline.casefile.mediafiles import Copy
from hotline.casefile.pictures import receive
from hotline.core.facts import AttachmentKind
from hotline.people.facts import Role
from tests import make
from tests.chromium import browsing
from tests.people.persons import make_person, signed_in
from tests.public.portal import web_server

pytestmark = pytest.mark.browser


def test_a_box_is_drawn_moved_and_taken_away(city: None, committed_db: str, browser: Browser) -> None:
    picture = receive(make.jpeg(size=(1000, 800), colour=(250, 250, 250)), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(10), attachments=(picture.key,))
    session = signed_in(make_person("tam", Role.SYNTHESIS)).cookies["sessionid"].value
    with web_server() as address, browsing(browser, address) as page:
        page.set_viewport_size({"width": 1366, "height": 900})
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto(f"/synthesis/{opened.reference}/photos/{picture.key}/")
        _drag(page, (20, 20), (50, 60))
        assert _numbers(page, 0) == pytest.approx([20, 20, 30, 40], abs=1)
        box = page.locator(".cover-box")
        expect(box).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        assert _numbers(page, 0) == pytest.approx([21, 20, 30, 41], abs=1)
        page.get_by_role("button", name="Thêm ô đen").click()
        assert _numbers(page, 1) == [40, 40, 20, 20]
        page.keyboard.press("Delete")
        expect(box).to_have_count(1)
        page.locator("input[name=x0]").fill("0")
        assert box.evaluate("box => box.style.left") == "0%"
        page.get_by_role("button", name="Tạo bản công khai").first.click()
        page.get_by_text("Bản công khai: ai cũng thấy đúng như thế này.").wait_for()
        expect(box).to_have_count(1)
    copy = Image.open(BytesIO(mediafiles.path_of(picture.key, Copy.PROPOSED).read_bytes())).convert("L")
    assert [bool(copy.getpixel(spot) < 60) for spot in ((100, 300), (600, 300), (100, 700))] == [True, False, False]  # type: ignore[operator]


def _drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Draw from one spot of the photo to another, in percent."""
    frame = page.locator("[data-cover]").bounding_box()
    assert frame is not None
    (x0, y0), (x1, y1) = (
        (frame["x"] + frame["width"] * x / 100, frame["y"] + frame["height"] * y / 100) for x, y in (start, end)
    )
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2)
    page.mouse.move(x1, y1)
    page.mouse.up()


def _numbers(page: Page, n: int) -> list[float]:
    return [float(page.locator(f"input[name={side}{n}]").input_value() or -1) for side in ("x", "y", "width", "height")]

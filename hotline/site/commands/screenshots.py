"""Photograph the chief pages of a demonstration, phone and desktop: screenshots [NAME …] [--out DIR] [--profile NAME].

Starts a demonstration of its own in a folder that is thrown away, or uses the one at --address, once its public list tells
all that happened in it. Needs Chromium.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from hotline.site.commands._arguments import parser_for
from hotline.site.installation import REPOSITORY
from hotline.site.refusal import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE, DESKTOP = (390, 844, 2), (1366, 860, 1)
"""Width and height in CSS pixels, and how many dots make one."""
LARGEST = 150_000  # bytes
CASES = 60
_PATIENCE = 90_000  # milliseconds; the first page of a worker takes longest
FOLLOWS = 120.0
"""Seconds in which the worker of a demonstration has to write the public list."""
_LOOKS_AGAIN, _ANSWERS = 0.5, 90.0  # seconds
_SETTLES = 1_000  # milliseconds for photos that load when they are scrolled to
_QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a page by its address, or by the link or button of the tour page that leads there."""

    name: str
    size: tuple[int, int, int]
    leads: str
    scroll_to: str = ""


SHOTS = (
    Shot("home-phone", PHONE, "/"),
    Shot("report-phone", PHONE, "/report/"),
    Shot("case-phone", PHONE, 'a[href^="/cases/"] >> nth=5', scroll_to="main img >> nth=-1"),
    Shot("follow-phone", PHONE, 'a[href^="/r/"]'),
    Shot("list-desktop", DESKTOP, "/cases/"),
    Shot("map-desktop", DESKTOP, "/cases/map/", scroll_to=".city-map .map"),
    Shot("tour-phone", PHONE, "/tour/"),
    Shot("operator-desktop", DESKTOP, 'button[value="/operator/"]'),
    Shot("operator-case-desktop", DESKTOP, 'button[value^="/operator/1"]'),
    Shot("agency-phone", PHONE, 'button[value="/agency/"]'),
    Shot("synthesis-desktop", DESKTOP, 'button[value^="/synthesis/1"]'),
    Shot("supervisor-desktop", DESKTOP, 'button[value="/supervisor/"]'),
)


def main(arguments: list[str]) -> int:
    """Take the pictures and return 0. Raises Refused without a browser."""
    parser = parser_for(__doc__, "screenshots")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pictures, such as map-desktop")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs" / "screenshots", metavar="DIR", help="where to put them")
    parser.add_argument("--profile", default="hcmc", help="the city (default: %(default)s)")
    parser.add_argument("--address", help="a demonstration that runs already, instead of a fresh one")
    parser.add_argument("--language", choices=["vi", "en"], default="vi", help="of the pages (default: %(default)s)")
    asked = parser.parse_args(arguments)
    with _browser() as browser, _demonstration(asked.address, profile=asked.profile) as address:
        wait_for_public(address)
        asked.out.mkdir(parents=True, exist_ok=True)
        for shot in [shot for shot in SHOTS if not asked.names or shot.name in asked.names]:
            picture = _taken(browser, shot, address=address, language=asked.language)
            (asked.out / f"{shot.name}.webp").write_bytes(picture)
            print(f"{shot.name}.webp: {len(picture) // 1000} kB", flush=True)
    return 0


def wait_for_public(address: str, *, seconds: float = FOLLOWS) -> None:
    """Return when the public list of the demonstration tells all that happened. Raises Refused when it does not in time."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"{address}/tour/", timeout=_ANSWERS) as page:  # noqa: S310 - the address that the operator named
                is_behind = b"data-behind" in page.read()
        except (OSError, ValueError) as error:
            raise Refused(f"{address} shows no demonstration's tour: {error}") from error
        if not is_behind:
            return
        if time.monotonic() > until:
            raise Refused(f"The public list has not followed the demonstration in {seconds:.0f} s: does its worker run?")
        time.sleep(_LOOKS_AGAIN)


@contextmanager
def _browser() -> Iterator["Browser"]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise Refused("Screenshots need playwright, one of the packages in requirements-dev.in.") from error
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise Refused("Chromium is not on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_QUIET))
        yield browser
        browser.close()


@contextmanager
def _demonstration(address: str | None, *, profile: str) -> Iterator[str]:
    """Give the address of a demonstration, ended and thrown away afterwards if it is a fresh one. Raises Refused."""
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory(prefix="hotline-screenshots-") as folder:
        options = ["--data", folder, "--port", "0", "--demo", str(CASES), "--profile", profile]
        command = [sys.executable, "-P", "-m", "hotline.site.commands", "run", *options]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
        try:
            yield _address_told_by(running)
        finally:
            running.terminate()
            running.wait(60)


def _address_told_by(running: "subprocess.Popen[str]") -> str:
    said = []
    for line in running.stdout or ():
        said.append(line)
        if found := re.search(r"ready: (\S+)", line):
            return found[1]
    raise Refused(f"The demonstration did not start: {''.join(said[-3:])}")


def _taken(browser: "Browser", shot: Shot, *, address: str, language: str) -> bytes:
    width, height, dots = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=dots, base_url=address, reduced_motion="reduce"
    )
    context.set_default_timeout(_PATIENCE)
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page = context.new_page()
    _go(page, shot)
    page.wait_for_load_state("networkidle")
    if shot.scroll_to and (found := page.locator(shot.scroll_to)).count():
        found.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every(one => one.complete || one.loading === 'lazy')")
    page.wait_for_timeout(_SETTLES)
    taken = page.screenshot()
    context.close()
    return _small(taken)


def _go(page: "Page", shot: Shot) -> None:
    if shot.leads.startswith("/"):
        page.goto(shot.leads)
        return
    page.goto("/tour/")
    page.locator(shot.leads).first.click()
    page.wait_for_url(lambda address: "/tour/" not in address)


def _small(taken: bytes) -> bytes:
    """Return the picture as WebP, in the best quality that fits."""
    from PIL import Image

    image = Image.open(BytesIO(taken)).convert("RGB")
    for quality in (86, 76, 64, 50, 36):
        written = BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= LARGEST:
            break
    return written.getvalue()

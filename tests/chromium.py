"""Debian's Chromium, and pages in it as people on a telephone or at a desk have them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1366, "height": 900}
PATIENCE = 20_000  # milliseconds; the machine is shared


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium; skipped where there is none, but never under CI.

    Playwright's loop stands in this thread meanwhile and runs only inside Playwright's own calls: Django is told that it may
    ask the database all the same.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        assert os.environ.get("CI") != "true", "Chromium is missing: apt-get install chromium"
        pytest.skip("Chromium is missing: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


def visitor_at(browser: Browser, address: str, *, javascript: bool = True, size: dict[str, int] | None = None) -> Page:
    """Return a page of a new visitor of the installation at `address`, on a phone unless `size` says otherwise."""
    context = browser.new_context(
        viewport=size or PHONE,  # type: ignore[arg-type]
        locale="vi-VN",
        base_url=address,
        java_script_enabled=javascript,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


@contextmanager
def browsing(browser: Browser, address: str, *, javascript: bool = True) -> Iterator[Page]:
    """Give a page of a new visitor on a phone, and forget all about them afterwards."""
    page = visitor_at(browser, address, javascript=javascript)
    try:
        yield page
    finally:
        page.context.close()

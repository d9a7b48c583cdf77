"""A demonstration city really running, and a real browser to use it with."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser, Page

from tests.chromium import DESKTOP, visitor_at
from tests.directory.folders import PROFILES
from tests.journeys.matters import Walkable, walkable
from tests.site.test_run import command


@dataclass
class City:
    """A running demonstration: a matter to walk through it, where it serves, its folder, and passwords by e-mail address."""

    matter: Walkable
    address: str
    folder: Path
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def _hcmc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with running_city("hcmc", tmp_path_factory.mktemp("hcmc")) as city:
        yield city


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Give a running city of the parameter's profile. Those marked HERE share one."""
    profile = getattr(request, "param", "hcmc")
    if profile == "hcmc":
        yield request.getfixturevalue("_hcmc")
        return
    with running_city(profile, tmp_path_factory.mktemp(profile)) as city:
        yield city


@contextmanager
def running_city(profile: str, folder: Path) -> Iterator[City]:
    """Run `bin/hotline run` with the stories only."""
    process = command("run", "--data", str(folder), "--port", "0", "--demo", "0", "--profile", profile)
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    words = "".join(said)
    address = re.search(r"^ready: (\S+)", words, re.MULTILINE)
    assert address, words
    try:
        yield City(walkable(profile), address[1], folder, dict(re.findall(r"(\S+@demo\.example)\s+(\S+)", words)))
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def visitor(browser: Browser, city: City, *, javascript: bool = True, size: dict[str, int] | None = None) -> Page:
    """Return a page of a new visitor, on a phone unless `size` says otherwise."""
    return visitor_at(browser, city.address, javascript=javascript, size=size)


def signed_in(browser: Browser, city: City, who: str) -> Page:
    """Return a page at the desk of `who`, on a large screen."""
    page = visitor(browser, city, size=DESKTOP)
    email = who if "@" in who else f"{who}@demo.example"
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", city.passwords[email])
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def journeys_of(profile: str) -> pytest.MarkDecorator:
    """Return the mark of tests that share a running city: one worker runs them, one after the other."""
    return pytest.mark.xdist_group(f"journeys-{profile}")


HERE = journeys_of("hcmc")


def in_city(name: str) -> ParameterSet:
    """Return a profile as a parameter for `served`."""
    return pytest.param(name, marks=journeys_of(name) if name == "hcmc" else (journeys_of(name), pytest.mark.long))


EVERY_CITY = [in_city(name) for name in PROFILES]

"""The reader's own colours and size of letters, the icons and the emblem, as pages bring them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from hotline.ui import icons
from hotline.ui.look import Look, look_of

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]

DARK = re.compile(r'<link rel="stylesheet" href="/static/ui/css/dark.css" media="([^"]+)">')
CONTRAST = re.compile(r'<link rel="stylesheet" href="/static/ui/css/contrast.css" media="([^"]+)">')


def test_a_choice_is_kept_and_leads_back() -> None:
    client = Client()
    came = client.post("/look/", {"colours": "dark", "next": "/cases/?phase=resolved"})
    assert came["Location"] == "/cases/?phase=resolved"
    assert client.cookies["look"].value == "dark.100"
    client.post("/look/", {"size": "150", "next": "/"})
    assert client.cookies["look"].value == "dark.150"  # one choice leaves the other alone
    page = client.get("/follow/").text
    assert 'class="citizen size-150"' in page
    assert DARK.search(page)[1] == "screen"  # type: ignore[index] # chosen: whatever the device wishes, but never on paper
    assert re.search(r'value="dark" aria-pressed="true"', page)
    assert client.cookies["look"]["samesite"] == "Lax"


def test_nothing_chosen_follows_the_device() -> None:
    page = Client().get("/follow/").text
    assert DARK.search(page)[1] == "screen and (prefers-color-scheme: dark)"  # type: ignore[index]
    assert CONTRAST.search(page)[1] == "screen and (prefers-contrast: more)"  # type: ignore[index]
    assert 'content="light dark"' in page


def test_light_is_light_on_a_dark_device() -> None:
    client = Client()
    client.post("/look/", {"colours": "light", "next": "/"})
    assert not DARK.search(client.get("/follow/").text)


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_choice_leads_nowhere_else(next_: str) -> None:
    assert Client().post("/look/", {"size": "125", "next": next_})["Location"] == "/"


@pytest.mark.parametrize("cookie", ["", ".", "dark", "..", "neon.125", "dark.900", '"><script>.150', "x" * 5000])
def test_a_cookie_that_is_none_of_ours_asks_for_nothing_unknown(cookie: str) -> None:
    look = look_of({"look": cookie})
    assert look.colours in {"auto", "dark"}
    assert look.size in {"100", "125", "150"}
    client = Client()
    client.cookies["look"] = cookie
    assert client.get("/follow/").status_code == 200


def test_after_a_form_went_wrong_the_choice_leads_to_the_page_it_stood_on() -> None:
    page = Client().post("/follow/", {"reference": "x"}, headers={"referer": "http://testserver/cases/?phase=resolved"}).text
    assert 'name="next" value="/cases/?phase=resolved"' in page


def test_choosing_needs_a_post() -> None:
    assert Client().get("/look/").status_code == 405


def test_the_icons_come_as_one_sprite_with_those_of_the_profile() -> None:
    answer = Client().get("/icons.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', answer.text))
    assert set(icons.DRAWINGS) <= drawn
    assert "lightbulb" in drawn  # a group's, by Lucide's own name
    assert "<script" not in answer.text


def test_an_icon_that_lucide_lacks_is_left_out_not_an_error() -> None:
    folder = settings.NODE_MODULES / "lucide-static" / "icons"
    assert "no-such-icon" not in icons.sprite(folder, frozenset({"no-such-icon", "../../package"}))
    with pytest.raises(icons.NoSuchIcon):
        icons.drawing(folder, "../../../package")


def test_the_emblem_is_the_profiles() -> None:
    assert Client().get("/emblem.svg").content == Path(settings.REPOSITORY, "profiles/hcmc/emblem.svg").read_bytes()
    assert '<img src="/emblem.svg"' in Client().get("/").text


@pytest.mark.parametrize(("colours", "contrast"), [("auto", "screen and (prefers-contrast: more)"), ("contrast", "screen")])
def test_high_contrast_is_chosen_or_the_devices_wish(colours: str, contrast: str) -> None:
    assert Look(colours).contrast == contrast

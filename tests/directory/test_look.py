"""A city's colours and emblem: refused when nobody could read the one, or when the other is more than a drawing."""

from pathlib import Path

import pytest

from hotline.directory.profile import BadProfile, read_profile
from hotline.directory.profile.draft import EMBLEM
from tests.directory.folders import change, copy_of_hcmc

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'
REFUSED = [
    ("a script", DRAWING.format("<script>alert(1)</script>"), "<script> is no shape"),
    ("a picture from elsewhere", DRAWING.format('<image href="https://example.com/a.png"/>'), "<image> is no shape"),
    ("something that happens", DRAWING.format('<path d="M0 0" onload="alert(1)"/>'), "an emblem refers to nothing"),
    ("a style", DRAWING.format('<path d="M0 0" style="fill:red"/>'), "an emblem refers to nothing"),
    ("a fill from elsewhere", DRAWING.format('<path d="M0 0" fill="url(#a)"/>'), "an emblem refers to nothing"),
    ("an entity", f'<!DOCTYPE svg [<!ENTITY a "a">]>{DRAWING.format("&a;")}', "no document type"),
    ("no drawing at all", "<p/>", "an emblem is an <svg> with a viewBox"),
    ("not XML", "<svg", "not XML"),
    ("too long", DRAWING.format("<g/>" * 5000), "at most"),
]


@pytest.mark.parametrize(("what", "text", "said"), REFUSED, ids=[what for what, *_ in REFUSED])
def test_an_emblem_is_a_drawing_and_nothing_else(what: str, text: str, said: str, tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    (profile / EMBLEM).write_text(text)
    with pytest.raises(BadProfile) as refusal:
        read_profile(profile)
    assert [fault for fault in refusal.value.faults if fault.file == EMBLEM and said in fault.reason]


def test_a_city_may_do_without_an_emblem(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    assert read_profile(profile).profile.city.emblem.startswith("<svg")
    (profile / EMBLEM).unlink()
    assert read_profile(profile).profile.city.emblem == ""


@pytest.mark.parametrize(("field", "pale"), [("colour", "#4a90d9"), ("colour_dark", "#2f5d87")])
def test_a_colour_that_cannot_be_read_is_refused(field: str, pale: str, tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    colours = {"colour": "#0b5394", "colour_dark": "#8ec1ee"}
    line = change(profile, "profile.yaml", f'  {field}: "{colours[field]}"', f'  {field}: "{pale}"')
    with pytest.raises(BadProfile) as refusal:
        read_profile(profile)
    assert [(fault.file, fault.line) for fault in refusal.value.faults] == [("profile.yaml", line)]
    assert "pages need 7" in refusal.value.faults[0].reason

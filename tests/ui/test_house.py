"""What every page keeps to: nothing inline, a light style sheet, colours that can be read, icons that exist."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from hotline.core.contrast import contrast
from hotline.ui import icons

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "hotline/ui"
SHEETS = sorted((UI / "static/ui/css").glob("*.css"))
TEMPLATES = sorted(path for path in (ROOT / "hotline").glob("*/templates/**/*.html"))

REFUSED = [
    ("something htmx would evaluate", re.compile(r"\bhx-on\b|\bjs:|hx-trigger=\"[^\"]*\[", re.IGNORECASE)),
    ("something from another host", re.compile(r"<(?:script|link|img|use)\b[^>]*(?:src|href)=\"(?:https?:)?//", re.IGNORECASE)),
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_need_neither_eval_nor_another_host(path: Path) -> None:
    """What is inline, tests/rules looks for."""
    text = path.read_text()
    assert [name for name, pattern in REFUSED if pattern.search(text)] == []


def test_the_style_sheets_stay_light() -> None:
    """What every page loads; the map's sheet comes with maps only."""
    everywhere = [path for path in SHEETS if path.name != "map.css"]
    assert sum(path.stat().st_size for path in everywhere) < 40_000
    assert len(gzip.compress(b"".join(path.read_bytes() for path in everywhere))) < 12_000
    assert (UI / "static/ui/css/map.css").stat().st_size < 4_000


def test_every_sheet_fills_a_layer() -> None:
    for path in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        outside = re.sub(r"@layer [a-z, ]+;|@import url\([^)]+\) layer\([a-z.]+\);", "", text).strip()
        assert outside.startswith("@layer "), path.name


def test_every_icon_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', icons.sprite(settings.NODE_MODULES / "lucide-static" / "icons")))
    named: set[str] = set()
    for path in TEMPLATES:
        named |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert named <= drawn


# Colours -------------------------------------------------------------------------------------------------------------

READ = [  # letters, ground: 7:1, what citizens read
    ("ink", "paper"), ("ink", "mist"), ("ink", "city-tint"), ("ink-soft", "paper"), ("ink-soft", "mist"), ("link", "paper"),
    ("on-city", "city"), ("slate", "slate-tint"), ("amber", "amber-tint"), ("green", "green-tint"), ("grey", "grey-tint"),
    ("red", "red-tint"), ("red", "paper"), ("amber", "paper"), ("green", "paper"), ("slate", "paper"),
]  # fmt: skip
SETS = ["light", "dark", "contrast", "dark contrast"]
SEEN = [("line-strong", "paper"), ("red-mark", "paper"), ("green-mark", "paper"), ("amber-mark", "paper"), ("grey-mark", "paper")]


@pytest.mark.parametrize("scheme", SETS)
@pytest.mark.parametrize(("letters", "ground"), READ)
def test_letters_can_be_read(scheme: str, letters: str, ground: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours[letters], colours[ground]) >= 7, (letters, ground)


@pytest.mark.parametrize("scheme", SETS)
@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_marks_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)


def test_the_high_contrast_set_is_black_and_white() -> None:
    for scheme in ("contrast", "dark contrast"):
        colours = colours_of(scheme)
        assert contrast(colours["ink"], colours["paper"]) == pytest.approx(21)
        assert min(contrast(colours[name], colours["paper"]) for name in ("red", "amber", "green", "link", "line-strong")) >= 10


def colours_of(scheme: str) -> dict[str, str]:
    """Return the colours of a set: those of tokens.css, under what dark.css and contrast.css put over them."""
    found = _written("tokens")
    if "dark" in scheme:
        found |= _written("dark")
    if "contrast" in scheme:
        found |= _written("contrast", pick=1 if "dark" in scheme else 0)
    return {name: _followed(found, name) for name in found}


def _written(sheet: str, *, pick: int = 0) -> dict[str, str]:
    text = re.sub(r"/\*.*?\*/", "", (UI / f"static/ui/css/{sheet}.css").read_text(), flags=re.DOTALL)
    text = re.sub(r"light-dark\((#\w+), (#\w+)\)", lambda pair: pair[1 + pick], text)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6}|var\(--[\w-]+\))\s*;", text))


def _followed(colours: dict[str, str], name: str) -> str:
    value = colours[name]
    return _followed(colours, value[6:-1]) if value.startswith("var(") else value

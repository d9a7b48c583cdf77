"""What every page keeps to: nothing inline, a light style sheet, colours that can be read, icons that exist."""

import gzip
import re
from pathlib import Path

import pytest

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
    size = sum(path.stat().st_size for path in SHEETS)
    assert size < 40_000
    assert len(gzip.compress(b"".join(path.read_bytes() for path in SHEETS))) < 12_000


def test_every_sheet_fills_a_layer() -> None:
    for path in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        outside = re.sub(r"@layer [a-z, ]+;", "", text).strip()
        assert outside.startswith("@layer "), path.name


def test_every_icon_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (UI / "static/ui/icons.svg").read_text()))
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
SEEN = [("line-strong", "paper"), ("red-mark", "paper"), ("green-mark", "paper"), ("amber-mark", "paper"), ("grey-mark", "paper")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("letters", "ground"), READ)
def test_letters_can_be_read(scheme: str, letters: str, ground: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours[letters], colours[ground]) >= 7, (letters, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_marks_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)


def colours_of(scheme: str) -> dict[str, str]:
    text = (UI / "static/ui/css/tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark.split("@media")[0]))
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

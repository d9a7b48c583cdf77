"""Every setting is documented, and nothing is documented that is no setting."""

import ast
import re

from tests.rules.sources import ROOT, modules, none_breaks, strings

NAME = re.compile(r"\b(?:HOTLINE_[A-Z][A-Z_0-9]*[A-Z0-9]|DATABASE_(?:OWNER_)?URL)\b")
DOCUMENT = ROOT / "docs" / "settings.md"


def test_every_setting_is_documented() -> None:
    none_breaks("describe it in docs/settings.md", sorted(_used() - _documented()))


def test_every_documented_setting_is_one() -> None:
    none_breaks("docs/settings.md names what the code does not read", sorted(_documented() - _used()))


def _used() -> set[str]:
    text = "".join((ROOT / path).read_text() for path in ("bin/hotline", ".ci/run"))
    found = set(NAME.findall(text))
    for tree in modules("hotline", "tests", "bench", "faults").values():
        found |= {name for constant in strings(tree) for name in NAME.findall(str(constant.value))}
        found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and NAME.fullmatch(node.attr)}
    return found


def _documented() -> set[str]:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    return {name for row in rows for name in NAME.findall(row.split("|")[1])}

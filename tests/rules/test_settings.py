"""Every setting is documented, and nothing is documented that is no setting."""

import ast
import re
from functools import cache

from tests.rules.sources import ALL_OF_IT, ROOT, modules, none_breaks, strings

pytestmark = ALL_OF_IT

NAME = re.compile(r"\b(?:HOTLINE_[A-Z][A-Z_0-9]*[A-Z0-9]|DATABASE_(?:OWNER_)?URL)\b")
DOCUMENT = ROOT / "docs" / "settings.md"


def test_every_setting_is_documented() -> None:
    none_breaks("describe it in docs/settings.md", sorted(_used() - _documented()))


def test_every_documented_setting_is_one() -> None:
    none_breaks("docs/settings.md names what the code does not read", sorted(_documented() - _used()))


@cache
def _used() -> frozenset[str]:
    text = "".join((ROOT / path).read_text() for path in ("bin/hotline", ".ci/run"))
    found = set(NAME.findall(text))
    for path, tree in modules("hotline", "tests", "bench", "faults").items():
        if not NAME.search((ROOT / path).read_text()):
            continue
        found |= {name for constant in strings(tree) for name in NAME.findall(str(constant.value))}
        found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and NAME.fullmatch(node.attr)}
    return frozenset(found)


def _documented() -> set[str]:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    return {name for row in rows for name in NAME.findall(row.split("|")[1])}

"""Where things may lie and what they may be called."""

import ast
import re
from pathlib import Path

from tests.rules.sources import ALL_OF_IT, ROOT, called_name, calls, modules, none_breaks, strings

pytestmark = ALL_OF_IT

NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "base", "services", "managers", "signals"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ROWS = {"objects", "filter", "exclude", "all", "select_for_update", "using"}
WRITING_SQL = re.compile(r"\s*(INSERT INTO|UPDATE \w+\s+SET|DELETE FROM|TRUNCATE)\b", re.IGNORECASE)
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "datetime.datetime.now",
    "date.today",
    "time.time",
    "timezone.localdate",
}
WITHOUT_A_CLOCK = ("hotline/core/", "/actions/", "/actions.py", "/queries/", "/queries.py", "/panels.py")


def test_no_module_is_named_after_nothing() -> None:
    found = [path for path in modules("hotline", "tests", "bench", "faults") if _words_of(path) & NAMES_THAT_SAY_NOTHING]
    none_breaks("a module is named after what it is about", found)


def test_only_actions_write_rows() -> None:
    found = [
        f"{path}:{call.lineno} {called_name(call)}"
        for path, tree in modules("hotline").items()
        if not _may_write(path)
        for call in calls(tree)
        if _writes_rows(call)
    ]
    none_breaks("rows are written by actions only", found)


def test_only_actions_write_by_sql() -> None:
    found = [
        f"{path}:{text.lineno}"
        for path, tree in modules("hotline").items()
        if not _may_write(path)
        for text in strings(tree)
        if WRITING_SQL.match(str(text.value))
    ]
    none_breaks("rows are written by actions only, in SQL too", found)


def test_no_django_signals_and_no_save_of_our_own() -> None:
    found = []
    for path, tree in modules("hotline").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}:
                found.append(f"{path}:{node.lineno} imports {node.module}")
            if isinstance(node, ast.FunctionDef) and node.name == "save" and "/models" in path:
                found.append(f"{path}:{node.lineno} overrides save()")
    none_breaks("what happens at a write is written in the action that writes", found)


def test_the_clock_is_read_at_the_edges_only() -> None:
    found = [
        f"{path}:{call.lineno} {called_name(call)}"
        for path, tree in modules("hotline").items()
        if any(part in f"/{path}" for part in WITHOUT_A_CLOCK)
        for call in calls(tree)
        if called_name(call) in CLOCKS
    ]
    none_breaks("`now` is an argument of core, queries and actions", found)


def test_lock_files_name_no_host() -> None:
    for path in [*ROOT.glob("requirements*.lock"), *ROOT.glob("package-lock.json")]:
        # A lock of npm's carries addresses of sponsors, which are no registry's.
        host = '"resolved"' if path.suffix == ".json" else "://"
        assert host not in path.read_text(), f"{path.name} names a host"


def _words_of(path: str) -> set[str]:
    return set(Path(path).with_suffix("").parts)


def _may_write(path: str) -> bool:
    return "/actions/" in path or path.endswith("/actions.py")


def _writes_rows(call: ast.Call) -> bool:
    *receiver, verb = called_name(call).split(".")
    if verb not in WRITES:
        return False
    if verb == "save":  # an image is saved to somewhere; a row is not told where
        return not call.args
    if verb == "delete" and not receiver:
        return False
    return bool(ROWS & set(receiver)) or (verb == "delete" and not call.args and not call.keywords)

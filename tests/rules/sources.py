"""The project's own text, read once for all house tests."""

import ast
import gc
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALL_OF_IT = pytest.mark.xdist_group("sources")
"""The mark of tests that look through all modules: one worker reads them, not each."""


def modules(*tops: str) -> dict[str, ast.Module]:
    """Return the parsed modules under the top-level folders, by path from the root; migrations left out."""
    return {path: tree for top in tops for path, tree in _modules(top).items()}


@cache
def _modules(top: str) -> dict[str, ast.Module]:
    found = [path for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts]
    parsed = {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in found}
    gc.freeze()  # a million nodes that stay: no later search for garbage walks through them
    return parsed


def none_breaks(rule: str, found: Iterable[str]) -> None:
    """Fail with every place that breaks the rule, one a line."""
    places = list(found)
    if places:
        pytest.fail("\n  ".join([f"{rule}:", *places]), pytrace=False)


@cache
def templates() -> dict[str, str]:
    """Return every template's source by its path from the root."""
    found = sorted(path for path in ROOT.glob("hotline/*/templates/**/*") if path.suffix in {".html", ".txt", ".xml"})
    return {str(path.relative_to(ROOT)): path.read_text() for path in found}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Give every call in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """Return what is called, as dotted words: `timezone.now`, `Thing.objects.filter.delete`."""
    return ".".join(_words(call.func))


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Give every string constant that is not a docstring."""
    docstrings = {id(ast_docstring) for node in ast.walk(tree) if (ast_docstring := _docstring(node)) is not None}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def _words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_words(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _words(node.func)
    if isinstance(node, ast.Subscript):
        return _words(node.value)
    return [node.id] if isinstance(node, ast.Name) else []


def _docstring(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", None)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
        first = body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            return first.value
    return None

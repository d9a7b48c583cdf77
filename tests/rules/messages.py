"""Every text that the code asks a translation for, found without gettext's tools."""

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

from tests.rules.sources import ROOT, called_name, calls, modules, templates

ONE = {"gettext", "gettext_lazy", "gettext_noop", "_", "N_"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}

type Asked = tuple[str | None, str]
"""A message: its context, if any, and its Vietnamese text (of a plural: the singular)."""


def asked_in_python(app: str) -> set[Asked]:
    """Return what the Python of one app asks for."""
    found: set[Asked] = set()
    for path, tree in modules("hotline").items():
        if path.startswith(f"hotline/{app}/"):
            found |= {asked for call in calls(tree) if (asked := _asked(call)) is not None}
    return found


def asked_in_templates(app: str) -> set[Asked]:
    """Return what the templates of one app ask for."""
    found: set[Asked] = set()
    for path, source in templates().items():
        if path.startswith(f"hotline/{app}/"):
            found |= _asked_in(templatize(source, origin=path))
    return found


def apps() -> list[str]:
    """Return the folders of the house that may speak to people."""
    return sorted(path.parent.name for path in Path(ROOT / "hotline").glob("*/apps.py"))


def _asked(call: ast.Call) -> Asked | None:
    name = called_name(call).rsplit(".", 1)[-1]
    texts = [_text(argument) for argument in call.args]
    if name in ONE | PLURAL and texts and texts[0] is not None:
        return None, texts[0]
    if name in WITH_CONTEXT and len(texts) > 1 and texts[1] is not None:
        return texts[0], texts[1]
    return None


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# `templatize` leaves the calls among letters X: _('…'), gettext('…'), ngettext('…', '…', count), pgettext('…', '…').
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<!\w)(_|gettext|ngettext|pgettext)\(\s*({_STRING})\s*(?:,\s*({_STRING}))?", re.DOTALL)


def _asked_in(text: str) -> set[Asked]:
    found: set[Asked] = set()
    for name, first, second in _CALL.findall(text):
        if name == "pgettext":
            found.add((ast.literal_eval(first), ast.literal_eval(second)))
        else:
            found.add((None, ast.literal_eval(first)))
    return found

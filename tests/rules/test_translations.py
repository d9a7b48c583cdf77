"""English is complete: every text asked for has its translation, with the same placeholders, in the app that asks."""

import re
from functools import cache

import polib
import pytest

from tests.rules.messages import Asked, apps, asked_in_python, asked_in_templates
from tests.rules.sources import ALL_OF_IT, ROOT, modules, none_breaks, strings

pytestmark = ALL_OF_IT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


@cache
def _catalogue(app: str) -> dict[Asked, polib.POEntry]:
    path = ROOT / "hotline" / app / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def _words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("app", apps())
def test_every_text_has_english(app: str) -> None:
    known = _catalogue(app)
    missing = [
        text
        for _, text in sorted((asked_in_templates(app) | asked_in_python(app)), key=str)
        if not any(entry.msgid == text and all(_words(entry)) for entry in known.values())
    ]
    none_breaks(f"add to hotline/{app}/locale/en/LC_MESSAGES/django.po", missing)


@pytest.mark.parametrize("app", apps())
def test_english_keeps_the_placeholders(app: str) -> None:
    for entry in _catalogue(app).values():
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for words in _words(entry):
            assert set(PLACEHOLDER.findall(words)) <= wanted, f"{entry.msgid!r}: unknown placeholder in {words!r}"
        kept = set().union(*(set(PLACEHOLDER.findall(words)) for words in _words(entry)))
        assert set(PLACEHOLDER.findall(entry.msgid)) <= kept, f"{entry.msgid!r}: a placeholder is lost"


@pytest.mark.parametrize("app", apps())
def test_no_english_for_what_nobody_says(app: str) -> None:
    said = {text for _, text in asked_in_templates(app)}
    for path, tree in modules("hotline").items():
        if path.startswith(f"hotline/{app}/"):
            said |= {str(constant.value) for constant in strings(tree)}
    unused = [entry.msgid for entry in _catalogue(app).values() if entry.msgid not in said]
    none_breaks(f"take out of hotline/{app}/locale/en/LC_MESSAGES/django.po", unused)

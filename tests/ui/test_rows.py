"""Lines of lists: what is kept of one reader's list is right for the next one's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from hotline.ui.facts import CaseLine
from hotline.ui.rows import case_row, case_rows

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_a_list_is_its_lines() -> None:
    lines = [CaseLine("HC-26-1", "Ổ gà", "/a/", place="Phường Sài Gòn", at=NOW), CaseLine("HC-26-2", "Đèn", "/b/", is_new=True)]
    alone = case_row("HC-26-1", "Ổ gà", "/a/", place="Phường Sài Gòn", at=NOW) + case_row("HC-26-2", "Đèn", "/b/", is_new=True)
    assert case_rows(lines) == alone


@pytest.mark.parametrize("name", ["title", "place", "words", "agency", "person"])
def test_a_safe_text_and_a_plain_one_of_the_same_letters_stay_apart(name: str) -> None:
    safe, plain = mark_safe("<b>x</b>"), "<b>x</b>"
    for order in permutations([safe, plain, safe, plain], 3):
        for text in order:
            drawn = case_rows([replace(CaseLine("HC-26-3", "Đèn", "/c/"), **dict[str, Any]({name: text}))])
            assert ("<b>x</b>" in drawn) is isinstance(text, SafeString)


def test_each_language_has_its_own() -> None:
    line = CaseLine("HC-26-4", "Đèn", "/d/", phase="resolved")
    with override("vi"):
        assert "Đã xử lý" in case_rows([line])
    with override("en"):
        assert "Đã xử lý" not in case_rows([line])


def test_moments_and_clocks_are_those_of_now() -> None:
    line = CaseLine("HC-26-5", "Đèn", "/e/", at=NOW)
    assert case_rows([line], NOW) != case_rows([line], NOW + timedelta(days=40))

"""A long list is drawn once, and looks as Django would have drawn it each time."""

from collections.abc import Mapping
from typing import Any

import pytest
from django import forms

from hotline.ui.longlists import LongList, LongSelect

CHOICES: list[tuple[str, Any]] = [
    ("", "Tất cả"),
    ("Đường <phố>", [("group:roads", "Tất cả: Đường"), ("pothole", 'Ổ gà & "hố"'), ("a&b", "Tên có dấu &")]),
    ("Nước", [('say "no"', "Ngập"), ("pot", "Nắp cống")]),
    ("26737", "Phường Sài Gòn"),
]


@pytest.mark.parametrize("chosen", ["", None, [], "pothole", "pot", "a&b", 'say "no"', "group:roads", "26737", "gone", "<option"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_area", "aria-invalid": "true", "required": True, "disabled": False}])
def test_it_is_what_django_draws(chosen: str | list[str] | None, attrs: Mapping[str, Any]) -> None:
    listed = LongList(CHOICES)
    for _again in range(2):
        drawn = LongSelect(attrs={"class": "wide"}, choices=listed).render("area", chosen, attrs)
        assert drawn == forms.Select(attrs={"class": "wide"}, choices=CHOICES).render("area", chosen, dict(attrs))


def test_what_is_drawn_follows_the_list() -> None:
    for name in ("Phường Sài Gòn", "Phường Bến Thành"):
        assert name in LongSelect(choices=LongList([("26737", name)])).render("area", "")


def test_other_choices_are_drawn_as_ever() -> None:
    assert LongSelect(choices=CHOICES).render("area", "pot") == forms.Select(choices=CHOICES).render("area", "pot")

"""Proposals of what to strike out, and templates' blanks: tables."""

import pytest

from hotline.answering.beginnings import blanks
from hotline.answering.forms import boxes_as_text, boxes_from_text
from hotline.answering.redacting import hints_of, pieces_of, struck
from hotline.casefile.pictures import Box

TEXT = "Gọi 0908 369 123 hoặc lo@thu.example, xe 59F1-234.56; 0908 369 123 là số chính."


def test_equal_words_are_one_hint() -> None:
    assert [(hint.words, hint.kind) for hint in hints_of(TEXT)] == [
        ("0908 369 123", "số điện thoại"),
        ("lo@thu.example", "địa chỉ e-mail"),
        ("59F1-234.56", "biển số xe"),
    ]


def test_pieces_are_the_text_again() -> None:
    assert "".join(piece.words for piece in pieces_of(TEXT)) == TEXT
    assert [piece.words for piece in pieces_of(TEXT) if piece.kind] == [
        "0908 369 123",
        "lo@thu.example",
        "59F1-234.56",
        "0908 369 123",
    ]


@pytest.mark.parametrize(
    ("what", "chosen", "left"),
    [
        ("nothing chosen", [], TEXT),
        ("a word that is no hint", ["Gọi"], TEXT),
        ("every place of one hint", ["0908 369 123"], "Gọi […] hoặc lo@thu.example, xe 59F1-234.56; […] là số chính."),
        ("all", [hint.words for hint in hints_of(TEXT)], "Gọi […] hoặc […], xe […]; […] là số chính."),
    ],
)
def test_only_what_was_chosen_is_struck_out(what: str, chosen: list[str], left: str) -> None:
    assert struck(TEXT, chosen) == left


@pytest.mark.parametrize(
    ("what", "text", "left"),
    [
        ("two, one of them twice", "[Đơn vị] sửa [việc gì] cho [Đơn vị].", ("[Đơn vị]", "[việc gì]")),
        ("what was struck out is no blank", "Gọi […] nhé.", ()),
        ("brackets without words", "[] và [\n]", ()),
        ("none", "Đã xong.", ()),
    ],
)
def test_blanks(what: str, text: str, left: tuple[str, ...]) -> None:
    assert blanks(text) == left


def test_boxes_travel_in_an_address() -> None:
    boxes = [Box(70, 10.5, 17, 22), Box(0, 0, 100, 1)]
    assert boxes_as_text(boxes) == "70,10.5,17,22;0,0,100,1"
    assert boxes_from_text("70,10.5,17,22")["y0"] == "10.5"
    assert boxes_from_text("<script>") == boxes_from_text("1,2") == boxes_from_text("") == {}

"""Words that make a person look: of matters the hotline may not take, and of danger."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.screening import Hint, HintKind, prepare_words

# Complaints and denunciations have laws of their own (02/2011/QH13, 25/2018/QH14), state secrets too (29/2018/QH14).
WORDS = prepare_words(
    exclusion=("khiếu nại", "tố cáo", "đơn tố cáo", "bí mật nhà nước"),
    emergency=("cháy", "cháy nhà", "điện giật", "rò rỉ gas", "hoà hoãn", "cấp cứu"),
)

ROWS: tuple[tuple[str, str, list[str]], ...] = (
    ("with accents", "Tôi khiếu nại quyết định này", ["khiếu nại"]),
    ("without accents", "toi khieu nai quyet dinh nay", ["khiếu nại"]),
    ("in capitals", "TÔI TỐ CÁO ÔNG A", ["tố cáo"]),
    ("with half of the accents", "khiêu nại, to cáo", ["khiếu nại", "tố cáo"]),
    ("with accents set apart", unicodedata.normalize("NFD", "tố cáo"), ["tố cáo"]),
    ("hoà or hòa", "hòa hoãn", ["hoà hoãn"]),
    ("another word with other accents is not it", "nước chảy tràn, xe chạy nhanh, tờ cáo phó", []),
    ("an unaccented word that may be it is", "nuoc chay tran", ["cháy"]),
    ("part of a longer word is not it", "chayy, nhakhieu nainha, xchay", []),
    ("the longest of a kind is given", "Đang cháy nhà, có đơn tố cáo", ["cháy nhà", "đơn tố cáo"]),
    ("parted by a line end, a hyphen, two spaces", "khiếu\nnại; tố-cáo; rò  rỉ gas", ["khiếu nại", "tố cáo", "rò rỉ gas"]),
    ("parted by the end of a sentence is not it", "Việc khó khiếu. Nại hà. Tố; cáo", []),
    ("between signs", '"cháy!" (khiếu nại)', ["cháy", "khiếu nại"]),
    ("hidden by invisible letters", "khi\u200bếu n\u2060ại", ["khiếu nại"]),
    ("in decorative letters", "𝐂𝐡á𝐲", ["cháy"]),
    ("đ is not d", "đien giat và điện giật và dien giat", ["điện giật", "điện giật", "điện giật"]),
    ("đ of an old keyboard", "ðiện giật", ["điện giật"]),
    ("accents of other words", "cấp cứu, cấp cưu, câp cứu, cắp cứu", ["cấp cứu", "cấp cứu", "cấp cứu"]),
    ("denied, it is found all the same: a person decides", "không khiếu nại gì", ["khiếu nại"]),
    ("nothing", "", []),
    ("an ordinary report", "Đèn đường lô C chung cư 1 ha hư kéo dài", []),
)


@pytest.mark.parametrize(("case", "text", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_found(case: str, text: str, words: list[str]) -> None:
    assert [hint.word for hint in WORDS.find(text)] == words


def test_where_it_stands_in_the_original() -> None:
    text = "Kính gửi: nhà tôi CHA\u0301Y, tôi khiê\u0301u nại."
    fire, complaint = WORDS.find(text)
    assert text[fire.start : fire.end] == "CHA\u0301Y"
    assert text[complaint.start : complaint.end] == "khiê\u0301u nại"
    assert (fire.kind, complaint.kind) == (HintKind.EMERGENCY, HintKind.EXCLUSION)


def test_words_of_two_kinds_in_each_other_are_both_given() -> None:
    words = prepare_words(exclusion=["cháy"], emergency=["cháy nhà"])
    assert [hint.kind for hint in words.find("cháy nhà")] == [HintKind.EMERGENCY, HintKind.EXCLUSION]


def test_a_word_without_a_letter_is_never_found() -> None:
    assert prepare_words(exclusion=["", " -- ", "!"]).find("- ! --") == ()


def toneless(text: str) -> str:
    stripped = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return stripped.replace("đ", "d").replace("Đ", "D")


words_of_the_profile = st.sampled_from(["khiếu nại", "tố cáo", "điện giật", "rò rỉ gas", "bí mật nhà nước"])
around = st.text(st.sampled_from("ab đèn,!\n9ệ "), max_size=12)


@given(words_of_the_profile, around, around)
def test_a_word_is_found_wherever_it_stands_however_it_is_typed(word: str, before: str, after: str) -> None:
    for typed in (word, word.upper(), toneless(word), toneless(word).upper(), unicodedata.normalize("NFD", word)):
        text = f"{before} {typed} {after}"
        start = len(before) + 1
        assert any(hint.word == word and hint.start == start and hint.end == start + len(typed) for hint in WORDS.find(text))


@given(st.text())
def test_every_hint_lies_in_the_text_and_in_order(text: str) -> None:
    hints: tuple[Hint, ...] = WORDS.find(text)
    assert all(0 <= hint.start < hint.end <= len(text) for hint in hints)
    assert [hint.start for hint in hints] == sorted(hint.start for hint in hints)

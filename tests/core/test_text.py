"""Text as people type it, and as those type it who mean harm."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.text import TextTooLong, clean, clean_line, fold, fold_with_origins, line_count, shorten

FOLDED = (
    ("lower case and no accents", "Đèn Đường HƯ", "den duong hu"),
    ("typed without accents", "den duong hu", "den duong hu"),
    ("hoà in the old way", "hoà", "hoa"),
    ("hòa in the new way", "hòa", "hoa"),
    ("hòa with its accent apart", "ho\u0300a", "hoa"),
    ("all vowels of Vietnamese", "ăắằẳẵặâấầẩẫậêếềểễệôốồổỗộơớờởỡợưứừửữựýỳỷỹỵ", "a" * 12 + "e" * 6 + "o" * 12 + "u" * 6 + "y" * 5),
    ("đ, from either alphabet's capital", "Đđ", "dd"),
    ("letters that look like đ", "Ðường ðiện Ɖèn", "duong dien den"),
    ("decorative letters of social networks", "𝐂𝐡á𝐲 𝒏𝒉à ｎｈà", "chay nha nha"),
    ("a zero-width space in a word", "khi\u200bếu", "khieu"),
    ("signs and digits stay", "45/8 QL1A, P.12", "45/8 ql1a, p.12"),
    ("Korean stays itself", "서울", "서울"),
)

CLEANED = (
    ("plain words stay", "Đèn đường hư, lô C.", "Đèn đường hư, lô C."),
    ("accents apart are joined", "ho\u0300a", "hòa"),
    ("NUL and other controls go", "a\x00b\x07c\x1bd\x7fe", "abcde"),
    ("line ends of every kind", "a\r\nb\rc\u2028d\u2029e\x85f\x0bg", "a\nb\nc\nd\ne\nf\ng"),
    ("right-to-left tricks go", "an\u202egnp.exe\u202c", "angnp.exe"),
    ("isolates and marks of direction go", "\u2066a\u2069\u200eb\u200fc\u061c", "abc"),
    ("zero-width letters go", "t\u200bố\u200c \u200dc\u2060áo\ufeff", "tố cáo"),
    ("letters that show nothing go", "a\u3164\u115f\u2800b", "ab"),
    ("tag characters go", "a\U000e0041\U000e007fb", "ab"),
    ("lone surrogates go", "a\ud800b", "ab"),
    ("private and unassigned letters go", "a\ue000\U0010ffffb", "ab"),
    ("tabs and wide spaces become spaces", "a\tb\u00a0c\u3000d", "a b c d"),
    ("a pile of accents is thinned", "e" + "\u0301" * 50, "é" + "\u0301" * 4),
    ("spaces at line ends and blank lines go", "  a  \n\n\n\n\n b \n", "a\n\n b"),
    ("emoji stay", "cảm ơn 🙏🏽 ❤️", "cảm ơn 🙏🏽 ❤️"),
    ("nothing but tricks is nothing", "\u200b\u202e \x00\n", ""),
    ("HTML is words like others", "<script>alert(1)</script>", "<script>alert(1)</script>"),
)

SHORTENED = (
    ("short enough", "Đèn đường hư", 20, "Đèn đường hư"),
    ("exactly as long", "Đèn đường", 9, "Đèn đường"),
    ("cut between words", "Đèn đường hư trước nhà", 13, "Đèn đường hư…"),
    ("cut before a word that does not fit", "Đèn đường hư trước nhà", 15, "Đèn đường hư…"),
    ("a sign before the cut goes too", "Đèn hư, tối lắm", 9, "Đèn hư…"),
    ("one long word is cut inside", "Nghiêngngả" * 3, 6, "Nghiê…"),
    ("lines become one", "a\n\nb   c", 10, "a b c"),
    ("room for the dots only", "abc def", 1, "…"),
)


@pytest.mark.parametrize(("case", "text", "folded"), FOLDED, ids=[row[0] for row in FOLDED])
def test_fold(case: str, text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("case", "text", "cleaned"), CLEANED, ids=[row[0] for row in CLEANED])
def test_clean(case: str, text: str, cleaned: str) -> None:
    assert clean(text, limit=200) == cleaned


@pytest.mark.parametrize(("case", "text", "width", "short"), SHORTENED, ids=[row[0] for row in SHORTENED])
def test_shorten(case: str, text: str, width: int, short: str) -> None:
    assert shorten(text, width=width) == short


def test_too_long_is_refused_with_the_limit() -> None:
    assert clean("a" * 100, limit=100) == "a" * 100
    for text in ("a" * 101, "a" * 1_000_000, "\x00" * 1_000_000):
        with pytest.raises(TextTooLong) as refusal:
            clean(text, limit=100)
        assert refusal.value.limit == 100


def test_what_is_cut_away_does_not_count_towards_the_limit() -> None:
    assert clean("a\u200b" * 100, limit=100) == "a" * 100
    assert clean("e\u0323\u0302" * 100, limit=100) == "ệ" * 100


def test_one_line() -> None:
    assert clean_line("  Nguyễn\r\n Văn\tAn ", limit=50) == "Nguyễn Văn An"


def test_lines_are_counted() -> None:
    assert [line_count(text) for text in ("", "a", "a\nb", "a\n\nb")] == [0, 1, 2, 3]


@given(st.text())
def test_folding_twice_changes_nothing_and_unicode_forms_do_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_each_folded_letter_knows_where_it_came_from(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert len(folded) == len(origins)
    assert list(origins) == sorted(origins)
    assert all(folded_letter in fold(text[origin]) for folded_letter, origin in zip(folded, origins, strict=True))


@given(st.text())
def test_cleaned_text_is_clean_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text, limit=10_000)
    assert clean(cleaned, limit=10_000) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(letter)[0] == "C" for letter in cleaned if letter != "\n")
    assert cleaned.encode().decode() == cleaned
    assert "\n\n\n" not in cleaned


@given(st.text(), st.integers(0, 30))
def test_what_is_accepted_is_within_the_limit(text: str, limit: int) -> None:
    with suppress(TextTooLong):
        assert len(clean(text, limit=limit)) <= limit


@given(st.text(), st.integers(1, 40))
def test_shortened_text_fits_and_begins_as_the_whole_does(text: str, width: int) -> None:
    short = shorten(text, width=width)
    assert len(short) <= width
    assert "\n" not in short
    if short.endswith("…"):
        assert " ".join(text.split()).startswith(short[:-1])

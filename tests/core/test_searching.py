"""Looking for words with and without accents. The table says it as an official would check it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.searching import LONGEST_WORD, MOST_WORDS, document, query

FINDS = [
    ("typed without accents, written with", "den duong hong", "Đèn đường hỏng đã ba đêm.", True),
    ("typed with accents, written with", "đèn đường", "Đèn đường hỏng đã ba đêm.", True),
    ("typed with accents, written without", "đèn đường", "den duong hu 3 dem", True),
    ("typed without, written without", "den duong", "den duong hu 3 dem", True),
    ("accents say which word is meant", "bán", "Bạn ơi, bàn ghế hỏng.", False),
    ("without accents every one of them may be meant", "ban", "Bạn ơi, bàn ghế hỏng.", True),
    ("a word without accents beside one with is meant so", "xe máy", "xẻ máy", False),
    ("a word without accents beside one with is found so", "xe máy", "Xe máy để trên vỉa hè", True),
    ("hoà and hòa are one", "hoà", "đường Hòa Bình", True),
    ("đ counts as an accent", "đen", "đen sì", True),
    ("every word has to be there", "den ngap", "Đèn đường hỏng", False),
    ("in any order", "hong den", "Đèn đường hỏng", True),
    ("between quotes one after the other", '"den duong"', "Đèn đường hỏng", True),
    ("between quotes not apart", '"den hong"', "Đèn đường hỏng", False),
    ("letters taken apart by the keyboard", unicodedata.normalize("NFD", "đèn"), "Đèn đường", True),
    ("capitals", "ĐÈN ĐƯỜNG", "đèn đường", True),
    ("numbers", "ql1a", "hẻm 45, QL1A", True),
    ("part of a word is no word", "duon", "đường", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("why", "typed", "written", "is_found"), FINDS, ids=[row[0] for row in FINDS])
def test_what_is_found(why: str, typed: str, written: str, is_found: bool) -> None:
    from django.db import connection

    sought = query(typed)
    assert sought is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [document([written]), sought.tsquery])
        assert cursor.fetchone()[0] is is_found, why


@pytest.mark.parametrize("typed", ["", "   ", "?!…", '""', "'", "\u200b", "_", "\u0301"])
def test_nothing_to_look_for(typed: str) -> None:
    assert query(typed) is None


def test_words_of_two_texts_are_not_one_phrase() -> None:
    assert "'duong':1 " in document(["đường", "Lê Lợi"])
    assert "'le':3 " in document(["đường", "Lê Lợi"])


def test_more_words_than_anybody_means_are_left_out() -> None:
    sought = query(" ".join(f"tu{n}" for n in range(50)))
    assert sought is not None
    assert sought.tsquery.count("'") == 2 * MOST_WORDS


@given(st.text(max_size=200))
def test_whatever_is_typed_can_do_no_harm(text: str) -> None:
    sought = query(text)
    for written in (document([text]), sought.tsquery if sought else ""):
        quoted = re.findall(r"'([^']*)'", written)
        assert not re.search(r"[\\']", "".join(quoted))
        assert not re.search(r"[^\s\d:,&|()<>-]", re.sub(r"'[^']*'", "", written))
        assert all(0 < len(lexeme) <= 4 * LONGEST_WORD for lexeme in quoted)


@pytest.mark.django_db
@given(st.text(max_size=60))
def test_whatever_was_written_is_found_by_itself(text: str) -> None:
    from django.db import connection

    sought = query(text)
    if sought is None or sought.tsquery.count("&") + 1 >= MOST_WORDS:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [document([text]), sought.tsquery])
        assert cursor.fetchone()[0] is True

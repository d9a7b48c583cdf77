"""Reading what somebody types as one of a few services."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.servicesearch import Phrase, ServiceIndex, Source

SERVICES = {
    "lamp": [
        Phrase("đèn đường", Source.WORD),
        Phrase("đèn đường hư", Source.WORD),
        Phrase("Đèn đường hư, không sáng", Source.NAME),
    ],
    "signal": [Phrase("đèn đỏ", Source.WORD), Phrase("Đèn tín hiệu giao thông", Source.NAME)],
    "pothole": [Phrase("ổ gà", Source.WORD), Phrase("Ổ gà, mặt đường hư", Source.NAME)],
    "hens": [Phrase("nuôi gà", Source.WORD), Phrase("Chăn nuôi trong khu dân cư", Source.NAME)],
    "bridge": [Phrase("cầu yếu", Source.WORD), Phrase("Cầu, hầm", Source.NAME)],
    "fishing": [Phrase("câu cá", Source.WORD)],
    "noise": [Phrase("karaoke", Source.WORD), Phrase("Tiếng ồn", Source.NAME), Phrase("Loa kéo, quán xá.", Source.HINT)],
    "clinic": [Phrase("bệnh viện", Source.WORD), Phrase("Khám bệnh", Source.NAME)],
}
INDEX = ServiceIndex(SERVICES)

MEANT = [
    ("with accents", "ổ gà", "pothole", "ổ gà"),
    ("without", "o ga", "pothole", "ổ gà"),
    ("in capitals", "DEN DUONG", "lamp", "đèn đường"),
    ("composed otherwise", "đe\u0300n đươ\u0300ng", "lamp", "đèn đường"),
    ("the longer phrase, when all of it is typed", "den duong hu", "lamp", "đèn đường hư"),
    ("a word half typed", "kara", "noise", "karaoke"),
    ("half a phrase", "den duo", "lamp", "đèn đường"),
    ("run together", "denduong", "lamp", "đèn đường"),
    ("torn apart", "kara oke", "noise", "karaoke"),
    ("a letter too few", "karaoe", "noise", "karaoke"),
    ("a letter too many", "karaokee", "noise", "karaoke"),
    ("another letter", "karaoka", "noise", "karaoke"),
    ("two letters exchanged", "karoake", "noise", "karaoke"),
    ("shortened", "den dg", "lamp", "đèn đường"),
    ("shortened, two syllables as one", "bv", "clinic", "bệnh viện"),
    ("by Telex on a keyboard that does not know it", "ddeenf dduwowngf", "lamp", "đèn đường"),
    ("another word for broken", "đèn đường hỏng", "lamp", "đèn đường hư"),
    ("in the middle of a story", "trước nhà tôi có cái ổ gà to lắm, xe máy té hoài", "pothole", "ổ gà"),
    ("a hint alone", "loa kéo", "noise", "Loa kéo, quán xá."),
    ("accents decide: cầu", "cầu", "bridge", "cầu yếu"),
    ("accents decide: câu", "câu", "fishing", "câu cá"),
]


@pytest.mark.parametrize(("how", "typed", "code", "because"), MEANT, ids=[row[0] for row in MEANT])
def test_what_is_typed_leads_to_what_is_meant(how: str, typed: str, code: str, because: str) -> None:
    first = INDEX.best(typed)[0]
    assert (first.code, first.because) == (code, because)


@pytest.mark.parametrize("typed", ["", "   ", "…?!", "zzzzzz", "́̀", "tôi muốn hỏi một chuyện khác hẳn", "\x00", "🙂"])
def test_nothing_is_found_by_chance(typed: str) -> None:
    assert INDEX.best(typed) == ()


def test_what_is_far_behind_is_not_offered_beside_the_right_one() -> None:
    assert [one.code for one in INDEX.best("o ga")] == ["pothole"]


SAID_ONCE = {
    "late": [Phrase("trễ hẹn", Source.WORD), Phrase("Hồ sơ trễ hẹn", Source.NAME)],
    "land": [Phrase("sổ đỏ", Source.WORD), Phrase("Hồ sơ nhà đất trễ hẹn", Source.NAME)],
    "oil": [Phrase("đổ dầu", Source.WORD), Phrase("Đường chênh cao, bẫy tai nạn", Source.NAME)],
    "parking": [Phrase("đậu xe", Source.WORD), Phrase("Đỗ xe sai", Source.NAME)],
    "clinic": [Phrase("bệnh viện", Source.WORD)],
    "lamp": [Phrase("đèn đường", Source.WORD)],
    "dark": [Phrase("hẻm tối", Source.WORD)],
}
ONE_WORD_ONCE = [
    ("one of its syllables, which is not the other one as well", "so do tre hen", ["land", "late"]),
    ("the same with accents", "sổ đỏ trễ hẹn", ["land", "late"]),
    ("a syllable that may be another, and counts as that", "do xe", ["parking"]),
    ("both syllables", "do dau", ["oil"]),
    ("both, run together", "dodau", ["oil"]),
    ("both, shortened to one", "bv", ["clinic"]),
    ("the only one, though weak", "dau", ["oil", "parking"]),
    ("a rare word in a long story", "xin cho hỏi ai đến xem giúp cái hẻm tối sau nhà", ["dark"]),
]


@pytest.mark.parametrize(("how", "typed", "codes"), ONE_WORD_ONCE, ids=[row[0] for row in ONE_WORD_ONCE])
def test_what_is_typed_once_counts_once_in_a_phrase(how: str, typed: str, codes: list[str]) -> None:
    """One "do" may be "đổ" or "đậu" ("dau"), and no phrase is both of it."""
    assert sorted(one.code for one in ServiceIndex(SAID_ONCE).best(typed)) == codes


def test_one_word_of_several_services_gives_them_all_and_no_more_than_asked() -> None:
    assert {one.code for one in INDEX.best("đèn")} == {"lamp", "signal"}
    assert len(INDEX.best("đèn", most=1)) == 1


@pytest.mark.parametrize("typed", ["a" * 10_000, "đèn đường " * 1000, "ổ" * 10_000, "x " * 5000, "\u0301" * 10_000])
def test_ten_thousand_letters_are_read_as_far_as_a_search_goes(typed: str) -> None:
    assert len(INDEX.best(typed)) <= 3


def test_no_services_no_answer() -> None:
    assert ServiceIndex({}).best("ổ gà") == ()


@given(st.text(max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    found = [one.code for one in INDEX.best(typed)]
    assert len(found) == len(set(found)) <= 3


@given(st.sampled_from([(code, phrase.text) for code, phrases in SERVICES.items() for phrase in phrases]), st.data())
def test_a_slip_in_a_long_word_costs_nothing(known: tuple[str, str], data: st.DataObject) -> None:
    code, text = known
    words = text.split()
    at = data.draw(st.sampled_from(range(len(words))))
    if len(words[at]) < 5:
        return
    place = data.draw(st.integers(1, len(words[at]) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    words[at] = words[at][:place] + letter + words[at][place + 1 :]
    assert code in [one.code for one in INDEX.best(" ".join(words))]

"""The reporter's own name is struck out of what agencies read; words that only look like it stay."""

import pytest

from hotline.casefile.agencywords import agency_words
from hotline.casefile.facts import ContactDraft

STRUCK = [
    # name as typed, words, as agencies read them
    ("Đặng Ngọc Khánh Vy", "tôi là dang ngoc  khanh vy, nhà số 5", "tôi là […], nhà số 5"),
    ("Hoa Mai", "Chị HOA MAI báo: đường hoa, cây mai đổ", "Chị […] báo: đường hoa, cây mai đổ"),
    ("Lan", "Tôi tên Lan, lan can cầu gãy, làn đường hẹp.", "Tôi tên […], lan can cầu gãy, làn đường hẹp."),
    ("lan", "Gặp cô Lan. Lan can cầu gãy.", "Gặp cô […]. Lan can cầu gãy."),
    ("An", "Khu này mất an toàn, Án mạng, ăn uống mất vệ sinh", "Khu này mất an toàn, Án mạng, ăn uống mất vệ sinh"),
    ("Anh", "Anh công nhân bảo chờ. Anh ấy đi rồi.", "Anh công nhân bảo chờ. Anh ấy đi rồi."),
    ("Lan", "toi ten la lan, o gan lan can", "toi ten la […], o gan lan can"),
    ("Vy", "Em là vy ạ, gọi Vy nhé", "Em là […] ạ, gọi […] nhé"),
    ("Nguyễn Thị Hoa Mai", "Chị Mai báo, gọi bà Hoa Mai; tôi là mai", "Chị […] báo, gọi bà […]; tôi là […]"),
    ("Nguyễn Thị Hoa Mai", "Cây mai, hoa mai đổ. Anh Hoa, chị Mái.", "Cây mai, hoa mai đổ. Anh Hoa, chị Mái."),
    ("Trần Văn Giang", "Hố ở đường Cô Giang, yêu cầu Ông Giang gọi lại", "Hố ở đường Cô Giang, yêu cầu Ông […] gọi lại"),
    ("Tran Van Giang", "Chao anh Giang, xin cam on anh", "Chao anh […], xin cam on anh"),
    ("Le Van Tam", "Dear Mr. Tam, thank you", "Dear Mr. […], thank you"),
    ("Lê Hà", "Đường Hà Nội, sông Hà, bà hà tiện", "Đường Hà Nội, sông Hà, bà hà tiện"),
    ("", "Lan can gãy", "Lan can gãy"),
    ("Vy ", "", ""),
    ("(.*)", "Hỏng (.*) rồi", "Hỏng (.*) rồi"),
]


@pytest.mark.parametrize(("name", "words", "read"), STRUCK, ids=[f"{row[0]}: {row[1]}" for row in STRUCK])
def test_own_names(name: str, words: str, read: str) -> None:
    assert agency_words(words, ContactDraft(name=name)) == read

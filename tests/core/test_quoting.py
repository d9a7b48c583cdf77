"""What remains of a letter when the one that it answers is taken out, as mail programs used in Vietnam write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.quoting import Cut, cut, is_forward

OWN = "Đèn vẫn chưa sáng.\nNhờ đơn vị xem lại."
OLD = "Kính gửi ông bà, phản ánh đã được xử lý."
MARKED = f"> {OLD}\n>\n> Trân trọng"

LETTERS = [
    ("Gmail, tiếng Việt", f"{OWN}\n\nVào 15:04, T.2, 2 thg 3, 2026 Tổng đài 1022 <1022@hcm.example> đã viết:\n\n{MARKED}"),
    (
        "Gmail, ngắt dòng",
        f"{OWN}\n\nVào Th 2, 2 thg 3, 2026 vào lúc 15:04 Tổng đài 1022 <\n1022@hcm.example> đã viết:\n\n{MARKED}",
    ),
    ("Gmail, English", f"{OWN}\n\nOn Mon, Mar 2, 2026 at 3:04 PM Hotline 1022 <1022@hcm.example>\nwrote:\n\n{MARKED}"),
    (
        "iPhone, tiếng Việt",
        f"{OWN}\n\nĐã gửi từ iPhone của tôi\n\n> Vào 15:04, 2 thg 3, 2026, Tổng đài <a@b.example> đã viết:\n> \n{MARKED}",
    ),
    (
        "iPhone, Ngày",
        f"{OWN}\n\nGửi từ iPhone của tôi\n\nNgày 2 thg 3, 2026, lúc 15:04, Tổng đài 1022 <a@b.example> viết:\n\n{MARKED}",
    ),
    ("Thunderbird", f"{OWN}\n\nVào lúc 15:04, 02/03/2026, Tổng đài 1022 đã viết:\n{MARKED}"),
    ("Yahoo", f"{OWN}\n\n    Vào Thứ Hai, 2 tháng 3, 2026 lúc 15:04:05 GMT+7, Tổng đài <a@b.example> đã viết:  \n \n {OLD}"),
    ("Zoho", f"{OWN}\n\n\n---- Vào T2, 02 Thg 3 2026 15:04:05 +0700 Tổng đài 1022 <a@b.example> đã viết ----\n\n{OLD}"),
    ("Outlook, thư gốc", f"{OWN}\n\n-----Thư gốc-----\nTừ: Tổng đài\nGửi: 2 tháng 3\nĐến: An\nChủ đề: Trả lời\n\n{OLD}"),
    ("Outlook, English", f"{OWN}\n\n-----Original Message-----\nFrom: Hotline\nSent: Monday\nTo: An\nSubject: Re\n\n{OLD}"),
    (
        "Outlook, không gạch",
        f"{OWN}\n\nTừ: Tổng đài 1022 <a@b.example>\nĐã gửi: Thứ Hai, 2 Tháng 3, 2026 3:04 CH\nTới: An\nChủ đề: Trả lời\n\n{OLD}",
    ),
    (
        "Outlook web",
        f"{OWN}\n\n________________________________\nTừ: Tổng đài\nGửi: Thứ Hai\nĐến: An\nCc: Bình\nChủ đề: Trả lời\n\n{OLD}",
    ),
    ("Outlook, đậm", f"{OWN}\n\n*Từ:* Tổng đài\n*Ngày:* Thứ Hai\n*Đến:* An\n*Chủ đề:* Trả lời\n\n{OLD}"),
    (
        "chữ ký",
        f"{OWN}\n\n-- \nNguyễn Văn An\n0990 000 001\n\nVào 15:04, T.2, 2 thg 3, 2026 Tổng đài <a@b.example> đã viết:\n\n{MARKED}",
    ),
    (
        "Outlook cho Android",
        f"{OWN}\n\nTải Outlook cho Android<https://a.example>\n_________________\nFrom: H\nSent: M\nTo: A\nSubject: R\n\n{OLD}",
    ),
    (
        "Samsung",
        f"{OWN}\n\nĐược gửi từ thiết bị Galaxy của tôi\n\n-------- Thư gốc --------\nTừ: Tổng đài\nNgày: 2/3\nĐến: An\n\n{OLD}",
    ),
    ("không trích", OWN),
    ("dòng CRLF", OWN.replace("\n", "\r\n") + "\r\n\r\nVào 15:04, 2 thg 3, 2026 A <a@b.example> đã viết:\r\n> cũ\r\n"),
]


@pytest.mark.parametrize(("program", "letter"), LETTERS, ids=[program for program, _ in LETTERS])
def test_their_own_words_remain(program: str, letter: str) -> None:
    """Neither the letter that it answers nor a signature is taken for a word of theirs."""
    assert cut(letter).own == OWN


WORDS_OF_THEIR_OWN = [
    ("a place from where to where", "Từ: nhà tôi ra ngõ tối om\nGửi các anh chị xem giúp"),
    ("a day", "Vào ngày 2/3 nhà tôi mất nước, tôi đã viết đơn rồi mà không ai trả lời"),
    ("a colon", "Ngày 2 thg 3 công ty đã viết thư hẹn: thứ Hai sửa, nay chưa sửa"),
    ("dashes", "Hai chỗ hư:\n-----\nchỗ một\n-----\nchỗ hai"),
    ("a sender's way", "Gửi từ phường An Phú: rác đầy đường"),
    ("English", "On Monday the water was off. They wrote a note and left."),
    ("a line of two dashes and a whole report below it", "Kính gửi\n--\n" + "\n".join(f"dòng {n}" for n in range(20))),
    ("a signature and nothing else", "--\nAn, 0990 000 001"),
]


@pytest.mark.parametrize(("what", "letter"), WORDS_OF_THEIR_OWN, ids=[what for what, _ in WORDS_OF_THEIR_OWN])
def test_what_only_looks_like_it_stays(what: str, letter: str) -> None:
    """Words that begin as a quotation does are the citizen's."""
    assert cut(letter) == Cut(letter.strip())


def test_answers_between_the_lines_stay() -> None:
    """Whoever answers under each question has said something."""
    letter = "Chào\n\nVào 15:04, 2 thg 3, 2026 A <a@b.example> đã viết:\n> Ở đâu?\nSố 12 đường Láng\n> Khi nào?\nHôm qua"

    assert cut(letter) == Cut("Chào\n\nSố 12 đường Láng\nHôm qua", has_quote=True)


@pytest.mark.parametrize(
    "letter", [MARKED, f"Vào 15:04, 2 thg 3, 2026 A <a@b.example> đã viết:\n{MARKED}", f"-----Thư gốc-----\n{OLD}"]
)
def test_only_a_quotation_is_nothing_of_their_own(letter: str) -> None:
    """Nothing is left, and it is said that something was there."""
    assert cut(letter) == Cut("", has_quote=True)


FORWARDS = [
    (
        "Gmail",
        f"Nhờ xử lý.\n\n---------- Forwarded message ---------\nTừ: Bà Ba <b@c.example>\nDate: 2/3\nSubject: Rác\nTo: a\n\n{OLD}",
        "",
    ),
    ("Gmail, tiếng Việt", f"Nhờ xử lý.\n\n---------- Thư được chuyển tiếp ---------\nTừ: Bà Ba\nNgày: 2/3\n\n{OLD}", ""),
    ("iPhone", f"Nhờ xử lý.\n\nBắt đầu thư được chuyển tiếp:\n\nTừ: Bà Ba\nNgày: 2/3\nĐến: tôi\nChủ đề: Rác\n\n{OLD}", ""),
    ("Outlook", f"Nhờ xử lý.\n\nTừ: Bà Ba\nGửi: 2/3\nĐến: tôi\nChủ đề: Rác\n\n{OLD}", "FW: Rác"),
]


@pytest.mark.parametrize(("program", "letter", "subject"), FORWARDS, ids=[row[0] for row in FORWARDS])
def test_a_letter_passed_on_is_read(program: str, letter: str, subject: str) -> None:
    """Who passes a neighbour's letter on reports what stands in it."""
    assert cut(letter, is_forward=is_forward(subject)) == Cut("Nhờ xử lý.", forwarded=OLD)


@pytest.mark.parametrize(
    ("subject", "passes_on"),
    [
        ("Fwd: Rác", True),
        ("Re: FW: Rác", True),
        ("Chuyển tiếp: Rác", True),
        ("Trả lời: Rác", False),
        ("Chuyển rác đi đâu: hỏi", False),
    ],
)
def test_the_subject_tells_that_it_is_passed_on(subject: str, passes_on: bool) -> None:
    """By its first word."""
    assert is_forward(subject) is passes_on


@given(st.text(alphabet=st.sampled_from("Vào 15:04đã viết:Từ><@-_\n\r*Onwrote "), max_size=200))
def test_nothing_is_made_up(letter: str) -> None:
    """Each line that is left stood in the letter, whatever it is."""
    lines = {line.strip() for line in letter.replace("\r\n", "\n").replace("\r", "\n").split("\n")}
    apart = cut(letter)

    assert {line.strip() for line in f"{apart.own}\n{apart.forwarded}".split("\n")} <= lines | {""}

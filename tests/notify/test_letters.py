"""E-mails of ours: an answer finds its case by their heads, machines keep still, and both parts say the same words."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest

from hotline.core.mailhtml import text_of
from hotline.directory.facts import Wording
from hotline.notify.letters import Stationery, letter_of
from hotline.notify.outgoing import Heard, Outgoing
from tests.core.test_letternames import TOKEN

PAPER = Stationery(
    "Tổng đài 1022 <1022@tphcm.example>",
    "hotline.example",
    "phananh@1022.example",
    Wording("Đường dây nóng 1022", "Hotline 1022"),
    "#0b5394",
)
THEIRS = Heard(datetime(2026, 3, 2, tzinfo=UTC), "<abc@dan.example>#0123456789abcdef")
SUBJECT = "Phản ánh 1022-2603-7K3M-9QXT-H: Công ty Thoát nước và Phát triển đô thị xin hỏi thêm về chỗ ngập ở hẻm nhà ông bà"
TEXT = "Chào ông bà,\n\nNước rút chưa?\nẢnh <mới> & cũ\n\nTheo dõi: https://1022.example/r/abc?x=1&y=2.\n"


def sent(outgoing: Outgoing, paper: Stationery = PAPER) -> EmailMessage:
    """Return the letter as it arrives."""
    found = message_from_bytes(letter_of(outgoing, paper, word=f"{outgoing.id}.mac").as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def about(
    event: str = "answered", *, token: str = TOKEN, heard: Heard | None = THEIRS, text: str = TEXT, language: str = "vi"
) -> Outgoing:
    return Outgoing(8, "email", "an@dan.example", text, SUBJECT, language, event=event, token=token, heard=heard)


def parts_of(letter: EmailMessage) -> tuple[str, str]:
    found = [part.get_content() for part in letter.iter_parts()]
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    return found[0].replace("\r\n", "\n"), found[1]


def test_an_answer_finds_its_case() -> None:
    letter = sent(about())

    assert letter["Message-ID"] == "<hotline.8.mac@hotline.example>"
    assert letter["Reply-To"].addresses[0].addr_spec == f"phananh+{TOKEN}@1022.example"
    assert letter["In-Reply-To"] == "<abc@dan.example>"
    assert letter["References"].split() == [f"<case.{TOKEN}@hotline.example>", "<abc@dan.example>"]


def test_without_a_word_of_theirs_it_still_stands_with_its_case() -> None:
    letter = sent(about(heard=None))

    assert letter["In-Reply-To"] == letter["References"] == f"<case.{TOKEN}@hotline.example>"


def test_a_question_before_there_is_a_case_stands_under_theirs() -> None:
    letter = sent(about("talk_place", token=""))

    assert (letter["In-Reply-To"], letter["References"]) == ("<abc@dan.example>", "<abc@dan.example>")
    assert letter["Reply-To"].addresses[0].addr_spec == "phananh@1022.example"


def test_where_no_letters_come_in_nobody_is_asked_to_write() -> None:
    letter = sent(about(), Stationery(PAPER.sender, PAPER.domain))

    assert letter["Reply-To"] is None
    assert parts_of(letter)[0] == TEXT


@pytest.mark.parametrize("provider_id", ["", "#ab", "không phải", "<a b@c>#d", "<đ@x.example>#e"])
def test_no_head_is_made_of_rubbish(provider_id: str) -> None:
    letter = sent(about(heard=Heard(THEIRS.at, provider_id), token=""))

    assert letter["In-Reply-To"] is None


@pytest.mark.parametrize(
    ("event", "said"),
    [("talk_place", "auto-replied"), ("received", "auto-replied"), ("answered", "auto-generated"), ("wrote", None)],
)
def test_machines_keep_still(event: str, said: str | None) -> None:
    letter = sent(about(event))

    assert letter["Auto-Submitted"] == said
    assert letter["X-Auto-Response-Suppress"] == (said and "OOF, AutoReply")
    assert letter["List-Unsubscribe"] is letter["Precedence"] is None


def test_vietnamese_arrives_whole() -> None:
    letter = sent(about())

    assert letter["Subject"] == SUBJECT
    assert letter["From"].addresses[0].display_name == "Tổng đài 1022"
    assert all(len(line) < 998 and line.isascii() for line in letter_of(about(), PAPER, word="8").as_bytes().split(b"\r\n"))


@pytest.mark.parametrize(("language", "asks"), [("vi", "Có thể trả lời thẳng thư này"), ("en", "You may simply reply")])
def test_both_parts_say_the_same(language: str, asks: str) -> None:
    plain, page = parts_of(sent(about(language=language)))

    assert asks in plain
    assert plain.startswith(TEXT.rstrip())
    shown = text_of(page.replace('<a href="https://1022.example/r/abc?x=1&amp;y=2"', "<a"))
    centre = PAPER.centre.in_language(language)
    assert shown.replace("\n", " ").split() == f"{centre} {plain}".split()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_fetches_nothing_and_has_no_table() -> None:
    page = parts_of(
        sent(about(text='Xem <img src="https://ma.example/x.png"> <script>alert(1)</script> http://a.example/"onclick=x'))
    )[1]
    tags = _Tags()
    tags.feed(page)

    assert {tag for tag, _ in tags.seen} == {"html", "head", "meta", "title", "body", "div", "p", "a"}
    assert [attrs["href"] for tag, attrs in tags.seen if tag == "a"] == ["https://ma.example/x.png", "http://a.example/"]
    assert not any(name.startswith("on") or name == "src" for _, attrs in tags.seen for name in attrs)
    assert "#0b5394" in page
    assert 'lang="vi"' in page

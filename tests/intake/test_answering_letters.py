"""What an e-mail answers, and which one is a repeat, a machine's, or nobody's that we know."""

from datetime import timedelta

import pytest

from hotline.intake.letters.envelope import Envelope, piece_of
from tests.intake.letters import AT, PHOTO, leaf, letter, parts, understood

TOKEN = "1022-2603-7k3m-9qxt-h.0123456789abcdef"


def test_an_answer_is_known_by_the_address_it_goes_to() -> None:
    """By whatever head or envelope names it; before the letters that it answers."""
    for raw, to in (
        (letter(to=f"Tổng đài <phananh+{TOKEN}@1022.example>"), ()),
        (letter(), (f"PHANANH+{TOKEN.upper()}@1022.example",)),
        (letter(Delivered_To=f"phananh+{TOKEN}@1022.example"), ()),
        (
            letter(
                In_Reply_To="<hotline.12.ab@1022.example>", References=f"<case.{TOKEN}@1022.example> <hotline.12.ab@1022.example>"
            ),
            (),
        ),
    ):
        assert understood(raw, to=to).token == TOKEN
    assert understood(letter(to="phananh+abc@1022.example")).token == ""


def test_letters_that_it_answers_come_nearest_first() -> None:
    """As they are looked up."""
    found = understood(letter(In_Reply_To="<c@x.example>", References="<a@x.example>\r\n <b@x.example> <c@x.example>"))

    assert found.replies_to == ("<c@x.example>", "<b@x.example>", "<a@x.example>")


@pytest.mark.parametrize(
    ("subject", "to", "left"),
    [
        ("Re: Tổng đài hỏi thêm", f"phananh+{TOKEN}@1022.example", ""),
        ("Trả lời: [1022-2603-7K3M-9QXT-H] hỏi thêm", "phananh@1022.example", "1022-2603-7K3M-9QXT-H"),
        ("Re: gì đó", "phananh@1022.example", ""),
        ("Đèn hư", "phananh@1022.example", "Đèn hư"),
    ],
)
def test_our_own_subject_is_not_their_word(subject: str, to: str, left: str) -> None:
    """Of an answer nothing is left of it but a reference that we have no other way to find."""
    assert understood(letter(Subject=subject, to=to)).subject == left


def test_only_a_quotation_is_kept_for_a_person() -> None:
    """Somebody pressed a wrong button, or wrote where nobody looks: a person does."""
    quoted = "Vào 15:04, 2 thg 3, 2026 Tổng đài <a@b.example> đã viết:\n> Xin cho biết địa chỉ\n"

    only = understood(letter(quoted))
    assert only.for_person
    assert "Xin cho biết địa chỉ" in only.text
    with_photo = letter(**parts(leaf(quoted), leaf(PHOTO, "image/jpeg")))
    assert len(understood(with_photo).media) == 1
    assert not understood(with_photo).for_person


def test_machines_and_lists() -> None:
    """A machine's letter is marked; one that came over a list and names no case is a person's to read."""
    assert understood(letter(Auto_Submitted="auto-replied")).is_automatic
    assert understood(letter(), returns_to="").is_automatic
    assert understood(letter(Return_Path="<>"), returns_to=None).is_automatic
    assert understood(letter(Message_ID="<hotline.1.0123456789abcdef@1022.example>")).is_automatic
    assert understood(letter(List_Id="<phuong.example>", to=f"phananh+{TOKEN}@1022.example")).is_automatic
    assert not understood(letter()).is_automatic
    over_list = understood(letter(List_Id="<phuong.example>"))
    assert over_list.for_person
    assert over_list.is_automatic
    assert not understood(letter()).for_person


def test_only_our_own_mail_server_says_who_a_sender_is_not() -> None:
    """Its name stands in the settings; a stranger's word is nothing."""
    failed = letter(Authentication_Results="mx.ours.example; dmarc=fail header.from=dan.example")

    assert understood(failed, trusts="mx.ours.example").is_doubted
    assert not understood(failed, trusts="mx.other.example").is_doubted
    assert not understood(failed).is_doubted


def test_a_repeat_is_known_whoever_brings_it() -> None:
    """By LMTP and again by IMAP with other heads at the top it is one delivery; another text under its name is another."""
    raw = letter()
    first = piece_of(Envelope("lmtp", AT, "an@dan.example"), raw)
    again = piece_of(Envelope("imap", AT + timedelta(hours=1)), b"Return-Path: <an@dan.example>\r\nReceived: x\r\n" + raw)
    other = piece_of(Envelope("lmtp", AT), letter("Việc khác"))

    assert first.provider_id == again.provider_id
    assert first.provider_id.startswith("<1@dan.example>#")
    assert other.provider_id != first.provider_id

"""What becomes of letters: whose they are, who is answered, and what a person has to say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions import contacts
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Delivery, Incoming, Message, OptOut, ServiceRequest
from hotline.casefile.queries.conversations import incoming_in_doubt
from hotline.casefile.threadtokens import message_word, reply_token
from hotline.core.facts import Channel
from hotline.core.letternames import message_id
from hotline.intake.heard import MOST_LETTERS
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.reading import read_kept
from hotline.notify.composing import composed
from hotline.people.facts import Role
from tests import make
from tests.intake.letters import PHOTO, leaf, letter, parts
from tests.people.persons import make_person, signed_in

AN = "an@dan.example"
OURS = "mx.ours.example"
PROVED = {"Authentication_Results": f"{OURS}; dmarc=pass header.from=dan.example"}
FORGED = {"Authentication_Results": f"{OURS}; dmarc=fail"}

pytestmark = pytest.mark.usefixtures("city", "db")


def arrive(*letters: bytes, returns_to: str = AN) -> list[Incoming]:
    """Keep letters and read them; return what became of each."""
    for raw in letters:
        keep(channels()["email"], [piece_of(Envelope("lmtp", timezone.now(), returns_to, trusts=OURS), raw)], now=timezone.now())
        while read_kept(timezone.now()):
            pass
    return list(Incoming.objects.order_by("id"))


def told() -> list[str]:
    """Return the events of what An is told from now on, beside their case's own."""
    return list(Message.objects.filter(event__startswith="talk_").order_by("id").values_list("event", flat=True))


def case() -> Opened:
    return make.report(now=timezone.now(), contact=ContactDraft(email=AN), channel=Channel.EMAIL)


def to(opened: Opened) -> str:
    return f"phananh+{reply_token(opened.reference)}@1022.example"


def test_a_letter_to_the_cases_address_joins_it_whoever_sends_it() -> None:
    """Whoever has the address had the letter; a word that we did not make is nothing."""
    opened = case()
    (mine, forged) = arrive(
        letter("Thêm ảnh", to=to(opened), From="con-gai@dan.example"),
        letter(
            "Lạ", to=f"phananh+{opened.reference.lower()}.0123456789abcdef@1022.example", From="la@x.example", Message_ID="<2@x>"
        ),
    )
    assert (mine.became, mine.request_id) == ("joined", opened.request_id)
    assert forged.request_id is None


def test_what_a_letter_offers_stands_under_its_question_and_above_our_name() -> None:
    arrive(letter("Đèn đường hư mấy đêm nay", **PROVED))
    (message,) = actions.lease_messages(["email"], limit=9, now=timezone.now())
    lines = composed(message, queries.in_hand([message])[message.id]).text.splitlines()
    assert lines[2:4] == ["Việc bạn báo thuộc loại nào? Xin trả lời bằng số:", "1. Đèn đường hư, không sáng"]
    assert lines[-1] == "Cổng thông tin 1022"


def test_an_answer_to_our_letter_joins_its_case_and_an_agencys_does_not() -> None:
    """Agencies get letters about the case too; what they answer is no word of the reporter's."""
    opened = case()
    actions.forward(opened.request_id, now=timezone.now(), actor=make.OPERATOR)
    names = {}
    for row in Message.objects.filter(channel="email"):
        sent = message_id(message_word(row.pk), domain="1022.example")
        names["agency" if row.focal_point_id else "citizen"] = sent
        actions.mark_sent(row.pk, provider_id=sent, kept="x", now=timezone.now())
    heard = arrive(letter("Cảm ơn", In_Reply_To=names["citizen"], From="khac@dan.example"))
    assert heard[0].request_id == opened.request_id
    if "agency" in names:
        other = arrive(letter("Đã nhận", In_Reply_To=names["agency"], From="dau-moi@so.example", Message_ID="<2@so.example>"))
        assert other[1].request_id is None


def test_the_reference_in_the_subject_joins_its_own_reporter_alone() -> None:
    """A reference is on paper and in links: a stranger who writes it begins a report of their own."""
    opened = case()
    case()
    heard = arrive(
        letter("Vẫn hư", Subject=f"Re: {opened.reference}", **PROVED),
        letter("Vẫn hư", Subject=f"Re: {opened.reference}", From="la@x.example", Message_ID="<2@x>"),
    )
    assert [one.request_id for one in heard] == [opened.request_id, None]


def test_a_forged_sender_joins_nothing_orders_nothing_and_hears_nothing() -> None:
    """A person reads it with a warning."""
    opened = case()
    before = Message.objects.count()
    heard = arrive(
        letter("Đóng hồ sơ giúp", Subject=opened.reference, **FORGED),
        letter("STOP", Subject=None, Message_ID="<2@x>", **FORGED),
    )
    assert [one.became for one in heard] == ["doubt", "doubt"]
    assert all(one.is_doubted for one in incoming_in_doubt())
    assert Message.objects.count() == before
    assert not OptOut.objects.exists()


def test_an_operator_reads_the_warning_and_the_names_of_files() -> None:
    """Before they join it to anybody's case."""
    with_paper = parts(leaf("Xem đơn"), leaf(b"%PDF", "application/pdf", Content_Disposition="attachment; filename=don.pdf"))
    arrive(letter(**with_paper, **FORGED))
    page = signed_in(make_person("lan", Role.OPERATOR)).get("/operator/messages/").content.decode()
    assert "người gửi không phải chủ địa chỉ này" in page
    assert "don.pdf" in page


def test_machines_are_never_answered() -> None:
    """In a case's thread their word is kept with it; else it is nothing; over a list a person reads it."""
    opened = case()
    heard = arrive(
        letter("Tôi nghỉ phép", to=to(opened), Auto_Submitted="auto-replied"),
        letter("Tôi nghỉ phép", Auto_Submitted="auto-replied", Message_ID="<2@x>"),
        letter("Khu phố kêu ngập", List_Id="<kp.example>", Message_ID="<3@x>", From="kp@x.example"),
    )
    assert [one.became for one in heard] == ["joined", "nothing", "doubt"]
    assert told() == []


def test_nobody_is_answered_for_ever() -> None:
    """A machine that does not say that it is one: after twenty letters in an hour it hears nothing more, and is still kept."""
    heard = arrive(*[letter("TRỢ GIÚP", Subject=None, Message_ID=f"<{n}@x>") for n in range(MOST_LETTERS + 3)])
    assert [one.became for one in heard] == ["order"] * (MOST_LETTERS + 3)
    assert told() == ["talk_help"] * MOST_LETTERS


def test_a_photo_alone_answers_a_question() -> None:
    """Nothing need be typed above the quotation."""
    opened = case()
    actions.forward(opened.request_id, now=timezone.now(), actor=make.OPERATOR)
    part = make.lead(opened)
    actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
    actions.ask_reporter(part.id, words="Gửi ảnh?", now=timezone.now(), actor=make.officer(part))
    quoted = "Vào 15:04, 2 thg 3, 2026 Tổng đài <a@b.example> đã viết:\n> Gửi ảnh?\n"
    (heard,) = arrive(letter(to=to(opened), **parts(leaf(quoted), leaf(PHOTO, "image/jpeg"))))
    assert (heard.became, len(heard.photos)) == ("reply", 1)
    assert make.case(opened).questions[0].replied_at is not None


def test_only_a_quotation_waits_for_a_person() -> None:
    """Who reads what stands in it."""
    opened = case()
    (heard,) = arrive(letter("Vào 15:04, 2 thg 3, 2026 A <a@b.example> đã viết:\n> Ở đâu?\n", to=to(opened)))
    assert heard.became == "doubt"
    assert "Ở đâu?" in incoming_in_doubt()[0].words


def test_erasing_somebody_erases_their_letters() -> None:
    """Raw bytes, words and all."""
    arrive(letter("Số nhà tôi là 12"))
    contact = Delivery.objects.get(provider_id__contains="#").contact_id
    assert contact is not None
    contacts.erase_contact(contact, now=timezone.now(), actor=make.OPERATOR)
    assert Delivery.objects.get(provider_id__contains="#").body is None
    assert Incoming.objects.get().body is None


def test_letters_of_one_sender_are_read_in_their_order() -> None:
    """By the moment that each names, whichever came first."""
    at = timezone.now() - timedelta(minutes=5)
    dated = [f"{at + timedelta(minutes=n):%a, %d %b %Y %H:%M:%S +0000}" for n in (0, 1)]
    late, early = letter("12 Lê Lợi", Date=dated[1], Message_ID="<b@x>"), letter("Đèn hư", Date=dated[0], Message_ID="<a@x>")
    pieces = [piece_of(Envelope("lmtp", timezone.now(), AN), raw) for raw in (late, early)]
    keep(channels()["email"], pieces, now=timezone.now())
    while read_kept(timezone.now()):
        pass
    assert [one.said_at.minute for one in Incoming.objects.order_by("id")] == [(at + timedelta(minutes=n)).minute for n in (0, 1)]
    assert ServiceRequest.objects.count() == 0

"""A letter's From is typed by whoever sends it: what nothing shows to be the owner's moves nothing of theirs by itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactPoint, Conversation, Message, OptOut, PhoneCode, SenderRuling
from hotline.casefile.threadtokens import message_word
from hotline.core.facts import Actor, ActorKind, Channel
from hotline.core.letternames import message_id
from hotline.people.facts import Role
from tests import make
from tests.intake.blocked import WHY, became, block, message
from tests.intake.letters import letter
from tests.intake.test_mail_heard import AN, FORGED, OURS, arrive, case, to, told
from tests.people.persons import make_person, signed_in

NOTHING = {"Authentication_Results": f"{OURS}; dkim=none; spf=none smtp.mailfrom=evil.example; dmarc=none"}
SIGNED = {"Authentication_Results": f"{OURS}; dmarc=none; dkim=pass header.d=dan.example"}
FOREIGN = {"Authentication_Results": f"{OURS}; dmarc=none; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"}

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def operator(city: str, db: None) -> Client:
    return signed_in(make_person("lan", Role.OPERATOR))


def says(text: str, n: int, **headers: str) -> bytes:
    return letter(text, Subject=None, Message_ID=f"<u{n}@x>", **headers)


def sent_last() -> str:
    """Have the last message of ours sent, and return its Message-ID, which only its reader has."""
    row = Message.objects.latest("id")
    name = message_id(message_word(row.pk), domain="1022.example")
    actions.mark_sent(row.pk, provider_id=name, kept="x", now=timezone.now())
    return name


def answered() -> Opened:
    return make.answered(now=timezone.now() - timedelta(hours=4), contact=ContactDraft(email=AN), channel=Channel.EMAIL)


@pytest.mark.parametrize("results", [NOTHING, FOREIGN, {}])
def test_in_somebody_s_name_nothing_of_their_case_is_moved(results: dict[str, str]) -> None:
    """Not joined, not reopened, not rated; the owner is told once how to have it done, and the case has none of it."""
    opened = answered()
    before = [event.name for event in make.case(opened).events]
    heard = arrive(says("CHƯA XONG", 1, **results), says("1", 2, **results), says(f"Đóng giúp {opened.reference}", 3, **results))
    assert [(one.became, one.request_id) for one in heard] == [("doubt", None)] * 3
    assert [event.name for event in make.case(opened).events] == before
    assert told() == ["talk_unproved"]


def test_what_their_domain_signed_is_theirs() -> None:
    opened = answered()
    (heard,) = arrive(says("CHƯA XONG", 1, **SIGNED))
    assert (heard.became, heard.request_id) == ("not_done", opened.request_id)


def test_whoever_has_the_case_s_own_word_is_heard_in_it() -> None:
    opened = answered()
    (heard,) = arrive(letter("CHƯA XONG", to=to(opened), Subject=None, **NOTHING))
    assert (heard.became, heard.request_id) == ("not_done", opened.request_id)


def test_a_report_that_is_being_made_takes_no_word_of_another() -> None:
    """But an answer to our question is the sender's, whatever their domain shows; and anybody may begin a report."""
    arrive(says("Đèn đường hư", 1, **NOTHING))
    asked = sent_last()
    heard = arrive(says("HỦY", 2, **NOTHING), says("phường Sài Gòn", 3, In_Reply_To=asked, **NOTHING))
    assert [one.became for one in heard] == ["turn", "doubt", "turn"]
    assert Conversation.objects.get().ended_at is None


def test_stop_in_somebody_s_name_is_asked_back() -> None:
    """The answer to that letter, with the same word, is obeyed; another's token is no answer to it."""
    mine, other = case(), make.report(now=timezone.now(), contact=ContactDraft(email="la@x.example"), channel=Channel.EMAIL)
    arrive(says("STOP", 1, **NOTHING), says("STOP", 2, **NOTHING), letter("STOP", to=to(other), Subject=None, **NOTHING))
    assert told() == ["talk_confirm"], "once a day, however often"
    assert not OptOut.objects.exists()
    arrive(says("STOP", 3, In_Reply_To=sent_last(), **NOTHING))
    assert OptOut.objects.exists()
    arrive(says("START", 4, **NOTHING))
    assert OptOut.objects.exists(), "nor are messages sent again"
    arrive(letter("START", to=to(mine), Subject=None, Message_ID="<u5@x>", **NOTHING))
    assert not OptOut.objects.exists()


def test_a_number_in_somebody_s_name_does_not_end_the_code_that_they_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it use up the codes that they may ask for in an hour; they are asked once whether they wrote it."""
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "smpp")
    arrive(says("SĐT 0990 123 456", 1, **SIGNED))
    arrive(*(says(f"SĐT 0990 123 45{n}", n, **NOTHING) for n in (7, 8, 9)))
    assert told() == ["talk_phone_sent", "talk_confirm"]
    (waits,) = PhoneCode.objects.all()
    assert waits.ended_at is None
    arrive(says("SĐT 0990 123 457", 2, In_Reply_To=sent_last(), **NOTHING))
    assert told()[-1] == "talk_phone_sent", "the answer to that letter is theirs"


def test_an_operator_reads_why_it_waits(operator: Client) -> None:
    case()
    arrive(says("Thêm ảnh", 1, **NOTHING))
    assert "Không có gì chứng minh thư này do chủ địa chỉ gửi" in operator.get("/operator/messages/").content.decode()


def test_a_block_for_what_nobody_proved_does_not_silence_the_owner(operator: Client) -> None:
    """The form says so; it holds what nothing shows to be theirs, and when something does, it may be made whole."""
    case()
    arrive(says("Đồ ngu", 1, **NOTHING))
    assert "thư của chính chủ vẫn được xử lý" in operator.get(f"/operator/senders/{message()}/").content.decode()
    block()
    arrive(says("Đồ ngu lần nữa", 2, **NOTHING))
    assert became() == "held"
    arrive(says("Vẫn chưa ai tới", 3, **SIGNED))
    assert became() == "joined"
    page = operator.get(f"/operator/senders/{message()}/").content.decode()
    assert "thư của chính chủ vẫn được xử lý" not in page
    assert 'name="days"' in page, "now it is shown who writes"
    block()
    arrive(says("Đồ ngu nữa", 4, **SIGNED))
    assert became() == "held"
    assert [(one.of_unproved, one.ended_at is None) for one in SenderRuling.objects.order_by("id")] == [
        (True, False),
        (False, True),
    ]


def test_danger_in_doubt_stands_first_and_hears_whom_to_call(operator: Client) -> None:
    case()
    arrive(
        says("Xem giúp hồ sơ", 1, **NOTHING),
        says("Cháy nhà, có người mắc kẹt", 2, **NOTHING),
        says("Cháy nhà, mắc kẹt", 3, **FORGED),
    )
    assert told() == ["talk_unproved", "talk_danger"], "who is pretended to have written hears nothing"
    page = operator.get("/operator/messages/").content.decode()
    assert page.index("Cháy nhà, có người mắc kẹt") < page.index("Xem giúp hồ sơ")
    assert page.count("waiting--urgent") == 2


# ---- one spelling -------------------------------------------------------------------------------------------------------------


def test_capitals_make_no_other_sender() -> None:
    arrive(says("Đồ ngu", 1, From="An <AN@Dan.Example>", **SIGNED))
    block()
    arrive(says("Đồ ngu", 2, From="an@dan.example", **SIGNED), says("Đồ ngu", 3, From="aN@DAN.example", **SIGNED))
    assert became() == "held"
    assert ContactPoint.objects.count() == 1


# ---- an operator's own block --------------------------------------------------------------------------------------------------


def test_an_operator_takes_back_their_own_block_within_a_day(operator: Client) -> None:
    case()
    arrive(says("Đồ ngu", 1, **NOTHING))
    operator.post(f"/operator/senders/{message()}/", {"reason": WHY, "days": "7"})
    lift = f"/operator/senders/{message()}/lift/"
    assert f'href="/operator/senders/{message()}/"' in operator.get("/operator/messages/").content.decode(), "it is found again"
    assert f'action="{lift}"' in operator.get(f"/operator/senders/{message()}/").content.decode()
    assert operator.post(lift, {"lift-reason": ""}).status_code == 422
    other = signed_in(make_person("tu", Role.OPERATOR))
    assert lift not in other.get(f"/operator/senders/{message()}/").content.decode()
    assert "Bạn vừa chặn" not in other.get("/operator/messages/").content.decode()
    other.post(lift, {"lift-reason": "Nhầm"})
    assert SenderRuling.objects.get().ended_at is None
    standing = SenderRuling.objects.get()
    late, own = timezone.now() + timedelta(days=1), Actor(ActorKind.STAFF, user_id=standing.set_by)
    with pytest.raises(actions.MayNotLift):
        actions.lift_block(standing.pk, reason="Nhầm", now=late, actor=own)
    assert operator.post(lift, {"lift-reason": "Bấm nhầm"}).status_code == 302
    assert SenderRuling.objects.get().ended_why == "Bấm nhầm"
    assert operator.post(lift, {"lift-reason": "Bấm nhầm"}).status_code == 302, "twice is said, not done"

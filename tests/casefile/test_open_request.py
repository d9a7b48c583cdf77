"""Opening a case: all that follows from a report is there at once, or nothing is."""

from datetime import datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact
from hotline.casefile.facts import ContactDraft, Opened
from hotline.core.facts import NOWHERE, Channel, Kind
from hotline.core.status import Part, Phase, Screening
from hotline.core.text import TextTooLong
from tests import make

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TABLES = ("servicerequest", "contact", "contactpoint", "reporter", "assignment", "clock", "event", "message", "intakekey")


def test_everything_that_follows_is_there(city: None, db: None) -> None:
    opened = make.report("pothole")
    case = make.case(opened, revealed=True)
    assert opened.created
    assert case.request.phase is Phase.RECEIVED
    assert case.request.screening is Screening.RECEIVED
    assert [event.name for event in case.events] == ["received", *["proposed"] * len(case.parts)]
    assert {part.state for part in case.parts} == {Part.PROPOSED}
    assert case.parts[0].role == "lead"
    assert case.parts[0].rule
    assert [message.event for message in case.messages] == ["received"]
    assert case.reporters[0].phone == "+84908369123"
    assert case.reporters[0].name == make.NAME


def test_its_clocks_say_when_and_why(city: None, db: None) -> None:
    clocks = {clock.rule: clock for clock in make.case(make.report("pothole")).clocks}
    assert set(clocks) == {"forward-5-minutes", "answer"}
    due = {rule: clock.due_at.astimezone(VIETNAM) for rule, clock in clocks.items() if clock.due_at}
    assert due["forward-5-minutes"] == datetime(2026, 3, 2, 9, 5, tzinfo=VIETNAM)
    assert due["answer"] == datetime(2026, 3, 16, 17, 0, tzinfo=VIETNAM)
    assert "10 ngày làm việc" in clocks["answer"].words
    assert "16/03/2026 17:00" in clocks["answer"].words


def test_contacts_are_masked_and_sealed(city: None, db: None) -> None:
    opened = make.report("pothole", words=f"Tôi là {make.NAME}, gọi {make.PHONE} nhé. Xe 59A-123.45 đè bể nắp cống.")
    case = make.case(opened)
    assert case.reporters[0].phone == "0908 369 …"
    assert make.NAME not in case.request.agency_words
    assert make.PHONE not in case.request.agency_words
    assert "59A-123.45" in case.request.agency_words
    with connection.cursor() as cursor:
        cursor.execute("SELECT value::text FROM casefile_contactpoint")
        assert all("908369123" not in str(bytes.fromhex(value[2:])) for (value,) in cursor.fetchall())


BAD = [
    ("a service the city does not have", {"service": "no_such"}, actions.UnknownService),
    ("a kind this service does not take", {"kind": Kind.IDEA}, actions.KindNotAllowed),
    ("no ward where one is needed", {"place": NOWHERE}, actions.PlaceMissing),
    ("a telephone number that is none", {"contact": ContactDraft(phone="12")}, NotAContact),
    ("an e-mail address that is none", {"contact": ContactDraft(email="a@b")}, NotAContact),
    ("a megabyte of text", {"words": "a" * 1_000_000}, TextTooLong),
    ("a photo nobody kept", {"attachments": ("f" * 32,)}, actions.NoSuchAttachment),
]


@pytest.mark.parametrize(("what", "changes", "refusal"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused_leaves_nothing(
    city: None, committed_db: str, what: str, changes: dict[str, object], refusal: type[Exception]
) -> None:
    wrong = {"service": "pothole", **changes}
    with pytest.raises(refusal):
        actions.open_request(make.draft(**wrong), key="k", payload=b"p", now=make.NOW)  # type: ignore[arg-type]
    assert _counts() == dict.fromkeys(TABLES, 0)


def test_hostile_text_is_kept_but_tamed(city: None, db: None) -> None:
    words = "Ổ gà\x00 ở \u202egnouht\u202c đầu hẻm <script>alert(1)</script>\r\nsâu"
    kept = make.case(make.report("pothole", words=words)).request.words
    assert "\x00" not in kept
    assert "\u202e" not in kept
    assert "<script>alert(1)</script>" in kept
    assert kept.endswith("\nsâu")


PHONES = ["0908369123", "0908.369.123", "0908 369 123", "+84908369123", "84908369123", "(090) 836-9123"]


@pytest.mark.parametrize("typed", PHONES)
def test_a_phone_in_any_format(city: None, db: None, typed: str) -> None:
    opened = make.report("pothole", contact=ContactDraft(phone=typed))
    assert make.case(opened, revealed=True).reporters[0].phone == "+84908369123"


def test_an_old_eleven_digit_number_becomes_todays(city: None, db: None) -> None:
    opened = make.report("pothole", contact=ContactDraft(phone="01222949123"))
    assert make.case(opened, revealed=True).reporters[0].phone == "+84772949123"


def test_with_both_the_answer_goes_to_the_telephone(city: None, db: None) -> None:
    opened = make.report("pothole", contact=ContactDraft(phone=make.PHONE, email=make.EMAIL))
    case = make.case(opened, revealed=True)
    assert case.reporters[0].email == make.EMAIL
    assert [message.channel for message in case.messages] == [Channel.SMS]


def test_an_anonymous_open311_report_has_no_reporter(city: None, db: None) -> None:
    case = make.case(make.report("pothole", contact=None, channel=Channel.OPEN311))
    assert case.reporters == ()
    assert case.messages == ()


def test_photos_are_bound_to_the_case_once(city: None, db: None) -> None:
    key = make.photo()
    opened = make.report("pothole", attachments=(key,))
    assert [photo.key for photo in make.case(opened).attachments] == [key]
    with pytest.raises(actions.NoSuchAttachment):
        make.report("pothole", attachments=(key,))


def test_the_same_key_gives_the_same_report(city: None, db: None) -> None:
    first = actions.open_request(make.draft(), key="k1", payload=b"one", now=make.NOW)
    again = actions.open_request(make.draft(), key="k1", payload=b"one", now=make.NOW + make.minutes(9))
    assert (again.reference, again.link, again.received_at) == (first.reference, first.link, first.received_at)
    assert not again.created
    with pytest.raises(actions.KeyReused):
        actions.open_request(make.draft(), key="k1", payload=b"another", now=make.NOW)
    assert _counts()["servicerequest"] == 1


def test_fifty_at_once_make_one_report(city: None, committed_db: str) -> None:
    start = Barrier(50)
    answers: list[Opened] = []

    def send() -> None:
        start.wait()
        try:
            answers.append(actions.open_request(make.draft(), key="same", payload=b"same", now=make.NOW))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told: set[tuple[str, str]] = {(answer.reference, answer.link) for answer in answers}
    assert len(answers) == 50
    assert len(told) == 1
    assert sum(answer.created for answer in answers) == 1
    assert _counts()["servicerequest"] == 1
    assert _counts()["message"] == 1


def test_words_of_danger_put_a_report_first_and_stop_the_machine(city: None, db: None) -> None:
    calm = make.case(make.report("street_light", words="Đèn không sáng."))
    alarming = make.case(make.report("street_light", words="den duong chap dien, chay nha roi, cuu voi"))
    assert calm.parts[0].automatic
    assert not calm.request.urgent
    assert alarming.request.urgent
    assert not any(part.automatic for part in alarming.parts)


def _counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM casefile_{table}")
            found[table] = cursor.fetchone()[0]
    return found

"""Updates as FixMyStreet asks for them and sends them; and that no rubbish makes a fault."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.casefile import actions as casefile
from hotline.casefile.apikeys import KEYS, OPEN311
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactPoint, Incoming, Message, OptOut, Reporter
from hotline.casefile.queries.blocks import held_off
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM, Correction
from hotline.intake.flooding import MOST_IN_HOUR
from hotline.intake.reading import read_kept
from hotline.public.models import Comment
from tests import make
from tests.intake.blocked import block
from tests.public.test_cases import correct, published
from tests.public.test_open311 import get

pytestmark = pytest.mark.usefixtures("city", "db")

UPDATES = "servicerequestupdates"
FIELDS = {"update_id", "service_request_id", "status", "description", "updated_datetime", "media_url"}


def post(fields: dict[str, Any], *, form: str = "json") -> Any:
    return Client(headers={"accept-language": "en"}).post(f"/open311/v2/{UPDATES}.{form}", fields)


def test_what_happened_to_a_public_case_is_told_oldest_first() -> None:
    opened = published("pothole")
    said = get(UPDATES)
    assert all(set(one) == FIELDS for one in said)
    assert {one["service_request_id"] for one in said} == {opened.reference}
    assert [one["status"] for one in said] == ["in_progress", "fixed", "fixed"]
    assert [one["description"] for one in said] == ["Đang xử lý", "Đã xử lý", "Đã vá xong."]
    moments = [datetime.fromisoformat(one["updated_datetime"]) for one in said]
    assert moments == sorted(moments)
    assert all(moment.utcoffset() == timedelta(hours=7) for moment in moments)
    root = ET.fromstring(Client().get(f"/open311/v2/{UPDATES}.xml").content)  # noqa: S314 - our own words
    assert (root.tag, root[0].tag) == ("service_request_updates", "request_update")


def test_a_corrected_answer_stands_in_the_place_of_the_one_before() -> None:
    opened = published("pothole", public_words="Ông A đã vá.")
    correct(opened, Correction.PRIVACY, words="Đã vá.", why="Riêng tư")
    said = get(UPDATES)
    assert "Ông A" not in json.dumps(said, ensure_ascii=False)
    assert [one["description"] for one in said][-1] == "Đã vá."
    assert len({one["update_id"] for one in said}) == len(said) == 3


def test_nothing_is_told_of_what_is_not_public() -> None:
    opened = make.answered("hardship", now=timezone.now() - timedelta(hours=5))
    assert get(UPDATES) == get(UPDATES, {"service_request_id": opened.reference}) == []


def test_updates_are_narrowed_by_moments_and_codes() -> None:
    one, two = published("pothole"), published("street_light")
    listed = get(UPDATES, {"service_request_id": f"{one.reference},1022-2611-0000-0000-0"})
    assert {update["service_request_id"] for update in listed} == {one.reference}
    now = timezone.now()
    assert get(UPDATES, {"start_date": (now - timedelta(minutes=2)).isoformat(), "end_date": now.isoformat()}) != []
    second = get(UPDATES)[-1]["updated_datetime"]
    assert get(UPDATES, {"start_date": second, "end_date": second}) != [], "our moments are written to the second"
    before = {"start_date": (now - timedelta(days=9)).isoformat(), "end_date": (now - timedelta(days=8)).isoformat()}
    assert get(UPDATES, before) == []
    assert two.reference in str(get(UPDATES, {"start_date": (now - timedelta(days=9)).isoformat()}))


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ({"start_date": "2026-02-01T08:00:00"}, 400, "múi giờ"),
        ({"start_date": "2026-01-01T00:00Z", "end_date": "2026-06-01T00:00Z"}, 400, "90"),
        ({"service_request_id": ",".join(map(str, range(21)))}, 400, "20"),
        ({"jurisdiction_id": "boston.gov"}, 404, "hcmc"),
    ],
)
def test_what_cannot_be_asked_is_said(query: dict[str, str], status: int, word: str) -> None:
    assert word in get(UPDATES, query, status=status)[0]["description"]


GOOD = {"description": "Vẫn còn", "status": "open"}
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("nothing", {}, 400, "The content cannot be read"),
    ("no case", GOOD, 400, "service_request_id: is required."),
    ("no words", {"service_request_id": "x"}, 400, "description: is required."),
    ("an unknown case", {**GOOD, "service_request_id": "1022-2611-0000-0000-0"}, 404, ""),
    ("a status that is none", {**GOOD, "service_request_id": "x", "status": "melted"}, 400, "status: only"),
    ("a date without zone", {**GOOD, "service_request_id": "x", "updated_datetime": "2026-02-01T08:00:00"}, 400, "time zone"),
    ("a novel", {"service_request_id": "x", "description": "ế" * 5000}, 400, "longer than"),
    ("another city", {**GOOD, "service_request_id": "x", "jurisdiction_id": "boston.gov"}, 404, "hcmc"),
]


@pytest.mark.parametrize(("what", "fields", "status", "word"), REFUSED, ids=[row[0] for row in REFUSED])
def test_an_update_that_cannot_be_read_is_said(what: str, fields: dict[str, Any], status: int, word: str) -> None:
    answer = post(fields)
    assert answer.status_code == status
    assert word in " ".join(one["description"] for one in answer.json())
    assert ET.fromstring(post(fields, form="xml").content).findtext("error/code") == str(status)  # noqa: S314 - our own words
    assert not Comment.objects.exists()


def test_no_update_is_taken_of_a_case_that_is_not_public() -> None:
    opened = make.report("hardship", now=timezone.now())
    assert post({**GOOD, "service_request_id": opened.reference}).status_code == 403


def test_no_update_is_taken_where_the_city_takes_no_comments() -> None:
    assert post({**GOOD, "service_request_id": published("pothole").reference}).status_code == 403


KEY = "khóa-của-fixmystreet"
OWN = {"email": "minh@dan.example", "description": "Vẫn chưa ai tới"}


@pytest.fixture
def keyed(city: None, db: None) -> Iterator[None]:
    """A city that has given out a key, and takes no comments."""
    casefile.set_up_channel(OPEN311, options={}, secrets={KEYS: KEY}, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    yield
    forget_setups()


def reported(service: str = "pothole") -> Opened:
    return make.report(service, now=timezone.now(), contact=ContactDraft(email=OWN["email"], phone=make.PHONE))


def notes(opened: Opened) -> list[str]:
    while read_kept(timezone.now()):
        pass
    return [event.note for event in make.case(opened).events if event.name == "reporter_wrote"]


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("who", [{"email": OWN["email"]}, {"phone": "0908 369 123"}, {"phone": "x", "email": OWN["email"]}])
def test_the_reporter_s_own_word_joins_their_case_where_there_are_no_comments(who: dict[str, str]) -> None:
    opened = reported()
    fields = {"service_request_id": opened.reference, "description": "Vẫn chưa ai tới", "api_key": KEY, "update_id": "7", **who}
    first, again = post(fields), post(fields)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 200
    assert notes(opened) == ["Vẫn chưa ai tới"]
    assert not Comment.objects.exists()


@pytest.mark.usefixtures("keyed")
def test_what_it_says_of_the_status_stands_in_the_words_and_moves_nothing() -> None:
    opened = make.answered("hardship", now=timezone.now() - timedelta(hours=5))  # of which nobody was told that it is done
    phase = make.case(opened).request.phase
    fields = {"service_request_id": opened.reference, "status": "OPEN", "api_key": KEY, "phone": make.PHONE}
    assert post({**fields, "description": "Còn ổ gà", "media_url": "http://10.0.0.7/a.jpg"}).status_code == 200
    assert notes(opened) == ["Còn ổ gà\n(status: open)\nhttp://10.0.0.7/a.jpg"]  # no photo of our own network is fetched
    assert make.case(opened).request.phase == phase


SAYS: list[tuple[str, dict[str, str], list[str], bool]] = [  # of an answered case: what it is taken for, whether that reopens it
    ("open, of what it had been told is fixed", {"status": "OPEN"}, ["not_done"], True),
    ("open, said before that", {"status": "OPEN", "updated_datetime": "2026-01-05T08:00:00+07:00"}, ["joined"], False),
    ("reopened", {"status": "REOPEN", "updated_datetime": "2026-01-05T08:00:00+07:00"}, ["not_done"], True),
    ("still closed there", {"status": "CLOSED"}, ["joined"], False),
    ("a state of its own staff", {"status": "IN_PROGRESS"}, ["joined"], False),
    ("nothing of the state", {}, ["joined"], False),
    ("in the city's own words", {"description": "Chưa xong, còn ổ gà"}, ["not_done"], True),
    ("a word that steers an SMS", {"description": "STOP"}, ["joined"], False),
    ("stars", {"description": "5"}, ["rated"], False),
    ("a photo alone", {"description": "", "media_url": "http://10.0.0.7/a.jpg"}, ["joined"], False),
]


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize(("what", "said", "became", "is_open"), SAYS, ids=[row[0] for row in SAYS])
def test_what_a_reporter_s_word_is_taken_for(what: str, said: dict[str, str], became: list[str], is_open: bool) -> None:
    opened = published("pothole")
    fields = {"service_request_id": opened.reference, "description": "Còn ổ gà", "api_key": KEY, "phone": make.PHONE, **said}
    assert [post(fields).status_code for _time in range(2)] == [200, 200]
    notes(opened)
    assert list(Incoming.objects.filter(channel="open311").values_list("became", flat=True)) == became
    assert (make.case(opened).request.phase != "resolved") == is_open
    assert not Message.objects.filter(event="talk_joined").exists(), "who writes there hears there what became of it"
    assert not OptOut.objects.exists()


@pytest.mark.usefixtures("keyed")
def test_the_reply_to_a_question_is_its_reply() -> None:
    opened = reported("street_light")
    casefile.ask(opened.request_id, words="Trụ nào ạ?", now=timezone.now(), actor=make.OPERATOR)
    (found,) = get(f"requests/{opened.reference}")
    assert found["status_notes"] == "Đã tiếp nhận, chờ người phản ánh cho biết thêm"
    assert "Trụ nào" not in str(get(UPDATES))
    assert [one["status"] for one in get(UPDATES)][-1] == "open"
    post({"service_request_id": opened.reference, "api_key": KEY, **OWN, "status": "OPEN", "description": "Trụ 12"})
    assert notes(opened) == []
    assert [question.reply for question in make.case(opened).questions] == ["Trụ 12"]
    assert get(f"requests/{opened.reference}")[0]["status_notes"] == "Đã tiếp nhận"


@pytest.mark.usefixtures("keyed")
def test_a_blocked_reporter_s_word_is_only_kept_and_an_erased_one_s_not_at_all() -> None:
    blocked, erased = reported(), make.report("pothole", now=timezone.now(), contact=ContactDraft(email="an@dan.example"))
    own = {"api_key": KEY, "description": "Vẫn chưa ai tới"}
    post({**own, "service_request_id": blocked.reference, "email": OWN["email"]})
    notes(blocked)
    block()
    post({**own, "service_request_id": blocked.reference, "email": OWN["email"], "update_id": "2"})
    post({**own, "service_request_id": erased.reference, "email": "an@dan.example"})
    contact = Reporter.objects.get(request_id=erased.request_id).contact_id
    casefile.erase_contact(contact, now=timezone.now(), actor=SYSTEM)
    assert (notes(blocked), notes(erased)) == (["Vẫn chưa ai tới"], [])
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == ["joined", "held"]


@pytest.mark.usefixtures("keyed")
def test_more_than_a_person_writes_is_only_kept_and_operators_see_who() -> None:
    opened = reported()
    fields = {"service_request_id": opened.reference, "api_key": KEY, **OWN}
    for number in range(MOST_IN_HOUR + 2):
        assert post({**fields, "update_id": str(number)}).status_code == 200
    assert len(notes(opened)) == MOST_IN_HOUR
    assert [one.held for one in held_off(now=timezone.now(), limit=5)] == [2]
    contact = Reporter.objects.get(request_id=opened.request_id).contact_id
    casefile.erase_contact(contact, now=timezone.now(), actor=SYSTEM)
    assert not Incoming.objects.filter(body__isnull=False).exists(), "what was only kept is theirs, too"
    assert not ContactPoint.objects.filter(value__isnull=False).exists()


def test_no_update_tells_a_stranger_who_reported(keyed: None) -> None:
    opened, complaint = reported(), reported("officials_conduct")
    own = {**OWN, "service_request_id": opened.reference}
    assert post({**own, "email": "khac@dan.example", "api_key": KEY}).status_code == 403
    assert post({**own, "email": "", "api_key": KEY}).status_code == 403
    assert post({**OWN, "service_request_id": complaint.reference, "api_key": KEY}).status_code == 403
    assert post(own).status_code == 403
    casefile.set_up_channel(OPEN311, options={}, secrets={KEYS: ""}, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    assert post(own).status_code == post({**own, "email": "khac@dan.example"}).status_code == 403
    assert notes(opened) == notes(complaint) == []


NAMES = st.sampled_from(
    [
        "service_code", "lat", "long", "address_id", "address_string", "media_url", "attribute[extent]", "attribute[", "api_key",
        "service_request_id", "start_date", "end_date", "status", "updated_datetime", "jurisdiction_id", "description", "phone",
    ]
)  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["pothole", "street_light", "1e400", "-0", "9999-12-31T23:59:59Z", "2026-02-30T00:00Z", "\x00", "open,,", "%"]
    ),
)
PATHS = st.sampled_from(["requests", "services", "tokens", UPDATES, "discovery", "requests/x", "services/\x00", "tokens/%2e"])


@given(
    st.sampled_from(["get", "post", "put"]), PATHS, st.sampled_from(["json", "xml"]), st.dictionaries(NAMES, WORDS, max_size=6)
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_rubbish_makes_a_fault(method: str, path: str, form: str, fields: dict[str, str]) -> None:
    answer = getattr(Client(), method)(f"/open311/v2/{path}.{form}", {} if method == "put" else fields)
    assert answer.status_code < 500
    if answer.status_code >= 400 and answer.content:
        parse = json.loads if answer["Content-Type"].startswith("application/json") else ET.fromstring
        assert len(parse(answer.content))

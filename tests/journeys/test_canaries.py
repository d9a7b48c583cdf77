"""Planted names, numbers, addresses and places are walked through a whole case; whoever has no right to them finds none.

At each step everything that everyone can open is read, everything of the agency that has the case, what its focal points
are sent, what the record says in codes, and what was logged. The operator reads the number after saying why, not before.
"""

import html
import json
import logging
import logging.config
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image

from hotline.casefile import actions
from hotline.casefile.actions import keep_picture
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Event, Message
from hotline.casefile.pictures import make_public, receive
from hotline.casefile.sealing import opened_text
from hotline.core.facts import AttachmentKind, Correction, Place, PlaceHow, Publish
from hotline.core.text import fold
from hotline.directory.queries import snapshot
from hotline.notify.draining import Drain
from hotline.people.facts import Role
from hotline.site.logs import LOGGING
from tests import make
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

NAME, PHONE, EMAIL = "Trịnh Vũ Hải Đường", "0908 369 217", "hai-duong.trinh@thu.example"
OTHER_PHONE, OTHER_EMAIL = "+84 938.271.645", "ban.cua.duong@thu.example"
"""Not the contact's: told in passing, and struck out by their look alone."""
LAT, LON = 10.775318, 106.701946
EXIF_LAT, EXIF_LON = 10.793157, 106.713264
TELLING = f"Tôi là {NAME.upper()}, {PHONE}, {EMAIL}; hoặc gọi {OTHER_PHONE}, {OTHER_EMAIL}."
HOUSE = f"12 Lê Lợi, hỏi {NAME} ({PHONE})"

WHO = (NAME, EMAIL, OTHER_EMAIL)
NUMBERS = ("908369217", "938271645")
CAMERA = (str(EXIF_LAT), str(EXIF_LON), "10.7931", "106.7132", "MAY-ANH-CUA-DUONG")
POINT = (str(LAT), str(LON), "10.7753", "106.7019")
"""The agency reads this: it has to find the hole. Nobody else does."""

SERVICES = {Publish.FROM_RECEPTION: "pothole", Publish.AFTER_REPLY: "noise", Publish.NEVER: "hardship"}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Give everything that is logged, written as the installation writes it."""
    written = StringIO()
    maker = logging.config.DictConfigurator(LOGGING)
    handler = logging.StreamHandler(written)
    handler.setFormatter(maker.configure_formatter(dict(LOGGING["formatters"]["json"])))
    handler.setLevel(logging.DEBUG)
    logging.root.addHandler(handler)
    yield written
    logging.root.removeHandler(handler)


@pytest.mark.parametrize(
    "policy",
    [
        Publish.AFTER_REPLY,
        *(pytest.param(policy, marks=pytest.mark.long) for policy in SERVICES if policy is not Publish.AFTER_REPLY),
    ],
    ids=str,
)
def test_what_is_planted_is_found_nowhere(city: None, db: None, log: StringIO, policy: Publish) -> None:
    assert snapshot().services[SERVICES[policy]].publish is policy
    opened, key = planted(SERVICES[policy])
    officer = signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=make.lead(opened).unit_id))
    stranger = signed_in(make_person("dung", Role.FOCAL_POINT, unit_id=snapshot().units["so-y-te"].id))
    told = Phone()
    read = 0
    for step in life(opened, key, policy):
        drained(told)
        for where, text in (*everyones(opened, key), *recorded(opened)):
            assert found(text, [*WHO, *CAMERA, *POINT, opened.link]) == [], f"{where} when {step}"
            read += 1
        for where, text in (*agencys(officer, opened), *agencys(stranger, opened), *sent_to_agencies(told)):
            assert found(text, [*WHO, *CAMERA, opened.link]) == [], f"{where} when {step}"
            read += 1
    assert read > 200
    assert found(log.getvalue(), [*WHO, *CAMERA, *POINT, opened.link]) == [], "the log"
    private = Client().get(f"/r/{opened.link}/").content.decode()
    assert found(private, [NAME, *POINT]) == [NAME, *NUMBERS], "the canaries are in the case, where only its reporter reads them"


@pytest.mark.parametrize(
    "written",
    [
        f"<p>{NAME}</p>", NAME.upper(), fold(NAME), quote(NAME), quote_plus(NAME.lower()), json.dumps({"a": NAME}),
        "".join(f"&#{ord(letter)};" for letter in NAME), quote_plus(json.dumps(NAME)),
    ],
)  # fmt: skip
def test_a_canary_is_found_however_it_is_written(written: str) -> None:
    assert found(written, [NAME, EMAIL]) == [NAME]


@pytest.mark.parametrize(
    "written", ["0908369217", "+84 908 369 217", "0908.369.217", "0908-36-92-17", "0908&nbsp;369&nbsp;217", "%2B84908369217"]
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    assert found(f"gọi {written} nhé", [NAME]) == ["908369217"]


def test_the_operator_reads_the_contact_after_saying_why(city: None, db: None) -> None:
    opened = make.report(
        "pothole", now=timezone.now() - timedelta(minutes=3), contact=ContactDraft(NAME, PHONE, EMAIL, hidden=True)
    )
    operator = signed_in(make_person("lan", Role.OPERATOR))
    colleague = signed_in(make_person("tu", Role.OPERATOR))
    page = f"/operator/{opened.reference}/"
    for pages in (operator.get(page), operator.get("/operator/"), operator.get("/operator/queue.part")):
        assert found(pages.content.decode(), [NAME, EMAIL]) == []
    version = make.case(opened).request.version
    refused = operator.post(f"/triage/{opened.reference}/reveal/", {"version": version, "reason": " "})
    assert (refused.status_code, found(refused.content.decode(), [NAME, EMAIL])) == (422, [])
    operator.post(f"/triage/{opened.reference}/reveal/", {"version": version, "reason": "Gọi lại để xác minh"})
    assert found(operator.get(page).content.decode(), [NAME, EMAIL]) == [NAME, EMAIL, "908369217"]
    assert found(colleague.get(page).content.decode(), [NAME, EMAIL]) == [], "opened for who asked, not for everyone"
    revealed = make.case(opened).events[-1]
    assert (revealed.name, revealed.note) == ("contact_revealed", "Gọi lại để xác minh")


def planted(service: str) -> tuple[Opened, str]:
    """Report with everything personal there is; return the case and its photo's key."""
    now = timezone.now() - timedelta(hours=9)
    picture = receive(_photo(), now=now)
    assert picture.gps == pytest.approx((EXIF_LAT, EXIF_LON), abs=1e-5), "it is read, and kept sealed"
    keep_picture(picture, kind=AttachmentKind.REPORT, now=now)
    area = snapshot().areas[make.SAI_GON]
    opened = make.report(
        service,
        now=now,
        words=TELLING,
        contact=ContactDraft(name=NAME, phone=PHONE, email=EMAIL),
        place=Place(LAT, LON, HOUSE, area.id, area.code, PlaceHow.CHOSEN),
        attachments=(picture.key,),
        raw=f"description={quote(TELLING)}".encode(),
    )
    return opened, picture.key


def life(opened: Opened, key: str, policy: Publish) -> Iterator[str]:
    """Lead the case from reception to a correction and a reopening, and stop at each step to be looked at."""
    now = timezone.now() - timedelta(hours=8)
    yield "received"
    question = actions.ask(opened.request_id, words="Ở đoạn nào?", now=now, actor=make.OPERATOR)
    actions.reply_question(question, words=TELLING, now=now)
    actions.forward(opened.request_id, now=now, actor=make.OPERATOR)
    yield "forwarded"
    for part in make.case(opened).parts:
        hand = make.officer(part)
        actions.accept_part(part.id, now=now, actor=hand)
        question = actions.ask_reporter(part.id, words="Nhà số mấy?", now=now, actor=hand)
        actions.reply_question(question, words=TELLING, now=now)
        actions.file_result(part.id, note="Đã làm xong.", evidence=[make.photo(now=now)], now=now, actor=hand)
    yield "result filed"
    answer = f"Chào {NAME}, đã xong trước nhà {HOUSE}."
    for part in make.case(opened).parts:
        actions.accept_result(part.id, now=now, actor=make.DESK)
    actions.draft_answer(opened.request_id, words=answer, public_words=answer, now=now, actor=make.DESK)
    actions.draft_answer(opened.request_id, words=answer, public_words="Đã xong.", now=now, actor=make.DESK)
    actions.send_answer(opened.request_id, now=now, actor=make.DESK)
    yield "answered"
    if policy is not Publish.NEVER:
        actions.publish_answer(opened.request_id, public_words="Đã xong.", now=now + _SECOND, actor=make.DESK)
    request = make.case(opened).request
    actions.approve_public_words(opened.request_id, words="Đường hỏng.", place=request.area_name, now=now, actor=make.DESK)
    actions.publish_picture(make.case(opened).attachments[0].id, copy=make_public(key), now=now, actor=make.DESK)
    yield "published"
    _correct(opened, answer, now=now + 2 * _SECOND)
    if policy is not Publish.NEVER:
        _correct(opened, "Đã xong hẳn.", now=now + 3 * _SECOND)
    for part in make.case(opened).parts:
        actions.rate(part.id, stars=1, note=TELLING, now=now + 4 * _SECOND)
    actions.say_not_done(opened.request_id, words=TELLING, reason="still_there", now=timezone.now())
    yield "reopened"


def everyones(opened: Opened, key: str) -> Iterator[tuple[str, str]]:
    """Give everything that anybody can read without a link or a sign-in."""
    code, client = opened.reference, Client()
    lists = ("/", "/cases/", "/cases/?area=26740", f"/cases/{code}/", "/follow/", f"/media/{key}.jpg")
    reports = [
        f"/open311/v2/{path}{form}{query}"
        for form in (".json", ".xml")
        for path, query in (
            ("requests", ""), ("requests", f"?service_request_id={code}"), (f"requests/{code}", ""), (f"tokens/{code}", ""),
        )
    ]  # fmt: skip
    for address in (*lists, *reports, f"/r/{'x' * 22}/", f"/operator/{code}/", f"/agency/{opened.request_id}/"):
        yield address, _body(client.get(address))
    yield "/follow/", _body(client.post("/follow/", {"reference": code}))


def agencys(officer: Client, opened: Opened) -> Iterator[tuple[str, str]]:
    """Give everything that somebody of an agency can open of the case, whether it is theirs or not."""
    for tab in ("", "?tab=new", "?tab=filed", "?tab=done", "?mine=1"):
        yield f"/agency/{tab}", _body(officer.get(f"/agency/{tab}"))
    case = make.case(opened)
    for part in case.parts:
        yield f"/agency/{part.id}/", _body(officer.get(f"/agency/{part.id}/"))
        for photo in case.attachments:
            address = f"/agency/{part.id}/photo/{photo.key}.jpg"
            yield address, _body(officer.get(address))
    for address in (f"/operator/{opened.reference}/", f"/synthesis/{opened.reference}/", f"/cases/{opened.reference}/"):
        yield address, _body(officer.get(address))


def recorded(opened: Opened) -> Iterator[tuple[str, str]]:
    """Give what stands unsealed for ever: events, and what messages are made of."""
    yield "events", str(list(Event.objects.filter(request_id=opened.request_id).values_list("name", "reason", "facts")))
    columns = ("event", "facts", "once", "reason", "provider_id")
    yield "messages", str(list(Message.objects.filter(request_id=opened.request_id).values_list(*columns)))


def drained(phone: Phone) -> None:
    """Let every message leave; the first of each channel meets a fault that quotes it."""
    for channel in ("sms", "email"):
        Drain(channel, _Broken()).run(timezone.now())
        Message.objects.filter(state="waiting").update(try_at=timezone.now())
        Drain(channel, phone).run(timezone.now())


def sent_to_agencies(phone: Phone) -> Iterable[tuple[str, str]]:
    """Give the words of messages to focal points, and the copies of them that are kept."""
    ids = set(Message.objects.filter(focal_point__isnull=False).values_list("id", flat=True))
    yield from ((f"message {one.id}", f"{one.subject} {one.text}") for one in phone.taken if one.id in ids)
    kept = Message.objects.filter(focal_point__isnull=False, kept__isnull=False)
    yield from ((f"kept {one.pk}", opened_text(one.kept)) for one in kept)


class _Broken(Phone):
    """A way out whose faults quote what it was given, as careless libraries do."""

    def send(self, outgoing):  # type: ignore[no-untyped-def]
        raise ValueError(f"550 {outgoing.to}: {PHONE} {EMAIL} {outgoing.text[:5]}")


def found(text: str, canaries: Iterable[str]) -> list[str]:
    """Return which canaries stand in a text, written plainly, for an address, for HTML or for JSON, and the numbers anyhow."""
    plain = html.unescape(text)
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), plain)
    readings = [fold(reading) for reading in (text, unescaped, unquote_plus(unescaped))]
    squeezed = [re.sub(r"[\s.\-()\u00a0]", "", reading) for reading in readings]
    told = [one for one in canaries if any(_is_in(one, reading) for reading in readings)]
    return told + [number for number in NUMBERS if any(number in reading for reading in squeezed)]


def _is_in(canary: str, reading: str) -> bool:
    spellings = (canary, quote(canary), quote_plus(canary), json.dumps(canary)[1:-1])
    return any(fold(spelling) in reading for spelling in spellings)


def _body(response) -> str:  # type: ignore[no-untyped-def]
    """Return headers and body of an answer, of a photo also what stands in its facts."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code in (200, 302, 403, 404), response.status_code
    facts = ""
    if response.headers.get("Content-Type") == "image/jpeg":
        picture = Image.open(BytesIO(body))
        facts = f"{dict(picture.getexif())} {picture.info}"
        assert not picture.getexif(), "a photo that is served tells nothing"
    return f"{response.headers} {facts} {body.decode(errors='replace')}"


def _correct(opened: Opened, words: str, *, now: datetime) -> None:
    """Correct for privacy: the first time towards the citizen with telling words, which nobody else may read."""
    answer = make.case(opened).answers[0]
    public_words = "Đã xong, xin lỗi."
    actions.correct_answer(
        answer.id,
        words=words,
        public_words=public_words,
        correction=Correction.PRIVACY,
        why="Có thông tin riêng",
        now=now,
        actor=make.DESK,
    )


def _photo() -> bytes:
    """Return a photo that says where and by whose camera it was taken."""
    facts = Image.Exif()
    facts[ExifTags.Base.Artist] = NAME
    facts[ExifTags.Base.Make] = "MAY-ANH-CUA-DUONG"
    place = facts.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", _sexagesimal(EXIF_LAT)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", _sexagesimal(EXIF_LON)
    written = BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 90)).save(written, "JPEG", exif=facts, comment=f"{EMAIL} {PHONE}".encode())
    return written.getvalue()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)


_SECOND = timedelta(seconds=1)

"""Planted names, numbers, addresses and places are on no public page and in no Open311 answer, whatever the policy."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import AttachmentKind, Place, PlaceHow, Publish
from hotline.directory.queries import snapshot
from hotline.notify.draining import Drain
from tests import make
from tests.notify.test_draining import Phone
from tests.public.portal import link

pytestmark = pytest.mark.usefixtures("city", "db")

NAME, PHONE, EMAIL = "Hoàng Thị Chim Yến", "0987654321", "chim.yen@thu.example"
LAT, LON = 10.7768912, 106.7009453
HOUSE = "45/8/3 hẻm Chim Yến"
WORDS = f"Tôi là {NAME}, {PHONE}, {EMAIL}, nhà {HOUSE}: đèn hỏng."
ANSWER = f"Chào bà {NAME}, đã sửa trước nhà {HOUSE}."
CANARIES = (
    NAME, "Chim Yến", PHONE, "987654321", "0987 654", EMAIL, "chim.yen", "45/8/3", str(LAT), str(LON), "10.7768", "106.70094",
)  # fmt: skip
POLICIES = {
    Publish.FROM_RECEPTION: "street_light",
    Publish.AFTER_REPLY: "water_meter",
    Publish.NEVER: "hardship",
}


def planted(service: str) -> tuple[Opened, str]:
    """Report with everything personal there is, and return the case with its photo's key."""
    picture = receive(_jpeg_with_gps(), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    area = snapshot().areas[make.SAI_GON]
    opened = make.report(
        service,
        now=timezone.now() - timedelta(hours=9),
        words=WORDS,
        contact=ContactDraft(name=NAME, phone=PHONE, email=EMAIL),
        place=Place(LAT, LON, HOUSE, area.id, area.code, PlaceHow.NEAREST_CENTRE),
        attachments=(picture.key,),
    )
    return opened, picture.key


def life(opened: Opened, key: str) -> Iterator[str]:
    """Lead the case from reception to a published answer and a reopening, and stop at each step to be looked at."""
    now = timezone.now() - timedelta(hours=8)
    yield "received"
    actions.forward(opened.request_id, now=now, actor=make.OPERATOR)
    yield "forwarded"
    note = f"Đã gặp {NAME} ở {HOUSE}"
    for part in make.case(opened).parts:
        actions.accept_part(part.id, now=now, actor=make.officer(part))
        actions.file_progress(part.id, note=note, now=now, actor=make.officer(part))
        actions.file_result(part.id, note=note, evidence=[make.photo(now=now)], now=now, actor=make.officer(part))
    yield "result filed"
    for one in make.case(opened).parts:
        actions.accept_result(one.id, now=now, actor=make.DESK)
    public = "Đã sửa đèn."
    actions.draft_answer(opened.request_id, words=ANSWER, public_words=public, now=now, actor=make.DESK)
    actions.send_answer(opened.request_id, now=now, actor=make.DESK)
    yield "answered"
    for channel in ("sms", "email"):
        Drain(channel, Phone()).run(timezone.now())
    if snapshot().services[make.case(opened).request.service].publish is not Publish.NEVER:
        actions.publish_answer(opened.request_id, public_words=public, now=now, actor=make.DESK)
        yield "published"
    words = {"words": "Đèn hỏng trong hẻm.", "place": "một hẻm ở phường"}
    actions.approve_public_words(opened.request_id, **words, now=now, actor=make.DESK)  # type: ignore[arg-type]
    actions.publish_picture(make.case(opened).attachments[0].id, copy=make_public(key), now=now, actor=make.DESK)
    yield "approved"
    for one in make.case(opened).parts:
        actions.rate(one.id, stars=1, note=f"{NAME} không vừa lòng", now=now)
    actions.say_not_done(opened.request_id, words=f"Vẫn hỏng, gọi {PHONE}", reason="still_there", now=timezone.now())
    yield "reopened"


@pytest.mark.parametrize("policy", POLICIES, ids=[policy.value for policy in POLICIES])
def test_nothing_personal_is_public_at_any_step(policy: Publish) -> None:
    service = POLICIES[policy]
    assert snapshot().services[service].publish is policy
    opened, key = planted(service)
    private = Client().get(link(opened)).content.decode()
    assert HOUSE in private, "the canaries are in the case"
    for step in life(opened, key):
        for address, text in everything_public(opened, key):
            for canary in CANARIES:
                assert canary not in text, f"{canary!r} on {address} when {step}"
            assert opened.link not in text, f"the private link on {address} when {step}"


@pytest.mark.parametrize("policy", POLICIES, ids=[policy.value for policy in POLICIES])
def test_the_private_page_shows_no_contact_in_full(policy: Publish) -> None:
    opened, _key = planted(POLICIES[policy])
    text = Client().get(link(opened)).content.decode()
    own = re.sub(r"<blockquote.*?</blockquote>", "", text, flags=re.DOTALL)
    for canary in (NAME, PHONE, "987654321", EMAIL, str(LAT), str(LON)):
        assert canary not in own


def test_a_public_photo_tells_no_place() -> None:
    opened, key = planted("street_light")
    for _step in life(opened, key):
        pass
    response = Client().get(f"/media/{key}.jpg")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert Image.open(BytesIO(content)).getexif() == {}
    assert b"Chim" not in content


def everything_public(opened: Opened, key: str) -> Iterator[tuple[str, str]]:
    """Give every page and answer that anybody can read without a link or a sign-in."""
    code = opened.reference
    make.indexed()
    for language in ("vi", "en"):
        client = Client(headers={"accept-language": language})
        for address in (
            "/", f"/?area={make.SAI_GON}", "/cases/", "/cases/?service=street_light", f"/cases/{code}/",
            "/cases/feed.atom",
            "/cases/map/", "/cases/map/points.json?bbox=102,8,110,24", "/cases/?q=den+hong", f"/cases/?q={code}",
            "/follow/", f"/media/{key}.jpg",
            *(f"/open311/v2/{path}.{form}" for form in ("json", "xml")
              for path in ("discovery", "services", "requests", f"requests/{code}", f"tokens/{code}")),
            f"/open311/v2/requests.json?service_request_id={code}",
        ):  # fmt: skip
            response = client.get(address)
            assert response.status_code in (200, 404), address
            body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
            yield address, body.decode(errors="replace") + str(response.headers)
        followed = client.post("/follow/", {"reference": code})
        yield "POST /follow/", followed.content.decode() + str(followed.headers)


def _jpeg_with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (10.0, 46.0, 36.8), 3: "E", 4: (106.0, 42.0, 3.4)}
    exif[0x9286] = NAME.encode()
    written = BytesIO()
    Image.new("RGB", (640, 480), (90, 110, 90)).save(written, "JPEG", exif=exif)
    return written.getvalue()

"""What of a report becomes public: words, place and photos, each approved by a person."""

import html
import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from hotline.answering.actions import Turn, cover_photo
from hotline.casefile import actions, mediafiles, queries
from hotline.casefile.facts import Opened
from hotline.casefile.mediafiles import Copy
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import AttachmentKind
from tests import make
from tests.answering.conftest import Send, page_of

WORDS = "Ổ gà to, gọi tôi 0908 369 123."


@pytest.fixture
def with_photo(city: None, db: None) -> tuple[Opened, str]:
    """Give an accepted case with one photo of the reporter whose files are there."""
    picture = receive(make.jpeg(), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    return make.forwarded("pothole", now=timezone.now() - make.minutes(10), words=WORDS, attachments=(picture.key,)), picture.key


def test_the_form_starts_from_what_agencies_read(desk: Client, with_photo: tuple[Opened, str]) -> None:
    opened, _key = with_photo
    page = html.unescape(page_of(desk, opened))
    panel = page.split('id="public-copy"')[1]
    assert "Ổ gà to, gọi tôi […].</textarea>" in panel
    assert "Công khai từ lúc tiếp nhận" in panel


def test_approving_shows_the_words_to_everyone(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, _key = with_photo
    assert queries.public_case(opened.reference).case.words is None
    assert send(desk, opened, "report", step="approve", words="Ổ gà to.", place="Đường Lê Lợi").status_code == 302
    public = queries.public_case(opened.reference).case
    assert (public.words, public.place) == ("Ổ gà to.", "Đường Lê Lợi")


def test_what_looks_personal_is_looked_at_first(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, _key = with_photo
    answer = send(desk, opened, "report", step="approve", words=WORDS, place="")
    assert answer.status_code == 422
    assert '<mark title="số điện thoại">0908 369 123</mark>' in answer.content.decode()
    assert queries.public_case(opened.reference).case.words is None
    struck = send(desk, opened, "report", step="strike", words=WORDS, place="Đường Lê Lợi", strike=["0908 369 123"])
    page = html.unescape(struck.content.decode())
    assert "Ổ gà to, gọi tôi […].</textarea>" in page
    assert 'value="Đường Lê Lợi"' in page


def test_nothing_of_a_service_that_is_never_published(desk: Client, city: None, send: Send) -> None:
    opened = make.forwarded("late_dossier", now=timezone.now() - make.minutes(10))
    assert send(desk, opened, "report", step="approve", words="Hồ sơ trễ.", place="").status_code == 404
    assert make.case(opened).request.approved_at is None


def test_a_photo_is_covered_looked_at_and_then_published(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    page = desk.get(f"/synthesis/{opened.reference}/photos/{key}/").content.decode()
    assert f"/staff/photo/{key}.jpg" in page
    assert "Chưa có bản công khai" in page
    assert send(desk, opened, f"photos/{key}/publish").status_code == 409, "there is no copy to look at yet"

    made = send(desk, opened, f"photos/{key}/cover", x0="0", y0="0", width0="50", height0="100")
    assert made.headers["Location"] == f"/synthesis/{opened.reference}/photos/{key}/?boxes=0%2C0%2C50%2C100"
    assert queries.public_picture(key) is None, "covering is not publishing"
    copy = Image.open(BytesIO(_body(desk, f"/staff/photo/{key}/public.jpg")))
    assert _is_dark(copy, 0.25)
    assert not _is_dark(copy, 0.75)
    assert not _is_dark(Image.open(BytesIO(_body(desk, f"/staff/photo/{key}.jpg"))), 0.25), "the clean copy is as it was"

    assert send(desk, opened, f"photos/{key}/publish", copy=_copy_on(desk, opened, key)).status_code == 302
    assert queries.public_picture(key) == opened.reference
    assert queries.public_case(opened.reference).case.photos == (key,)

    assert send(desk, opened, f"photos/{key}/withdraw").status_code == 302
    assert queries.public_picture(key) is None


def test_covering_anew_takes_a_public_photo_off_first(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover", x0="0", y0="0", width0="50", height0="100")
    send(desk, opened, f"photos/{key}/publish", copy=_copy_on(desk, opened, key))
    assert queries.public_picture(key) == opened.reference
    assert send(desk, opened, f"photos/{key}/cover").status_code == 302
    assert queries.public_picture(key) is None


def test_a_copy_made_anew_while_another_is_approved_stays_inside(
    desk: Client, with_photo: tuple[Opened, str], send: Send
) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover", x0="0", y0="0", width0="50", height0="100")
    looked_at = _copy_on(desk, opened, key)
    send(desk, opened, f"photos/{key}/cover")  # somebody else, without a box
    answer = send(desk, opened, f"photos/{key}/publish", copy=looked_at)
    assert answer.status_code == 409
    assert "vừa được tạo lại sau khi bạn xem" in answer.content.decode()
    assert queries.public_picture(key) is None
    assert not mediafiles.path_of(key, Copy.PUBLIC).exists()
    assert [event.name for event in make.case(opened).events if "photo" in event.name] == []


def test_covering_by_somebody_who_saw_it_before_it_was_published(
    desk: Client, with_photo: tuple[Opened, str], send: Send
) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover", x0="0", y0="0", width0="50", height0="100")
    before = make.case(opened)
    send(desk, opened, f"photos/{key}/publish", copy=(approved := _copy_on(desk, opened, key)))
    with pytest.raises(actions.ChangedMeanwhile):
        cover_photo(Turn(before, before.request.version, timezone.now(), make.DESK), before.attachments[0], boxes=[])
    assert queries.public_picture(key) == opened.reference
    assert mediafiles.digest_of(key, Copy.PUBLIC) == approved


def test_a_copy_of_which_nothing_is_said_is_not_published(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover")
    assert send(desk, opened, f"photos/{key}/publish").status_code == 409
    assert queries.public_picture(key) is None


def test_what_everyone_sees_is_what_the_desk_sees(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover", x0="0", y0="0", width0="50", height0="100")
    send(desk, opened, f"photos/{key}/publish", copy=_copy_on(desk, opened, key))
    make_public(key)  # proposed by hand, and approved by nobody
    assert _is_dark(Image.open(BytesIO(_body(Client(), f"/media/{key}.jpg"))), 0.25)
    assert _is_dark(Image.open(BytesIO(_body(desk, f"/staff/photo/{key}/public.jpg"))), 0.25)


@pytest.mark.parametrize(
    "typed",
    [
        {"x0": "10", "y0": "10", "width0": "5"},
        {"x0": "10", "y0": "10", "width0": "0", "height0": "5"},
        {"x0": "-1", "y0": "10", "width0": "5", "height0": "5"},
        {"x0": "10", "y0": "101", "width0": "5", "height0": "5"},
        {"x0": "ten", "y0": "10", "width0": "5", "height0": "5"},
        {"x0": "nan", "y0": "10", "width0": "5", "height0": "5"},
    ],
)
def test_boxes_that_are_none(typed: dict[str, str], desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    answer = send(desk, opened, f"photos/{key}/cover", **typed)
    assert answer.status_code == 422
    assert f'value="{typed["x0"]}"' in answer.content.decode()
    assert desk.get(f"/staff/photo/{key}/public.jpg").status_code == 404


def test_two_people_on_one_photo(desk: Client, with_photo: tuple[Opened, str], send: Send) -> None:
    opened, key = with_photo
    send(desk, opened, f"photos/{key}/cover")
    seen = make.case(opened).request.version
    actions.approve_public_words(opened.request_id, words="Ổ gà.", place="", now=timezone.now(), actor=make.DESK)
    answer = send(desk, opened, f"photos/{key}/publish", version=seen)
    assert answer.status_code == 409
    assert "Hồ sơ vừa có thay đổi" in answer.content.decode()
    assert queries.public_picture(key) is None


def test_a_photo_of_another_case_is_not_there(desk: Client, with_photo: tuple[Opened, str], filed: Opened, send: Send) -> None:
    _opened, key = with_photo
    assert desk.get(f"/synthesis/{filed.reference}/photos/{key}/").status_code == 404
    for step in ("cover", "publish", "withdraw"):
        assert send(desk, filed, f"photos/{key}/{step}").status_code == 404


def test_copies_for_staff_are_kept_nowhere(operator: Client, with_photo: tuple[Opened, str]) -> None:
    _opened, key = with_photo
    shown = operator.get(f"/staff/photo/{key}.jpg")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert operator.get(f"/staff/photo/{key}/public.jpg").status_code == 404
    assert operator.get(f"/staff/photo/{'0' * 32}.jpg").status_code == 404
    assert Client().get(f"/staff/photo/{key}.jpg").status_code == 302


def test_a_loose_photo_is_nobodys_yet(operator: Client, city: None) -> None:
    picture = receive(make.jpeg(), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    assert operator.get(f"/staff/photo/{picture.key}.jpg").status_code == 404


def _copy_on(browser: Client, opened: Opened, key: str) -> str:
    """Return the digest that the photo's page would send."""
    page = browser.get(f"/synthesis/{opened.reference}/photos/{key}/").content.decode()
    found = re.search(r'name="copy" value="([0-9a-f]{32})"', page)
    return found[1] if found else ""


def _body(browser: Client, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.getvalue()


def _is_dark(image: Image.Image, across: float) -> bool:
    pixel = image.convert("L").getpixel((int(image.width * across), image.height // 2))
    return isinstance(pixel, int | float) and pixel < 40

"""What the desk sees of photos that something speaks against, and of minutes and figures; what everyone sees of them after."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions import Figures, Picture
from hotline.casefile.facts import Opened
from hotline.casefile.mediafiles import Copy, new_key, write
from hotline.casefile.pictures import receive
from hotline.core.facts import AttachmentKind
from hotline.core.status import Part
from tests import make
from tests.answering.conftest import Send, deliver

STREET, FINE = 0x5A5A_3C3C_1234_8765, bytes.fromhex("5a5a3c3c12348765" * 4)


def _picture(file: int, *, gps: tuple[float, float] | None = None, fine: bytes = FINE) -> Picture:
    picture = Picture(new_key(), (file << 200).to_bytes(32), STREET, 800, 600, gps, timezone.now() - timedelta(minutes=9), fine)
    write(picture.key, Copy.CLEAN, make.jpeg())
    return picture


def _filed(picture: Picture, service: str = "pothole", *, minutes: bytes = b"", figures: Figures | None = None) -> Opened:
    """Open a case half an hour ago and have its agency file a result with this photo now."""
    opened = make.forwarded(service, now=timezone.now() - timedelta(minutes=30))
    part = make.lead(opened)
    hand = make.officer(part)
    actions.accept_part(part.id, now=timezone.now() - timedelta(minutes=20), actor=hand)
    actions.keep_evidence(picture, part_id=part.id, now=timezone.now())
    keys = [picture.key]
    if minutes:
        sheet = receive(minutes, now=timezone.now())
        actions.keep_evidence(sheet, part_id=part.id, kind=AttachmentKind.MINUTES, now=timezone.now())
        keys.append(sheet.key)
    figures = figures or Figures()
    actions.file_result(part.id, note="Đã xong.", evidence=keys, figures=figures, now=timezone.now(), actor=hand)
    return opened


def _desk_page(desk: Client, opened: Opened) -> str:
    return html.unescape(desk.get(f"/synthesis/{opened.reference}/", follow=True).content.decode())


def test_the_desk_is_told_which_case_a_photo_is_like(desk: Client) -> None:
    other = _filed(_picture(1))
    opened = _filed(_picture(2, fine=bytes(byte ^ 1 for byte in FINE[:20]) + FINE[20:]), "street_light")
    page = _desk_page(desk, opened)
    assert "Ảnh 1: Ảnh này rất giống một ảnh của phản ánh khác." in page
    assert f">{other.reference}</a>" in page


def test_a_result_with_a_held_photo_is_taken_with_a_reason_or_not_at_all(desk: Client, send: Send) -> None:
    opened = _filed(_picture(1, gps=(10.6, 106.6)))
    part = make.lead(opened)
    assert "Ảnh chụp cách nơi được phản ánh" in _desk_page(desk, opened)
    answer = send(desk, opened, f"results/{part.id}/accept")
    assert answer.status_code == 422
    assert "Hãy ghi vì sao vẫn nhận, hoặc trả lại đơn vị." in html.unescape(answer.content.decode())
    assert make.lead(opened).state is Part.RESULT_FILED
    assert send(desk, opened, f"results/{part.id}/accept", despite="Máy đo sai, đã hỏi lại.").status_code == 302
    assert make.lead(opened).state is Part.DONE
    assert make.case(opened).events[-1].note == "Máy đo sai, đã hỏi lại."


def test_a_good_result_asks_for_no_reason(desk: Client, send: Send) -> None:
    opened = _filed(_picture(1))
    assert "Vì sao vẫn nhận kết quả?" not in _desk_page(desk, opened)
    assert send(desk, opened, f"results/{make.lead(opened).id}/accept").status_code == 302


@pytest.fixture
def fined(desk: Client, send: Send) -> Opened:
    """Give a market whose fines were answered and published, with minutes that wait to be covered."""
    figures = Figures(fine=49_000_000, counted=7)
    opened = _filed(_picture(1), "street_market", minutes=make.jpeg(colour=(200, 200, 190)), figures=figures)
    assert "49.000.000 đ" in _desk_page(desk, opened)
    part = make.lead(opened)
    actions.accept_result(part.id, now=timezone.now(), actor=make.DESK)
    words = "Đã xử phạt."
    actions.draft_answer(opened.request_id, words=words, public_words=words, now=timezone.now(), actor=make.DESK)
    actions.send_answer(opened.request_id, now=timezone.now(), actor=make.DESK)
    return opened


def test_minutes_are_public_covered_or_not_at_all(desk: Client, send: Send, fined: Opened, client: Client) -> None:
    [sheet] = [one for one in make.case(fined).attachments if one.kind == AttachmentKind.MINUTES]
    mine = f"/r/{fined.link}/photo/{sheet.key}.jpg"
    address = f"photos/{sheet.key}"
    bare = send(desk, fined, f"{address}/cover")
    assert bare.status_code == 422
    assert "Biên bản luôn có tên người." in html.unescape(bare.content.decode())
    assert "<span>Biên bản của Ủy ban" in bare.text, "the page says that it is no photo"
    assert client.get(mine).status_code == 404
    assert send(desk, fined, f"{address}/cover", x0="10", y0="10", width0="50", height0="20").status_code == 302
    assert client.get(mine).status_code == 404
    form = desk.get(f"/synthesis/{fined.reference}/{address}/").context["publishing"]
    assert send(desk, fined, f"{address}/publish", copy=form.initial["copy"]).status_code == 302
    shown = client.get(mine)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content) != make.jpeg(colour=(200, 200, 190))  # type: ignore[attr-defined]


def test_figures_are_read_by_the_citizen_and_once_published_by_everyone(fined: Opened, client: Client) -> None:
    assert "49.000.000 đ" in client.get(f"/r/{fined.link}/").content.decode()
    assert queries.public_case(fined.reference, language="vi").figures is None
    deliver(fined)
    actions.publish_answer(fined.request_id, public_words="Đã xử phạt.", now=timezone.now(), actor=make.DESK)
    figures = queries.public_case(fined.reference, language="vi").figures
    assert figures is not None
    assert (figures.fine, figures.counted, figures.what) == (49_000_000, 7, "Số trường hợp xử phạt")
    page = client.get(f"/cases/{fined.reference}/").content.decode()
    assert "49.000.000 đ" in page
    assert "Số trường hợp xử phạt" in page


def test_where_the_profile_keeps_figures_they_stay(client: Client, city: None, db: None) -> None:
    opened = _filed(_picture(1), "public_order", figures=Figures(fine=2_000_000))
    actions.accept_result(make.lead(opened).id, now=timezone.now(), actor=make.DESK)
    assert queries.public_case(opened.reference, language="vi").figures is None
    assert "2.000.000" not in client.get(f"/cases/{opened.reference}/").content.decode()

"""Reports of one matter beside the one that is open: why they are proposed, and one key that joins them."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.models import ServiceRequest
from hotline.core.merging import NotMergeable
from hotline.triage.mergewords import MERGE_REFUSED
from tests import make
from tests.triage.forms import look_and_send, page, send, untouched

WORDS = "Nước ngập tới đầu gối trước chợ Tân Định, xe chết máy hàng loạt."
TITLE = "Có thể cùng một việc"


def flood(*, ago: int = 30, **changes: Any) -> Opened:
    now = timezone.now() - timedelta(minutes=ago)
    return make.report("flooding", now=now, **{"words": WORDS, "place": make.place(), **changes})


def masters(*reports: Opened) -> list[int | None]:
    found = dict(ServiceRequest.objects.values_list("id", "master_id").filter(pk__in=[one.request_id for one in reports]))
    return [found[one.request_id] for one in reports]


def ticked(text: str, report: Opened) -> bool:
    tag = text.split(f'name="others" value="{report.reference}"', 1)[1].split(">", 1)[0]
    return "checked" in tag


def test_the_page_says_what_is_like_it_and_why(operator: Client) -> None:
    first, second = flood(ago=50), flood(words="Đường Lê Lợi ngập nặng lắm")
    text = page(operator, second)
    assert TITLE in text
    assert f'href="/operator/{first.reference}/"' in text
    for words in ("Cùng lĩnh vực", "Cách 0 m", "Gửi cách nhau 20 phút", "Ghi cùng địa điểm"):
        assert words in text
    assert 'data-key="m"' in text
    assert ticked(text, first)


def test_what_is_only_a_little_like_it_stands_in_a_fold_and_is_not_ticked(operator: Client) -> None:
    place = make.place()
    first = flood(ago=50, place=replace(place, words=""))
    far = replace(place, lat=(place.lat or 0) + 0.002, words="")
    text = page(operator, flood(words="Cống nhà mình tràn", place=far))
    assert "Xem các phản ánh gần giống" in text
    assert not ticked(text, first)


def test_what_a_person_took_apart_is_shown_but_not_ticked_again(operator: Client) -> None:
    first, second = flood(ago=50), flood()
    now = timezone.now()
    actions.merge_requests(first.request_id, [second.request_id], now=now, actor=make.OPERATOR)
    actions.undo_merge(second.request_id, now=now, actor=make.OPERATOR)
    for one, other in ((first, second), (second, first)):
        text = page(operator, one)
        assert "Người trực đã tách ra" in text
        assert not ticked(text, other)


def test_nothing_is_shown_where_nothing_is_like_it(operator: Client) -> None:
    assert TITLE not in page(operator, flood())


def test_one_key_joins_what_is_ticked_under_the_oldest(operator: Client) -> None:
    newest, oldest, middle = flood(ago=5), flood(ago=50), flood(ago=20)
    response = look_and_send(operator, newest, "alike", others=[oldest.reference, middle.reference])
    assert response.status_code == 302
    assert masters(oldest, middle, newest) == [None, oldest.request_id, oldest.request_id]
    assert f"Đã gộp 2 phản ánh vào {oldest.reference}." in page(operator, oldest)


def test_the_page_names_what_is_ticked_would_go_into_before_it_does(operator: Client) -> None:
    newest, oldest, other = flood(ago=5), flood(ago=50), flood(ago=70, words="Cống nhà mình tràn", place=make.place("27139"))
    panel = page(operator, newest).partition('id="alike"')[2].partition("</section>")[0]
    assert f'name="into" value="{oldest.reference}"' in panel
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", panel.partition("sẽ gộp vào")[2].partition("</p>")[0]))
    assert said.strip().startswith(oldest.reference)
    assert "Ngập nước" in said or "ngập" in said
    assert "12 Lê Lợi, Phường Sài Gòn" in said
    before = make.case(newest)
    for into in ("", newest.reference, other.reference):  # what the page did not say
        response = send(operator, newest, "alike", others=[oldest.reference], into=into)
        assert response.status_code == 409
        assert "Chưa gộp" in response.content.decode()
    assert masters(oldest, newest) == [None, None]
    assert untouched(before, newest)
    assert send(operator, newest, "alike", others=[oldest.reference], into=oldest.reference).status_code == 302


def test_a_report_that_others_stand_under_stays_the_first(operator: Client) -> None:
    oldest, master, member = flood(ago=50), flood(ago=20), flood(ago=10)
    actions.merge_requests(master.request_id, [member.request_id], now=timezone.now(), actor=make.OPERATOR)
    text = page(operator, oldest)
    panel = text[text.index('id="alike"') :]
    panel = panel[: panel.index("</section>")]
    assert "đã gộp 1 phản ánh" in panel
    assert member.reference not in panel
    look_and_send(operator, oldest, "alike", others=[master.reference])
    assert masters(oldest, master, member) == [master.request_id, None, master.request_id]


def test_an_urgent_report_never_goes_under_another(operator: Client) -> None:
    oldest, urgent = flood(ago=50), flood(ago=5, words="Nước ngập, có người bị điện giật")
    look_and_send(operator, oldest, "alike", others=[urgent.reference])
    assert masters(oldest, urgent) == [urgent.request_id, None]


def test_ticking_nothing_is_answered_with_what_to_do(operator: Client) -> None:
    flood(ago=50)
    report = flood()
    before = make.case(report)
    response = look_and_send(operator, report, "alike")
    assert response.status_code == 422
    assert "Hãy chọn ít nhất một phản ánh để gộp." in response.content.decode()
    assert untouched(before, report)


@pytest.mark.parametrize("what", ["unknown", "elsewhere", "answered"])
def test_what_is_not_proposed_cannot_be_joined(operator: Client, what: str) -> None:
    report, like = flood(), flood(ago=50)
    other = {
        "unknown": "1022-0000-XXXX-X",
        "elsewhere": make.report("pothole", now=timezone.now()).reference,
        "answered": make.answered("flooding", words=WORDS, now=timezone.now() - timedelta(hours=4)).reference,
    }[what]
    before = make.case(report)
    response = look_and_send(operator, report, "alike", others=[like.reference, other])
    assert response.status_code == 409
    assert "Danh sách đã cập nhật" in response.content.decode()
    assert masters(report, like) == [None, None]
    assert untouched(before, report)


def test_two_people_at_once_join_once(operator: Client, colleague: Client) -> None:
    report, like = flood(), flood(ago=50)
    version = make.case(report).request.version
    actions.set_level(report.request_id, level=make.case(report).request.level.COMPLEX, now=timezone.now(), actor=make.OPERATOR)
    response = look_and_send(colleague, report, "alike", others=[like.reference], version=version)
    assert response.status_code == 409
    assert "Phản ánh vừa thay đổi" in response.content.decode()
    assert masters(report, like) == [None, None]


def test_a_merged_report_has_nothing_more_to_join(operator: Client) -> None:
    report, like = flood(), flood(ago=50)
    look_and_send(operator, report, "alike", others=[like.reference])
    response = look_and_send(operator, report, "alike", others=[like.reference])
    assert response.status_code == 409
    assert TITLE not in page(operator, report)


def test_agencies_and_the_desk_join_nothing(officer: Client, desk: Client) -> None:
    report, like = flood(), flood(ago=50)
    for client in (officer, desk):
        assert look_and_send(client, report, "alike", others=[like.reference]).status_code in (403, 404)
    assert masters(report, like) == [None, None]


def test_every_refusal_has_its_sentence() -> None:
    assert set(MERGE_REFUSED) == set(NotMergeable)

"""The operators' queue: what waits, in which order, and how it renews itself."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.casefile import actions
from tests import make
from tests.triage.forms import send


def _order(page: str, *references: str) -> list[str]:
    return sorted(references, key=page.index)


def test_a_report_shows_what_an_operator_decides_by(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words="Ổ gà lớn trước trường học.")
    page = operator.get("/operator/").content.decode()
    part = make.lead(opened)
    for words in ("Ổ gà, mặt đường hư", "Ổ gà lớn trước trường học.", "Phường Sài Gòn", part.unit_name, part.rule, "Còn 4 phút"):
        assert words in page
    assert f'href="/operator/{opened.reference}/"' in page


def test_urgent_reports_stand_first_then_the_oldest(operator: Client) -> None:
    now = timezone.now()
    old = make.report("pothole", now=now - timedelta(minutes=9))
    new = make.report("pothole", now=now - timedelta(minutes=1))
    burning = make.report("pothole", now=now, words="Đang cháy nhà, cứu với!")
    page = operator.get("/operator/").content.decode()
    assert _order(page, new.reference, burning.reference, old.reference) == [burning.reference, old.reference, new.reference]
    assert "Trễ 4 phút" in page


def test_nothing_is_sent_again_while_nothing_changed(operator: Client) -> None:
    make.report("pothole", now=timezone.now())
    first = operator.get("/operator/queue.part")
    again = operator.get("/operator/queue.part", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "no-store", "the browser's cache would answer a 304 with an old 200"


def test_the_page_asks_with_the_stamp_it_was_drawn_with(operator: Client) -> None:
    # Twice: between the page and the question the minutes may have come round that draw every page anew.
    assert HTTPStatus.NOT_MODIFIED in {_asked_with_its_stamp(operator) for _try in range(2)}


def _asked_with_its_stamp(operator: Client) -> int:
    page = operator.get("/operator/").content.decode()
    found = re.search(r"""hx-headers='\{"If-None-Match": "([^']+)"\}'""", page)
    assert found is not None
    stamp = found.group(1).encode().decode("unicode_escape")
    return operator.get("/operator/queue.part", headers={"If-None-Match": stamp}).status_code


def test_what_one_operator_was_shown_is_not_drawn_anew_for_the_next(operator: Client, supervisor: Client) -> None:
    """Twice at most: the quarter of a minute that draws all anew may come round between the two."""
    opened = make.report("pothole", now=timezone.now())
    drawn = [_lists_read(client, opened.reference) for client in (operator, supervisor, operator, supervisor)]
    assert drawn[0] > 0
    assert 0 in drawn[1:]


def _lists_read(client: Client, reference: str) -> int:
    """Return how many questions the lists of the queue took, on a page that shows the report."""
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/operator/").content.decode()
    assert reference in page
    return sum("casefile_clock" in question["sql"] for question in asked)


def test_a_new_report_is_there_at_the_next_asking(operator: Client) -> None:
    stamp = operator.get("/operator/queue.part")["ETag"]
    opened = make.report("pothole", now=timezone.now())
    renewed = operator.get("/operator/queue.part", headers={"If-None-Match": stamp})
    assert renewed.status_code == 200
    assert opened.reference in renewed.content.decode()
    assert renewed["ETag"] != stamp


def test_every_change_of_the_queue_changes_the_stamp(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    stamps = [operator.get("/operator/queue.part")["ETag"]]
    for act, typed in (("ask", {"words": "Ở số nhà nào?"}), ("accept", {}), ("forward", {})):
        send(operator, opened, act, **typed)
        stamps.append(operator.get("/operator/queue.part")["ETag"])
    assert len(set(stamps)) == 4


def test_a_forwarded_report_leaves_the_queue(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    assert opened.reference not in operator.get("/operator/").content.decode()


def test_a_part_that_came_back_waits_for_another_agency(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="Của phường.", now=timezone.now(), actor=make.officer(part))
    page = operator.get("/operator/").content.decode()
    assert page.index("Cần chọn đơn vị khác") < page.index(opened.reference)


def test_a_report_whose_citizen_was_asked_stands_apart(operator: Client) -> None:
    asked, other = make.report("pothole", now=timezone.now()), make.report("pothole", now=timezone.now())
    send(operator, asked, "ask", words="Ở số nhà nào?")
    page = operator.get("/operator/").content.decode()
    assert _order(page, asked.reference, other.reference) == [other.reference, asked.reference]
    assert page.index("Chờ người dân trả lời") < page.index(asked.reference)


def test_next_goes_from_one_waiting_report_to_the_other_and_round(operator: Client) -> None:
    now = timezone.now()
    first = make.report("pothole", now=now - timedelta(minutes=3))
    asked = make.report("pothole", now=now - timedelta(minutes=2))
    last = make.report("pothole", now=now - timedelta(minutes=1))
    send(operator, asked, "ask", words="Ở số nhà nào?")
    address = "/operator/next/"
    assert operator.get(address)["Location"] == f"/operator/{first.reference}/"
    assert operator.get(address, {"after": first.reference})["Location"] == f"/operator/{last.reference}/"
    assert operator.get(address, {"after": last.reference})["Location"] == f"/operator/{first.reference}/"


def test_next_goes_to_parts_that_came_back_when_nothing_is_left_to_screen(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="Của phường.", now=timezone.now(), actor=make.officer(part))
    assert operator.get("/operator/next/")["Location"] == f"/operator/{opened.reference}/"


def test_next_goes_to_the_queue_when_nothing_waits(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    assert operator.get("/operator/next/", {"after": opened.reference})["Location"] == "/operator/"
    assert operator.get("/operator/next/", {"after": "' OR 1=1"})["Location"] == f"/operator/{opened.reference}/"


def test_an_empty_queue_says_so(operator: Client) -> None:
    assert "Không còn phản ánh nào chờ" in operator.get("/operator/").content.decode()


def test_it_renews_itself_without_javascript_too(operator: Client) -> None:
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in operator.get("/operator/").content.decode()


def test_the_keys_are_on_the_page(operator: Client) -> None:
    make.report("pothole", now=timezone.now())
    page = operator.get("/operator/").content.decode()
    for mark in ('data-key-down="j"', 'data-key-up="k"', "data-keys-item", 'data-key="n"', 'data-key="g"', "data-keys-switch"):
        assert mark in page


def test_a_citizens_words_are_shown_as_words(operator: Client) -> None:
    make.report("pothole", now=timezone.now(), words="<script>alert(1)</script> {{ 7 }}")
    page = operator.get("/operator/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("address", ["/operator/", "/operator/queue.part", "/operator/next/", "/operator/new/"])
def test_only_the_centres_own_open_it(officer: Client, desk: Client, address: str) -> None:
    assert officer.get(address).status_code == 403
    assert desk.get(address).status_code == 403
    assert Client().get(address)["Location"].startswith("/accounts/login/")


def test_a_case_opens_by_the_reference_a_caller_reads_out(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    typed = opened.reference.lower().replace("-", " ")
    assert operator.get("/operator/", {"reference": typed})["Location"] == f"/operator/{opened.reference}/"
    page = operator.get("/operator/", {"reference": "1022-2611-không-có"}).content.decode()
    assert "Không có hồ sơ nào mang mã “1022-2611-không-có”" in page

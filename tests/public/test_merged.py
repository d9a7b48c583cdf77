"""What the public, and the reporter of a merged report, read of it: it points to its master, and nobody else's words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions import follow_master
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Rating
from hotline.core.facts import Publish
from hotline.directory.facts import ReasonUse
from hotline.directory.queries import snapshot
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
NOW = timezone.now() - timedelta(hours=6)
AT = NOW + timedelta(minutes=30)


def incident(*, answered: bool = False) -> tuple[Opened, Opened]:
    master = make.with_results(now=NOW)
    report = make.report(now=NOW, contact=ContactDraft(name="Lê Văn Tư", email="tu@dan.example"), words="Nhà tôi ngập.")
    for one in (master, report):
        actions.approve_public_words(one.request_id, words="Ổ gà.", place="Lê Lợi", now=AT, actor=make.OPERATOR)
    actions.merge_requests(master.request_id, [report.request_id], now=AT, actor=make.OPERATOR)
    if answered:
        for part in make.case(master).parts:
            actions.accept_result(part.id, now=NOW + timedelta(hours=3), actor=make.DESK)
        actions.draft_answer(
            master.request_id, words="Đã vá.", public_words="Đã vá.", now=NOW + timedelta(hours=3), actor=make.DESK
        )
        actions.send_answer(master.request_id, now=NOW + timedelta(hours=4), actor=make.DESK)
        follow_master(report.request_id, now=NOW + timedelta(hours=4, seconds=1))
    return master, report


def page(client: Client, report: Opened) -> str:
    return client.get(reverse("public:link", args=[report.link])).content.decode()


def public_page(client: Client, report: Opened) -> str:
    return client.get(reverse("public:case", args=[report.reference])).content.decode()


def test_the_public_page_points_to_the_master(client: Client) -> None:
    master, report = incident()
    assert reverse("public:case", args=[master.reference]) in public_page(client, report)
    assert "Thêm 1 người cùng báo việc này" in public_page(client, master)
    assert report.reference not in public_page(client, master)


def test_a_master_that_is_not_public_is_not_named(client: Client) -> None:
    master, report = make.report(_never_published(), now=NOW), make.report(now=NOW)
    actions.merge_requests(master.request_id, [report.request_id], now=AT, actor=make.OPERATOR)
    found = queries.public_case(report.reference)
    assert found.case.is_open
    assert found.master is None
    assert found.case.deadline == queries.public_case(master.reference).case.deadline


def test_lists_and_the_map_show_the_incident_once() -> None:
    master, report = incident()
    make.indexed()
    listed = {one.case.reference for one in queries.public_cases(queries.Narrowing(), limit=50).cases}
    assert master.reference in listed
    assert report.reference not in listed
    actions.undo_merge(report.request_id, now=AT + timedelta(minutes=5), actor=make.OPERATOR)
    make.indexed()
    assert report.reference in {one.case.reference for one in queries.public_cases(queries.Narrowing(), limit=50).cases}


def test_open311_points_to_the_master(client: Client) -> None:
    master, report = incident(answered=True)
    found = client.get(f"/open311/v2/requests/{report.reference}.json").json()[0]
    assert found["master_service_request_id"] == master.reference
    assert master.reference in found["status_notes"]
    assert found["status"] == "closed"
    assert "master_service_request_id" not in client.get(f"/open311/v2/requests/{master.reference}.json").json()[0]


def test_its_reporter_reads_their_own_report_and_who_works_on_the_incident(client: Client) -> None:
    master, report = incident()
    shown = page(client, report)
    assert "Nhà tôi ngập." in shown
    assert "Nhiều người cùng báo việc này" in shown
    assert make.lead(master).unit_name in shown
    assert "Trả lời bạn trước" in shown
    assert make.NAME not in shown
    assert master.link not in shown


def test_its_reporter_is_answered_and_rates_on_their_own_page(client: Client) -> None:
    master, report = incident(answered=True)
    part = make.lead(master).id
    assert "Đã vá." in page(client, report)
    address = reverse("public:link-rate", args=[report.link, part])
    said = client.post(address, {f"part{part}-stars": "4", f"part{part}-words": "Nhanh."})
    assert said.status_code == 302
    assert list(Rating.objects.values_list("request_id", "stars")) == [(report.request_id, 4)]
    assert "Bạn đã đánh giá 4 trên 5" in page(client, report)
    assert "Bạn đã đánh giá" not in page(client, master)


def test_nobody_rates_the_incident_of_others(client: Client) -> None:
    master, _report = incident(answered=True)
    other = make.answered(now=NOW)
    part = make.lead(master).id
    said = client.post(reverse("public:link-rate", args=[other.link, part]), {f"part{part}-stars": "1"})
    assert said.status_code == 404
    assert not Rating.objects.exists()


def test_its_reporter_says_not_done_and_goes_on_alone(client: Client) -> None:
    master, report = incident(answered=True)
    form = {"not-done-reason": snapshot().reasons[ReasonUse.NOT_DONE][0].code, "not-done-words": "Nhà tôi vẫn ngập."}
    assert client.post(reverse("public:link-not-done", args=[report.link]), form).status_code == 302
    assert make.case(report).request.master_id is None
    assert make.case(report).request.phase == "in_progress"
    assert make.case(master).request.phase == "resolved"
    assert "Phản ánh của bạn được xử lý riêng" in page(client, report)


def _never_published() -> str:
    return next(one.code for one in snapshot().services.values() if one.publish is Publish.NEVER and one.place.value != "none")

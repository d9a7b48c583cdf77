"""What an agency knows of merged reports: how many wait and what they say of its work, never who or with which words."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.refusals import StandsMerged
from tests import make

NOBODY = ContactDraft(name="Lê Văn Tư", phone="0908777666")


def joined(master: Opened) -> Opened:
    report = make.report("pothole", now=timezone.now(), words="Xe tôi sập ổ gà nhà số 99.", contact=NOBODY)
    actions.merge_requests(master.request_id, [report.request_id], now=timezone.now(), actor=make.OPERATOR)
    return report


def page(client: Client, opened: Opened) -> str:
    return client.get(f"/agency/{make.lead(opened).id}/").content.decode()


def test_it_reads_how_many_wait_and_nothing_of_them(officer: Client, forwarded: Opened) -> None:
    report = joined(forwarded)
    text = page(officer, forwarded)
    assert "Thêm 1 người cùng báo việc này" in text
    for kept_back in ("số 99", "Lê Văn Tư", report.reference):
        assert kept_back not in text


def test_a_part_of_a_merged_report_leaves_its_desk_and_comes_back(officer: Client, forwarded: Opened) -> None:
    master, part = make.report("pothole", now=timezone.now()), make.lead(forwarded)
    actions.merge_requests(master.request_id, [forwarded.request_id], now=timezone.now(), actor=make.OPERATOR)
    assert officer.get(f"/agency/{part.id}/").status_code == 404
    with pytest.raises(StandsMerged):
        actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
    actions.undo_merge(forwarded.request_id, now=timezone.now(), actor=make.OPERATOR)
    assert officer.get(f"/agency/{part.id}/").status_code == 200
    actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))


def test_it_reads_what_they_say_of_its_work(officer: Client, city: None, db: None) -> None:
    now = timezone.now() - make.minutes(300)
    master = make.with_results("pothole", now=now)
    reports = [joined(master), joined(master)]
    for part in make.case(master).parts:
        actions.accept_result(part.id, now=now + make.minutes(150), actor=make.DESK)
    actions.draft_answer(master.request_id, words="Xong.", public_words="Xong.", now=now + make.minutes(160), actor=make.DESK)
    actions.send_answer(master.request_id, now=now + make.minutes(170), actor=make.DESK)
    for stars, report in zip((2, 5), reports, strict=True):
        actions.follow_master(report.request_id, now=timezone.now())
        actions.rate_incident(report.request_id, part_id=make.lead(master).id, stars=stars, note="Ổn.", now=timezone.now())
    assert "Người cùng báo đánh giá: 3.5 (2) trên 5" in page(officer, master)

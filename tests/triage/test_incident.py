"""Operators merge reports by their references, take them out again, and split a report; whatever is wrong is said."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.models import ServiceRequest
from tests import make
from tests.triage.forms import look_and_send, names, page, send, untouched


def reports(count: int) -> list[Opened]:
    return [make.report("pothole", now=timezone.now()) for _ in range(count)]


def under(opened: Opened) -> int | None:
    return ServiceRequest.objects.values_list("master_id", flat=True).get(pk=opened.request_id)


def test_reports_are_merged_by_their_references_typed_any_way(operator: Client) -> None:
    master, one, two = reports(3)
    typed = f" {one.reference.lower()} ;\n{two.reference.replace('-', ' ')}\n"
    assert look_and_send(operator, master, "merge", references=typed, why="Cùng một hố.").status_code == 302
    assert (under(one), under(two)) == (master.request_id, master.request_id)
    text = page(operator, master)
    assert "2 phản ánh gộp vào đây" in text
    assert one.reference in text


def test_what_references_stand_for_is_shown_before_they_are_merged(operator: Client) -> None:
    master, one, two = *reports(2), make.report("street_light", now=timezone.now(), words="Đèn tắt.")
    typed = f"{one.reference}\n{two.reference}"
    response = send(operator, master, "merge", references=typed, why="Cùng một hố.")
    text = response.content.decode()
    panel = text[text.index('action="/triage/' + master.reference + '/merge/"') :].partition("</form>")[0]
    assert response.status_code == 409
    for shown in (
        one.reference,
        two.reference,
        "Đèn đường hư",
        "Ổ gà",
        "12 Lê Lợi",
        "Cùng một hố.",
        "Sẽ gộp vào phản ánh đang mở",
    ):
        assert shown in panel, shown
    assert (under(one), under(two)) == (None, None)
    again = send(operator, master, "merge", references=one.reference, shown=typed.replace("\n", " "))
    assert again.status_code == 409, "another list than the one that was shown"
    done = send(operator, master, "merge", references=typed, shown=typed.replace("\n", " "))
    assert done.status_code == 302
    assert (under(one), under(two)) == (master.request_id, master.request_id)


def test_a_merged_report_says_where_it_stands_and_offers_nothing_else(operator: Client) -> None:
    master, one = reports(2)
    look_and_send(operator, master, "merge", references=one.reference)
    text = page(operator, one)
    assert "Đã gộp vào sự việc khác" in text
    assert f"/operator/{master.reference}/" in text
    assert "</a> (Ổ gà, mặt đường hư, 12 Lê Lợi, Phường Sài Gòn)" in text
    assert "/forward/" not in text
    assert "/refuse/" not in text
    assert "/leave/" in text


def test_it_leaves_from_its_own_page(operator: Client) -> None:
    master, one = reports(2)
    before = [part.state for part in make.case(one).parts]
    look_and_send(operator, master, "merge", references=one.reference)
    assert send(operator, one, "leave", why="Đường khác.").status_code == 302
    assert under(one) is None
    assert [part.state for part in make.case(one).parts] == before


def test_several_leave_at_once_and_the_others_stay(operator: Client) -> None:
    master, *others = reports(4)
    look_and_send(operator, master, "merge", references="\n".join(one.reference for one in others))
    gone = [one.reference for one in others[:2]]
    assert send(operator, master, "undo", others=gone, why="Đường khác.").status_code == 302
    assert [under(one) for one in others] == [None, None, master.request_id]
    assert names(master).count("unmerged_from") == 1


@pytest.mark.parametrize(
    ("typed", "said", "status"),
    [
        ("", "Hãy ghi ít nhất một mã.", 422),
        ("không phải mã", "không phải mã phản ánh", 422),
        ("1022-2603-7K3M-9QXT-H", "không phải mã phản ánh", 422),
    ],
)
def test_what_is_no_reference_is_said_and_kept(operator: Client, typed: str, said: str, status: int) -> None:
    (master,) = reports(1)
    before = make.case(master)
    response = look_and_send(operator, master, "merge", references=typed)
    text = response.content.decode()
    assert response.status_code == status
    assert said in text
    assert typed in text
    assert untouched(before, master)


def test_a_circle_is_refused_with_its_reason_and_nothing_is_half_done(operator: Client) -> None:
    master, one, two = reports(3)
    look_and_send(operator, master, "merge", references=one.reference)
    before = make.case(two)
    response = look_and_send(operator, two, "merge", references=f"{master.reference}\n{one.reference}")
    assert response.status_code == 409
    text = response.content.decode()
    assert "đã gộp vào sự việc khác" in text
    assert one.reference in text
    assert (under(master), make.case(two)) == (None, before)


def test_nothing_is_taken_out_once_it_was_answered(operator: Client) -> None:
    master, one = reports(2)
    look_and_send(operator, master, "merge", references=one.reference)
    assert send(operator, master, "answer", words="Đã vá xong.").status_code == 302
    before = make.case(one)
    for response in (send(operator, one, "leave"), send(operator, master, "undo", others=[one.reference])):
        assert response.status_code == 409
        assert "Đã trả lời người dân nên không gộp hay tách được nữa." in response.content.decode()
    assert untouched(before, one)
    actions.follow_master(one.request_id, now=timezone.now())
    assert "không tách ra được nữa" in page(operator, one)


def test_an_older_page_of_a_merged_report_is_told_where_it_went(operator: Client, colleague: Client) -> None:
    master, one = reports(2)
    drawn = make.case(one)
    look_and_send(colleague, master, "merge", references=one.reference)
    response = send(operator, one, "forward", version=drawn.request.version, seen=drawn.events[-1].id)
    assert response.status_code == 409
    again = send(operator, one, "forward")
    assert again.status_code == 409
    assert "vừa được gộp vào sự việc khác" in again.content.decode()


def test_a_report_is_split_from_its_page(operator: Client) -> None:
    (report,) = reports(1)
    response = send(operator, report, "split", service="street_light", words="Đèn trước số 12 hỏng.")
    assert response.status_code == 302
    made = make.case(report).events[-1].facts["requests"]
    reference = ServiceRequest.objects.values_list("reference", flat=True).get(pk=made[0])
    assert reference in page(operator, report)
    assert report.reference in str(operator.get(f"/operator/{reference}/").content.decode())


def test_a_split_of_nothing_is_refused(operator: Client) -> None:
    (report,) = reports(1)
    before, count = make.case(report), ServiceRequest.objects.count()
    assert send(operator, report, "split", service="street_light", words=" ").status_code == 422
    whole = send(operator, report, "split", service="pothole", words=before.request.words)
    assert "Việc tách ra phải khác phản ánh này" in whole.content.decode()
    assert (make.case(report), ServiceRequest.objects.count()) == (before, count)


@pytest.mark.parametrize("act", ["merge", "undo", "leave", "split"])
def test_only_operators_do_it(desk: Client, officer: Client, client: Client, act: str) -> None:
    master, one = reports(2)
    before = make.case(one)
    for browser in (desk, officer, client):
        assert send(browser, one, act, references=master.reference).status_code in (401, 403, 404)
    assert untouched(before, one)


def test_the_desk_reads_how_many_get_the_answer(operator: Client, desk: Client) -> None:
    master, one = reports(2)
    look_and_send(operator, master, "merge", references=one.reference)
    text = page(desk, master, desk="synthesis")
    assert "1 phản ánh gộp vào đây" in text
    assert "/merge/" not in text

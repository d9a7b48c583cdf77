"""The desk reads an agency's result beside what was reported, and takes it or sends it back."""

import html

from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.core.facts import AttachmentKind
from hotline.core.status import Part
from tests import make
from tests.answering.conftest import Send, page_of


def test_accepting_a_result(desk: Client, filed: Opened, send: Send) -> None:
    part = make.lead(filed)
    answer = send(desk, filed, f"results/{part.id}/accept")
    assert answer.headers["Location"] == f"/synthesis/{filed.reference}/"
    assert make.lead(filed).state is Part.DONE
    assert "Đã nhận kết quả" in page_of(desk, filed)


def test_sending_a_result_back_says_why(desk: Client, filed: Opened, send: Send) -> None:
    part = make.lead(filed)
    assert send(desk, filed, f"results/{part.id}/return", reason="no_evidence", note="Ảnh quá tối.").status_code == 302
    case = make.case(filed)
    assert make.lead(filed).state is Part.ACCEPTED
    assert (case.events[-1].reason, case.events[-1].note) == ("no_evidence", "Ảnh quá tối.")
    assert "returned_to_agency" in [message.event for message in case.messages]
    assert "Đã trả lại, đơn vị làm thêm" in page_of(desk, filed)


def test_sending_back_without_saying_why_is_refused(desk: Client, filed: Opened, send: Send) -> None:
    before = make.case(filed)
    part = make.lead(filed)
    for typed in (
        {"reason": "", "note": "Thiếu ảnh."},
        {"reason": "no_evidence", "note": " "},
        {"reason": "not_ours", "note": "x"},
    ):
        answer = send(desk, filed, f"results/{part.id}/return", **typed)
        assert answer.status_code == 422, typed
        assert "Kết quả của đơn vị" in answer.content.decode(), "the case is shown again"
    assert make.case(filed) == before


def test_before_and_after_stand_side_by_side(desk: Client, city: None) -> None:
    now = timezone.now() - make.minutes(300)
    before = make.photo(kind=AttachmentKind.REPORT, now=now)
    opened = make.with_results("pothole", now=now, attachments=(before,))
    after = next(one.key for one in make.case(opened).attachments if one.part_id)
    panel = page_of(desk, opened).split('id="results"')[1].split("</section>")[0]
    assert panel.index("Trước") < panel.index(before) < panel.index("Sau") < panel.index(after)


def test_a_part_of_another_case_is_not_there(desk: Client, filed: Opened, send: Send) -> None:
    other = make.with_results("pothole", now=timezone.now() - make.minutes(300))
    part = make.lead(other)
    assert send(desk, filed, f"results/{part.id}/accept").status_code == 404
    assert send(desk, filed, f"results/{part.id}/return", reason="no_evidence", note="x").status_code == 404
    assert make.lead(other).state is Part.RESULT_FILED


def test_two_people_on_one_case(desk: Client, filed: Opened, send: Send) -> None:
    part = make.lead(filed)
    seen = make.case(filed).request.version
    actions.accept_result(part.id, now=timezone.now(), actor=make.DESK)
    answer = send(desk, filed, f"results/{part.id}/return", version=seen, reason="no_evidence", note="Ảnh quá tối.")
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "Hồ sơ vừa có thay đổi" in page
    assert "Ảnh quá tối." in page
    again = send(desk, filed, f"results/{part.id}/return", reason="no_evidence", note="Ảnh quá tối.")
    assert again.status_code == 409
    assert "đã nhận kết quả" in html.unescape(again.content.decode())
    assert make.lead(filed).state is Part.DONE


def test_an_operator_reads_results_but_has_no_buttons(operator: Client, filed: Opened) -> None:
    page = operator.get(f"/operator/{filed.reference}/").content.decode()
    assert "Kết quả của đơn vị" in page
    assert "/results/" not in page


def test_a_supervisor_comes_back_to_the_page_the_form_stood_on(supervisor: Client, filed: Opened, send: Send) -> None:
    answer = send(supervisor, filed, f"results/{make.lead(filed).id}/accept", desk="operator")
    assert answer.headers["Location"] == f"/operator/{filed.reference}/"

"""Agencies proposed, replaced and withdrawn; forwarding by one key; what agencies read."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.core.status import Part, Phase
from hotline.directory.queries import snapshot
from tests import make
from tests.triage.forms import page, send, untouched

OTHER, HELPER = "so-xay-dung", "so-nn-mt"


def _unit(code: str) -> int:
    return snapshot().units[code].id


def _standing(opened: object) -> list[tuple[str, str, Part]]:
    parts = make.case(opened).parts  # type: ignore[arg-type]
    return [(part.unit_code, part.role, part.state) for part in parts if part.state not in (Part.WITHDRAWN, Part.RETURNED)]


def test_one_key_forwards_what_the_rule_proposed(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    text = page(operator, opened)
    assert 'data-key="f"' in text
    assert "Quy tắc duong-bo: nhóm Đường, cầu, vỉa hè." in text
    assert "Căn cứ:" in text
    response = send(operator, opened, "forward")
    assert response.status_code == 302
    case = make.case(opened)
    assert case.request.phase is Phase.IN_PROGRESS
    assert make.lead(opened).state is Part.FORWARDED
    assert {message.event for message in case.messages} == {"received", "forwarded", "focal_forwarded"}
    assert {clock.outcome for clock in case.clocks if clock.rule == "forward-5-minutes"} == {"kept"}
    assert "Đã chuyển đến 1 đơn vị" in page(operator, opened)


def test_a_chosen_lead_takes_the_place_of_a_proposed_one(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "propose", unit=_unit(OTHER), role="lead", scope="Cả đoạn đường")
    assert _standing(opened) == [(OTHER, "lead", Part.PROPOSED)]
    text = page(operator, opened)
    assert "Do người trực chọn." in text
    assert "Cả đoạn đường" in text


def test_a_helper_joins_the_lead(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    lead = make.lead(opened).unit_code
    send(operator, opened, "propose", unit=_unit(HELPER), role="co_handler", scope="")
    send(operator, opened, "forward")
    assert _standing(opened) == [(lead, "lead", Part.FORWARDED), (HELPER, "co_handler", Part.FORWARDED)]


def test_a_proposed_agency_can_change_its_role(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "propose", unit=_unit(HELPER), role="co_handler", scope="")
    send(operator, opened, "propose", unit=_unit(HELPER), role="lead", scope="")
    assert _standing(opened) == [(HELPER, "lead", Part.PROPOSED)]


def test_a_lead_in_hand_keeps_its_place_and_its_proposed_helpers(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    send(operator, opened, "propose", unit=_unit(HELPER), role="co_handler", scope="")
    before = make.case(opened)
    response = send(operator, opened, "propose", unit=_unit(OTHER), role="lead", scope="Phần này")
    assert response.status_code == 409
    assert "Đã có đơn vị chủ trì đang xử lý" in response.content.decode()
    assert untouched(before, opened)


def test_an_agency_gets_one_part_only(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    before = make.case(opened)
    response = send(operator, opened, "propose", unit=make.lead(opened).unit_id, role="co_handler", scope="")
    assert response.status_code == 409
    assert "Đơn vị này đã có phần việc trong phản ánh" in response.content.decode()
    assert untouched(before, opened)


def test_a_part_is_withdrawn_with_why(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    part = make.lead(opened)
    send(operator, opened, "withdraw", part=part.id, note="Chuyển nhầm địa bàn.")
    assert _standing(opened) == []
    text = page(operator, opened)
    assert "Chuyển nhầm địa bàn." in text
    assert "Đã trả lại hoặc rút" in text


def test_after_a_return_another_agency_is_chosen_and_sent_to(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="Đường của phường.", now=timezone.now(), actor=make.officer(part))
    assert "Không thuộc thẩm quyền của đơn vị · Đường của phường." in page(operator, opened)
    send(operator, opened, "propose", unit=_unit(OTHER), role="lead", scope="")
    send(operator, opened, "forward")
    assert _standing(opened) == [(OTHER, "lead", Part.FORWARDED)]


def test_nothing_goes_without_a_lead(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "withdraw", part=make.lead(opened).id, note="")
    response = send(operator, opened, "forward")
    assert response.status_code == 409
    assert "Chưa có đơn vị nào để chuyển" in response.content.decode()
    send(operator, opened, "propose", unit=_unit(HELPER), role="co_handler", scope="")
    before = make.case(opened)
    assert 'data-key="f"' not in page(operator, opened)
    response = send(operator, opened, "forward")
    assert "Chưa có đơn vị chủ trì" in response.content.decode()
    assert untouched(before, opened)


def test_a_result_in_hand_is_not_withdrawn(operator: Client) -> None:
    opened = make.with_results("pothole", now=timezone.now() - make.minutes(150))
    before = make.case(opened)
    response = send(operator, opened, "withdraw", part=make.lead(opened).id, note="")
    assert response.status_code == 409
    assert "đơn vị đã nộp kết quả" in response.content.decode()
    assert untouched(before, opened)


def test_a_part_of_another_case_is_not_there(operator: Client) -> None:
    opened, other = make.report("pothole", now=timezone.now()), make.report("noise", now=timezone.now())
    before, theirs = make.case(opened), make.case(other)
    assert send(operator, opened, "withdraw", part=make.lead(other).id, note="").status_code == 404
    assert untouched(before, opened)
    assert untouched(theirs, other)


def test_agencies_read_what_the_operator_leaves_of_it(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words="Tôi là Năm Cà Phê, gọi 0908369123. Ổ gà trước quán.")
    text = page(operator, opened)
    assert "che 1 chỗ" in text
    assert "<del>0908369123.</del>" in text
    send(operator, opened, "agency-words", words="Ổ gà trước quán.")
    request = make.case(opened).request
    assert request.agency_words == "Ổ gà trước quán."
    assert "Năm Cà Phê" in request.words


def test_what_still_looks_personal_is_pointed_out(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words="Xe 59X1-123.45 đậu chắn ổ gà.")
    assert "Có thể cần che thêm:" in page(operator, opened)
    assert "“59X1-123.45”" in page(operator, opened)
    send(operator, opened, "agency-words", words="Xe […] đậu chắn ổ gà.")
    assert "Có thể cần che thêm:" not in page(operator, opened)


@pytest.mark.parametrize("part", ["%d", "%(x)s", "<b>", "-1", "x", "", "9" * 400])
def test_a_part_that_is_no_number_is_an_error_and_not_a_fault(operator: Client, part: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(operator, opened, "withdraw", part=part, note="").status_code in (404, 422)
    assert untouched(before, opened)


@pytest.mark.parametrize("unit", ["", "0", "99999999", "x"])
def test_an_agency_that_is_none_is_not_proposed(operator: Client, unit: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(operator, opened, "propose", unit=unit, role="lead", scope="").status_code == 422
    assert untouched(before, opened)


def test_no_rule_and_no_place_are_said_in_words(operator: Client) -> None:
    opened = make.report("comment", now=timezone.now())
    case = make.case(opened)
    text = page(operator, opened)
    if not case.parts:
        assert "Chưa có đơn vị" in text
    assert "Chưa biết phường, xã" in text

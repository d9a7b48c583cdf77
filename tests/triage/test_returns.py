"""The ledger of returns on a case and over all of them, what the operators do about a return, and the supervisor's decision."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from tests import make
from tests.triage.forms import names, page, send, untouched

FIRST, SECOND, HELPER = "so-xay-dung", "so-nn-mt", "so-y-te"


def _unit(code: str) -> int:
    return snapshot().units[code].id


def _back(part: PartFacts, *, ago: int) -> None:
    at = timezone.now() - make.minutes(ago)
    actions.return_part(
        part.id, reason="not_ours", note="Đường của nơi khác.", to_unit_id=_unit(SECOND), now=at, actor=make.officer(part)
    )


@pytest.fixture
def once(city: None, db: None) -> Opened:
    """Give a pothole that its agency sent back after twenty minutes, an hour ago."""
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(82))
    _back(make.lead(opened), ago=60)
    return opened


@pytest.fixture
def twice(once: Opened) -> Opened:
    """Give the pothole after another agency sent it back too."""
    at = timezone.now() - make.minutes(50)
    actions.propose(once.request_id, unit_id=_unit(FIRST), role=PartRole.LEAD, now=at, actor=make.OPERATOR)
    actions.forward(once.request_id, now=at, actor=make.OPERATOR)
    _back(make.lead(once), ago=20)
    return once


def test_the_ledger_of_a_case(operator: Client, once: Opened) -> None:
    text = page(operator, once)
    assert "Sổ trả lại" in text
    assert "giữ 20 phút" in text
    assert "Không thuộc thẩm quyền của đơn vị" in text
    assert "Theo đơn vị, việc của: Sở Nông nghiệp và Môi trường" in text
    assert "Giám sát quyết định" not in text


def test_a_case_that_nobody_sent_back_has_no_ledger(operator: Client) -> None:
    assert "Sổ trả lại" not in page(operator, make.forwarded("pothole", now=timezone.now()))


def test_after_two_returns_operators_wait_for_the_supervisor(operator: Client, twice: Opened) -> None:
    text = page(operator, twice)
    assert "Giám sát quyết định đơn vị tiếp theo" in text
    assert f"/triage/{twice.reference}/propose/" not in text
    assert f"/triage/{twice.reference}/rule/" not in text
    assert send(operator, twice, "rule", unit=_unit(FIRST), role="lead", why="Vì.").status_code == 403
    actions.propose(twice.request_id, unit_id=_unit(SECOND), role=PartRole.LEAD, now=timezone.now(), actor=make.OPERATOR)
    before = make.case(twice)
    response = send(operator, twice, "forward")
    assert response.status_code == 409
    assert "giám sát quyết định việc thuộc ai" in response.content.decode()
    assert untouched(before, twice)


def test_the_supervisor_decides(supervisor: Client, twice: Opened) -> None:
    listed = supervisor.get("/supervisor/returns/").content.decode()
    assert "Chờ giám sát quyết định" in listed
    assert twice.reference in listed.replace("</span><span>", "")
    before = make.case(twice)
    response = send(supervisor, twice, "rule", unit=_unit(SECOND), role="lead", scope="", why="")
    assert response.status_code == 422
    assert "Hãy ghi vì sao thuộc đơn vị này." in response.content.decode()
    assert untouched(before, twice)
    response = send(supervisor, twice, "rule", unit=_unit(SECOND), role="lead", scope="Cả đoạn", why="Theo phân cấp.")
    assert response.status_code == 302
    lead = make.lead(twice)
    assert (lead.unit_code, lead.state, lead.binding, lead.scope) == (SECOND, Part.FORWARDED, True, "Cả đoạn")
    assert "whose_decided" in names(twice)
    assert "không trả lại" in page(supervisor, twice)


def test_a_co_handlers_return_is_seen_and_closed_with_why(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(82))
    send(operator, opened, "propose", unit=_unit(HELPER), role="co_handler", scope="Phần y tế")
    send(operator, opened, "forward")
    helper = next(part for part in make.case(opened).parts if part.unit_code == HELPER)
    actions.return_part(helper.id, reason="not_ours", note="Không.", now=timezone.now(), actor=make.officer(helper))
    queue = operator.get("/operator/").content.decode()
    assert "Cần chọn đơn vị khác" in queue
    before = make.case(opened)
    assert send(operator, opened, "settle", part=helper.id, note="").status_code == 422
    assert send(operator, opened, "settle", part=999999, note="Không cần.").status_code == 404
    assert untouched(before, opened)
    assert send(operator, opened, "settle", part=helper.id, note="Chủ trì làm được.").status_code == 302
    assert "Cần chọn đơn vị khác" not in operator.get("/operator/").content.decode()


def test_scope_is_written_down(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    lead = make.lead(opened)
    assert send(operator, opened, "scope", part=lead.id, scope="Chỉ mặt đường").status_code == 302
    assert make.lead(opened).scope == "Chỉ mặt đường"
    assert send(operator, opened, "scope", part=999999, scope="x").status_code == 404


def test_the_ledger_of_all_counts_by_agency(supervisor: Client, operator: Client, twice: Opened) -> None:
    text = supervisor.get("/supervisor/returns/").content.decode()
    for shown in ("Sở Xây dựng", "Trung tâm Quản lý hạ tầng giao thông đường bộ", "20 phút", "30 phút"):
        assert shown in text
    assert operator.get("/supervisor/returns/").status_code == 403

"""The pages of dossiers: the desk writes, the supervisor lays it up and records what came back; the paper says it all."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.dossierfacts import DossierFacts
from hotline.casefile.facts import Opened
from hotline.casefile.models import Clock
from hotline.core.directives import DirectiveState, DossierReason, DossierState
from hotline.directory.queries import snapshot
from tests import make
from tests.make import DESK

OTHER = "so-y-te"


@pytest.fixture
def begun(case: Opened) -> DossierFacts:
    actions.open_dossier(case.request_id, reason=DossierReason.NOT_THOROUGH, now=timezone.now(), actor=DESK)
    return dossier(case)


def dossier(case: Opened) -> DossierFacts:
    return queries.dossiers_of(case.request_id)[0]


def version(case: Opened) -> int:
    return make.case(case).request.version


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def typed(case: Opened, **changes: object) -> dict[str, object]:
    """What the desk types into the draft."""
    part = make.lead(case)
    written = {"summary": "Ổ gà tái diễn.", "proposal": "Giao làm dứt điểm.", f"position_{part.unit_id}": "Đã làm đủ."}
    return {**written, "version": version(case), **changes}


def decision(case: Opened, **changes: object) -> dict[str, object]:
    """What the supervisor types of the decision."""
    due = timezone.localdate() + timedelta(days=10)
    written = {"paper": "15/UBND-ĐT", "signed_on": timezone.localdate().isoformat(), "decision": "Giao đơn vị làm dứt điểm."}
    order = {"unit_0": make.lead(case).unit_id, "task_0": "Vá lại.", "due_0": due.isoformat()}
    return {**written, **order, "version": version(case), **changes}


def test_the_desk_begins_a_dossier_on_the_page_of_the_case(desk: Client, case: Opened) -> None:
    page = desk.get(f"/synthesis/{case.reference}/")
    assert "Lập hồ sơ trình" in text(page)
    sent = {"reason": "not_thorough", "version": version(case), "desk": "synthesis"}
    answer = desk.post(f"/oversight/{case.reference}/dossier/", sent, follow=True)
    assert answer.redirect_chain == [(f"/synthesis/dossiers/{dossier(case).id}/", 302)]
    assert "Ý kiến của" in text(answer)
    again = desk.post(f"/oversight/{case.reference}/dossier/", {**sent, "version": version(case)})
    assert again.status_code == 409
    assert "đã có một hồ sơ đang mở" in text(again)


def test_the_desk_writes_but_only_the_supervisor_lays_it_up(
    desk: Client, supervisor: Client, case: Opened, begun: DossierFacts
) -> None:
    address = f"/synthesis/dossiers/{begun.id}/write/"
    assert desk.post(address, typed(case), follow=True).status_code == 200
    assert (dossier(case).proposal, dossier(case).state) == ("Giao làm dứt điểm.", DossierState.DRAFT)
    assert desk.post(address, typed(case, submit="1")).status_code == 403
    assert "Lưu và trình" not in text(desk.get(f"/synthesis/dossiers/{begun.id}/"))
    assert "Đã trình" in text(supervisor.post(address, typed(case, submit="1"), follow=True))
    assert dossier(case).state is DossierState.SUBMITTED


def test_what_is_missing_is_said_and_nothing_typed_is_lost(supervisor: Client, case: Opened, begun: DossierFacts) -> None:
    answer = supervisor.post(f"/synthesis/dossiers/{begun.id}/write/", typed(case, submit="1", proposal=" "))
    assert answer.status_code == 422
    assert "Hãy ghi đề xuất" in text(answer)
    assert "Ổ gà tái diễn." in text(answer)
    assert dossier(case) == begun


def test_who_was_slower_sees_what_they_typed(supervisor: Client, case: Opened, begun: DossierFacts) -> None:
    late = typed(case)
    actions.write_dossier(begun.id, summary="Khác.", proposal="", positions={}, enclosed=(), now=timezone.now(), actor=DESK)
    answer = supervisor.post(f"/synthesis/dossiers/{begun.id}/write/", late)
    assert answer.status_code == 409
    assert "Ổ gà tái diễn." in text(answer)
    assert dossier(case).summary == "Khác."


def test_the_decision_comes_back_as_directives_and_the_answer_is_accepted(
    supervisor: Client, officer: Client, case: Opened
) -> None:
    up = make.submitted(case, now=timezone.now())
    answer = supervisor.post(f"/synthesis/dossiers/{up}/decide/", decision(case), follow=True)
    assert "15/UBND-ĐT" in text(answer)
    one, part = dossier(case).directives[0], make.lead(case)
    page = officer.get(f"/agency/{part.id}/")
    assert "Vá lại." in text(page)
    assert "Vá lại." in text(officer.get("/agency/directives/"))
    sent = {"note": "Đã vá lại xong.", "version": version(case)}
    assert officer.post(f"/agency/{part.id}/directive/", sent).status_code == 302
    assert "Chỉ đạo đã báo cáo" in text(supervisor.get("/synthesis/dossiers/"))
    judged = f"/synthesis/dossiers/{up}/directives/{one.id}"
    back = supervisor.post(f"{judged}/return/", {"note": "Thiếu ảnh.", "version": version(case)}, follow=True)
    assert "Đã trả lại báo cáo" in text(back)
    officer.post(f"/agency/{part.id}/directive/", {"note": "Gửi lại kèm ảnh.", "version": version(case)})
    assert "Đã chấp nhận báo cáo" in text(supervisor.post(f"{judged}/accept/", {"version": version(case)}, follow=True))
    assert dossier(case).directives[0].state is DirectiveState.ACCEPTED
    assert supervisor.post(f"{judged}/lift/", {"note": "Thôi.", "version": version(case)}).status_code == 409


def test_the_decision_offers_the_agencies_of_the_dossier_before_the_hundreds_of_others(supervisor: Client, case: Opened) -> None:
    up, led = make.submitted(case, now=timezone.now()), make.lead(case)
    page = text(supervisor.get(f"/synthesis/dossiers/{up}/"))
    chosen, spare = (re.search(rf'<select[^>]*name="[^"]*unit_{row}".*?</select>', page) for row in (0, 1))
    assert chosen is not None
    assert spare is not None
    before, first, others = re.split(r'<optgroup label="([^"]*)">', spare[0])[0::2]
    assert re.findall(r'<optgroup label="([^"]*)">', spare[0]) == ["Đơn vị trong hồ sơ", "Các đơn vị còn lại"]
    assert re.findall(r'<option value="(\d*)"', before) == [""]
    assert re.findall(r'<option value="(\d+)"', first) == [str(led.unit_id)]
    assert len(re.findall(r'<option value="(\d+)"', others)) > 50
    assert re.findall(r'<option value="(\d+)" selected', chosen[0]) == [str(led.unit_id)]
    assert " selected" not in spare[0].replace('<option value="" selected', "")
    assert "Phải xong chậm nhất ngày" in page
    assert "Tính đến hết giờ làm việc ngày đó: 17:00." in page
    (directive,) = make.directed(make.forwarded("pothole", now=timezone.now()), now=timezone.now())
    assert f"{timezone.localtime(Clock.objects.get(directive_id=directive).due_at):%H:%M}" == "17:00"


@pytest.mark.parametrize(
    ("case_of", "changes", "words"),
    [
        (
            "signed tomorrow",
            {"signed_on": (timezone.localdate() + timedelta(days=1)).isoformat()},
            "Ngày ký không thể sau hôm nay",
        ),
        ("no day for a task", {"due_0": ""}, "Hãy chọn hạn"),
        ("no task for a day", {"task_0": ""}, "Hãy ghi đơn vị phải làm gì"),
        ("no agency for a task", {"unit_0": ""}, "Hãy chọn đơn vị phải làm"),
        ("nobody at all", {"task_0": "", "due_0": ""}, "Hãy ghi ít nhất một đơn vị"),
        ("a day that has passed", {"due_0": "2026-01-05"}, "Hạn này đã qua"),
        ("signed before the report", {"signed_on": "0001-01-01"}, "Ngày ký không thể trước ngày tiếp nhận"),
        ("a number of any length", {"paper": "12/" + "Đ" * 300}, "Dài quá"),
        ("no decision", {"decision": ""}, "Hãy ghi nội dung quyết định"),
        ("a unit that is none", {"unit_0": "999999"}, "Hãy chọn đơn vị phải làm"),
        ("no version", {"version": ""}, ""),
    ],
)
def test_a_decision_that_is_none_is_refused_with_why(
    supervisor: Client, case: Opened, case_of: str, changes: dict[str, str], words: str
) -> None:
    up = make.submitted(case, now=timezone.now())
    answer = supervisor.post(f"/synthesis/dossiers/{up}/decide/", decision(case, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert dossier(case).state is DossierState.SUBMITTED


def test_an_agency_that_stands_twice_is_said_where_it_stands_again(supervisor: Client, case: Opened) -> None:
    up = make.submitted(case, now=timezone.now())
    typed = decision(case)
    answer = supervisor.post(
        f"/synthesis/dossiers/{up}/decide/", {**typed, **{f"{name}_1": typed[f"{name}_0"] for name in ("unit", "task", "due")}}
    )
    assert answer.status_code == 422
    assert answer.context["bound"].errors == {"unit_1": ["Một đơn vị được ghi hai lần. Hãy gộp việc của họ vào một dòng."]}


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Hạn này đã qua. Hãy chọn ngày sau."), (400, "Hạn không được quá một năm kể từ hôm nay.")],
)
def test_a_day_that_is_none_is_said_at_its_line(supervisor: Client, case: Opened, days: int, words: str) -> None:
    up, typed = make.submitted(case, now=timezone.now()), decision(case)
    due = (timezone.localdate() + timedelta(days=days)).isoformat()
    second = {"unit_1": snapshot().units[OTHER].id, "task_1": "Thay nắp hố ga.", "due_1": due}
    answer = supervisor.post(f"/synthesis/dossiers/{up}/decide/", {**typed, **second})
    assert answer.status_code == 422
    assert answer.context["bound"].errors == {"due_1": [words]}


@pytest.mark.parametrize("paper", ["", "   ", "\u200b\u202e"])
def test_a_decision_without_a_number_says_so_wherever_it_is_told(
    supervisor: Client, officer: Client, case: Opened, paper: str
) -> None:
    up = make.submitted(case, now=timezone.now())
    answer = supervisor.post(f"/synthesis/dossiers/{up}/decide/", decision(case, paper=paper), follow=True)
    assert dossier(case).paper == ""
    for page in (answer, officer.get(f"/agency/{make.lead(case).id}/"), officer.get("/agency/directives/")):
        assert "số, ký hiệu chưa kiểm chứng" in text(page)


def test_a_step_that_is_gone_says_so_and_shows_what_was_typed(supervisor: Client, case: Opened) -> None:
    (one,) = make.directed(case, now=timezone.now())
    judged = f"/synthesis/dossiers/{dossier(case).id}/directives/{one}/lift/"
    late = {"note": "Thôi, đã có nơi khác làm.", "version": version(case)}
    actions.lift_directive(one, note="Văn bản bị thu hồi.", now=timezone.now(), actor=DESK)
    answer = supervisor.post(judged, late)
    assert answer.status_code == 409
    assert "Bước này không làm được nữa" in text(answer)
    assert "còn nguyên" not in text(answer)
    assert "Những gì bạn vừa viết, chưa được lưu" in text(answer)
    assert "Thôi, đã có nơi khác làm." in text(answer)


def test_a_draft_that_a_colleague_laid_before_the_committee_shows_what_was_typed(
    desk: Client, supervisor: Client, case: Opened, begun: DossierFacts
) -> None:
    address, late = f"/synthesis/dossiers/{begun.id}/write/", typed(case, summary="Ổ gà sâu 20 cm, đã có người ngã.")
    supervisor.post(address, typed(case, submit="1"))
    answer = desk.post(address, late)
    assert answer.status_code == 409
    assert "Bước này không làm được nữa" in text(answer)
    assert "Ổ gà sâu 20 cm, đã có người ngã." in text(answer)
    assert dossier(case).summary == "Ổ gà tái diễn."
    assert text(answer).count("Giao làm dứt điểm.") == 1, "what the colleague laid up stands there once"


def test_a_draft_sent_unchanged_after_it_was_laid_up_has_nothing_to_copy(
    desk: Client, supervisor: Client, case: Opened, begun: DossierFacts
) -> None:
    address, late = f"/synthesis/dossiers/{begun.id}/write/", typed(case)
    supervisor.post(address, typed(case, submit="1"))
    answer = desk.post(address, late)
    assert answer.status_code == 409
    assert "chưa được lưu" not in text(answer)


def test_a_decision_that_a_colleague_recorded_shows_each_order_as_it_was_typed(supervisor: Client, case: Opened) -> None:
    up = make.submitted(case, now=timezone.now())
    other, due = snapshot().units[OTHER], timezone.localdate() + timedelta(days=12)
    late = decision(case, unit_1=other.id, task_1="Kiểm tra nước đọng.", due_1=due.isoformat())
    supervisor.post(f"/synthesis/dossiers/{up}/decide/", decision(case))
    answer = supervisor.post(f"/synthesis/dossiers/{up}/decide/", late)
    assert answer.status_code == 409
    left = text(answer).split('id="left"')[1].split("</section>")[0]
    told = [re.sub("<[^>]+>", "", one) for one in re.findall(r'<p class="written">(.*?)</p>', left)]
    assert told[-3:] == [other.name.vi, "Kiểm tra nước đọng.", due.isoformat()]
    assert make.case(case).parts[0].unit_name in told
    assert "Vá lại." in told


def test_a_step_that_stands_keeps_what_was_typed(supervisor: Client, case: Opened) -> None:
    (one,) = make.directed(case, now=timezone.now())
    late = {"note": "Thôi, đã có nơi khác làm.", "version": version(case)}
    actions.answer_directive(one, note="Đã vá lại.", evidence=[], now=timezone.now(), actor=make.officer(make.lead(case)))
    answer = supervisor.post(f"/synthesis/dossiers/{dossier(case).id}/directives/{one}/lift/", late)
    assert answer.status_code == 409
    assert "Những gì bạn viết còn nguyên" in text(answer)
    assert "Thôi, đã có nơi khác làm." in text(answer)


def test_an_agency_answers_no_directive_twice_and_none_of_another(officer: Client, stranger: Client, case: Opened) -> None:
    make.directed(case, now=timezone.now())
    part = make.lead(case)
    assert stranger.get(f"/agency/{part.id}/").status_code == 404
    assert stranger.post(f"/agency/{part.id}/directive/", {"note": "Chen.", "version": version(case)}).status_code == 404
    assert "Vá" not in text(stranger.get("/agency/directives/"))
    empty = officer.post(f"/agency/{part.id}/directive/", {"note": "", "version": version(case)})
    assert (empty.status_code, "Hãy ghi đã thực hiện" in text(empty)) == (422, True)
    assert officer.post(f"/agency/{part.id}/directive/", {"note": "Xong.", "version": version(case)}).status_code == 302
    again = officer.post(f"/agency/{part.id}/directive/", {"note": "Nữa.", "version": version(case)})
    assert again.status_code == 409
    assert [one.answer for one in dossier(case).directives] == ["Xong."]


def test_agencies_and_operators_do_not_open_dossiers(officer: Client, operator: Client, begun: DossierFacts) -> None:
    for browser in (officer, operator):
        for address in ("", f"{begun.id}/", f"{begun.id}/to-trinh.pdf"):
            assert browser.get(f"/synthesis/dossiers/{address}").status_code == 403


def test_people_of_one_hotline_see_its_dossiers_alone(case: Opened) -> None:
    make.submitted(case, now=timezone.now())
    own, other = frozenset({make.case(case).request.stream}), frozenset({"thanh-uy"})
    assert [row.reference for row in queries.open_dossiers(streams=own)] == [case.reference]
    assert queries.open_dossiers(streams=other) == ()
    orders = [actions.Order(make.lead(case).unit_id, "Vá.", timezone.localdate() + timedelta(days=9))]
    decided = {"paper": "", "signed_on": timezone.localdate(), "decision": "Giao.", "orders": orders}
    one = actions.record_decision(dossier(case).id, now=timezone.now(), actor=DESK, **decided)[0]  # type: ignore[arg-type]
    assert [row.reference for row in queries.open_directives(streams=own)] == [case.reference]
    assert queries.open_directives(streams=other) == ()
    actions.answer_directive(one, note="Xong.", now=timezone.now(), actor=make.officer(make.lead(case)))
    assert (queries.count_to_decide(streams=own), queries.count_to_decide(streams=other)) == (1, 0)

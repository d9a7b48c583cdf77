"""Hotlines at the centre's desks: whose case is whose, the second one put in and taken out, counts, and what is kept away."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.queries import references_of, stream_counts
from hotline.core.facts import SYSTEM
from hotline.directory.actions import load_profile
from hotline.directory.queries import snapshot
from hotline.people import actions as people
from hotline.people.facts import CENTRE_ROLES, Role
from tests import make
from tests.directory.folders import change, copy_of
from tests.people.persons import make_person, signed_in

from .forms import names, page, send, untouched

PARTY = "thanh-uy"


@pytest.fixture
def of_party(city: None, db: None) -> Client:
    """Give the browser of Hà, who has every role of the centre for the Party Committee's hotline alone."""
    return _of_stream("ha", PARTY, *CENTRE_ROLES)


def test_an_operator_of_one_stream_finds_its_reports_and_no_others(of_party: Client) -> None:
    own, other = make.report(stream=PARTY), make.report()
    queue = of_party.get("/operator/").content.decode()
    assert own.reference in queue
    assert other.reference not in queue
    assert of_party.get("/operator/next/").headers["Location"] == f"/operator/{own.reference}/"
    found = of_party.get("/operator/", {"reference": own.reference})
    assert found.headers["Location"] == f"/operator/{own.reference}/"
    unknown = of_party.get("/operator/", {"reference": other.reference})
    assert unknown.status_code == of_party.get("/operator/", {"reference": "1022-2601-01-00000000"}).status_code == 200


def test_everybody_else_sees_all_of_them(operator: Client) -> None:
    own, other = make.report(stream=PARTY), make.report()
    queue = operator.get("/operator/").content.decode()
    assert own.reference in queue
    assert other.reference in queue


def test_no_page_of_the_centre_tells_of_a_case_of_another_stream(of_party: Client) -> None:
    """Walks every address of the centre's people, those with a reference, a photo or a number of the other case too."""
    other = make.answered(attachments=(make.photo(),), now=timezone.now() - make.minutes(300))
    late = make.forwarded(now=timezone.now() - make.minutes(60 * 24 * 40))
    refused = make.report()
    actions.refuse(refused.request_id, reason="duplicate", now=make.NOW, actor=make.OPERATOR)
    own = make.report(stream=PARTY)
    assert page(of_party, own)
    walked, told = 0, []
    for case in (other, late, refused):
        values = _values(case)
        for route in _routes_of_the_centre():
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", partial(_filled, values), route)
            answer: Any = of_party.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            walked += 1
            if "<str:reference>" in route or "<str:key>" in route:
                assert answer.status_code in (404, 405), address
            if case.reference not in address and case.reference.encode() in body:
                told.append(address)
    assert walked > 60
    assert told == []


def test_of_a_case_of_another_stream_that_theirs_is_tied_to_it_is_told_that_there_is_one(of_party: Client) -> None:
    """A merge, a split and a recurrence from one hotline into another, and what came along with a merge."""
    now = timezone.now()
    master, whole, handled = make.report(), make.report(now=now), make.answered("noise", now=now - make.minutes(3 * 1440))
    (off,) = actions.split_request(whole.request_id, [actions.Matter("noise", "Loa kéo ồn.")], now=now, actor=make.OPERATOR)
    part = replace(whole, request_id=off, reference=references_of([off])[off])
    actions.join_stream(part.request_id, stream=PARTY, now=now, actor=make.OPERATOR)
    merged, again = make.report(stream=PARTY), make.report(stream=PARTY, now=now)
    actions.merge_requests(master.request_id, [merged.request_id], now=now, actor=make.OPERATOR)
    actions.link_recurrence(again.request_id, earlier=handled.request_id, now=now, actor=make.OPERATOR)
    told = {case: page(of_party, case) for case in (part, merged, again)}
    assert whole.reference not in told[part]
    assert "Tách từ phản ánh của luồng tiếp nhận khác" in " ".join(told[part].split())
    assert master.reference not in told[merged]
    assert "Sự việc chung thuộc luồng tiếp nhận khác" in told[merged]
    assert handled.reference not in told[again]
    assert "vụ thứ 1: phản ánh của luồng tiếp nhận khác" in told[again]
    actions.deny_recurrence(again.request_id, now=now, actor=make.OPERATOR)
    assert handled.reference not in page(of_party, again)


def test_nobody_names_a_case_of_another_stream(of_party: Client) -> None:
    now = timezone.now()
    handled, own = make.answered(now=now - make.minutes(3 * 1440)), make.report(stream=PARTY, now=now)
    before = make.case(own)
    assert send(of_party, own, "link-recurrence", reference=handled.reference).status_code == 422
    assert untouched(before, own)


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("accept", {}),
        ("refuse", {"reason": "duplicate"}),
        ("level", {"level": "urgent"}),
        ("stream", {"stream": PARTY}),
        ("stream/leave", {"stream": PARTY}),
        ("merge", {"references": "x", "why": "y"}),
        ("reveal", {"reason": "gọi lại"}),
    ],
)
def test_nobody_of_another_stream_does_anything_to_a_case(of_party: Client, act: str, typed: dict[str, str]) -> None:
    other = make.report()
    before = make.case(other)
    assert send(of_party, other, act, **typed).status_code == 404
    assert untouched(before, other)


def test_a_case_is_put_into_a_second_stream_and_taken_out(operator: Client, of_party: Client) -> None:
    opened = make.report()
    assert "Thêm luồng tiếp nhận" in page(operator, opened)
    assert send(operator, opened, "stream", stream=PARTY).status_code == 302
    shown = page(of_party, opened)
    assert "Cổng thông tin 1022 + Đường dây nóng Thành ủy" in shown
    assert "Cổng thông tin 1022 → Cổng thông tin 1022 + Đường dây nóng Thành ủy" in shown  # the history
    assert "Bỏ luồng tiếp nhận thứ hai" in shown
    left = send(of_party, opened, "stream/leave", stream=PARTY)
    assert left.headers["Location"] == "/operator/"  # whoever sees it no longer is led back
    assert of_party.get(f"/operator/{opened.reference}/").status_code == 404
    assert names(opened)[-2:] == ["streams_set", "streams_set"]


@pytest.mark.parametrize(
    ("act", "stream", "status", "why"),
    [
        ("stream", "", 422, "Hãy chọn luồng tiếp nhận."),
        ("stream", "mat-tran", 422, "Lựa chọn này không còn."),
        ("stream", "hdnd", 409, "Phản ánh đã thuộc hai luồng"),
        ("stream/leave", "1022", 409, "Chỉ bỏ được luồng thứ hai"),
    ],
)
def test_what_cannot_be_done_says_why(operator: Client, act: str, stream: str, status: int, why: str) -> None:
    opened = make.report()
    actions.join_stream(opened.request_id, stream=PARTY, now=make.NOW, actor=make.OPERATOR)
    before = make.case(opened)
    answer = send(operator, opened, act, stream=stream)
    assert answer.status_code == status
    assert why in answer.content.decode()
    assert untouched(before, opened)


def test_the_supervisor_reads_the_counts_of_each(supervisor: Client) -> None:
    now = timezone.now()
    make.report(now=now)
    both = make.report(now=now, stream=PARTY)
    actions.join_stream(both.request_id, stream="hdnd", now=now, actor=make.OPERATOR)
    table = supervisor.get("/supervisor/").content.decode().split('id="streams"')[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in table.split("<tr>")[2:]]
    received = {" ".join(word for word in row if not word.rstrip(":").isdigit())[:8]: row for row in rows}
    assert len(received) == len(snapshot().centre.streams) + 1
    counts = {one.name: one.received for one in stream_counts(since=now - make.minutes(1), now=now)}
    assert counts["Cổng thông tin 1022"] == counts["Đường dây nóng Thành ủy"] == 1
    assert counts["Ý kiến cử tri gửi Hội đồng nhân dân"] == 1
    assert counts[""] == 2
    assert "Tất cả, mỗi phản ánh tính một lần" in table


def test_figures_by_ward_are_of_the_supervisors_own_hotlines(of_party: Client, supervisor: Client) -> None:
    place = make.place(make.SAI_GON)
    make.report(stream=PARTY, place=place)
    for _ in range(2):
        make.report(place=place)

    def received(client: Client) -> list[str]:
        lines = client.get("/supervisor/wards.csv").content.decode().splitlines()
        return [line.split(",")[2] for line in lines if line.startswith(make.SAI_GON)]

    assert (received(of_party), received(supervisor)) == (["1"], ["3"])


@pytest.mark.parametrize("city", ["hue"], indirect=True)
def test_a_city_with_one_hotline_hears_of_none(supervisor: Client, tmp_path: Path) -> None:
    profile = copy_of("hue", tmp_path)
    told = (profile / "centre.yaml").read_text()
    second = told[told.index("  - code: dich-vu-cong") : told.index("\nchannels:")]
    change(profile, "centre.yaml", second, "")
    assert [one.code for one in snapshot().centre.streams] == ["hue-s", "dich-vu-cong"]
    load_profile(profile, now=make.NOW)
    assert [one.code for one in snapshot().centre.streams] == ["hue-s"]
    assert 'id="streams"' not in supervisor.get("/supervisor/").content.decode()
    assert "Người dân gọi tới" not in supervisor.get("/operator/new/").content.decode()


def test_a_call_is_written_down_for_the_hotline_that_was_called(operator: Client, of_party: Client) -> None:
    form = operator.get("/operator/new/").content.decode()
    assert "Người dân gọi tới" in form
    assert _written(operator, stream="hdnd") == "hdnd"
    assert "Người dân gọi tới" not in of_party.get("/operator/new/").content.decode()  # of one hotline: nothing to choose
    assert _written(of_party, stream=PARTY) == PARTY


@pytest.mark.parametrize(
    ("stream", "why"), [("1022", "1022"), ("dich-vu-cong", "dich-vu-cong")], ids=["another's", "one that takes no potholes"]
)
def test_nobody_writes_a_report_into_a_stream_that_is_not_theirs(of_party: Client, stream: str, why: str) -> None:
    answer = of_party.post("/operator/new/", _call(stream=stream))
    assert answer.status_code == 422


def test_a_hotline_refuses_what_it_does_not_take(operator: Client) -> None:
    answer = operator.post("/operator/new/", _call(stream="dich-vu-cong"))
    assert answer.status_code == 422
    assert "Hỏi đáp dịch vụ công không nhận lĩnh vực này." in answer.content.decode()


def test_nobody_merges_a_case_that_they_do_not_see(of_party: Client) -> None:
    own, other = make.report(stream=PARTY), make.report()
    before = make.case(other)
    answer = send(of_party, own, "merge", references=other.reference, why="cùng việc")
    assert answer.status_code in (409, 422)
    assert untouched(before, other)


def _written(client: Client, *, stream: str) -> str:
    answer = client.post("/operator/new/", _call(stream=stream))
    assert answer.status_code == 302, answer.content.decode()
    reference = answer.headers["Location"].split("/")[2]
    return make.case(Opened(0, reference, "", make.NOW, created=True)).request.stream


def _call(*, stream: str) -> dict[str, str]:
    key = f"00000000-0000-4000-8000-{abs(hash(stream)) % 10**12:012d}"
    return {"key": key, "stream": stream, "words": "Ổ gà lớn", "service": "pothole", "ward": make.SAI_GON, "language": "vi"}


def _of_stream(name: str, stream: str, *roles: Role) -> Client:
    person = make_person(name)
    for role in roles:
        people.grant_role(person, role=role, unit_id=None, stream=stream, now=make.NOW, actor=SYSTEM)
    return signed_in(person)


def _values(case: Opened) -> dict[str, str]:
    of = make.case(case)
    return {
        "reference": case.reference,
        "part_id": str(of.parts[0].id) if of.parts else "0",
        "answer_id": str(of.answers[0].id) if of.answers else "0",
        "key": of.attachments[0].key if of.attachments else "none",
        "request_id": str(case.request_id),
    }


def _filled(values: dict[str, str], found: re.Match[str]) -> str:
    return values.get(found[1], "0")


def _routes_of_the_centre() -> list[str]:
    """Return the addresses that only people of the centre open, as the guards say."""
    found: list[str] = []

    def walk(patterns: list[Any], before: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern) and _is_of_the_centre(getattr(one.callback, "hotline_roles", frozenset())):
                found.append(before + str(one.pattern))

    walk(get_resolver().url_patterns, "")
    return found


def _is_of_the_centre(roles: frozenset[Role]) -> bool:
    return bool(roles) and roles <= CENTRE_ROLES | {Role.LEADER}

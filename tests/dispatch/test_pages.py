"""The page where an agency's head, or an administrator, connects systems: shown once, taken back, seen, sent again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import PartFacts
from hotline.directory.queries import snapshot
from hotline.dispatch import actions, queries
from hotline.dispatch.models import Hook, Notice, Token
from hotline.dispatch.sending import send_notices
from hotline.people.facts import Role
from tests.dispatch.conftest import LEAD, OTHER, Counterpart, System
from tests.dispatch.test_notices import entered, waiting
from tests.people.persons import make_person, signed_in


@pytest.fixture
def head(head_id: int) -> Client:
    """Give the browser of Hạnh, head of the agency."""
    return signed_in(head_id)


@pytest.fixture
def other_head(city: None, db: None) -> Client:
    """Give the browser of the head of another agency."""
    return signed_in(make_person("dung", Role.AGENCY_HEAD, unit_id=snapshot().units[OTHER].id))


@pytest.fixture
def administrator(city: None, db: None) -> Client:
    """Give the browser of an administrator."""
    return signed_in(make_person("an", Role.ADMINISTRATOR))


def test_a_key_is_shown_once_and_opens_the_agencys_parts(head: Client, part: PartFacts) -> None:
    page = head.post("/systems/keys/new/", {"name": "Phần mềm điều hành"})
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    [token] = re.findall(r'value="(hotline_[\w-]{43})"', page.content.decode())
    assert System(token).get(f"/parts/{part.id}").status_code == 200
    listed = head.get("/systems/").content.decode()
    assert token not in listed
    assert f"…{token[-4:]}" in listed
    assert "Phần mềm điều hành" in listed
    assert head.post(f"/systems/keys/{Token.objects.get().pk}/revoke/").status_code == 302
    assert System(token).get(f"/parts/{part.id}").status_code == 401
    assert "Đã thu hồi" in head.get("/systems/").content.decode()
    assert head.post(f"/systems/keys/{Token.objects.get().pk}/revoke/").status_code == 404


def test_a_key_needs_a_name(head: Client) -> None:
    page = head.post("/systems/keys/new/", {"name": " \u200b "})
    assert page.status_code == 422
    assert "Hãy ghi tên" in page.content.decode()
    assert not Token.objects.exists()


def test_an_administrator_says_for_which_agency(administrator: Client) -> None:
    refused = administrator.post("/systems/keys/new/", {"name": "Chung"})
    assert (refused.status_code, Token.objects.count()) == (422, 0)
    assert "Hãy chọn đơn vị." in refused.content.decode()
    unit = snapshot().units[LEAD]
    assert administrator.post("/systems/keys/new/", {"name": "Chung", "unit": unit.id}).status_code == 200
    assert Token.objects.get().unit_id == unit.id
    assert unit.name.vi in administrator.get("/systems/").content.decode()


def test_a_head_connects_no_other_agency(head: Client, other_head: Client, counterpart: Counterpart, part: PartFacts) -> None:
    other = snapshot().units[OTHER].id
    head.post("/systems/keys/new/", {"name": "Của tôi", "unit": other})
    assert Token.objects.get().unit_id == snapshot().units[LEAD].id
    hook_id, _secret = entered(counterpart.url)
    notice = waiting(hook_id, part)
    send_notices(timezone.now())
    for address in (
        f"/systems/keys/{Token.objects.get().pk}/revoke/",
        f"/systems/{hook_id}/end/",
        f"/systems/{hook_id}/try/",
        f"/systems/notices/{notice.pk}/again/",
    ):
        assert other_head.post(address).status_code == 404, address
    assert other_head.get(f"/systems/{hook_id}/").status_code == 404
    assert "Của tôi" not in other_head.get("/systems/").content.decode()
    assert (Token.objects.get().revoked_at, Hook.objects.get().ended_at) == (None, None)


def test_who_is_no_head_connects_nothing(city: None, db: None) -> None:
    focal = signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=snapshot().units[LEAD].id))
    assert focal.get("/systems/").status_code == 403
    assert "/systems/" not in focal.get("/agency/").content.decode()


def test_the_head_finds_the_page(head: Client, administrator: Client) -> None:
    assert 'href="/systems/"' in head.get("/agency/").content.decode()
    assert 'href="/systems/"' in administrator.get("/staff/people/").content.decode()


def test_a_webhook_from_its_address_to_its_replay(head: Client, counterpart: Counterpart, part: PartFacts) -> None:
    page = head.post("/systems/new/", {"name": "Phần mềm", "kind": "webhook", "url": counterpart.url})
    assert page["Cache-Control"] == "private, no-store"
    [secret] = re.findall(r'value="(whsec_[^"]+)"', page.content.decode())
    hook_id = Hook.objects.get().pk
    assert secret not in head.get(f"/systems/{hook_id}/").content.decode()
    assert head.post(f"/systems/{hook_id}/try/").status_code == 302
    send_notices(timezone.now())
    assert counterpart.bodies[0]["type"] == "try"
    counterpart.say = lambda _method, _path, _body: (500, {}, b"")
    notice = waiting(hook_id, part)
    Notice.objects.filter(pk=notice.pk).update(since=timezone.now() - timedelta(days=1))
    send_notices(timezone.now())
    shown = head.get(f"/systems/{hook_id}/").content.decode()
    assert "Không gửi được" in shown
    assert "Máy chủ bị lỗi. (500)" in shown
    assert "Máy chủ đã nhận (204)" in shown
    assert "1 tin không gửi được" in head.get("/systems/").content.decode()
    counterpart.say = lambda _method, _path, _body: (200, {}, b"")
    assert head.post(f"/systems/notices/{notice.pk}/again/").headers["Location"] == f"/systems/{hook_id}/"
    again = head.post(f"/systems/notices/{notice.pk}/again/")
    assert again.headers["Location"] == "/systems/", "it waits already"
    send_notices(timezone.now())
    assert queries.notices(hook_id, limit=1)[0].state == "sent"
    assert head.post(f"/systems/{hook_id}/end/").status_code == 302
    assert "Đã ngừng" in head.get(f"/systems/{hook_id}/").content.decode()
    assert head.post(f"/systems/{hook_id}/end/").status_code == 404


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://192.168.1.10/hook", "mạng nội bộ"),
        ("https://localhost:8022/", "mạng nội bộ"),
        ("https://169.254.169.254/latest/", "mạng nội bộ"),
        ("http://example.com/", "https://"),
        ("https://user:pass@example.com/", "không đúng"),
        ("", "Hãy ghi địa chỉ nhận."),
    ],
)
def test_an_address_that_is_refused_is_not_entered(url: str, said: str, head: Client) -> None:
    page = head.post("/systems/new/", {"name": "Phần mềm", "kind": "webhook", "url": url})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Phần mềm" in page.content.decode(), "what was typed is there"
    assert not Hook.objects.exists()


def test_an_open311_server_and_its_parts(head: Client, counterpart: Counterpart, part: PartFacts) -> None:
    typed = {"name": "Quận", "kind": "open311", "url": counterpart.url, "key": "bi-mat", "jurisdiction": "quan"}
    answer = head.post("/systems/new/", typed)
    hook_id = Hook.objects.get().pk
    assert answer.headers["Location"] == f"/systems/{hook_id}/"
    counterpart.say = lambda _method, _path, _body: (201, {}, b'[{"service_request_id": "638344"}]')
    waiting(hook_id, part)
    send_notices(timezone.now())
    actions.remote_case_over(queries.remote_cases(hook_id, limit=1)[0].id, stuck="lacks", now=timezone.now())
    shown = head.get(f"/systems/{hook_id}/").content.decode()
    assert "Cần người của đơn vị" in shown
    assert "mã bên đó 638344" in shown
    assert f'href="/agency/{part.id}/"' in shown
    assert "bi-mat" not in shown


def test_pages_of_notices(head: Client, counterpart: Counterpart, part: PartFacts) -> None:
    hook_id, _secret = entered(counterpart.url)
    for event in range(1, 53):
        waiting(hook_id, part, event=event)
    first = head.get(f"/systems/{hook_id}/")
    [following] = re.findall(r'href="(\?before=\d+)"', first.content.decode())
    second = head.get(f"/systems/{hook_id}/{following}").content.decode()
    assert second.count("Đang chờ gửi") == 2
    assert head.get(f"/systems/{hook_id}/", {"before": "x" * 99}).status_code == 200
    assert head.get(f"/systems/{10**30}/").status_code == 404
    assert head.post(f"/systems/notices/{10**30}/again/").status_code == 404

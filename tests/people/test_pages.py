"""Pages that everybody may meet: errors in kind words, the language switch, and marks on guarded views."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.i18n import set_language

from hotline.people.facts import Role
from hotline.people.guards import public, roles
from hotline.people.guards import signed_in as any_role
from hotline.people.urls import ACCOUNTS
from tests.people.persons import make_person, signed_in


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def suspicious(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def cut_off(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection")


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def taken(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    *ACCOUNTS,
    path("i18n/setlang/", public(set_language), name="set_language"),
    path("broken", broken),
    path("suspicious", suspicious),
    path("cut-off", cut_off),
    path("forbidden", forbidden),
    path("taken", public(taken)),
    path("operators", roles(Role.OPERATOR)(taken)),
    path("anybody", any_role(taken)),
]
handler400 = "hotline.site.errors.bad_request"
handler500 = "hotline.site.errors.server_error"

pytestmark = [
    pytest.mark.usefixtures("city", "db"),
    pytest.mark.city,
    pytest.mark.urls(__name__),
]

KIND = [
    ("nothing there", "/nowhere", 404, "Không có trang này", "There is no such page"),
    ("not yours", "/forbidden", 403, "không dành cho vai trò của bạn", "not for your role"),
    ("not readable", "/suspicious", 400, "chưa đọc được yêu cầu", "could not read this request"),
    ("broken", "/broken", 500, "Xin lỗi, hệ thống đang trục trặc", "Sorry, something is broken here"),
    ("database away", "/cut-off", 503, "Hệ thống đang bận", "The system is busy for a moment"),
]


@pytest.mark.parametrize(("case", "address", "status", "vi", "en"), KIND)
def test_errors_are_kind_in_both_languages(case: str, address: str, status: int, vi: str, en: str) -> None:
    client = Client(raise_request_exception=False)
    page = client.get(address)
    assert (page.status_code, vi in page.text, "tel:1022" in page.text) == (status, True, True)
    assert 'lang="vi"' in page.text
    page = client.get(address, headers={"Accept-Language": "en"})
    assert (page.status_code, en in page.text) == (status, True)
    assert 'lang="en"' in page.text


def test_a_busy_database_says_when_to_come_again() -> None:
    assert int(Client(raise_request_exception=False).get("/cut-off")["Retry-After"]) <= 5


def test_a_form_from_a_page_open_too_long_is_answered_kindly() -> None:
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert page.status_code == 403
    assert "mở quá lâu" in page.text


def test_the_language_switch_returns_to_the_page() -> None:
    client = Client()
    assert 'name="next" value="/accounts/login/?next=/x"' in client.get("/accounts/login/?next=/x").text
    came = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/?next=/x"})
    assert came["Location"] == "/accounts/login/?next=/x"
    page = client.get("/accounts/login/")
    assert 'lang="en"' in page.text
    assert ">Sign in</h1>" in page.text
    assert "sessionid" not in client.cookies
    client.post("/i18n/setlang/", {"language": "vi"})
    assert ">Đăng nhập</h1>" in client.get("/accounts/login/").text


def test_the_language_switch_leads_to_no_other_site() -> None:
    came = Client().post("/i18n/setlang/", {"language": "en", "next": "https://evil.example/"})
    assert came["Location"] == "/"


def test_marks_and_what_they_mean() -> None:
    operator, leader = signed_in(make_person("lan", Role.OPERATOR)), signed_in(make_person("hai", Role.LEADER))
    nobody = Client()
    assert [client.get("/taken").status_code for client in (nobody, leader, operator)] == [200, 200, 200]
    assert [client.get("/operators").status_code for client in (nobody, leader, operator)] == [302, 403, 200]
    assert [client.get("/anybody").status_code for client in (nobody, leader, operator)] == [302, 200, 200]
    assert roles(Role.OPERATOR)(taken).hotline_roles == {Role.OPERATOR}  # type: ignore[attr-defined]


def test_guarded_pages_are_for_one_browser_only() -> None:
    operator = signed_in(make_person("lan", Role.OPERATOR))
    assert operator.get("/operators")["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in operator.get("/taken")


def test_a_page_runs_under_the_content_policy() -> None:
    policy = Client().get("/accounts/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy


@override_settings(ALLOWED_HOSTS=["hotline.example"])
def test_a_foreign_host_is_refused() -> None:
    assert Client().get("/taken", headers={"Host": "evil.example"}).status_code == 400

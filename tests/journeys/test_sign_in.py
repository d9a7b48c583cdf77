"""Signing in as people do it, in Chromium: an app with its codes, a passkey of the telephone, a link that sets a password.

By people as whom no other journey signs in: what they sign in with is changed here, and their sessions are counted.
"""

import re
import time
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.people import onetime
from tests.journeys.conftest import HERE, City, signed_in, visitor

pytestmark = [HERE, pytest.mark.browser]
SECURITY = "/accounts/security/"
TELEPHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def city(served: City) -> City:
    """The city by its name: browsers make no passkeys for an address that is a number."""
    return replace(served, address=served.address.replace("127.0.0.1", "localhost"))


def with_telephone(page: Page) -> Page:
    """Give the page's browser a virtual authenticator that knows its owner's finger."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
    return page


def complaints_of(page: Page) -> list[str]:
    """Return a list that fills with what the console complains about: the content policy speaks there."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def password_only(page: Page, city: City, who: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", f"{who}@demo.example")
    page.fill("input[name=password]", city.passwords[f"{who}@demo.example"])
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def test_a_passkey_is_made_and_signs_in_alone_and_after_the_password(browser: Browser, city: City) -> None:
    page = with_telephone(visitor(browser, city))
    heard = complaints_of(page)
    password_only(page, city, "thanhuy")
    page.wait_for_url("**/operator/")
    page.goto(SECURITY)
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.fill("input[name=name]", "Điện thoại của tôi")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.get_by_text("Chỉ hiện một lần này")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Tôi đã cất giữ").click()
    expect(page.locator("th", has_text="Điện thoại của tôi")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/accounts/security/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(re.compile(rf"^[^?]*{SECURITY}$"))  # the sign-in's own address ends with it too, after ?next=

    page.context.clear_cookies()
    password_only(page, city, "thanhuy")
    page.wait_for_url("**/second/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url("**/operator/")
    assert heard == []


def test_an_app_is_added_and_its_code_signs_in_without_javascript(browser: Browser, city: City) -> None:
    page = visitor(browser, city, javascript=False)
    password_only(page, city, "land")
    page.goto(f"{SECURITY}app/")
    box = page.get_by_role("img", name="Mã QR").bounding_box()
    assert box
    assert box["width"] >= 180, "a telephone's camera has to read it"
    page.get_by_text("Không quét được").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.fill("input[name=code]", onetime.code_at(secret, int(time.time()) // 30))
    page.get_by_role("button", name="Bật bước xác nhận").click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()

    other = visitor(browser, city, javascript=False)
    password_only(other, city, "land")
    expect(other.get_by_role("button", name="Dùng khóa truy cập")).to_be_hidden()
    other.fill("input[name=code]", re.sub(r"\D", "", recovery)[-8:])
    other.get_by_role("button", name="Đăng nhập", exact=True).click()
    other.wait_for_url("**/agency/")


def test_a_session_is_ended_from_another_device(browser: Browser, city: City) -> None:
    here, there = signed_in(browser, city, "sawaco"), signed_in(browser, city, "sawaco")
    here.goto(SECURITY)
    here.get_by_role("button", name="Kết thúc tất cả phiên khác").click()
    expect(here.get_by_text("Đã kết thúc các phiên khác: 1.")).to_be_visible()
    there.goto("/agency/")
    expect(there.get_by_text("đã được kết thúc từ một thiết bị khác")).to_be_visible()


def test_a_forgotten_password_by_a_link_that_is_read_out(browser: Browser, city: City) -> None:
    admin = signed_in(browser, city, "admin")
    admin.goto("/staff/people/?q=water@demo.example")
    admin.locator("tbody a").first.click()
    admin.get_by_role("button", name="Cấp liên kết đặt mật khẩu").click()
    code = admin.locator("code.confirmation__reference").inner_text()

    page = visitor(browser, city)
    page.goto("/accounts/start/")
    page.get_by_label("Mã người quản trị đã đọc").fill(code.upper().replace("-", " "))
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Hiện").first.click()
    page.fill("input[name=password1]", "sáng nay trời có gió nhẹ")
    expect(page.locator("input[name=password1]")).to_have_attribute("type", "text")
    page.fill("input[name=password2]", "sáng nay trời có gió nhẹ")
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.get_by_text("Mời bạn đăng nhập")).to_be_visible()
    city.passwords["water@demo.example"] = "sáng nay trời có gió nhẹ"
    password_only(page, city, "water")
    page.wait_for_url("**/agency/")

"""One report, all the way, through the doors that its people use: a phone, three desks, the phone again."""

import json
import re
import time

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests import make
from tests.journeys.conftest import EVERY_CITY, City, in_city, signed_in, visitor

PHOTO = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": make.jpeg(size=(1200, 900))}
AFTER = {"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": make.jpeg(of=Image.radial_gradient("L"), size=(1200, 900))}
"""What the agency took; the citizen's own photo would prove nothing."""
REFERENCE = re.compile(r"\d{4}-\d{4}-\w{4}-\w{4}-\w")


@pytest.mark.parametrize("served", [in_city("hcmc")], indirect=True)
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_citizen_reports_in_four_pages(served: City, browser: Browser, javascript: bool) -> None:
    page = visitor(browser, served, javascript=javascript)
    reference, link = _report(page, served, phone="0990 012 345")
    assert REFERENCE.fullmatch(reference)
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Đã tiếp nhận")
    page.goto(f"/cases/{reference}/")
    expect(page.locator("main")).to_contain_text(served.matter.ward)
    assert "Lê Lợi" not in page.inner_text("main")  # nobody has approved the citizen's words yet


@pytest.mark.parametrize("served", EVERY_CITY, indirect=True)
def test_from_a_phone_to_a_published_answer_and_back(served: City, browser: Browser) -> None:
    operator = signed_in(browser, served, "operator")
    citizen = visitor(browser, served)
    reference, link = _report(citizen, served, phone="0990 067 890")
    assert reference.startswith(f"{served.matter.number}-")
    expect(operator.locator("main")).to_contain_text(reference, timeout=15_000)  # by itself: nobody loads the page again
    operator.locator("main a").filter(has_text=reference).first.click()
    expect(operator.get_by_role("button", name=re.compile("^Chuyển và nhắn tin"))).to_be_visible()
    assert "0990067890" not in operator.content()
    operator.wait_for_load_state()  # keys are known once the page's scripts are
    operator.keyboard.press("f")
    expect(operator.locator("main")).to_contain_text("Đang xử lý")

    agency = signed_in(browser, served, served.matter.officer)
    agency.locator("main li, main tr").filter(has_text=reference).get_by_role("link").first.click()
    assert "0990" not in agency.content()
    agency.get_by_role("button", name="Nhận việc").click()
    form = agency.locator("form").filter(has=agency.get_by_role("button", name="Gửi kết quả"))
    form.locator("textarea").fill("Đã vá ổ gà bằng bê tông nhựa nóng.")
    form.get_by_role("button", name="Gửi kết quả").click()
    expect(agency.locator("main")).to_contain_text("ảnh")  # a result needs its photo, and the words are still there
    form = agency.locator("form").filter(has=agency.get_by_role("button", name="Gửi kết quả"))
    assert form.locator("textarea").input_value() == "Đã vá ổ gà bằng bê tông nhựa nóng."
    form.locator("input[name=photos]").set_input_files(AFTER)  # type: ignore[arg-type]
    form.get_by_role("button", name="Gửi kết quả").click()
    expect(agency.get_by_role("button", name="Gửi kết quả")).to_have_count(0)

    desk = signed_in(browser, served, "synthesis")
    desk.goto(f"/synthesis/{reference}/")
    desk.get_by_role("button", name="Nhận kết quả").click()
    draft = desk.locator("form").filter(has=desk.get_by_role("button", name="Gửi trả lời cho người dân"))
    draft.locator("textarea[name=words]").fill("Cảm ơn bạn. Ổ gà đã được vá sáng nay.")
    draft.locator("textarea[name=public_words]").fill("Ổ gà đã được vá.")
    draft.get_by_role("button", name="Gửi trả lời cho người dân").click()
    _publish(desk, reference)

    citizen.goto(link)
    expect(citizen.locator("main")).to_contain_text("Ổ gà đã được vá sáng nay")
    _rate(citizen)
    citizen.goto(f"/cases/{reference}/")
    expect(citizen.locator("main")).to_contain_text("Ổ gà đã được vá.")
    assert "sáng nay" not in citizen.inner_text("main")

    texts = [json.loads(line) for line in (served.folder / "outbox" / "sms.jsonl").read_text().splitlines()]
    told = [text for text in texts if "990067890" in json.dumps(text)]
    assert len(told) == 3  # received, forwarded, answered

    citizen.goto(link)
    _say_not_done(citizen)
    expect(citizen.locator("main")).to_contain_text("Đang xử lý")
    agency.goto("/agency/")
    expect(agency.locator("main")).to_contain_text(reference)


@pytest.mark.parametrize("served", [in_city("hcmc")], indirect=True)
def test_a_double_click_makes_one_report(served: City, browser: Browser) -> None:
    page = visitor(browser, served)
    _fill(page, served, phone="0990 055 555")
    page.evaluate(
        """() => { const button = [...document.querySelectorAll('main button')].filter(b => b.textContent.includes('Gửi')).pop();
                   button.click(); button.click(); }"""
    )
    page.wait_for_url("**/report/sent/**")
    reference = page.inner_text(".confirmation .reference")
    page.go_back()
    page.reload()
    texts = (served.folder / "outbox" / "sms.jsonl").read_text()
    assert len(set(REFERENCE.findall("\n".join(line for line in texts.splitlines() if "990055555" in line)))) <= 1
    assert REFERENCE.fullmatch(reference)


def _report(page: Page, city: City, *, phone: str) -> tuple[str, str]:
    """Report a pothole with a photo; return the reference and the private link."""
    _fill(page, city, phone=phone)
    page.get_by_role("button", name="Gửi phản ánh").last.click()
    page.wait_for_url("**/report/sent/**")
    link = page.get_attribute("main a[href*='/r/']", "href")
    assert link
    return page.inner_text(".confirmation .reference").strip(), link


def _fill(page: Page, city: City, *, phone: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Gửi phản ánh").first.click()
    page.locator("summary", has_text=city.matter.group).click()
    page.locator(f"label[for=id_service_{city.matter.service}]").click()
    if page.locator("[data-chosen]").is_visible():  # the list is folded away, and the headings of its parts with it
        expect(page.locator(".services__category:visible")).to_have_count(0)
    page.locator("textarea").fill("Ổ gà sâu trước số 12, tối qua có người ngã.")
    _next(page)
    page.wait_for_url("**/report/where/**")
    page.select_option("select[name=area]", label=city.matter.ward)
    page.fill("input[name=words]", "12 Lê Lợi")
    _next(page)
    page.wait_for_url("**/report/photos/**")
    page.set_input_files("main input[type=file] >> nth=0", PHOTO)  # type: ignore[arg-type]
    _next(page)
    page.wait_for_url("**/report/who/**")
    page.fill("input[name=phone]", phone)


def _next(page: Page) -> None:
    page.locator("main button.button:not(.button--link)", has_text=re.compile(r"^\s*Tiếp tục\s*$")).locator(
        "visible=true"
    ).last.click()


def _publish(desk: Page, reference: str) -> None:
    """Publish as soon as the reply has left, which takes the sender a moment."""
    for _ in range(30):
        desk.goto(f"/synthesis/{reference}/")
        button = desk.get_by_role("button", name=re.compile("^Công khai|^Đăng công khai|^Công bố"))
        if button.count() and button.first.is_enabled():
            button.first.click()
            return
        time.sleep(0.5)
    pytest.fail(desk.inner_text("main"))


def _rate(citizen: Page) -> None:
    form = citizen.locator("form").filter(has=citizen.get_by_role("button", name="Gửi đánh giá")).first
    form.locator("label").filter(has=citizen.locator("input[type=radio]")).nth(3).click()
    form.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_role("button", name="Sửa đánh giá").first).to_be_visible()


def _say_not_done(citizen: Page) -> None:
    citizen.locator("summary", has_text="Chưa xong?").click()
    form = citizen.locator("form").filter(has=citizen.get_by_role("button", name="Báo chưa xong"))
    form.get_by_role("radio").first.check(force=True)
    form.locator("textarea").fill("Mưa xong lại thành ổ gà.")
    form.locator("input[type=file]").first.set_input_files(PHOTO)  # type: ignore[arg-type]
    form.get_by_role("button", name="Báo chưa xong").click()
    expect(citizen.locator("summary", has_text="Chưa xong?")).to_have_count(0)

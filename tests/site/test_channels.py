"""The pages of channels: secrets go in and never come out, a demonstration sends nothing, a test tells what came of it."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Event, Message
from hotline.casefile.queries.setups import forget_setups, setup_of, setups
from hotline.core.connections import Condition
from hotline.core.facts import SYSTEM, Channel
from hotline.directory import queries as directory
from hotline.directory.facts import ProviderTemplate, TemplateParameter
from hotline.intake.known import channels
from hotline.notify.actions import connection_does, provider_down, provider_took
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Rejected
from hotline.notify.senders import chosen_name, kinds
from hotline.people.facts import Role
from hotline.site.channels import views
from tests.intake.relaying import post
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")
PAGE = "/staff/channels/"
SECRET = "chỉ-một-mình-tôi-biết"
ZALO = {"is_on": "on", "app_id": "17", "app_secret": SECRET, "refresh_token": "làm-mới", "oa_secret": "khóa-webhook"}


@pytest.fixture(autouse=True)
def _nothing_remembered(city: None, db: None) -> None:
    forget_setups()  # of the test before, which was rolled back


@pytest.fixture
def admin() -> Client:
    return signed_in(make_person("an", Role.ADMINISTRATOR))


def test_every_channel_that_is_found_stands_on_the_page(admin: Client) -> None:
    page = admin.get(PAGE).text
    for name in {*channels(), *(name for name, kind in kinds().items() if kind.fields)}:
        described = (name in kinds() and kinds()[name].fields) or (name in channels() and channels()[name].fields)
        assert (f"{PAGE}way/{name}/" in page) is bool(described)
    assert f'<a href="{PAGE}way/esms/">eSMS</a>' in page, "a gateway by its own name, as its file says"


def test_a_secret_is_written_and_never_read(admin: Client) -> None:
    assert admin.post(PAGE + "way/zalo/", ZALO).status_code == 302
    found = setup_of("zalo")
    assert found is not None
    assert (found.options["app_id"], found.secrets["app_secret"]) == ("17", SECRET)
    page = admin.get(PAGE + "way/zalo/").text
    assert SECRET not in page
    assert "Đã đặt" in page
    assert "An" in page  # who changed it
    assert "/in/zalo/" in page
    event = Event.objects.get(name="channel_set_up")
    assert event.facts["secrets"] == ["app_secret", "oa_secret", "refresh_token"]
    assert SECRET not in str(event.facts)


def test_left_empty_it_stays_and_what_the_form_does_not_know_stays_too(admin: Client) -> None:
    own = {"options": {"host": "http://127.0.0.1:9"}, "secrets": {"app_secret": SECRET}}
    actions.set_up_channel("zalo", **own, now=timezone.now(), actor=SYSTEM)  # type: ignore[arg-type]
    admin.post(PAGE + "way/zalo/", {**ZALO, "app_secret": ""})
    found = setup_of("zalo")
    assert found is not None
    assert found.secrets["app_secret"] == SECRET
    assert found.options["host"] == "http://127.0.0.1:9"


def test_what_is_needed_is_asked_for_unless_the_channel_is_off(admin: Client) -> None:
    answer = admin.post(PAGE + "way/zalo/", {"is_on": "on"})
    assert answer.status_code == 422
    assert "hoặc tắt kênh" in answer.text
    assert setups() == ()
    assert admin.post(PAGE + "way/zalo/", {"app_id": "17"}).status_code == 302
    assert setup_of("zalo") is None
    assert "Đang tắt" in admin.get(PAGE).text


ESMS = {"is_on": "on", "url": "http://127.0.0.1:9/x", "api_key": "a", "secret_key": "b", "source": "1022", "key": "khoa17"}


def test_an_error_names_what_is_missing(admin: Client) -> None:
    page = admin.post(PAGE + "way/esms/", {**ESMS, "api_key": "", "source": ""}).text
    assert "Hãy điền “ApiKey”, hoặc tắt kênh." in page
    assert "Hãy điền “Brandname”, hoặc tắt kênh." in page


@pytest.mark.parametrize("typed", ["abc", "-5", "0", "1e3", "½"])
@pytest.mark.parametrize("name", ["rate", "part_price"])
def test_what_has_to_be_a_number_is_one(admin: Client, name: str, typed: str) -> None:
    refused = admin.post(PAGE + "way/esms/", {**ESMS, name: typed})
    assert refused.status_code == 422
    assert "” phải là một số lớn hơn 0." in refused.text
    assert setup_of("esms") is None
    assert admin.post(PAGE + "way/esms/", {**ESMS, "rate": "0.5", "part_price": "1.200"}).status_code == 302


SMPP = {"is_on": "on", "host": "127.0.0.1", "system_id": "hotline", "password": "bi-mat", "source": "1022"}
WORDS_FOR_SETTINGS = [
    ("email", {"is_on": "on", "address": "khong"}, "address", "phải là một địa chỉ e-mail"),
    ("email", {"is_on": "on", "address": "1022@thu.example", "imap": "foo"}, "imap", "phải có dạng imaps://"),
    (
        "email",
        {"is_on": "on", "address": "1022@thu.example", "imap": "imap://a:b@thu.example/INBOX"},
        "imap",
        "phải có dạng imaps://",
    ),
    ("smpp", {**SMPP, "receipt_ids": "foo"}, "receipt_ids", "phải là same, hex hoặc decimal"),
    ("relay", {"is_on": "on", "secret": "x"}, "secret", "phải dài ít nhất 16 ký tự"),
]


@pytest.mark.parametrize(("way", "typed", "field", "said"), WORDS_FOR_SETTINGS)
def test_what_cannot_be_meant_is_refused_at_its_own_field(
    admin: Client, way: str, typed: dict[str, str], field: str, said: str
) -> None:
    refused = admin.post(f"{PAGE}way/{way}/", typed)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert said in refused.context["form"].errors[field][0]
    assert setup_of(way) is None


def test_what_is_meant_is_taken(admin: Client) -> None:
    assert admin.post(PAGE + "way/smpp/", {**SMPP, "receipt_ids": "hex"}).status_code == 302
    assert admin.post(PAGE + "way/relay/", {"is_on": "on", "secret": SECRET}).status_code == 302


def test_an_optional_secret_can_be_taken_away(admin: Client) -> None:
    box = {"is_on": "on", "address": "1022@thu.example", "imap": "imaps://a:b@thu.example/INBOX"}
    admin.post(PAGE + "way/email/", box)
    admin.post(PAGE + "way/email/", {**box, "imap": "", "imap-gone": "on"})
    assert [one.secrets for one in setups()] == [{}]


def test_a_sender_is_chosen_here(admin: Client) -> None:
    assert chosen_name(Channel.SMS) == "console"
    every = {"sms": "kannel", "email": "console", "zalo": "zalo", "messenger": "console", "viber": "console", "zns": "console"}
    assert admin.post(PAGE + "senders/", every).status_code == 302
    assert chosen_name(Channel.SMS) == "kannel"
    assert "Kannel chưa được thiết lập." in admin.get(PAGE).text, "what is chosen lets messages wait until it is set up"
    here = {"url": "http://127.0.0.1:13013", "username": "a", "password": "b", "source": "1022", "key": "k1"}
    admin.post(PAGE + "way/kannel/", {"is_on": "on", **here})
    assert "Kannel chưa được thiết lập." not in admin.get(PAGE).text
    assert admin.post(PAGE + "senders/", {**every, "sms": "khong-co"}).status_code == 422
    assert chosen_name(Channel.SMS) == "kannel"


def test_a_demonstration_refuses_what_would_leave(admin: Client, settings: LazySettings) -> None:
    settings.IS_DEMONSTRATION = True
    every = {"sms": "console", "email": "console", "zalo": "zalo", "messenger": "console", "viber": "console", "zns": "console"}
    answer = admin.post(PAGE + "senders/", every)
    assert answer.status_code == 422
    assert "không gửi tin ra khỏi máy này" in answer.text
    assert setup_of("senders") is None
    here = {"url": "http://127.0.0.1:13013", "username": "a", "password": "b", "source": "1022", "key": "k1"}
    assert admin.post(PAGE + "way/kannel/", {"is_on": "on", **here}).status_code == 302
    assert admin.post(PAGE + "senders/", {**every, "zalo": "console", "sms": "kannel"}).status_code == 302
    away = {**here, "url": "http://sms.example:13013"}
    assert admin.post(PAGE + "way/kannel/", {"is_on": "on", **away}).status_code == 422
    found = setup_of("kannel")
    assert found is not None
    assert found.options["url"] == here["url"]


def test_a_test_goes_to_the_administrator_and_says_what_came_back(admin: Client) -> None:
    assert "an@centre.example" in admin.get(PAGE).text
    where = admin.post(PAGE + "try/email/", {"email-to": "an@centre.example"})["Location"]
    assert "Đang chờ gửi" in admin.get(where).text
    phone = Phone()
    Drain("email", phone).run(timezone.now())
    assert [one.to for one in phone.taken] == ["an@centre.example"]
    assert "tin thử" in phone.taken[0].text
    assert "Đã gửi" in admin.get(where).text
    Message.objects.update(receipt="delivered", receipt_at=timezone.now())
    assert "Đã tới nơi" in admin.get(where).text
    other = signed_in(make_person("binh", Role.ADMINISTRATOR))
    assert other.get(where).status_code == 404


def test_a_refused_test_says_why(admin: Client) -> None:
    where = admin.post(PAGE + "try/email/", {"email-to": "an@centre.example"})["Location"]
    Drain("email", Phone(say=lambda _outgoing: Rejected("smtp:550"))).run(timezone.now())
    assert "Máy chủ thư từ chối (mã 550)." in admin.get(where).text


@pytest.fixture
def templated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the profile's "received" approved by Zalo."""
    parameters = (
        TemplateParameter("ma", "reference", 30),
        TemplateParameter("han", "due", 30),
        TemplateParameter("noi", "place", 8),
    )
    standing = directory.snapshot()
    text = replace(standing.texts["received", "sms", "vi"], templates=(ProviderTemplate("zns", "304712", parameters),))
    changed = replace(standing, texts=MappingProxyType({**standing.texts, ("received", "sms", "vi"): text}))
    monkeypatch.setattr(directory, "snapshot", lambda: changed)
    monkeypatch.setattr(views, "snapshot", lambda: changed)


def test_without_a_template_there_is_nothing_to_try_by_zns(admin: Client) -> None:
    page = admin.get(PAGE).text
    assert "chưa có mẫu ZNS nào được Zalo duyệt" in page
    missing = page.partition("16 mẫu ZNS chưa có mã của Zalo")[2].partition("</ul>")[0]
    assert "<li>Báo đã tiếp nhận</li>" in missing
    assert "thay cho “chua-co”" in missing
    assert "tin chưa khai mẫu ZNS" not in page
    assert f"{PAGE}try/zns/" not in page


@pytest.mark.usefixtures("templated")
def test_a_template_of_zns_is_tried_with_examples(admin: Client) -> None:
    assert "Báo đã tiếp nhận" in admin.get(PAGE).text
    missing = admin.get(PAGE).text.partition("15 mẫu ZNS chưa có mã của Zalo")[2].partition("</ul>")[0]
    assert "<li>Trả lời người dân</li>" in missing
    assert "<li>Báo đã tiếp nhận</li>" not in missing
    asked = {"zns-to": "0908369123", "zns-template": "received"}
    where = admin.post(PAGE + "try/zns/", asked)["Location"]
    phone = Phone()
    Drain("zns", phone).run(timezone.now())
    (sent,) = phone.taken
    assert (sent.to, sent.templates["zns"].id) == ("+84908369123", "304712")
    assert sent.templates["zns"].parameters["ma"] == "1022-0000-0000-0000-0"
    assert "Đã gửi" in admin.get(where).text


@pytest.mark.usefixtures("templated")
def test_zns_that_refuses_leaves_the_test_to_sms_in_its_own_words(admin: Client) -> None:
    where = admin.post(PAGE + "try/zns/", {"zns-to": "0908369123", "zns-template": "received"})["Location"]
    Drain("zns", Phone(say=lambda _outgoing: Rejected("zns:-118"))).run(timezone.now())
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    assert "tin thử" in phone.taken[0].text
    assert "Zalo ZNS không nhận, nên tin đi bằng SMS" in admin.get(where).text


@pytest.mark.usefixtures("templated")
@pytest.mark.parametrize(
    "typed", [{"zns-to": "0908369123", "zns-template": "answered"}, {"zns-to": "12", "zns-template": "received"}]
)
def test_what_zalo_has_not_approved_is_not_sent(admin: Client, typed: dict[str, str]) -> None:
    assert admin.post(PAGE + "try/zns/", typed).status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize("typed", ["", "không phải số", "12"])
def test_a_number_that_is_none_is_sent_nothing(admin: Client, typed: str) -> None:
    assert admin.post(PAGE + "try/sms/", {"sms-to": typed}).status_code == 422
    assert not Message.objects.exists()


def test_what_was_refused_is_counted_by_reason(admin: Client) -> None:
    actions.set_up_channel("relay", options={}, secrets={"secret": SECRET}, now=timezone.now(), actor=SYSTEM)
    assert post({"messages": []}, secret="một khóa khác").status_code == 403
    assert "Chữ ký sai: 1" in admin.get(PAGE).text
    assert "Chữ ký sai: 1" in admin.get(PAGE + "way/relay/").text


# in words · how long ago it was said · what was said · what the page says
CONNECTIONS = [
    ("well", 0, Condition(is_up=True), "SMPP: đang nối", ""),
    (
        "refused",
        0,
        Condition(is_up=False, error="refused:0x0e", error_at=timezone.now()),
        "SMPP: mất nối",
        "từ chối đăng nhập. (0x0e)",
    ),
    ("nobody speaks of it", 90, Condition(is_up=True), "SMPP: không rõ", ""),
    ("slowed down", 0, Condition(is_up=True, throttled_at=timezone.now()), "SMPP: đang nối", "Bị yêu cầu gửi chậm lại"),
]


@pytest.mark.parametrize(("ago", "said", "state", "more"), [row[1:] for row in CONNECTIONS], ids=[row[0] for row in CONNECTIONS])
def test_how_a_connection_does(admin: Client, ago: int, said: Condition, state: str, more: str) -> None:
    connection_does("smpp", said, now=timezone.now() - timedelta(seconds=ago))
    assert state in admin.get(PAGE).text
    page = admin.get(PAGE + "way/smpp/").text
    assert "Kết nối SMPP" in page
    assert more in page


def test_two_connections_of_one_way(admin: Client) -> None:
    connection_does("imap", Condition(is_up=False, error="no_answer", error_at=timezone.now()), now=timezone.now())
    connection_does("lmtp", Condition(is_up=True, kept_at=timezone.now()), now=timezone.now())
    page = admin.get(PAGE + "way/email/").text
    assert "Bên kia không trả lời kịp." in page
    assert "Nhận qua LMTP gần nhất" in page
    connection_does("imap", None, now=timezone.now())
    page = admin.get(PAGE).text
    assert "LMTP: đang nhận thư" in page
    assert "IMAP" not in page


def test_a_provider_that_is_down_says_since_when(admin: Client) -> None:
    now = timezone.now()
    for _ in range(2):
        provider_down("zalo", why="zalo:timeout", until=now, now=now)
    page = admin.get(PAGE).text
    assert "Nhà cung cấp không nhận tin" in page
    assert "2 lần liền" in page
    provider_took("zalo", now=now)
    assert "Nhà cung cấp không nhận tin" not in admin.get(PAGE).text


@pytest.mark.parametrize("address", ["way/khong-co/", "try/khong-co/", "try/zns/", "tried/999999999/"])
def test_what_there_is_not(admin: Client, address: str) -> None:
    ask = admin.post if address.startswith("try/") else admin.get
    assert ask(PAGE + address).status_code == 404


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR])
def test_nobody_else_gets_in(role: Role) -> None:
    client = signed_in(make_person("khac", role))
    for address in ("", "way/zalo/"):
        assert client.get(PAGE + address).status_code == 403
    for address in ("senders/", "try/email/"):
        assert client.post(PAGE + address).status_code == 403


def test_it_is_asked_again_who_it_is(admin: Client, settings: LazySettings) -> None:
    settings.HOTLINE_FRESH = timedelta(0)
    assert admin.get(PAGE + "way/zalo/").status_code == 401
    assert admin.post(PAGE + "way/zalo/", ZALO).status_code == 401
    assert admin.post(PAGE + "try/email/", {"email-to": "an@centre.example"}).status_code == 401
    assert setups() == ()

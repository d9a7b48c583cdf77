"""Passkeys: added, named, removed, and signing in with one alone or after the password."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.people import actions, queries
from hotline.people.facts import EventKind, Role
from tests.people.persons import PASSWORD, make_person, signed_in
from tests.people.softkey import SoftKey

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
SECURITY, ADD, ALONE, SECOND = (
    "/accounts/security/",
    "/accounts/security/passkeys/add/",
    "/accounts/login/passkey/",
    "/accounts/login/second/",
)


@pytest.fixture
def lan() -> int:
    return make_person("lan", Role.ADMINISTRATOR)


@pytest.fixture
def key(lan: int) -> SoftKey:
    """A passkey that Lan has added."""
    device = SoftKey()
    assert add(at_home(lan), device, name="Điện thoại")["Location"] == f"{SECURITY}codes/"
    return device


def at_home(user_id: int) -> Client:
    client = signed_in(user_id)
    client.defaults["SERVER_NAME"] = "localhost"
    return client


def options_in(page: Any) -> dict[str, Any]:
    told = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page.text)
    assert told, page.text
    found: dict[str, Any] = json.loads(told[1])
    return found


def add(client: Client, device: SoftKey, *, name: str = "") -> Any:
    return client.post(ADD, {"name": name, "credential": device.create(options_in(client.get(ADD)))})


def alone(client: Client, device: SoftKey) -> Any:
    """Sign in with a passkey alone."""
    asked = client.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    return client.post(ALONE, {"credential": device.get(asked)})


def is_in(client: Client) -> bool:
    return "login" not in client.get("/staff/")["Location"]


def test_a_passkey_is_added_with_a_name_and_recovery_codes(lan: int, key: SoftKey) -> None:
    [kept] = queries.factors_of(lan).passkeys
    assert (kept.name, kept.last_used_at) == ("Điện thoại", None)
    assert queries.factors_of(lan).recovery_left == 10
    assert EventKind.PASSKEY_ADDED in [event.kind for event in queries.events_of(lan)]
    assert "Điện thoại" in at_home(lan).get(SECURITY).text


def test_the_device_is_asked_for_a_key_that_signs_in_alone(lan: int) -> None:
    wanted = options_in(at_home(lan).get(ADD))["publicKey"]
    assert wanted["authenticatorSelection"]["userVerification"] == "required"
    assert wanted["rp"]["id"] == "localhost"
    assert wanted["user"]["displayName"] == "Lan"


def test_a_passkey_alone_signs_in(lan: int, key: SoftKey) -> None:
    client = Client(SERVER_NAME="localhost")
    assert alone(client, key)["Location"] == "/staff/"
    assert is_in(client)
    assert "khóa truy cập" in client.get(SECURITY).text
    assert queries.events_of(lan)[0].kind is EventKind.SIGNED_IN
    assert queries.factors_of(lan).passkeys[0].last_used_at


def test_a_passkey_after_the_password(lan: int, key: SoftKey) -> None:
    client = Client(SERVER_NAME="localhost")
    sent = client.post("/accounts/login/", {"login": "lan@centre.example", "password": PASSWORD, "next": "/staff/people/?q=1"})
    assert sent["Location"] == SECOND
    came = client.post(SECOND, {"credential": key.get(options_in(client.get(SECOND)))})
    assert came["Location"] == "/staff/people/?q=1"
    assert is_in(client)


def test_one_comes_to_where_one_wanted_to_go(lan: int, key: SoftKey) -> None:
    client = Client(SERVER_NAME="localhost")
    asked = client.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    came = client.post(ALONE, {"credential": key.get(asked), "next": "/staff/people/?q=x"})
    assert came["Location"] == "/staff/people/?q=x"


REFUSED = [
    ("a device that did not ask for a finger", {"verifies": False}),
    ("a page of somebody else that shows our sign-in", {"origin": "https://1022-tphcm.example"}),
    ("another site's key", {"host": "evil.example"}),
]


@pytest.mark.parametrize(("case", "odd"), REFUSED)
def test_what_is_refused(lan: int, key: SoftKey, case: str, odd: dict[str, Any]) -> None:
    for name, value in odd.items():
        setattr(key, name, value)
    client = Client(SERVER_NAME="localhost")
    alone(client, key)
    assert not is_in(client)


def test_a_key_of_ones_own_making_is_refused(lan: int, key: SoftKey) -> None:
    client = Client(SERVER_NAME="localhost")
    alone(client, SoftKey(user_handle=key.user_handle, credential_id=key.credential_id))
    assert not is_in(client)


def test_what_was_heard_once_is_no_use_again(lan: int, key: SoftKey) -> None:
    client = Client(SERVER_NAME="localhost")
    asked = client.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    heard = key.get(asked)
    client.post(ALONE, {"credential": heard})
    other = Client(SERVER_NAME="localhost")
    other.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"})
    other.post(ALONE, {"credential": heard})
    assert (is_in(client), is_in(other)) == (True, False)


def test_a_passkey_of_a_closed_account_opens_nothing(lan: int, key: SoftKey) -> None:
    make_person("chi", Role.ADMINISTRATOR)
    actions.deactivate(lan, now=timezone.now(), actor=SYSTEM)
    client = Client(SERVER_NAME="localhost")
    came = alone(client, key)
    assert came["Location"] == "/accounts/login/"
    assert "không mở tài khoản nào" in client.get(came["Location"]).text
    assert not is_in(client)


def test_a_passkey_that_was_removed_opens_nothing(lan: int, key: SoftKey) -> None:
    [kept] = queries.factors_of(lan).passkeys
    owner = at_home(lan)
    assert "Điện thoại" in owner.get(f"{SECURITY}passkeys/{kept.id}/remove/").text
    owner.post(f"{SECURITY}passkeys/{kept.id}/remove/")
    assert not queries.has_second_factor(lan)
    client = Client(SERVER_NAME="localhost")
    alone(client, key)
    assert not is_in(client)


def test_a_passkey_is_named_anew_by_its_owner_only(lan: int, key: SoftKey) -> None:
    [kept] = queries.factors_of(lan).passkeys
    at_home(lan).post(f"{SECURITY}passkeys/{kept.id}/", {"name": "Khóa <b>USB</b>"})
    assert "Khóa &lt;b&gt;USB&lt;/b&gt;" in at_home(lan).get(SECURITY).text
    other = at_home(make_person("minh", Role.ADMINISTRATOR))
    for page in ("", "remove/"):
        assert other.post(f"{SECURITY}passkeys/{kept.id}/{page}", {"name": "x"}).status_code == 404
    assert queries.factors_of(lan).passkeys[0].name == "Khóa <b>USB</b>"
    long = at_home(lan).post(f"{SECURITY}passkeys/{kept.id}/", {"name": "x" * 61})
    assert "Tên dài quá" in long.text


def test_a_passkey_shows_again_who_one_is(lan: int, key: SoftKey) -> None:
    client = at_home(lan)
    session = client.session
    session["proved_at"] -= 16 * 60
    session.save()
    minh = make_person("minh", Role.OPERATOR)
    asked = client.post(f"/staff/people/{minh}/link/")
    assert asked.status_code == 401
    given = {"proof-given": "POST", "proof-credential": key.get(options_in(asked))}
    assert "Mã, để đọc qua điện thoại" in client.post(f"/staff/people/{minh}/link/", given).text


FORGED = [
    "", "{}", "[]", "null", "x", '{"id": 1}', "9" * 19_000, "[" * 15_000, "x" * 30_000,
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"YQ","authenticatorData":"YQ","signature":"YQ","userHandle":"YQ"}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":""}}',
    '{"id":"\\u0000","rawId":"é","type":[],"response":{"userHandle":{"a":1}}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", FORGED, ids=range(len(FORGED)))
def test_rubbish_for_a_passkey_is_a_wrong_passkey_at_every_door(lan: int, key: SoftKey, credential: str) -> None:
    stranger, halfway, owner = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost"), at_home(lan)
    stranger.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"})
    assert stranger.post(ALONE, {"credential": credential}).status_code == 302
    halfway.post("/accounts/login/", {"login": "lan@centre.example", "password": PASSWORD})
    halfway.get(SECOND)
    assert halfway.post(SECOND, {"credential": credential}).status_code == 200
    owner.get(ADD)
    assert owner.post(ADD, {"credential": credential, "name": "x"}).status_code == 200
    session = owner.session
    session["proved_at"] -= 16 * 60
    session.save()
    owner.get(ADD)
    assert owner.post(ADD, {"proof-given": "POST", "proof-credential": credential}).status_code == 401
    assert (is_in(stranger), is_in(halfway), len(queries.factors_of(lan).passkeys)) == (False, False, 1)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_at_an_address_that_is_a_number_one_is_told_where_passkeys_work(lan: int, host: str) -> None:
    client = signed_in(lan)
    page = client.get(SECURITY, headers={"Host": f"{host}:8022"}).text
    assert "địa chỉ bằng số" in page
    assert ADD not in page
    assert ("http://localhost:8022/accounts/security/" in page) is (host == "127.0.0.1")

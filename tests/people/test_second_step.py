"""The second step: an authenticator app with computed codes, recovery codes, who must have one, and guessing."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.people import actions, onetime, queries
from hotline.people.factors import Factors
from hotline.people.facts import EventKind, Role
from hotline.people.queries import MOST_WRONG
from tests.people.persons import PASSWORD, make_person, signed_in

SIGN_IN, SECOND, SECURITY = "/accounts/login/", "/accounts/login/second/", "/accounts/security/"
type Committing = Callable[..., AbstractContextManager[Any]]
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890", the secret of RFC 6238's tables

# RFC 6238, appendix B, the last six of the eight digits that stand there (SHA-1).
TOLD = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("seconds", "code"), TOLD)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert onetime.code_at(SECRET, seconds // 30) == code
    assert onetime.step_of(SECRET, f" {code[:3]} {code[3:]} ", now=datetime.fromtimestamp(seconds, UTC)) == seconds // 30


CLOCKS = [("right", 0, True), ("half a minute slow", -30, True), ("half a minute fast", 30, True), ("a minute slow", -60, False)]


@pytest.mark.parametrize(("case", "seconds", "is_taken"), CLOCKS)
def test_a_telephones_clock_may_be_a_little_off(case: str, seconds: int, is_taken: bool) -> None:
    now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    code = onetime.code_at(SECRET, int(now.timestamp() + seconds) // 30)
    assert (onetime.step_of(SECRET, code, now=now) is not None) is is_taken


def test_a_code_is_good_once() -> None:
    now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    code = onetime.code_at(SECRET, int(now.timestamp()) // 30)
    step = onetime.step_of(SECRET, code, now=now)
    assert step
    assert onetime.step_of(SECRET, code, now=now, after=step) is None


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "１２３４５６", "\0" * 6, "9" * 10_000])
def test_what_is_no_code_opens_nothing(typed: str) -> None:
    assert onetime.step_of(SECRET, typed, now=datetime(2026, 11, 20, tzinfo=UTC)) is None


pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]


@pytest.fixture
def lan() -> int:
    return make_person("lan", Role.ADMINISTRATOR)


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Committing:
    """Run what allauth does after a commit, which the tests' own transaction never makes."""
    return django_capture_on_commit_callbacks


def code_now(secret: str, *, steps: int = 0) -> str:
    return onetime.code_at(secret, int(timezone.now().timestamp()) // 30 + steps)


def with_app(user_id: int, secret: str = SECRET) -> str:
    """Give somebody an authenticator app and return its secret."""
    Authenticator.objects.create(
        user_id=user_id, type=Authenticator.Type.TOTP, data={"secret": Factors().encrypt(secret)}, created_at=timezone.now()
    )
    return secret


def enter(client: Client, name: str = "lan") -> Any:
    return client.post(SIGN_IN, {"login": f"{name}@centre.example", "password": PASSWORD})


def is_in(client: Client) -> bool:
    return "login" not in client.get("/staff/")["Location"]


# Adding and removing ---------------------------------------------------------------------------------------------------


def test_an_app_is_added_with_its_first_code_and_the_recovery_codes_are_shown_once(lan: int, committing: Committing) -> None:
    client = signed_in(lan)
    page = client.get(f"{SECURITY}app/").text
    assert "data:image/svg+xml" in page
    secret = re.sub(r"\s", "", re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1])  # type: ignore[index]
    wrong = client.post(f"{SECURITY}app/", {"code": "000000"})
    assert "Mã chưa đúng" in wrong.text
    assert secret[:4] in wrong.text, "the app has read this secret already: it stays"
    with committing(execute=True):
        added = client.post(f"{SECURITY}app/", {"code": code_now(secret)})
    assert added["Location"] == f"{SECURITY}codes/"
    codes = client.get(f"{SECURITY}codes/").text
    assert "Chỉ hiện một lần này" in codes
    assert len(re.findall(r"<li><code>\d{4} \d{4}</code></li>", codes)) == 10
    again = client.get(f"{SECURITY}codes/").text
    assert "không hiện lại" in again
    assert not re.search(r"\d{4} \d{4}</code>", again)
    kinds = [event.kind for event in queries.events_of(lan)]
    assert EventKind.CODES_ADDED in kinds
    assert secret not in str(Authenticator.objects.get(type="totp").data), "kept sealed"


def test_an_app_is_turned_off_and_its_recovery_codes_go_with_it(lan: int) -> None:
    with_app(lan)
    client = signed_in(lan)
    client.post(f"{SECURITY}codes/new/")
    assert queries.factors_of(lan).recovery_left == 10
    assert client.post(f"{SECURITY}app/remove/")["Location"] == SECURITY
    assert not Authenticator.objects.exists()
    assert EventKind.CODES_REMOVED in [event.kind for event in queries.events_of(lan)]


def test_nobody_gets_recovery_codes_without_a_second_step(lan: int) -> None:
    page = signed_in(lan).post(f"{SECURITY}codes/new/")
    assert "Hãy thêm ứng dụng xác thực" in page.text
    assert not Authenticator.objects.exists()


def test_second_steps_are_touched_only_after_showing_again_who_one_is(lan: int) -> None:
    with_app(lan)
    client = signed_in(lan)
    session = client.session
    session["proved_at"] -= 16 * 60
    session.save()
    for page in ("app/remove/", "codes/new/", "passkeys/add/"):
        assert client.get(SECURITY + page).status_code == 401
        assert client.post(SECURITY + page).status_code == 401
    assert queries.factors_of(lan).codes_since


# Signing in --------------------------------------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing_any_more(lan: int) -> None:
    secret = with_app(lan)
    client = Client()
    assert enter(client)["Location"] == SECOND
    assert not is_in(client)
    assert client.get("/staff/people/").status_code == 302
    came = client.post(SECOND, {"code": code_now(secret)})
    assert came["Location"] == "/staff/"
    assert is_in(client)
    assert "mật khẩu và mã" in client.get(SECURITY).text
    assert queries.events_of(lan)[0].kind is EventKind.SIGNED_IN


def test_one_comes_to_where_one_wanted_to_go(lan: int) -> None:
    secret = with_app(lan)
    client = Client()
    client.post(SIGN_IN, {"login": "lan@centre.example", "password": PASSWORD, "next": "/staff/people/?q=x"})
    assert client.post(SECOND, {"code": code_now(secret)})["Location"] == "/staff/people/?q=x"


def test_a_code_that_somebody_looked_at_is_no_use_a_second_time(lan: int) -> None:
    secret = with_app(lan)
    code = code_now(secret)
    for client, is_let_in in ((Client(), True), (Client(), False)):
        enter(client)
        client.post(SECOND, {"code": code})
        assert is_in(client) is is_let_in


def test_a_recovery_code_opens_once_and_is_told_in_the_history(lan: int) -> None:
    with_app(lan)
    owner = signed_in(lan)
    owner.post(f"{SECURITY}codes/new/")
    code = re.findall(r"<li><code>(\d{4} \d{4})</code></li>", owner.get(f"{SECURITY}codes/").text)[3]
    for client, is_let_in in ((Client(), True), (Client(), False)):
        enter(client)
        client.post(SECOND, {"code": code})
        assert is_in(client) is is_let_in
    assert queries.factors_of(lan).recovery_left == 9
    assert EventKind.RECOVERY_CODE_USED in [event.kind for event in queries.events_of(lan)]


@pytest.mark.parametrize("typed", ["", "abc", "\0\0\0\0\0\0", "９９９９９９", "x" * 5000])
def test_rubbish_for_a_code_is_a_wrong_code(lan: int, typed: str) -> None:
    with_app(lan)
    client = Client()
    enter(client)
    assert client.post(SECOND, {"code": typed}).status_code == 200
    assert not is_in(client)


def test_the_second_step_is_for_whoever_did_the_first(lan: int) -> None:
    secret = with_app(lan)
    minh = make_person("minh", Role.OPERATOR)
    with_app(minh, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert Client().post(SECOND, {"code": code_now(secret)})["Location"] == SIGN_IN
    client = Client()
    enter(client, "minh")
    client.post(SECOND, {"code": code_now(secret)})
    assert not is_in(client)


def test_an_account_that_is_closed_between_the_steps_stays_closed(lan: int) -> None:
    make_person("chi", Role.ADMINISTRATOR)
    secret = with_app(lan)
    client = Client()
    enter(client)
    actions.deactivate(lan, now=timezone.now(), actor=SYSTEM)
    client.post(SECOND, {"code": code_now(secret)})
    assert not is_in(client)


# Guessing ----------------------------------------------------------------------------------------------------------------


def test_five_devices_that_know_the_password_guess_the_code_together_and_are_stopped_together(lan: int) -> None:
    secret = with_app(lan)
    devices = [Client() for _n in range(5)]
    for device in devices:
        enter(device)
    wrong = [f"{(int(code_now(secret)) + 7 * n + 500) % 1_000_000:06d}" for n in range(50)]
    said = [devices[n % 5].post(SECOND, {"code": code}).text for n, code in enumerate(wrong)]
    looked_at = [text for text in said if "sai quá nhiều lần" not in text]
    assert len(looked_at) == MOST_WRONG[0][1] == 5
    for device in devices:
        device.post(SECOND, {"code": code_now(secret)})
        assert not is_in(device), "the right code is not looked at either"
    kinds = [event.kind for event in queries.events_of(lan)]
    assert kinds.count(EventKind.CODE_REFUSED) == 5, "an administrator sees that somebody has the password"


def test_a_new_sign_in_attempt_does_not_begin_the_count_anew(lan: int) -> None:
    secret = with_app(lan)
    for n in range(8):
        client = Client()
        enter(client)
        client.post(SECOND, {"code": f"{(int(code_now(secret)) + 5000 + n) % 1_000_000:06d}"})
    enter(client)
    client.post(SECOND, {"code": code_now(secret)})
    assert not is_in(client)


WAITS = [
    ("none wrong", [], 0),
    ("four in a row", [1, 2, 3, 4], 0),
    ("five in a row", [1, 2, 3, 4, 5], 10),
    ("five, the first sixteen minutes ago", [1, 2, 3, 4, 16], 0),
    ("twenty over the day", [20 * n + 16 for n in range(20)], 24 * 60 - (20 * 19 + 16)),
]


@pytest.mark.parametrize(("case", "minutes_ago", "wait"), WAITS)
def test_how_long_no_code_is_looked_at(lan: int, case: str, minutes_ago: list[int], wait: int) -> None:
    now = timezone.now()
    for ago in minutes_ago:
        actions.record_factor(EventKind.CODE_REFUSED, user_id=lan, now=now - timedelta(minutes=ago))
    assert queries.wait_before_proof(lan, kind=EventKind.CODE_REFUSED, now=now) == timedelta(minutes=wait)


def test_a_colleague_is_not_held_up(lan: int) -> None:
    secret, minh = with_app(lan), make_person("minh", Role.OPERATOR)
    for _n in range(5):
        actions.try_code(lan, typed="000000", now=timezone.now())
    with_app(minh, secret)
    client = Client()
    enter(client, "minh")
    client.post(SECOND, {"code": code_now(secret)})
    assert is_in(client)


def test_an_administrator_takes_the_second_steps_of_somebody_who_lost_the_phone(lan: int) -> None:
    minh = make_person("minh", Role.OPERATOR)
    with_app(minh)
    theirs, admin = signed_in(minh), signed_in(lan)
    assert "Ứng dụng xác thực" in admin.get(f"/staff/people/{minh}/").text
    admin.post(f"/staff/people/{minh}/factors/remove/")
    assert not queries.has_second_factor(minh)
    assert not is_in(theirs)
    assert queries.events_of(minh)[1].kind is EventKind.FACTORS_REMOVED
    client = Client()
    enter(client, "minh")
    assert is_in(client)


# Who must have one -------------------------------------------------------------------------------------------------------


def first_signed_in(user_id: int, *, ago: timedelta) -> None:
    """Let somebody's first sign-in be some time ago."""
    actions.record_factor(EventKind.SIGNED_IN, user_id=user_id, now=timezone.now() - ago)


def test_in_the_first_days_one_is_told_and_can_work(lan: int) -> None:
    client = Client()
    enter(client)
    assert "Hãy thêm bước xác nhận thứ hai trước" in client.get("/staff/people/").text
    assert "Còn thiếu bước xác nhận thứ hai" in client.get(SECURITY).text


def test_after_them_only_the_page_opens_where_one_is_added(lan: int, committing: Committing) -> None:
    first_signed_in(lan, ago=timedelta(days=7, minutes=1))
    client = signed_in(lan)
    for page in ("/staff/", "/staff/people/", "/operator/"):
        assert client.get(page)["Location"] == SECURITY
    part = client.get("/operator/queue.part", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == SECURITY
    assert client.post(f"/staff/people/{lan}/rename/", {"name": "X"})["Location"] == SECURITY
    assert "để làm việc tiếp" in client.get(SECURITY).text
    page = client.get(f"{SECURITY}app/").text
    secret = re.sub(r"\s", "", re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1])  # type: ignore[index]
    with committing(execute=True):
        client.post(f"{SECURITY}app/", {"code": code_now(secret)})
    assert client.get("/staff/people/").status_code == 200


def test_who_removes_the_only_one_has_to_add_another(lan: int) -> None:
    first_signed_in(lan, ago=timedelta(days=8))
    with_app(lan)
    client = signed_in(lan)
    assert client.get("/staff/people/").status_code == 200
    client.post(f"{SECURITY}app/remove/")
    assert client.get("/staff/people/")["Location"] == SECURITY


def test_a_demonstration_only_offers_it_and_says_so(lan: int, settings: Any) -> None:
    settings.HOTLINE_SECOND_FACTOR = "offered"
    first_signed_in(lan, ago=timedelta(days=70))
    client = signed_in(lan)
    assert client.get("/staff/people/").status_code == 200
    page = client.get(SECURITY).text
    assert "Không bắt buộc ở đây" in page
    assert f"{SECURITY}app/" in page


# How secrets are kept ----------------------------------------------------------------------------------------------------


def test_a_secret_is_opened_with_the_key_of_before_too(settings: Any) -> None:
    kept = Factors().encrypt(SECRET)
    assert SECRET not in kept
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether"
    assert Factors().decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidTag):
        Factors().decrypt(kept)


def test_who_a_passkey_is_for_says_no_number_of_a_row_that_changes(lan: int) -> None:
    user = get_user_model().objects.get(pk=lan)
    told = Factors().get_public_key_credential_user_entity(user)
    assert (told["name"], told["display_name"]) == ("lan@centre.example", "Lan")

"""The administrator's pages: accounts opened, roles given and taken, nobody else let in."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.directory.queries import snapshot
from hotline.people import actions, queries
from hotline.people.facts import PersonFacts, Role
from tests.people.persons import PASSWORD, make_person, signed_in

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
CODE = re.compile(r"<code[^>]*>([a-z0-9-]{19})</code>")
PAGES = ("", "new/", "{id}/")
DEEDS = (
    "new/",
    "{id}/rename/",
    "{id}/roles/",
    "{id}/roles/{held}/end/",
    "{id}/deactivate/",
    "{id}/reactivate/",
    "{id}/link/",
    "{id}/factors/remove/",
)


@pytest.fixture
def admin() -> Client:
    return signed_in(make_person("an", Role.ADMINISTRATOR))


@pytest.fixture
def lan() -> int:
    return make_person("lan", Role.OPERATOR)


def person(user_id: int) -> PersonFacts:
    return queries.person(user_id, now=timezone.now())


def address(template: str, user_id: int) -> str:
    return "/staff/people/" + template.format(id=user_id, held=person(user_id).memberships[0].id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_every_other_role_is_refused_everywhere_and_changes_nothing(role: Role, lan: int) -> None:
    unit = next(iter(snapshot().units.values())).id if role in {Role.FOCAL_POINT, Role.AGENCY_HEAD} else None
    other = signed_in(make_person("kha", role, unit_id=unit))
    before = (person(lan), len(queries.people(now=timezone.now())))
    for page in PAGES:
        refused = other.get(address(page, lan))
        assert refused.status_code == 403
        assert "không dành cho vai trò của bạn" in refused.text
    for deed in DEEDS:
        assert other.post(address(deed, lan), {"name": "X", "role": "administrator"}).status_code == 403
    assert (person(lan), len(queries.people(now=timezone.now()))) == before


def test_the_unknown_are_sent_to_sign_in(lan: int) -> None:
    for page in PAGES:
        assert Client().get(address(page, lan))["Location"].startswith("/accounts/login/?next=")
    for deed in DEEDS:
        assert Client().post(address(deed, lan)).status_code == 401
    assert person(lan).is_active


def test_opening_an_account(admin: Client) -> None:
    assert admin.get("/staff/people/new/").status_code == 200
    unit = next(iter(snapshot().units.values()))
    page = admin.post(
        "/staff/people/new/",
        {"name": "Trần Thị Mai", "email": "Mai@Quan1.example", "role": "focal_point", "unit": str(unit.id)},
    )
    given = CODE.search(page.text)
    assert given is not None
    assert page["Cache-Control"] == "no-store"
    [mai] = queries.people(words="mai@quan1.example", now=timezone.now())
    assert (mai.name, mai.has_password) == ("Trần Thị Mai", False)
    assert [(held.role, held.unit_id) for held in mai.memberships] == [(Role.FOCAL_POINT, unit.id)]
    assert given.group(1) not in admin.get(f"/staff/people/{mai.id}/").text
    client, address = Client(), f"/accounts/start/{given.group(1)}/"
    assert "Trần Thị Mai" in client.get(address).text
    chosen = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert chosen["Location"] == "/accounts/login/"
    assert client.post("/accounts/login/", {"login": "mai@quan1.example", "password": PASSWORD})["Location"] == "/staff/"
    assert client.get(address).status_code == 404, "a link opens once"


BAD = [
    ("nothing at all", {}, ["Hãy ghi họ tên.", "Hãy ghi địa chỉ e-mail."]),
    ("no such address", {"name": "Mai", "email": "mai"}, ["Địa chỉ e-mail chưa đúng"]),
    ("an address in use", {"name": "Mai", "email": "LAN@centre.example"}, ["Địa chỉ này đã có tài khoản."]),
    ("an agency's role without the agency", {"name": "Mai", "email": "m@x.example", "role": "focal_point"}, ["Hãy chọn đơn vị."]),
    ("a role nobody knows", {"name": "Mai", "email": "m@x.example", "role": "king"}, []),
    ("a NUL and a megabyte", {"name": "M\0ai" * 300_000, "email": "m@x.example"}, ["Họ tên dài quá 100 ký tự."]),
]


@pytest.mark.parametrize(("case", "typed", "said"), BAD)
def test_bad_input_is_named_and_kept(admin: Client, lan: int, case: str, typed: dict[str, str], said: list[str]) -> None:
    page = admin.post("/staff/people/new/", typed)
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    for words in said:
        assert words in page.text
    assert {one.id for one in queries.people(now=timezone.now())} == {
        lan,
        queries.people(words="an@", now=timezone.now())[0].id,
    } | {lan}


def test_giving_and_taking_a_role(admin: Client, lan: int) -> None:
    admin.post(address("{id}/roles/", lan), {"role": "synthesis", "unit": ""})
    assert {held.role for held in person(lan).memberships} == {Role.OPERATOR, Role.SYNTHESIS}
    again = admin.post(address("{id}/roles/", lan), {"role": "synthesis", "unit": ""})
    assert "đang giữ vai trò đó rồi" in again.text
    for held in person(lan).memberships:
        admin.post(f"/staff/people/{lan}/roles/{held.id}/end/")
    assert person(lan).memberships == ()
    page = admin.get(f"/staff/people/{lan}/").text
    assert "Đã giao vai trò" in page
    assert "Đã thôi vai trò" in page


def test_a_role_of_somebody_else_is_not_taken_through_this_page(admin: Client, lan: int) -> None:
    other = person(make_person("kha", Role.SYNTHESIS)).memberships[0].id
    assert admin.post(f"/staff/people/{lan}/roles/{other}/end/").status_code == 404


def test_closing_an_account_signs_it_out(admin: Client, lan: int) -> None:
    theirs = signed_in(lan)
    assert theirs.get("/staff/").status_code == 302
    admin.post(address("{id}/deactivate/", lan))
    assert "/accounts/login/" in theirs.get("/staff/")["Location"]
    admin.post(address("{id}/reactivate/", lan))
    assert person(lan).is_active


def test_the_last_administrator_stays(admin: Client) -> None:
    [an] = queries.people(words="an@", now=timezone.now())
    held = an.memberships[0].id
    assert "người quản trị cuối cùng" in admin.post(f"/staff/people/{an.id}/roles/{held}/end/", follow=True).text
    assert "không tự khóa tài khoản của mình" in admin.post(f"/staff/people/{an.id}/deactivate/", follow=True).text
    assert person(an.id).memberships


def test_a_forgotten_password(admin: Client, lan: int) -> None:
    theirs = signed_in(lan)
    given = CODE.search(admin.post(address("{id}/link/", lan)).text)
    assert given
    assert not person(lan).has_password
    assert "/accounts/login/" in theirs.get("/staff/")["Location"]
    assert Client().post("/accounts/login/", {"login": "lan@centre.example", "password": PASSWORD}).status_code == 200
    typed = given[1].upper().replace("-", " ")
    assert "Lan" in Client().get("/accounts/start/", {"code": typed}).text, "read out on the telephone, typed as one likes"


def test_the_latest_link_is_the_only_one(admin: Client, lan: int) -> None:
    first, second = (CODE.search(admin.post(address("{id}/link/", lan)).text) for _n in range(2))
    assert first
    assert second
    assert Client().get(f"/accounts/start/{first[1]}/").status_code == 404
    assert Client().get(f"/accounts/start/{second[1]}/").status_code == 200


def test_a_link_of_yesterday_opens_nothing(lan: int) -> None:
    now = timezone.now()
    code = actions.give_link(lan, now=now - timedelta(hours=24), actor=SYSTEM)
    assert Client().get(f"/accounts/start/{code}/").status_code == 404
    assert Client().post(f"/accounts/start/{code}/", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    assert not person(lan).has_password


def test_a_link_of_a_closed_account_opens_nothing(admin: Client, lan: int) -> None:
    code = actions.give_link(lan, now=timezone.now(), actor=SYSTEM)
    actions.deactivate(lan, now=timezone.now(), actor=SYSTEM)
    assert Client().get(f"/accounts/start/{code}/").status_code == 404
    assert "đang khóa" in admin.post(address("{id}/link/", lan), follow=True).text


WEAK = [
    ("two that differ", PASSWORD, PASSWORD + "x", "chưa giống nhau"),
    ("one that everybody guesses", "matkhau123456", "matkhau123456", "dễ đoán"),
    ("a short one", "ngắn", "ngắn", "12"),
    ("none", "", "", "Hãy ghi ô này."),
]


@pytest.mark.parametrize(("case", "first", "second", "said"), WEAK)
def test_a_weak_password_leaves_the_link_good(lan: int, case: str, first: str, second: str, said: str) -> None:
    code = actions.give_link(lan, now=timezone.now(), actor=SYSTEM)
    page = Client().post(f"/accounts/start/{code}/", {"password1": first, "password2": second})
    assert page.status_code == 422
    assert said in page.text
    assert not person(lan).has_password
    assert Client().get(f"/accounts/start/{code}/").status_code == 200


def test_giving_a_link_asks_who_one_is_when_that_is_long_ago(admin: Client, lan: int) -> None:
    session = admin.session
    session["proved_at"] -= 16 * 60
    session.save()
    asked = admin.post(address("{id}/link/", lan))
    assert asked.status_code == 401
    assert person(lan).has_password


@pytest.mark.parametrize("page", ["999999/", "0/"])
def test_nobody_by_that_number(admin: Client, page: str) -> None:
    missing = admin.get(f"/staff/people/{page}")
    assert missing.status_code == 404
    assert "Không có trang này" in missing.text


def test_searching_people(admin: Client, lan: int) -> None:
    assert "lan@centre.example" in admin.get("/staff/people/?q=LAN").text
    assert "Không thấy ai" in admin.get("/staff/people/?q=%00zz").text


def test_the_first_administrator_is_made_by_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_ADMIN_PASSWORD", "bốn chữ dễ nhớ")
    call_command("createadmin", "Chi@Centre.example", name="Chi")
    [chi] = queries.people(words="chi@centre.example", now=timezone.now())
    assert [held.role for held in chi.memberships] == [Role.ADMINISTRATOR]
    assert Client().post("/accounts/login/", {"login": "chi@centre.example", "password": "bốn chữ dễ nhớ"}).status_code == 302
    with pytest.raises(CommandError, match="already"):
        call_command("createadmin", "chi@centre.example")


@pytest.mark.parametrize("piped", ["bốn chữ dễ nhớ\n", "", None], ids=["piped in", "nothing there", "closed"])
def test_without_a_terminal_the_password_is_piped_in(monkeypatch: pytest.MonkeyPatch, piped: str | None) -> None:
    monkeypatch.delenv("HOTLINE_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", None if piped is None else StringIO(piped))
    if piped:
        call_command("createadmin", "chi@centre.example")
        assert Client().post("/accounts/login/", {"login": "chi@centre.example", "password": piped.strip()}).status_code == 302
        return
    with pytest.raises(CommandError, match="standard input"):
        call_command("createadmin", "chi@centre.example")
    assert queries.people(now=timezone.now()) == []


@pytest.mark.parametrize(("email", "password"), [("chi", "bốn chữ dễ nhớ"), ("chi@centre.example", "ngắn")])
def test_a_bad_address_or_a_weak_password_makes_nobody(monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> None:
    monkeypatch.setenv("HOTLINE_ADMIN_PASSWORD", password)
    with pytest.raises(CommandError) as refused:
        call_command("createadmin", email)
    assert str(refused.value).isascii(), "in English, as all that commands say"
    assert queries.people(now=timezone.now()) == []

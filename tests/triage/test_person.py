"""What stands beside a case of its reporter's person: their other reports, what is joined with them, and both forms."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactJoin
from hotline.core.facts import SYSTEM, Channel
from hotline.people.actions import grant_role
from hotline.people.facts import Role
from tests import make
from tests.people.persons import NOW, make_person, signed_in
from tests.triage.forms import names, page, send

ACCOUNT = Point(Channel.ZALO, "9339761418830368433")
WHY = "Cùng giọng, cùng địa chỉ nhà."


def by_zalo() -> Opened:
    return make.report(now=timezone.now() - timedelta(hours=2), channel=Channel.ZALO, contact=ContactDraft(account=ACCOUNT))


def panel(client: Client, opened: Opened, *, desk: str = "operator") -> str:
    """The panel of the person, empty where there is none."""
    return page(client, opened, desk=desk).partition('id="person"')[2].partition("</section>")[0]


def joined() -> tuple[Opened, Opened, int]:
    zalo, phone = by_zalo(), make.report("street_light", now=timezone.now())
    number = actions.join_contacts(zalo.request_id, phone.request_id, why=WHY, now=timezone.now(), actor=make.OPERATOR)
    return zalo, phone, number


def test_the_other_reports_of_the_same_number_stand_beside_a_case(operator: Client) -> None:
    first = make.answered(now=timezone.now() - timedelta(hours=5))
    second = make.report("street_light", now=timezone.now())
    shown = panel(operator, second)
    assert f"/operator/{first.reference}/" in shown
    assert "Đã xử lý" in shown
    assert "1 đã xử lý" in shown
    assert make.PHONE not in shown


def test_the_desk_reads_it_at_its_own_page_and_joins_nobody(desk: Client) -> None:
    zalo, phone, _number = joined()
    shown = panel(desk, zalo, desk="synthesis")
    assert f"/synthesis/{phone.reference}/" in shown
    assert "Tách hai bên" not in shown
    assert send(desk, zalo, "join", reference=phone.reference, reason=WHY).status_code == 403
    assert send(desk, zalo, "part", join=ContactJoin.objects.get().pk, reason=WHY).status_code == 403


def test_an_agency_has_neither_the_page_nor_the_forms(officer: Client) -> None:
    zalo, phone = by_zalo(), make.report("street_light", now=timezone.now())
    for act in ("join", "part"):
        assert send(officer, zalo, act, reference=phone.reference, reason=WHY, join=1).status_code in (403, 404)
    assert not ContactJoin.objects.exists()


def test_joined_by_reference_with_a_reason_and_parted_with_one(operator: Client) -> None:
    zalo, phone = by_zalo(), make.report("street_light", now=timezone.now())
    done = send(operator, zalo, "join", reference=phone.reference.replace("-", " ").lower(), reason=WHY)
    assert done.status_code == 302
    shown = panel(operator, zalo)
    assert f"/operator/{phone.reference}/" in shown
    assert "0908 369 …" in shown
    assert WHY in shown
    assert "Lan nối" in shown
    assert names(phone)[-1] == "contacts_joined"
    number = ContactJoin.objects.get().pk
    assert send(operator, phone, "part", join=number, reason="Hai người khác nhau.").status_code == 302
    assert names(zalo)[-1] == "contacts_parted"
    assert phone.reference not in panel(operator, zalo)


def test_what_is_typed_wrongly_comes_back_with_why(operator: Client) -> None:
    zalo, phone = by_zalo(), make.report("street_light", now=timezone.now())
    tries = [
        ({"reference": phone.reference, "reason": ""}, 422, "Hãy ghi vì sao biết là cùng một người."),
        ({"reference": "", "reason": WHY}, 422, "Hãy ghi mã phản ánh kia."),
        ({"reference": "1022-XXXX", "reason": WHY}, 422, "Đây không phải mã phản ánh."),
        ({"reference": zalo.reference, "reason": WHY}, 409, "Đây là chính phản ánh đang mở."),
        ({"reference": make.complaint(now=timezone.now()).reference, "reason": WHY}, 409, "được giữ kín nên không nối được"),
    ]
    for typed, status, said in tries:
        answered = send(operator, zalo, "join", **typed)
        assert (answered.status_code, said in answered.content.decode()) == (status, True), said
    assert not ContactJoin.objects.exists()
    assert send(operator, zalo, "part", join=10**9, reason=WHY).status_code == 409
    assert send(operator, zalo, "part", join="x", reason=WHY).status_code == 422


def test_only_what_hangs_together_with_this_case_is_parted_here(operator: Client) -> None:
    _zalo, _phone, number = joined()
    stranger = make.report(now=timezone.now(), contact=ContactDraft(phone="0990123457"))
    assert send(operator, stranger, "part", join=number, reason=WHY).status_code == 409
    assert ContactJoin.objects.get().ended_at is None


def test_a_case_of_another_hotline_is_not_joined_nor_named(city: None, db: None) -> None:
    only = make_person("tu")
    grant_role(only, role=Role.OPERATOR, unit_id=None, stream="thanh-uy", now=NOW, actor=SYSTEM)
    client = signed_in(only)
    party = make.report("street_light", now=timezone.now(), stream="thanh-uy", contact=ContactDraft(account=ACCOUNT))
    centre = by_zalo()
    assert send(client, party, "join", reference=centre.reference, reason=WHY).status_code == 422
    assert centre.reference not in panel(client, party)


def test_who_is_guarded_has_no_panel(operator: Client) -> None:
    make.report(now=timezone.now())
    against = make.complaint(now=timezone.now(), contact=ContactDraft(phone=make.PHONE))
    hidden = make.report(now=timezone.now(), contact=ContactDraft(phone=make.PHONE, hidden=True))
    nobody = make.report(now=timezone.now(), contact=None)
    assert [panel(operator, one) for one in (against, hidden, nobody)] == ["", "", ""]


def test_what_is_joined_is_read_in_full_once_the_contact_is_opened(operator: Client) -> None:
    zalo, _phone, _number = joined()
    assert "0908 369 123" not in panel(operator, zalo)
    assert send(operator, zalo, "reveal", reason="Gọi lại hỏi chỗ hư.").status_code == 302
    assert "0908 369 123" in panel(operator, zalo)

"""Reporters said to be one person, parted again with nothing lost, what stands beside a case of them, and their erasure."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.contacts import erase_contact
from hotline.casefile.actions.phonecodes import ask_phone_code, try_phone_code
from hotline.casefile.contactpoints import Point, read_phone
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import (
    Contact,
    ContactJoin,
    ContactPoint,
    Event,
    Message,
    PhoneCode,
    Reporter,
    ServiceRequest,
)
from hotline.casefile.queries.erasing import NobodyToErase, covered
from hotline.casefile.queries.persons import History, history_of, points_joined
from hotline.casefile.queries.phonecodes import Asker
from hotline.casefile.queries.senders import cases_of_sender
from hotline.casefile.sealing import blind, opened_text
from hotline.core.facts import Channel
from hotline.core.persons import JoinRefused, NotJoinable
from hotline.core.phonecodes import CodeTried
from hotline.core.status import Phase
from hotline.core.streams import EVERY
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")

ACCOUNT = Point(Channel.ZALO, "9339761418830368433")
PHONE, OTHER = "0990123456", "0990123457"
WHY = "Bà gọi lại, đọc đúng mã phản ánh gửi qua Zalo."


def by_zalo() -> Opened:
    return make.report(now=timezone.now() - timedelta(hours=2), channel=Channel.ZALO, contact=ContactDraft(account=ACCOUNT))


def by_phone(number: str = PHONE) -> Opened:
    return make.report("street_light", now=timezone.now() - timedelta(hours=3), contact=ContactDraft(phone=number))


def join(one: Opened, other: Opened, why: str = WHY) -> int:
    return actions.join_contacts(one.request_id, other.request_id, why=why, now=timezone.now(), actor=make.OPERATOR)


def part(join_id: int, at: Opened, why: str = "Nhầm người.") -> None:
    actions.part_contacts(join_id, why=why, request_id=at.request_id, now=timezone.now(), actor=make.OPERATOR)


def cases_of(point: Point) -> set[int]:
    """The cases that a message from this point may join."""
    return {case.request_id for case in cases_of_sender(blind(point.channel.value, point.value), now=timezone.now())}


def history(of: Opened, **narrowed: object) -> History:
    return history_of(of.request_id, **{"streams": EVERY, "language": "vi", "limit": 10, **narrowed})  # type: ignore[arg-type]


def rows() -> dict[str, list[object]]:
    """Everything of who reports what, as it stands."""
    return {
        "contacts": list(Contact.objects.order_by("id").values_list("id", "erased_at")),
        "points": list(ContactPoint.objects.order_by("id").values_list("id", "contact_id", "kind", "verified_at")),
        "reporters": list(Reporter.objects.order_by("id").values_list("id", "request_id", "contact_id", "point_id")),
    }


# ---- joined by an operator ----------------------------------------------------------------------------------------------------


def test_an_operator_joins_two_reporters_and_both_cases_say_so() -> None:
    zalo, phone = by_zalo(), by_phone()
    assert cases_of(ACCOUNT) == {zalo.request_id}
    number = join(zalo, phone)
    for opened in (zalo, phone):
        event = make.case(opened).events[-1]
        assert (event.name, event.note, event.facts) == ("contacts_joined", WHY, {"join": number})
    assert cases_of(ACCOUNT) == cases_of(read_phone(PHONE)) == {zalo.request_id, phone.request_id}
    (shown,) = points_joined(zalo.request_id)
    assert (shown.channel, shown.value) == ("sms", "0990 123 …")
    assert [one.value for one in points_joined(phone.request_id)] == ["933…"]
    assert [one.value for one in points_joined(zalo.request_id, revealed=True)] == ["+84990123456"]


def test_a_report_to_come_is_the_same_person_s() -> None:
    zalo, phone = by_zalo(), by_phone()
    join(zalo, phone)
    later = by_phone()
    assert later.request_id in cases_of(ACCOUNT)
    assert later.request_id in {one.id for one in history(zalo).cases}


def test_parted_each_is_what_it_was_and_what_came_between_is_its_own() -> None:
    zalo, phone = by_zalo(), by_phone()
    before = rows()
    number = join(zalo, phone)
    assert rows() == before  # nothing was moved
    between = by_phone()
    part(number, zalo)
    assert cases_of(ACCOUNT) == {zalo.request_id}
    assert cases_of(read_phone(PHONE)) == {phone.request_id, between.request_id}
    assert points_joined(zalo.request_id) == ()
    row = ContactJoin.objects.get()
    assert (row.ended, row.joined_at < row.ended_at) == ("parted", True)  # type: ignore[operator]
    for opened in (zalo, phone):
        assert make.case(opened).events[-1].name == "contacts_parted"


def test_parted_they_can_be_joined_again() -> None:
    zalo, phone = by_zalo(), by_phone()
    part(join(zalo, phone), phone)
    join(phone, zalo)
    assert len(cases_of(ACCOUNT)) == 2


def test_of_three_joined_in_a_row_one_is_parted() -> None:
    zalo, phone, other = by_zalo(), by_phone(), by_phone(OTHER)
    join(zalo, phone)
    far = join(phone, other)
    assert [one.value for one in points_joined(zalo.request_id)] == ["0990 123 …", "0990 123 …"]
    part(far, zalo)
    assert cases_of(ACCOUNT) == {zalo.request_id, phone.request_id}
    assert make.case(other).events[-1].name == "contacts_parted"


def test_what_does_not_join() -> None:
    zalo, phone, again = by_zalo(), by_phone(), by_phone()
    nobody = make.report(now=timezone.now(), contact=None)
    unknown = make.report(now=timezone.now(), contact=ContactDraft(phone=OTHER, hidden=True))
    against = make.complaint(now=timezone.now(), contact=ContactDraft(phone=OTHER))
    tries = [
        (zalo, zalo, NotJoinable.ITSELF),
        (phone, again, NotJoinable.ALREADY),
        (zalo, nobody, NotJoinable.NOBODY),
        (zalo, unknown, NotJoinable.GUARDED),
        (unknown, zalo, NotJoinable.GUARDED),
        (zalo, against, NotJoinable.GUARDED),
    ]
    for one, other, why in tries:
        with pytest.raises(JoinRefused) as refused:
            join(one, other)
        assert refused.value.why is why
    join(zalo, phone)
    with pytest.raises(JoinRefused):
        join(again, zalo)
    assert ContactJoin.objects.count() == 1


def test_no_join_without_a_reason_and_none_parted_twice() -> None:
    zalo, phone = by_zalo(), by_phone()
    for blank in ("", "  \n"):
        with pytest.raises(actions.ReasonMissing):
            join(zalo, phone, blank)
    number = join(zalo, phone)
    with pytest.raises(actions.ReasonMissing):
        part(number, zalo, " ")
    part(number, zalo)
    with pytest.raises(actions.NotJoined):
        part(number, zalo)
    with pytest.raises(actions.NoSuchCase):
        actions.join_contacts(zalo.request_id, 10**9, why=WHY, now=timezone.now(), actor=make.OPERATOR)
    assert Event.objects.filter(name="contacts_parted").count() == 2


def test_an_operator_s_mistake_opens_no_complaint() -> None:
    """Nor what somebody reports who wants to stay unknown: only their own code does."""
    zalo, phone = by_zalo(), by_phone()
    against = make.complaint(now=timezone.now(), contact=ContactDraft(phone=PHONE))
    hidden = make.report(now=timezone.now(), contact=ContactDraft(phone=PHONE, hidden=True))
    join(zalo, phone)
    assert cases_of(ACCOUNT) == {zalo.request_id, phone.request_id}
    prove(ACCOUNT, PHONE)
    assert cases_of(ACCOUNT) == {zalo.request_id, phone.request_id, against.request_id, hidden.request_id}


def prove(account: Point, number: str) -> None:
    """Prove a number from an account."""
    point_id, _contact = actions.settle_sender(account, now=timezone.now())
    asker = Asker(blind(account.channel.value, account.value), point_id=point_id)
    ask_phone_code(asker, read_phone(number), now=timezone.now())
    code = opened_text(Message.objects.filter(event="phone_code").latest("id").own_words)
    assert try_phone_code(asker, code, now=timezone.now()) is CodeTried.RIGHT


def test_a_code_outweighs_an_operator_s_word() -> None:
    zalo, phone = by_zalo(), by_phone()
    join(zalo, phone)
    prove(ACCOUNT, PHONE)
    assert [(one.how.value, one.by) for one in points_joined(zalo.request_id)] == [("code", "")]


# ---- what stands beside a case ------------------------------------------------------------------------------------------------


def test_the_history_is_of_the_same_number_and_of_what_is_joined() -> None:
    first, second, zalo = by_phone(), by_phone(), by_zalo()
    by_phone(OTHER)
    assert {one.id for one in history(first).cases} == {second.request_id}
    join(second, zalo)
    found = history(first)
    assert [one.id for one in found.cases] == [zalo.request_id, second.request_id]  # the newest first
    assert (found.total, found.counts) == (2, {Phase.RECEIVED: 2})
    assert [one.id for one in history(first, limit=1).cases] == [zalo.request_id]
    assert history(first, limit=1).total == 2


def test_the_history_tells_nothing_of_whom_it_must_not() -> None:
    plain = by_phone()
    against = make.complaint(now=timezone.now(), contact=ContactDraft(phone=PHONE))
    hidden = make.report(now=timezone.now(), contact=ContactDraft(phone=PHONE, hidden=True))
    assert history(plain) == History((), {})
    assert history(against) == history(hidden) == History()


def test_the_history_stays_within_the_viewer_s_hotlines() -> None:
    plain = by_phone()
    party = make.report("street_light", now=timezone.now(), stream="thanh-uy", contact=ContactDraft(phone=PHONE))
    own = ServiceRequest.objects.get(pk=plain.request_id).stream
    assert history(plain).total == 1
    assert history(plain, streams=frozenset({own})).total == 0
    assert history(party, streams=frozenset({"thanh-uy"})).total == 0


# ---- erasure ------------------------------------------------------------------------------------------------------------------


def contact_of(opened: Opened) -> int:
    return Reporter.objects.get(request_id=opened.request_id, main=True).contact_id


def test_erasing_somebody_erases_what_is_joined_with_them() -> None:
    zalo, phone, more = by_zalo(), by_phone(), by_phone()
    stranger = by_phone(OTHER)
    join(zalo, phone)
    erased = erase_contact(contact_of(zalo), reason="asked", now=timezone.now(), actor=make.OPERATOR)
    assert set(erased.requests) == {zalo.request_id, phone.request_id, more.request_id}
    for opened in (zalo, phone, more):
        assert make.case(opened).request.words == ""
        event = make.case(opened).events[-1]
        assert (event.name, event.reason, event.note) == ("contact_erased", "asked", "")
    assert make.case(stranger).request.words
    assert [opened_text(point.value) for point in ContactPoint.objects.filter(value__isnull=False)] == ["+84990123457"]
    row = ContactJoin.objects.get()
    assert (row.ended, row.one_node, row.other_node) == ("erased", None, None)
    listed = (Path(os.environ["HOTLINE_DATA"]) / "audit" / "erasures").read_text().splitlines()
    assert {json.loads(line)["contact"] for line in listed} >= set(erased.contacts)


def test_parted_before_only_their_own_is_erased() -> None:
    zalo, phone = by_zalo(), by_phone()
    part(join(zalo, phone), zalo)
    erased = erase_contact(contact_of(zalo), now=timezone.now(), actor=make.OPERATOR)
    assert erased.requests == (zalo.request_id,)
    assert make.case(phone).request.words
    assert not ContactJoin.objects.exclude(one_node=None, other_node=None).exists()


def test_codes_go_with_whoever_asked_for_them() -> None:
    zalo = by_zalo()
    prove(ACCOUNT, PHONE)
    erased = erase_contact(contact_of(zalo), now=timezone.now(), actor=make.OPERATOR)
    assert not PhoneCode.objects.exists()
    assert not ContactPoint.objects.filter(value__isnull=False).exists()
    only_wrote = set(erased.contacts) - {contact_of(zalo)}
    assert {event.facts["contact"] for event in Event.objects.filter(name="contact_erased", request=None)} == only_wrote


def test_what_an_erasure_covers_is_told_before() -> None:
    zalo, phone, alike = by_zalo(), by_phone(), by_phone(OTHER)
    again = by_phone(OTHER)
    join(zalo, phone)
    found = covered(zalo.reference)
    assert set(found.sure.references) == {zalo.reference, phone.reference}
    assert found.sure.points == ("933…", "0990 123 …")
    assert found.named_too.references == ()
    of_alike = covered(alike.reference)
    assert (of_alike.sure.references, of_alike.named_too.references) == ((alike.reference,), (again.reference,))
    assert of_alike.sure.still_open == (alike.reference,)
    erase_contact(found.contact_id, now=timezone.now(), actor=make.OPERATOR)
    for nobody in (zalo.reference, "1022-2611-0000000-X"):
        with pytest.raises(NobodyToErase):
            covered(nobody)

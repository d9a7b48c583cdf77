"""All spellings of an e-mail address that reach one box are one sender; those on record before that are brought up to it."""

import hmac
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import canonical, read_email
from hotline.casefile.keys import keys
from hotline.casefile.models import Contact, ContactJoin, ContactPoint, OptOut, PhoneCode, SenderRuling
from hotline.casefile.sealing import blind, opened_text, sealed_text
from hotline.core.blocking import Ruling
from hotline.core.facts import Channel

SPELLINGS = [
    ("as it stands", "an@dan.example", "an@dan.example"),
    ("capitals", "An.Nguyen@Dan.Example", "an.nguyen@dan.example"),
    ("capitals with marks, in two characters", "ĐA\u0302N@dan.example", "đân@dan.example"),
    ("a domain in letters", "an@Ví-Dụ.vn", "an@xn--v-d-rma6749a.vn"),
    ("the same as name servers know it", "an@XN--V-D-rma6749a.vn", "an@xn--v-d-rma6749a.vn"),
    ("a domain that is none", "an@-ă_.x", "an@-ă_.x"),
    ("no address", "ANNA", "anna"),
]


@pytest.mark.parametrize(("what", "typed", "one"), SPELLINGS)
def test_an_address_has_one_canonical_form(what: str, typed: str, one: str) -> None:
    assert canonical("email", typed) == one
    assert canonical("email", one) == one


def test_names_that_are_another_s_stay_apart() -> None:
    assert canonical("zalo", "AbC") == "AbC"
    assert canonical("email", "an@faß.example") != canonical("email", "an@fass.example")
    assert canonical("email", "a.n@dan.example") != canonical("email", "an@dan.example")


def test_letters_go_to_the_address_as_it_was_written() -> None:
    assert read_email(" An.Nguyen@Dan.Example ").value == "An.Nguyen@dan.example"


# ---- what is on record --------------------------------------------------------------------------------------------------------

NOW = timezone.now()
THEN, LATER = NOW - timedelta(days=3), NOW + timedelta(days=3)


def _as_before(address: str) -> bytes:
    return hmac.digest(keys().index, f"email:{address}".encode(), "sha256")


def _point(value: str, index: bytes, kind: Channel = Channel.EMAIL) -> ContactPoint:
    contact = Contact.objects.create(created_at=THEN)
    return ContactPoint.objects.create(contact=contact, kind=kind, value=sealed_text(value), blind=index)


def _ruling(point: ContactPoint, ruling: Ruling = Ruling.BLOCKED, **changes: Any) -> SenderRuling:
    given = {"since": THEN, "until": LATER, **changes}
    return SenderRuling.objects.create(point=point, blind=point.blind, ruling=ruling, **given)


def _join(one: ContactPoint, other: ContactPoint, how: str, **changes: Any) -> ContactJoin:
    nodes = {"one_node": one.blind, "other_node": other.blind}
    return ContactJoin.objects.create(one=one, other=other, how=how, joined_at=THEN, **nodes, **changes)


@pytest.mark.usefixtures("city", "db")
def test_everything_that_names_an_address_is_moved_and_nothing_else() -> None:
    big, small = _point("An@dan.example", _as_before("An@dan.example")), _point("an@dan.example", _as_before("an@dan.example"))
    phone = _point("+84990123456", blind("sms", "+84990123456"), Channel.SMS)
    longer, shorter = _ruling(big), _ruling(small, until=NOW + timedelta(days=1))
    OptOut.objects.create(blind=big.blind, channel="email", since=THEN)
    proved, said, ring = _join(big, phone, "code"), _join(phone, small, "operator"), _join(big, small, "operator")
    code = PhoneCode.objects.create(point=phone, asker_point=big, asker=big.blind, number=phone.blind, code=b"x", asked_at=NOW)
    assert list(actions.addresses_to_reindex()) == [big.blind]
    assert actions.reindex_addresses(now=NOW) == 1
    for row in (big, small, phone, longer, shorter, proved, said, ring, code):
        row.refresh_from_db()
    right = blind("email", "an@dan.example")
    assert {bytes(row.blind or b"") for row in (big, small, longer, shorter)} == {right}
    assert opened_text(big.value) == "An@dan.example"
    assert (longer.ended_at, shorter.ended_at) == (None, NOW), "of two blocks the longer stands"
    assert OptOut.objects.filter(pk=right).exists()
    assert [(one.ended, one.ended_at is None) for one in (proved, said, ring)] == [
        ("", True),
        ("replaced", False),
        ("replaced", False),
    ]
    assert bytes(proved.one_node or b"") == right
    assert (bytes(code.asker), code.ended) == (right, "replaced"), "its hash names who asked: it could not be typed back"
    assert actions.reindex_addresses(now=NOW) == 0


@pytest.mark.usefixtures("city", "db")
@pytest.mark.parametrize("first", ["blocked", "let through"])
def test_a_block_outweighs_leave_to_write_much(first: str) -> None:
    big, small = _point("An@dan.example", _as_before("An@dan.example")), _point("an@dan.example", _as_before("an@dan.example"))
    blocked = _ruling(big if first == "blocked" else small, until=NOW + timedelta(hours=1))
    through = _ruling(small if first == "blocked" else big, Ruling.LET_THROUGH)
    actions.reindex_addresses(now=NOW)
    blocked.refresh_from_db()
    through.refresh_from_db()
    assert (blocked.ended_at, through.ended_at) == (None, NOW)

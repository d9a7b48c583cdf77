"""Whom an erasure takes along: who is known to be the same person, and nobody for what a form alone was told."""

from collections.abc import Collection

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions import contactjoins
from hotline.casefile.actions.contacts import erase_contact
from hotline.casefile.contactpoints import read_phone
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactJoin, ContactPoint, Delivery, Incoming, Message, Reporter
from hotline.casefile.queries.erasing import covered
from hotline.casefile.queries.phonecodes import number_proof
from hotline.casefile.sealing import opened_text
from hotline.core.facts import Channel
from hotline.core.persons import JoinRefused, NotJoinable
from hotline.core.phonecodes import CodeTried
from tests import make
from tests.intake.relaying import heard, set_up

pytestmark = pytest.mark.usefixtures("city", "db")

PHONE, OTHER = "0990123456", "0990123457"


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


def prove(opened: Opened, number: str) -> None:
    """Prove a number on the private page of a report."""
    proof = number_proof(opened.request_id, now=timezone.now())
    assert proof is not None
    actions.ask_phone_code(proof.asker, read_phone(number), now=timezone.now())
    code = opened_text(Message.objects.filter(event="phone_code").latest("id").own_words)
    assert actions.try_phone_code(proof.asker, code, now=timezone.now()) is CodeTried.RIGHT


def test_an_address_that_nobody_proved_takes_no_other_report_along() -> None:
    """A number was proved for one report; the address in its form may be somebody else's all the same."""
    mine, other = (make.report(now=timezone.now(), contact=ContactDraft(email=make.EMAIL)) for _ in range(2))
    prove(mine, "0990123456")
    found = covered(mine.reference)
    assert (found.sure.references, found.named_too.references) == ((mine.reference,), (other.reference,))
    erase_contact(found.contact_id, now=timezone.now(), actor=make.OPERATOR)
    assert make.case(mine).request.words == ""
    assert make.case(other).request.words


def test_who_only_names_somebody_s_address_takes_them_not_along() -> None:
    theirs = make.report(now=timezone.now(), channel=Channel.EMAIL, contact=ContactDraft(email=make.EMAIL))
    prove(theirs, "0990123456")
    mine = make.report(now=timezone.now(), contact=ContactDraft(email=make.EMAIL))
    found = covered(mine.reference)
    assert (found.sure.references, found.named_too.references) == ((mine.reference,), (theirs.reference,))
    erase_contact(found.contact_id, now=timezone.now(), actor=make.OPERATOR)
    assert make.case(theirs).request.words
    assert ContactJoin.objects.get().ended_at is None


def test_who_is_erased_while_a_join_waits_for_its_turn_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (make.report(now=timezone.now(), contact=ContactDraft(phone=f"099012345{n}")) for n in (6, 7))
    whom = Reporter.objects.get(request_id=one.request_id).contact_id

    def waits(_nodes: Collection[bytes]) -> None:
        erase_contact(whom, now=timezone.now(), actor=make.OPERATOR)

    monkeypatch.setattr(contactjoins, "hold_nodes", waits)
    with pytest.raises(JoinRefused) as refused:
        actions.join_contacts(one.request_id, other.request_id, why="Cùng giọng.", now=timezone.now(), actor=make.OPERATOR)
    assert refused.value.why is NotJoinable.NOBODY
    assert not ContactJoin.objects.exists()


def test_what_somebody_else_wrote_from_a_typed_number_stays(relay: None) -> None:
    """They write as before, are answered, and their block stands; what was typed into the erased report's form is gone."""
    mine = make.report(now=timezone.now(), contact=ContactDraft(phone=PHONE, email=make.EMAIL))
    whom = Reporter.objects.get(request_id=mine.request_id).contact_id
    heard("Rác đầy đường", sender=OTHER)
    heard("TRỢ GIÚP", sender=PHONE)
    theirs = Incoming.objects.latest("id")
    assert theirs.point.contact_id != whom, "what a form was told is nobody's to hang words on"
    # As it was before that: words that hang off the typed point.
    typed = ContactPoint.objects.get(contact_id=whom, kind="sms")
    Incoming.objects.filter(pk=theirs.pk).update(point=typed)
    Delivery.objects.filter(incoming=theirs).update(contact_id=whom)
    erase_contact(whom, now=timezone.now(), actor=make.OPERATOR)
    theirs.refresh_from_db()
    assert theirs.body is not None
    assert theirs.delivery is not None
    assert theirs.delivery.body is not None
    assert theirs.point.value is not None
    assert not ContactPoint.objects.filter(contact_id=whom, value__isnull=False).exists()


@pytest.mark.parametrize("first", ["typed", "proved"])
def test_a_typed_number_that_is_theirs_by_another_report_goes_whichever_comes_first(relay: None, first: str) -> None:
    """One report's form was told it, for another it was proved: nobody else writes from it."""
    contacts: dict[str, int] = {}
    for which in (first, *{"typed", "proved"} - {first}):
        draft = ContactDraft(phone=PHONE if which == "typed" else "", email=make.EMAIL)
        opened = make.report(now=timezone.now(), channel=Channel.EMAIL, contact=draft)
        contacts[which] = Reporter.objects.get(request_id=opened.request_id).contact_id
        if which == "proved":
            prove(opened, PHONE)
    heard("TRỢ GIÚP", sender=PHONE)
    wrote = Incoming.objects.latest("id")
    Incoming.objects.filter(pk=wrote.pk).update(point=ContactPoint.objects.get(contact_id=contacts["typed"], kind="sms"))
    erase_contact(contacts["proved"], now=timezone.now(), actor=make.OPERATOR)
    wrote.refresh_from_db()
    assert wrote.body is None
    assert not ContactPoint.objects.filter(value__isnull=False).exists()


def test_a_number_typed_for_a_code_goes_with_whoever_typed_it() -> None:
    """Nobody proved it and nobody wrote from it: it is known here from them alone."""
    mine = make.report(now=timezone.now(), contact=ContactDraft(email=make.EMAIL))
    proof = number_proof(mine.request_id, now=timezone.now())
    assert proof is not None
    actions.ask_phone_code(proof.asker, read_phone(PHONE), now=timezone.now())
    number = Message.objects.get(event="phone_code").point
    assert number is not None
    erase_contact(Reporter.objects.get(request_id=mine.request_id).contact_id, now=timezone.now(), actor=make.OPERATOR)
    number.refresh_from_db()
    assert (number.value, number.blind) == (None, None)
    assert Message.objects.get(event="phone_code").own_words is None

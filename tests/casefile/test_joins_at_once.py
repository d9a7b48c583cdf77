"""Codes and joins that meet: the second waits for the first, and each gets an answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point, read_phone
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactJoin, Message, PhoneCode, Reporter, ServiceRequest
from hotline.casefile.queries.phonecodes import Asker, number_proof
from hotline.casefile.sealing import blind, opened_text
from hotline.core.facts import Channel
from hotline.core.persons import JoinEnd, JoinRefused, NotJoinable
from hotline.core.phonecodes import CodeTried
from tests import make

NUMBER, OTHER = "0990123456", "0990123457"
WITHIN = 20  # seconds until a thread that waits for nothing is given up

pytestmark = pytest.mark.usefixtures("city", "committed_db")


def meanwhile[T](first: Callable[[], object], second: Callable[[], T]) -> T:
    """Do the second on a connection of its own while the first has not committed yet; return what came of it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            asked = pool.submit(_alone, second)
            _until(lambda: asked.done() or _waiting() > 0)
        return asked.result(WITHIN)


def _alone[T](act: Callable[[], T]) -> T:
    try:
        return act()
    finally:
        connection.close()


def _until(is_so: Callable[[], bool]) -> None:
    until = monotonic() + WITHIN
    while not is_so() and monotonic() < until:
        sleep(0.01)


_WAITING = """
SELECT count(*) FROM pg_locks AS waits WHERE NOT granted AND EXISTS (
    SELECT FROM pg_locks AS ours JOIN pg_database ON pg_database.oid = ours.database
    WHERE ours.pid = waits.pid AND datname = current_database()
)
"""


def _waiting() -> int:
    """Return how many locks somebody waits for in this database: other tests run beside it on the same server."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return int(cursor.fetchone()[0])


def account(number: int) -> tuple[Opened, Asker]:
    point = Point(Channel.ZALO, f"933976141883036843{number}")
    opened = make.report(now=timezone.now(), channel=Channel.ZALO, contact=ContactDraft(account=point))
    return opened, Asker(blind(point.channel.value, point.value))


def ask(asker: Asker, number: str = NUMBER) -> str:
    actions.ask_phone_code(asker, read_phone(number), now=timezone.now())
    return opened_text(Message.objects.filter(event="phone_code").latest("id").own_words)


def try_code(asker: Asker, code: str) -> Callable[[], CodeTried]:
    return lambda: actions.try_phone_code(asker, code, now=timezone.now())


def test_two_accounts_that_prove_one_number_at_once() -> None:
    (_, before), (_, one), (_, other) = (account(number) for number in (0, 1, 2))
    try_code(before, ask(before))()
    codes = ask(one), ask(other)
    assert meanwhile(try_code(one, codes[0]), try_code(other, codes[1])) is CodeTried.RIGHT
    (join,) = ContactJoin.objects.filter(ended_at__isnull=True)
    assert bytes(join.one_node or b"") == other.node, "what was proved last counts"


def test_two_codes_asked_for_at_once() -> None:
    _, asker = account(1)
    meanwhile(lambda: ask(asker), lambda: ask(asker, OTHER))
    (waits,) = PhoneCode.objects.filter(ended_at__isnull=True)
    assert bytes(waits.number) == blind("sms", read_phone(OTHER).value)


@pytest.mark.parametrize("first", ["code", "operator"])
def test_a_code_and_an_operator_who_join_the_same(first: str) -> None:
    zalo, asker = account(1)
    phone = make.report(now=timezone.now(), channel=Channel.SMS, contact=ContactDraft(phone=NUMBER))
    code = ask(asker)

    def by_operator() -> int | NotJoinable:
        try:
            return actions.join_contacts(
                zalo.request_id, phone.request_id, why="Cùng giọng.", now=timezone.now(), actor=make.OPERATOR
            )
        except JoinRefused as refused:
            return refused.why

    if first == "code":
        assert meanwhile(try_code(asker, code), by_operator) is NotJoinable.ALREADY
    else:
        assert meanwhile(by_operator, try_code(asker, code)) is CodeTried.RIGHT
    (join,) = ContactJoin.objects.filter(ended_at__isnull=True)
    assert join.how == "code"


@pytest.mark.parametrize("by", ["its holder", "an operator"])
def test_a_join_is_taken_back_while_its_person_is_erased(by: str) -> None:
    """The erasure has locked one of the person's cases and waits for the other; neither ends the other."""
    (withdrawn, asker), (other, _) = account(1), account(1)
    try_code(asker, ask(asker))()
    proof = number_proof(withdrawn.request_id, now=timezone.now())
    assert proof is not None
    join = ContactJoin.objects.get()
    ContactJoin.objects.filter(pk=join.pk).update(request_id=withdrawn.request_id)
    whom = Reporter.objects.get(request_id=withdrawn.request_id).contact_id

    def withdraw() -> None:
        actions.withdraw_number(proof.holder, point_id=proof.proved[0].point_id, now=timezone.now())

    def part() -> None:
        page = withdrawn.request_id
        actions.part_contacts(join.pk, why="Nhầm.", request_id=page, now=timezone.now(), actor=make.OPERATOR)

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            ServiceRequest.objects.select_for_update().get(pk=other.request_id)
            erased = pool.submit(_alone, lambda: actions.erase_contact(whom, now=timezone.now(), actor=make.OPERATOR))
            _until(lambda: _waiting() == 1)
            gone = pool.submit(_alone, withdraw if by == "its holder" else part)
            _until(lambda: _waiting() == 2)
        erased.result(WITHIN)
        with pytest.raises(actions.NothingProved if by == "its holder" else actions.NotJoined):
            gone.result(WITHIN)
    join.refresh_from_db()
    assert join.ended == JoinEnd.ERASED

"""Webhooks: what happens to an agency's parts is told to its system, again until it is taken, for a day, in everybody's sight."""

import json
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions as casefile
from hotline.casefile.facts import Opened, PartFacts
from hotline.directory.queries import snapshot
from hotline.dispatch import actions, queries
from hotline.dispatch.actions.systems import System as Entered
from hotline.dispatch.facts import Kind, NoticeFacts
from hotline.dispatch.models import Attempt, Hook, Notice, TakenStep
from hotline.dispatch.sending import send_notices
from hotline.dispatch.signing import Receiver
from hotline.people.facts import Role
from tests import make
from tests.databases import wait_for_others
from tests.dispatch.conftest import LEAD, OTHER, Counterpart
from tests.people.persons import make_person

HOUR = timedelta(hours=1)


def entered(url: str, *, unit: str = LEAD, user_id: int | None = None, kind: Kind = Kind.WEBHOOK) -> tuple[int, str]:
    """Enter a system that is told from two hours ago on; return its number and its secret."""
    unit_id = snapshot().units[unit].id
    user_id = make_person("head", Role.AGENCY_HEAD, unit_id=unit_id) if user_id is None else user_id
    system = Entered(kind, "Hệ thống nội bộ", url, jurisdiction="quan", key="khoa")
    return actions.make_hook(unit_id, system, user_id=user_id, now=timezone.now() - 2 * HOUR)


def waiting(hook_id: int, part: PartFacts, *, event: int = 1, name: str = "forwarded") -> Notice:
    now = timezone.now()
    return Notice.objects.create(
        hook_id=hook_id, event=event, name=name, part_id=part.id, happened_at=now, next_at=now, since=now
    )


def only(hook_id: int) -> NoticeFacts:
    [one] = queries.notices(hook_id, limit=10)
    return one


def due() -> None:
    """Let what waits be due, and what is left alone be spoken to again."""
    Notice.objects.filter(state="waiting").update(next_at=timezone.now())
    Hook.objects.update(silent_until=None)


def test_what_happens_to_a_part_is_told_to_its_agency_alone(city: None, committed_db: str) -> None:
    ours, _secret = entered("https://agency.example/hook")
    others, _secret = entered("https://health.example/hook", unit=OTHER, user_id=1)
    opened = make.forwarded(now=timezone.now() - HOUR)
    part = make.lead(opened)
    casefile.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
    casefile.ask_reporter(part.id, words="Chỗ nào?", now=timezone.now(), actor=make.officer(part))
    casefile.reply_question(make.case(opened).questions[0].id, words="Đầu hẻm.", now=timezone.now())
    taken_in()
    told = [one.name for one in reversed(queries.notices(ours, limit=50)) if one.part_id == part.id]
    assert told == ["forwarded", "part_accepted", "question_asked", "question_replied"]
    assert queries.notices(others, limit=50) == []
    taken_in()
    assert len(queries.notices(ours, limit=50)) == len(told), "each event once"


def test_nothing_is_told_of_before_somebody_asked_to_be_told(city: None, committed_db: str) -> None:
    make.forwarded(now=timezone.now() - 5 * HOUR)
    hook_id, _secret = entered("https://agency.example/hook")
    taken_in()
    assert queries.notices(hook_id, limit=10) == []


def test_what_was_only_proposed_is_none_of_its_agencys_business(city: None, committed_db: str) -> None:
    hook_id, _secret = entered("https://agency.example/hook")
    opened = make.report(now=timezone.now() - HOUR)
    [part] = [one for one in make.case(opened).parts if one.unit_code == LEAD]
    casefile.withdraw(part.id, note="", now=timezone.now(), actor=make.OPERATOR)
    taken_in()
    assert queries.notices(hook_id, limit=10) == []


def test_what_is_still_being_written_is_told_afterwards(city: None, committed_db: str) -> None:
    """A transaction that commits late has older events than one that committed before it: none is overlooked."""
    from django.db import connection, transaction

    hook_id, _secret = entered("https://agency.example/hook")
    first, second = make.report(now=timezone.now() - HOUR), make.report(now=timezone.now() - HOUR)
    ready, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            casefile.forward(first.request_id, now=timezone.now(), actor=make.OPERATOR)
            ready.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert ready.wait(20)
    casefile.forward(second.request_id, now=timezone.now(), actor=make.OPERATOR)
    actions.take_in(now=timezone.now())
    go_on.set()
    thread.join(20)
    taken_in()
    told = {one.reference for one in queries.notices(hook_id, limit=10) if one.name == "forwarded"}
    assert told == {first.reference, second.reference}


def test_a_webhook_is_signed_and_says_no_word_of_the_case(counterpart: Counterpart, forwarded: Opened, part: PartFacts) -> None:
    hook_id, secret = entered(counterpart.url)
    notice = waiting(hook_id, part)
    assert send_notices(timezone.now()) == 1
    [(method, path, headers, body)] = counterpart.taken
    assert (method, path, headers["content-type"]) == ("POST", "/hook", "application/json; charset=utf-8")
    Receiver(secret).take(body.decode(), headers, now=timezone.now())
    assert json.loads(body)["data"] == {
        "event": 1,
        "part": part.id,
        "reference": forwarded.reference,
        "url": f"http://127.0.0.1:8022/api/agency/v1/parts/{part.id}",
    }
    assert "Ổ gà" not in body.decode()
    told = only(hook_id)
    assert (told.id, told.state, told.tries, told.reason) == (notice.pk, "sent", 1, "")
    assert [(one.status, one.reason) for one in told.attempts] == [(204, "")]
    assert send_notices(timezone.now()) == 0


def test_it_comes_again_until_it_is_taken(counterpart: Counterpart, part: PartFacts) -> None:
    answers = iter([(500, {}, b""), (302, {"Location": "/"}, b""), (401, {}, b""), (200, {}, b"")])
    counterpart.say = lambda _method, _path, _body: next(answers)
    hook_id, _secret = entered(counterpart.url)
    waiting(hook_id, part)
    for _ in range(4):
        send_notices(timezone.now())
        assert send_notices(timezone.now()) == 0, "not at once"
        due()
    told = only(hook_id)
    assert (told.state, told.tries) == ("sent", 4)
    assert [one.reason for one in told.attempts] == ["fault", "redirect", "refused", ""]
    numbers = {headers["webhook-id"] for _method, _path, headers, _body in counterpart.taken}
    assert len(numbers) == 1, "the receiver can tell that it is the same"
    assert len({body for *_rest, body in counterpart.taken}) == 1


def test_after_a_day_it_is_given_up_and_can_be_sent_again(counterpart: Counterpart, part: PartFacts) -> None:
    counterpart.say = lambda _method, _path, _body: (503, {}, b"")
    hook_id, _secret = entered(counterpart.url)
    notice = waiting(hook_id, part)
    Notice.objects.update(since=timezone.now() - timedelta(hours=24), tries=30)
    send_notices(timezone.now())
    assert (only(hook_id).state, only(hook_id).reason) == ("dead", "busy")
    assert queries.hooks(None)[0].dead == 1
    counterpart.say = lambda _method, _path, _body: (200, {}, b"")
    assert actions.replay(notice.pk, unit_ids=None, now=timezone.now()) == hook_id
    with pytest.raises(actions.NotDone):
        actions.replay(notice.pk, unit_ids=None, now=timezone.now())
    send_notices(timezone.now())
    assert (only(hook_id).state, only(hook_id).tries, len(only(hook_id).attempts)) == ("sent", 1, 2)
    actions.replay(notice.pk, unit_ids=None, now=timezone.now())
    send_notices(timezone.now())
    assert len(counterpart.taken) == 3, "what was taken may be sent again too"


def test_nobody_replays_another_agencys_notice(counterpart: Counterpart, part: PartFacts) -> None:
    hook_id, _secret = entered(counterpart.url)
    notice = waiting(hook_id, part)
    send_notices(timezone.now())
    with pytest.raises(actions.NoSuchHook):
        actions.replay(notice.pk, unit_ids={snapshot().units[OTHER].id}, now=timezone.now())
    with pytest.raises(actions.NoSuchHook):
        actions.ask_for_try(hook_id, unit_ids={snapshot().units[OTHER].id}, now=timezone.now())
    with pytest.raises(actions.NoSuchHook):
        actions.end_hook(hook_id, unit_ids={snapshot().units[OTHER].id}, user_id=1, now=timezone.now())


def test_who_wants_to_hear_no_more_is_not_asked_again(counterpart: Counterpart, part: PartFacts) -> None:
    counterpart.say = lambda _method, _path, _body: (410, {}, b"")
    hook_id, _secret = entered(counterpart.url)
    waiting(hook_id, part)
    send_notices(timezone.now())
    assert (only(hook_id).state, only(hook_id).reason) == ("dead", "gone")


def test_a_name_that_leads_inside_by_now_is_given_up(part: PartFacts) -> None:
    hook_id, _secret = entered("https://192.168.0.10/hook")
    waiting(hook_id, part)
    send_notices(timezone.now())
    assert (only(hook_id).state, only(hook_id).reason, only(hook_id).attempts[0].status) == ("dead", "inside", None)


def test_a_system_that_nobody_reaches_holds_up_no_other(counterpart: Counterpart, part: PartFacts) -> None:
    silent, _secret = entered("http://127.0.0.1:9/hook")
    lively, _secret = entered(counterpart.url, user_id=Hook.objects.get().made_by_id)
    for event in range(1, 4):
        waiting(silent, part, event=event)
        waiting(lively, part, event=event)
    while send_notices(timezone.now()):
        pass
    assert len(counterpart.taken) == 3
    assert Attempt.objects.filter(notice__hook_id=silent).count() == 1, "the others wait until somebody answers"
    assert queries.hook(silent, None) is not None
    due()
    send_notices(timezone.now())
    assert Hook.objects.get(pk=silent).silences == 2


def test_a_fault_of_ours_stops_no_other(counterpart: Counterpart, part: PartFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    hook_id, _secret = entered(counterpart.url)
    waiting(hook_id, part)
    with monkeypatch.context() as patched:
        patched.setattr("hotline.dispatch.connectors.webhook.signed", broken)
        send_notices(timezone.now())
    assert (only(hook_id).state, only(hook_id).reason) == ("waiting", "ours")
    due()
    send_notices(timezone.now())
    assert only(hook_id).state == "sent"


def test_who_dies_after_sending_sends_it_once_more_under_the_same_number(counterpart: Counterpart, part: PartFacts) -> None:
    hook_id, _secret = entered(counterpart.url)
    waiting(hook_id, part)
    assert len(actions.lease_notices(limit=1, now=timezone.now())) == 1
    assert actions.lease_notices(limit=1, now=timezone.now()) == []
    assert send_notices(timezone.now() + actions.LEASE) == 1
    assert len(counterpart.taken) == 1


def test_a_try_that_somebody_asked_for(city: None, db: None, counterpart: Counterpart) -> None:
    hook_id, _secret = entered(counterpart.url)
    actions.ask_for_try(hook_id, unit_ids=None, now=timezone.now())
    send_notices(timezone.now())
    assert counterpart.bodies[0]["type"] == "try"
    assert (only(hook_id).state, only(hook_id).part_id) == ("sent", None)


def test_an_ended_system_is_told_nothing_more(counterpart: Counterpart, part: PartFacts) -> None:
    hook_id, _secret = entered(counterpart.url)
    notice = waiting(hook_id, part)
    actions.end_hook(hook_id, unit_ids=None, user_id=Hook.objects.get().made_by_id, now=timezone.now())
    assert send_notices(timezone.now()) == 0
    assert (only(hook_id).state, only(hook_id).reason) == ("dead", "ended")
    with pytest.raises(actions.NoSuchHook):
        actions.replay(notice.pk, unit_ids=None, now=timezone.now())
    with pytest.raises(actions.NoSuchHook):
        actions.end_hook(hook_id, unit_ids=None, user_id=1, now=timezone.now())


def test_the_secret_is_sealed(city: None, db: None, counterpart: Counterpart) -> None:
    _hook_id, secret = entered(counterpart.url)
    assert secret.startswith("whsec_")
    assert secret.encode() not in bytes(Hook.objects.get().secret)


def test_a_month_later_it_is_forgotten(counterpart: Counterpart, system: object, part: PartFacts) -> None:
    hook_id, _secret = entered(counterpart.url)
    waiting(hook_id, part)
    send_notices(timezone.now())
    waiting(hook_id, part, event=2)
    assert actions.sweep(now=timezone.now() + timedelta(days=29)) == 0
    assert actions.sweep(now=timezone.now() + timedelta(days=31)) > 0
    assert [one.event for one in queries.notices(hook_id, limit=5)] == [2], "what still waits is kept"
    assert not TakenStep.objects.exists()


def taken_in() -> None:
    """Follow the record as the worker does, all that was written by now."""
    wait_for_others()
    for _ in range(3):
        actions.take_in(now=timezone.now())

"""At the same moment: requests with one key are one step, and no two senders have one notice in hand."""

import threading
from typing import Any

import psycopg
from django.db import connections, transaction
from django.utils import timezone

from hotline.directory.queries import snapshot
from hotline.dispatch import actions
from hotline.dispatch.models import Notice, RemoteCase, TakenStep
from hotline.people.facts import Role
from tests import make
from tests.databases import believed_empty
from tests.dispatch.conftest import LEAD, System, made_system
from tests.dispatch.test_notices import entered, waiting
from tests.people.persons import make_person

AT_ONCE = 6


def test_the_same_step_sent_many_times_at_once_is_taken_once(city: None, committed_db: str) -> None:
    token = made_system(LEAD, make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[LEAD].id)).token
    opened = make.forwarded(now=timezone.now() - make.minutes(60))
    part = make.lead(opened)
    System(token).step(part, "accept")
    answers: list[Any] = []
    together = threading.Barrier(AT_ONCE)

    def send() -> None:
        together.wait(20)
        try:
            answers.append(System(token).step(part, "progress", key="once", note="Đang chờ xe."))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert len({answer.content for answer in answers}) == 1
    assert [event.name for event in make.case(opened).events].count("progress_filed") == 1
    assert TakenStep.objects.filter(key="once").count() == 1


def test_two_lanes_never_have_one_notice_in_hand(city: None, committed_db: str) -> None:
    part = make.lead(make.forwarded(now=timezone.now() - make.minutes(60)))
    hook_id, _secret = entered("https://agency.example/hook")
    waiting(hook_id, part)
    found: list[Any] = []

    def other_lane() -> None:
        try:
            found.extend(actions.lease_notices(limit=1, now=timezone.now()))
        finally:
            connections.close_all()

    with transaction.atomic():
        assert len(actions.lease_notices(limit=1, now=timezone.now())) == 1
        lane = threading.Thread(target=other_lane)
        lane.start()
        lane.join(5)
        is_waiting = lane.is_alive()
    lane.join(20)
    assert (is_waiting, found) == (False, [])


def test_no_more_is_taken_than_was_asked_for(
    city: None, committed_db: str, superuser: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    now = timezone.now()
    head_id = make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[LEAD].id)
    for name in ("one", "other"):
        part = make.lead(make.forwarded(now=now - make.minutes(60)))
        hook_id, _secret = entered(f"https://agency.example/{name}", user_id=head_id)
        waiting(hook_id, part, event=1)
        waiting(hook_id, part, event=2)
        for round_now in (1, 2):
            actions.remote_case_made(hook_id, part_id=part.id, round_now=round_now, number=name, token="", now=now)
    believed_empty(superuser, "dispatch_notice", "dispatch_hook", "dispatch_remotecase")
    notices = actions.lease_notices(limit=1, now=timezone.now())
    assert list(Notice.objects.filter(tries=1).values_list("id", flat=True)) == [notice.id for notice in notices]
    cases = actions.lease_cases(limit=1, now=now)
    assert list(RemoteCase.objects.filter(next_at__gt=now).values_list("id", flat=True)) == [case.id for case in cases]
    assert (len(notices), len(cases)) == (1, 1)

"""Two requests with one key at the same moment: one step, one answer."""

import threading
from typing import Any

from django.db import connections
from django.utils import timezone

from hotline.directory.queries import snapshot
from hotline.dispatch.models import TakenStep
from hotline.people.facts import Role
from tests import make
from tests.dispatch.conftest import LEAD, System, made_system
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

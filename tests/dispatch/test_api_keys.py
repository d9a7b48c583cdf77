"""The keys of the interface: who shows none finds nothing, one that was taken back opens nothing, and none is kept."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile.facts import Opened, PartFacts
from hotline.dispatch import actions
from hotline.dispatch.models import Token
from tests import make
from tests.dispatch.conftest import LEAD, ROOT, System, made_system


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer hotline_" + "x" * 43, "Basic aGk6aG8=", "Bearer \u00e9", "bearer  "])
def test_without_a_key(header: str, city: None, db: None) -> None:
    for method, path in (("get", "/parts"), ("get", "/parts/1"), ("post", "/parts/1/accept")):
        answer = getattr(Client(), method)(f"{ROOT}{path}", headers={"Authorization": header} if header else {})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="hotline"')
        assert answer.json()["code"] == "no-key"


def test_a_key_that_was_taken_back_or_is_over(system: System, head_id: int) -> None:
    assert system.get("/parts").status_code == 200
    Token.objects.update(until=timezone.now())
    assert system.get("/parts").status_code == 401
    second = made_system(LEAD, head_id)
    row = Token.objects.latest("id")
    actions.revoke_token(row.pk, unit_ids={row.unit_id}, user_id=head_id, now=timezone.now())
    assert second.get("/parts").status_code == 401
    with pytest.raises(actions.NoSuchToken):
        actions.revoke_token(row.pk, unit_ids=None, user_id=head_id, now=timezone.now())


def test_nobody_takes_back_another_agencys_key(system: System, head_id: int) -> None:
    row = Token.objects.latest("id")
    with pytest.raises(actions.NoSuchToken):
        actions.revoke_token(row.pk, unit_ids={row.unit_id + 1}, user_id=head_id, now=timezone.now())
    assert system.get("/parts").status_code == 200


def test_a_key_that_may_only_read(head_id: int, part: PartFacts) -> None:
    reader = made_system(LEAD, head_id, reads_only=True)
    assert reader.get(f"/parts/{part.id}").status_code == 200
    answer = reader.step(part, "accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "reads-only")


def test_the_database_keeps_no_key(system: System) -> None:
    row = Token.objects.get()
    assert system.token not in json.dumps(str(row.__dict__))
    assert (row.ending, row.used_at) == (system.token[-4:], None)
    system.get("/parts")
    assert Token.objects.get().used_at is not None


@pytest.fixture
def three_a_minute() -> Iterator[None]:
    with override_settings(HOTLINE_AGENCY_CALLS=3):
        yield


def test_a_key_that_calls_too_often_waits(three_a_minute: None, system: System, forwarded: Opened, part: PartFacts) -> None:
    assert [system.get("/parts").status_code for _ in range(3)] == [200, 200, 200]
    before = make.case(forwarded)
    refused = system.step(part, "accept", key="too-soon")
    assert (refused.status_code, refused.json()["code"], refused["Content-Type"]) == (
        429, "too-many-calls", "application/problem+json",
    )  # fmt: skip
    assert 1 <= int(refused["Retry-After"]) <= 20
    assert f"{refused['Retry-After']} giây" in refused.json()["detail"]
    assert make.case(forwarded) == before
    _time_passes(seconds=int(refused["Retry-After"]))
    assert system.step(part, "accept", key="too-soon").status_code == 200, "the key of the step is still free"
    assert system.get("/parts").status_code == 429


def test_asking_again_while_it_waits_makes_it_no_longer(three_a_minute: None, system: System) -> None:
    waits = [int(answer["Retry-After"]) for answer in (system.get("/parts") for _ in range(9)) if answer.status_code == 429]
    assert len(waits) == 6
    assert max(waits) <= 20


def test_another_key_of_the_same_agency_has_calls_of_its_own(three_a_minute: None, system: System, head_id: int) -> None:
    for _ in range(4):
        system.get("/parts")
    assert made_system(LEAD, head_id).get("/parts").status_code == 200


def test_a_minute_later_all_calls_are_there_again(three_a_minute: None, system: System) -> None:
    for _ in range(5):
        system.get("/parts")
    _time_passes(seconds=60)
    assert [system.get("/parts").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_where_there_is_no_limit_nothing_is_counted(system: System) -> None:
    with override_settings(HOTLINE_AGENCY_CALLS=0):
        assert {system.get("/parts").status_code for _ in range(5)} == {200}
    assert Token.objects.get().empty_at is None


def _time_passes(*, seconds: int) -> None:
    Token.objects.exclude(empty_at=None).update(empty_at=F("empty_at") - timedelta(seconds=seconds))

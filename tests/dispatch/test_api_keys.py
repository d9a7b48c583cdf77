"""The keys of the interface: who shows none finds nothing, one that was taken back opens nothing, and none is kept."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import PartFacts
from hotline.dispatch import actions
from hotline.dispatch.models import Token
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

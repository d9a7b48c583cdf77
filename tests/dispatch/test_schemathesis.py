"""Whatever anybody sends to the interface, it answers as its own document says, and never with a fault of ours."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.likenessparts.agencyapi import pound
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.dispatch.conftest import LEAD, ROOT, made_system
from tests.people.persons import make_person

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def schema(city: None, committed_db: str) -> Any:
    """Give the interface of this process with its document."""
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})


@pytest.mark.long
def test_made_up_requests(schema: Any) -> None:
    system = made_system(LEAD, make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[LEAD].id))
    parts = [make.lead(make.forwarded(now=timezone.now() - make.minutes(60))).id for _ in range(12)]
    told = pound(
        schema,
        token=system.token,
        part_ids=parts,
        calls=400,
        check=lambda case, answer: case.validate_response(answer, checks=CHECKS),
    )
    assert told.faults == []
    assert told.responses_5xx == 0
    assert told.calls >= 400
    assert {200, 400, 404, 409, 422} <= set(told.statuses), told.by_operation

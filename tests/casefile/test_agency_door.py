"""An agency's door closes: what stands after it is asked by the application again, however it was left."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import connection, transaction

from hotline.casefile.access import agency_door
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer

pytestmark = pytest.mark.usefixtures("city", "committed_db")


class _Left(Exception):
    """What a page inside the door raised."""


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic], ids=["alone", "inside a transaction"])
def test_the_door_closes_behind_a_page(around: Callable[[], AbstractContextManager[object]]) -> None:
    before = _standing()
    with around():
        with agency_door(_officer()):
            assert _standing()[0] == "hotline_agency"
            assert _standing()[1]
        assert _standing() == before
    assert _standing() == before


@pytest.mark.parametrize("around", [nullcontext, transaction.atomic], ids=["alone", "inside a transaction"])
def test_the_door_closes_behind_an_error(around: Callable[[], AbstractContextManager[object]]) -> None:
    before = _standing()
    with around():
        with pytest.raises(_Left), agency_door(_officer()):
            raise _Left
        assert _standing() == before
    assert _standing() == before


def _officer() -> Viewer:
    unit = snapshot().units["ql-ha-tang-giao-thong"].id
    return Viewer(1, "Đầu mối", frozenset({Role.FOCAL_POINT}), frozenset({unit}))


def _standing() -> tuple[str, str]:
    """Return whose rights questions have now, and for which agencies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, coalesce(current_setting('hotline.units', true), '')")
        role, units = cursor.fetchone()
    return role, units

"""/healthz says that the process serves, /readyz whether a report could be taken and worked on."""

import json
import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from hotline.core.loops import SENDER, WORKER
from hotline.site import workers

pytestmark = pytest.mark.xdist_group("beat")  # one file in one data folder

BEATS = {name: Path(os.environ["HOTLINE_DATA"]) / "run" / f"{name}.json" for name in (WORKER, SENDER)}


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_without_a_profile_it_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["check"]) == (503, "profile")
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("name", [WORKER, SENDER])
@pytest.mark.parametrize(("said", "age", "status"), [("beats", 0, 200), ("is late", 60, 503), ("never came", None, 503)])
def test_ready_while_worker_and_sender_beat(
    city: None, db: None, client: Client, name: str, said: str, age: float | None, status: int
) -> None:
    for beat in BEATS.values():
        assert beat.is_relative_to(settings.DATA)
        beat.write_text("{}")
    if age is None:
        BEATS[name].unlink()
    else:
        os.utime(BEATS[name], (time.time() - age, time.time() - age))
    answer = client.get("/readyz")
    assert answer.status_code == status, said
    assert answer.json().get("check", name) == name


def test_a_loop_that_hangs_is_named(city: None, db: None, client: Client) -> None:
    BEATS[WORKER].write_text("{}")
    BEATS[SENDER].write_text(json.dumps({"stuck": {"notify-sms-1": 130}}))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the sender hangs: notify-sms-1")


def test_what_takes_too_long_is_stuck_and_what_is_done_is_not() -> None:
    begun = {"quick": time.monotonic() - 1, "slow": time.monotonic() - 500}
    assert workers.stuck(begun, after=workers.STUCK_AFTER) == {"slow": 500}
    assert workers.stuck(begun, after=workers.GIVEN_UP_AFTER) == {}


def test_pages_carry_the_security_headers(city: None, db: None, client: Client) -> None:
    answer = client.get("/healthz")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"

"""What intake clears away, and when."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hotline.casefile import actions, mediafiles
from hotline.casefile.mediafiles import Copy
from hotline.casefile.models import Attachment, IntakeKey, ServiceRequest
from hotline.casefile.pictures import receive
from hotline.core.facts import AttachmentKind
from hotline.intake.loops import LOOPS
from hotline.intake.models import FormDraft
from hotline.intake.report import actions as report
from hotline.intake.report.facts import Step
from tests import make
from tests.intake import photos

RUN = {loop.name: loop.run for loop in LOOPS}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweep a folder of these tests' own."""
    (tmp_path / "keys").symlink_to(settings.DATA / "keys")
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))


def test_keys_live_thirty_days(city: None, db: None) -> None:
    for days in (31, 29):
        actions.open_request(make.draft(), key=f"{days}", payload=b"p", now=make.NOW - timedelta(days=days))
    assert RUN["intake.forget_keys"](make.NOW) == 1
    assert IntakeKey.objects.count() == 1
    assert ServiceRequest.objects.count() == 2


def test_loose_photos_live_a_day(city: None, db: None) -> None:
    for hours in (25, 23):
        actions.keep_picture(
            receive(photos.telling(), now=make.NOW), kind=AttachmentKind.REPORT, now=make.NOW - timedelta(hours=hours)
        )
    assert RUN["intake.sweep_photos"](make.NOW) == 1
    (left,) = Attachment.objects.all()
    assert mediafiles.path_of(left.key, Copy.CLEAN).exists()


def test_forms_are_gone_before_their_photos(city: None, db: None) -> None:
    for hours in (21, 19):
        begun_at = make.NOW - timedelta(hours=hours)
        report.keep_fields(f"form {hours}", Step.WHAT, {}, owner="o", started_at=begun_at, now=begun_at)
    assert RUN["intake.forget_forms"](make.NOW) == 1
    assert FormDraft.objects.count() == 1


def test_every_loop_runs_on_an_empty_city(city: None, db: None) -> None:
    assert {name: run(make.NOW) for name, run in RUN.items()} == dict.fromkeys(RUN, 0)

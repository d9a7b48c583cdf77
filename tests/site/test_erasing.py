"""bin/hotline contacts: what it would take away, what it takes, what it refuses in plain words, and addresses indexed anew."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions, mediafiles
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.mediafiles import Copy
from hotline.casefile.models import ContactPoint
from hotline.casefile.pictures import receive
from hotline.core.facts import AttachmentKind, Channel
from hotline.site.commands.__main__ import main
from tests import make

PHONE, OTHER = "0990123456", "0990123457"


@pytest.fixture(autouse=True)
def own_environment(city: str, committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command puts into the environment for its children ends with the test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


def report(contact: ContactDraft, **changes: object) -> Opened:
    return make.report("street_light", now=timezone.now() - timedelta(hours=1), contact=contact, **changes)


def test_a_dry_run_says_what_goes_and_then_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    account = ContactDraft(account=Point(Channel.ZALO, "9339761418830368433"))
    now = timezone.now()
    picture = receive(make.jpeg(), now=now)
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=now)
    key = picture.key
    phone, zalo = report(ContactDraft(phone=PHONE), attachments=(key,)), report(account, channel=Channel.ZALO)
    actions.join_contacts(phone.request_id, zalo.request_id, why="Đã gọi lại.", now=now, actor=make.OPERATOR)
    asked = ["contacts", "erase", zalo.reference, "--basis", "asked"]
    assert main([*asked, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"cases     {phone.reference}, {zalo.reference}" in said
    assert "0990 123 …, 933…" in said
    assert said.endswith("photos 1\nNothing was erased.\n")
    assert make.case(phone).request.words
    assert main(asked) == 0
    assert capsys.readouterr().out.endswith("Erased.\n")
    assert [make.case(one).request.words for one in (phone, zalo)] == ["", ""]
    assert make.case(phone).events[-1].reason == "erase_asked"
    assert not mediafiles.path_of(key, Copy.CLEAN).exists()
    assert main(asked) == 2
    assert "nobody behind it (any more)" in capsys.readouterr().err


def test_whoever_only_names_the_same_number_is_left_unless_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = report(ContactDraft(phone=OTHER)), report(ContactDraft(phone=OTHER))
    assert main(["contacts", "erase", one.reference, "--basis", "ordered", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.index("Left: of the same points") < said.index(other.reference)
    assert main(["contacts", "erase", one.reference, "--basis", "ordered", "--same-points"]) == 0
    assert [make.case(case).request.words for case in (one, other)] == ["", ""]


@pytest.mark.parametrize("reference", ["", "none", "1022-2611-0000000-X"])
def test_what_is_no_case_is_refused_in_a_line(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "erase", reference, "--basis", "asked"]) == 2
    assert capsys.readouterr().err.startswith("hotline: ")


def test_without_a_basis_nothing_is_erased(capsys: pytest.CaptureFixture[str]) -> None:
    one = report(ContactDraft(phone=PHONE))
    with pytest.raises(SystemExit) as ended:
        main(["contacts", "erase", one.reference])
    assert ended.value.code == 2
    assert "--basis" in capsys.readouterr().err
    assert make.case(one).request.words


def test_addresses_are_indexed_anew_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    report(ContactDraft(email="An@dan.example"), channel=Channel.EMAIL)
    right = ContactPoint.objects.get()
    ContactPoint.objects.update(blind=b"of before")
    assert [main(["contacts", "reindex", *more]) for more in (["--dry-run"], [], [])] == [0, 0, 0]
    said = capsys.readouterr().out
    assert said == "1 addresses to be indexed anew.\n1 addresses indexed anew.\n0 addresses indexed anew.\n"
    assert ContactPoint.objects.get().blind == right.blind

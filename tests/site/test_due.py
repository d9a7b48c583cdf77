"""`bin/hotline due`: every clock of a case, by the files of a profile."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from hotline.site.commands import due
from hotline.site.refusal import Refused
from tests.directory.folders import append, copy_of_hcmc
from tests.directory.othercities import with_deadlines_of

_POTHOLE = ["--profile", "hcmc", "--service", "pothole", "--received", "2026-03-02T09:00"]

# in words · profile · arguments · rule · starts · due
TOLD = (
    ("five minutes round the clock", "hcmc", "--service pothole --received 2026-02-16T23:58",
     "forward-5-minutes", "2026-02-16T23:58", "2026-02-17T00:03"),
    ("COVID: sixty minutes from complete information", "hcmc",
     "--service covid_gathering --received 2021-07-23T10:00 --complete 2021-07-23T13:40",
     "handle-60-minutes-covid", "2021-07-23T13:40", "2021-07-23T14:40"),
    ("five working days in all, over April 2025", "hcmc", "--service pothole --received 2025-04-24T10:00",
     "answer", "2025-04-24T10:00", "2025-05-05T17:00"),
    ("ten since September 2025, over Tết 2026", "hcmc", "--service pothole --received 2026-02-13T09:12",
     "answer", "2026-02-13T09:12", "2026-03-06T17:00"),
    ("fifteen with several agencies", "hcmc", "--service pothole --agencies 2 --received 2026-02-13T09:12",
     "answer-several-agencies", "2026-02-13T09:12", "2026-03-13T17:00"),
    ("the agency's part counts from forwarding", "hcmc",
     "--service pothole --received 2026-02-13T23:50 --forwarded 2026-02-16T00:10",
     "handle", "2026-02-16T00:10", "2026-03-06T17:00"),
    ("a moment of another zone is told in the city's", "hcmc", "--service pothole --received 2026-03-01T17:30+00:00",
     "forward-5-minutes", "2026-03-02T00:30", "2026-03-02T00:35"),
    ("Huế: an instant matter at two in the night", "hue", "--service road_sinking --received 2026-02-17T02:00",
     "chuyen-tuc-thoi", "2026-02-17T02:00", "2026-02-17T02:15"),
    ("Huế: a timed one waits for 07:30", "hue", "--service pothole --received 2026-02-17T02:00",
     "chuyen-co-thoi-han", "2026-02-17T02:00", "2026-02-17T08:30"),
    ("Huế: before 15-7-2022 it did not", "hue", "--service pothole --received 2022-07-14T02:00",
     "chuyen-co-thoi-han", "2022-07-14T02:00", "2022-07-14T03:00"),
    ("Hà Nội: taken on within 8 working hours", "hanoi", "--service pothole --received 2026-03-02T09:00",
     "accept", "2026-03-02T09:00", "2026-03-03T09:00"),
    ("Hà Nội: an urgent one within 4, over Tết", "hanoi", "--service pothole --level urgent --received 2026-02-13T16:00",
     "accept-urgent", "2026-02-13T16:00", "2026-02-23T10:30"),
    ("Hà Nội: a complex one is given what a normal one is", "hanoi",
     "--service pothole --level complex --received 2026-03-02T09:00", "accept", "2026-03-02T09:00", "2026-03-03T09:00"),
    ("Đà Nẵng: an emergency within one working day", "danang",
     "--service pothole --kind emergency --received 2026-02-13T09:00", "emergency", "2026-02-13T09:00", "2026-02-23T17:00"),
    ("Đà Nẵng: checked at once, within three", "danang", "--service rubbish --received 2025-04-24T10:00",
     "checked-at-once", "2025-04-24T10:00", "2025-04-28T17:00"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "profile", "asked", "rule", "starts", "until"), TOLD, ids=[row[0] for row in TOLD])
def test_due(
    words: str, profile: str, asked: str, rule: str, starts: str, until: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = profile if profile in ("hcmc", "hue") else str(with_deadlines_of(profile, tmp_path))
    assert due.main(["--profile", named, *asked.split(), "--json"]) == 0
    clocks = {clock["rule"]: clock for clock in json.loads(capsys.readouterr().out)["clocks"]}
    assert clocks[rule]["starts_at"] == f"{starts}:00+07:00"
    assert clocks[rule]["due_at"] == f"{until}:00+07:00"
    assert f"{datetime.fromisoformat(until):%d/%m/%Y %H:%M}" in clocks[rule]["derivation"]


def test_all_clocks_are_told_and_what_must_happen_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = copy_of_hcmc(tmp_path)
    append(
        profile,
        "clocks.yaml",
        "  - {code: do-it, purpose: do, name: {vi: Làm, en: Do}, on: assignment, starts: accepted, stops: result_filed, "
        "length: {unit: working_days, amount: 2}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}\n",
    )
    asked = ["--profile", str(profile), "--service", "pothole", "--received", "2026-03-02 09:00"]
    assert due.main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [clock["rule"] for clock in told["clocks"]] == ["answer", "forward-5-minutes", "handle"]
    assert told["waiting"] == [
        {"rule": "do-it", "starts": "accepted"},
        {"rule": "giai-trinh", "starts": "explanation_asked"},
    ]
    assert due.main([*asked, "--accepted", "2026-03-03T08:00", "--language", "en"]) == 0
    lines = capsys.readouterr().out
    assert "do-it (01/01/2020): Do\n  Accepted by the agency 03/03/2026 08:00 · 2 working days" in lines
    assert "skipping" not in lines


def test_an_unverified_number_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert due.main(_POTHOLE) == 0
    assert "chưa kiểm chứng" in capsys.readouterr().out


# in words · arguments · what is said
REFUSED = (
    ("no such city", "--profile saigon --service pothole --received 2026-03-02T09:00", "there is no profile"),
    ("no such service", "--profile hcmc --service potholes --received 2026-03-02T09:00", "there is no service 'potholes'"),
    ("a day is no moment", "--profile hcmc --service pothole --received 2026-03-02", "is no moment: write 2026-02-13T09:12"),
    ("the 30th of February", "--profile hcmc --service pothole --received 2026-02-30T09:00", "is no moment"),
    ("a year that never comes", "--profile hcmc --service pothole --received 9999-12-31T23:00", "lies in no year"),
    ("a year long gone", "--profile hcmc --service pothole --received 0001-01-01T00:00+14:00", "lies in no year"),
    ("complete before it was received",
     "--profile hcmc --service pothole --received 2026-03-02T09:00 --complete 2026-03-02T08:59",
     "--complete 2026-03-02T08:59 lies before --received"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "asked", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_in_words(words: str, asked: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match=said):
        due.main([*asked.split(), "--json"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wrong", ["--level hard", "--kind joke", "--agencies 0", "--agencies -1", "--agencies x"])
def test_what_is_none_of_the_choices_is_refused(wrong: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        due.main([*_POTHOLE, *wrong.split()])
    assert refusal.value.code == 2


def test_a_profile_with_faults_is_refused_with_file_and_line(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    line = append(
        profile,
        "clocks.yaml",
        "  - {code: endless, purpose: endless, name: {vi: A, en: A}, on: request, starts: received, stops: result_filed, "
        "length: {unit: minutes, amount: 5}, calendar: hanh-chinh, source: cai-dat, since: 2026-01-01}\n",
    )
    with pytest.raises(Refused, match=f"clocks.yaml:{line}: it can never end"):
        due.main(["--profile", str(profile), "--service", "pothole", "--received", "2026-03-02T09:00"])

"""What a photo must hold against, as a table that an inspector could sign; and the hashes' thresholds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.evidence import (
    CameraTimes,
    Doubt,
    EvidenceRule,
    Finding,
    Flaw,
    Likeness,
    Measure,
    PhotoNeed,
    ShownPhoto,
    Sighting,
    doubts_of,
    findings_from_json,
    findings_of,
    findings_to_json,
    is_telling,
    lacks_proof,
    likeness_of,
)

REPORTED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LATER = REPORTED + timedelta(hours=5)
RULE = EvidenceRule(near_m=300)
GOOD = {"taken_at": LATER, "metres": 40}


def _seen(likeness: Likeness, *, here: bool = False) -> tuple[Sighting, ...]:
    return (Sighting(likeness, here),)


PHOTOS = [
    ("taken after the report, at the place, never seen before", {}, []),
    ("299 m off", {"metres": 299}, []),
    ("300 m off", {"metres": 300}, []),
    ("301 m off", {"metres": 301}, [("too_far", "hold", 301)]),
    ("a minute before the report: clocks differ", {"taken_at": REPORTED - timedelta(minutes=1)}, []),
    ("five minutes before", {"taken_at": REPORTED - timedelta(minutes=5)}, []),
    ("six minutes before", {"taken_at": REPORTED - timedelta(minutes=6)}, [("too_early", "refuse", 6)]),
    ("the day before", {"taken_at": REPORTED - timedelta(days=1)}, [("too_early", "refuse", 1440)]),
    ("says no time", {"taken_at": None}, [("time_unknown", "note", 0)]),
    ("says no place", {"metres": None}, [("place_unknown", "note", 0)]),
    ("says its place; the matter has no point", {"metres": None, "tells_place": True}, []),
    ("a date that contradicts itself", {"doubts": (Doubt.DIGITIZED_DIFFERS,)}, [("date_edited", "refuse", 0)]),
    ("the file of another case", {"sightings": _seen(Likeness.SAME_FILE)}, [("used_elsewhere", "refuse", 0)]),
    ("another case's photo, saved again", {"sightings": _seen(Likeness.SAME_PICTURE)}, [("used_elsewhere", "refuse", 0)]),
    ("much like one of another case", {"sightings": _seen(Likeness.ALIKE)}, [("alike_elsewhere", "hold", 0)]),
    ("the reporter's own photo", {"sightings": _seen(Likeness.SAME_PICTURE, here=True)}, [("used_here", "refuse", 0)]),
    ("like the reporter's: it is the same place", {"sightings": _seen(Likeness.ALIKE, here=True)}, []),
    (
        "far off and much like another: the gravest first",
        {"metres": 900, "sightings": _seen(Likeness.SAME_FILE)},
        [("used_elsewhere", "refuse", 0), ("too_far", "hold", 900)],
    ),
    ("minutes: no place, no time asked, all sheets alike", {"is_minutes": True, "taken_at": None, "metres": None,
     "sightings": _seen(Likeness.SAME_PICTURE)}, []),
    ("minutes of another case", {"is_minutes": True, "sightings": _seen(Likeness.SAME_FILE)}, [("used_elsewhere", "refuse", 0)]),
    ("drawn for a demonstration", {"is_drawn": True, "sightings": _seen(Likeness.SAME_FILE), "metres": 9000}, []),
]  # fmt: skip


@pytest.mark.parametrize(("photo", "facts", "expected"), PHOTOS, ids=[row[0] for row in PHOTOS])
def test_what_speaks_against_a_photo(photo: str, facts: dict[str, object], expected: list[tuple[str, str, int]]) -> None:
    shown = ShownPhoto(**(GOOD | facts))  # type: ignore[arg-type]
    found = findings_of(RULE, shown, since=REPORTED)
    assert [(one.flaw.value, one.measure.value, one.amount) for one in found] == expected


TIMES = [
    ("as a camera writes it", LATER, LATER, LATER, []),
    ("no clock but the camera's", LATER, None, None, []),
    ("says nothing", None, None, LATER, []),
    ("only the date of taking was edited", LATER, LATER - timedelta(days=30), None, [Doubt.DIGITIZED_DIFFERS]),
    ("all dates were edited, the satellites' was forgotten", LATER, LATER, LATER - timedelta(days=1), [Doubt.SATELLITE_DIFFERS]),
    ("the satellites' last word is of this morning", LATER, LATER, LATER - timedelta(hours=6), []),
    ("an old receiver, 1024 weeks behind", LATER, LATER, LATER - timedelta(weeks=1024), []),
    ("1023 weeks behind is no rollover", LATER, LATER, LATER - timedelta(weeks=1023), [Doubt.SATELLITE_DIFFERS]),
    ("taken the day after tomorrow", LATER + timedelta(days=2), None, None, [Doubt.IN_FUTURE]),
    ("a clock that is an hour fast", LATER + timedelta(hours=1), None, None, []),
]


@pytest.mark.parametrize(("photo", "taken", "digitized", "satellite", "expected"), TIMES, ids=[row[0] for row in TIMES])
def test_moments_that_contradict_each_other(
    photo: str, taken: datetime | None, digitized: datetime | None, satellite: datetime | None, expected: list[Doubt]
) -> None:
    assert list(doubts_of(CameraTimes(taken, digitized, satellite), arrived_at=LATER)) == expected


LIKE = [
    ("the same file, whatever the hashes say", True, 64, None, Likeness.SAME_FILE),
    ("saved again", False, 2, 12, Likeness.SAME_PICTURE),
    ("much alike", False, 2, 13, Likeness.ALIKE),
    ("alike at the edge", False, 6, 40, Likeness.ALIKE),
    ("the finer hash tells them apart", False, 6, 41, None),
    ("the coarse hash tells them apart", False, 7, 0, None),
    ("an old photo without the finer hash is never the same", False, 0, None, Likeness.ALIKE),
]


@pytest.mark.parametrize(("photos", "same_file", "coarse", "fine", "expected"), LIKE, ids=[row[0] for row in LIKE])
def test_what_two_photos_are_to_each_other(
    photos: str, same_file: bool, coarse: int, fine: int | None, expected: Likeness | None
) -> None:
    assert likeness_of(is_same_file=same_file, coarse_apart=coarse, fine_apart=fine) is expected


@pytest.mark.parametrize(
    ("picture", "bits", "telling"),
    [
        ("a white sheet", 0, False),
        ("seven bits", 0b1111111, False),
        ("eight bits", 0b11111111, True),
        ("a street", 0x5A5A_3C3C_5A5A_3C3C, True),
        ("its top bit is a sign", -(0x5A5A_3C3C_5A5A_3C3C), True),
        ("all bits", -1, False),
    ],
)
def test_hashes_that_say_too_little(picture: str, bits: int, telling: bool) -> None:
    assert is_telling(bits) is telling


@pytest.mark.parametrize(
    ("need", "photos", "minutes", "lacks"),
    [
        ("photo", 0, 0, True),
        ("photo", 0, 2, True),
        ("photo", 1, 0, False),
        ("photo_or_minutes", 0, 0, True),
        ("photo_or_minutes", 0, 1, False),
        ("photo_or_minutes", 1, 0, False),
        ("nothing", 0, 0, False),
    ],
)
def test_what_a_result_must_bring(need: str, photos: int, minutes: int, lacks: bool) -> None:
    assert lacks_proof(EvidenceRule(photo=PhotoNeed(need)), photos=photos, minutes=minutes) is lacks


measures = st.sampled_from(Measure)
rules = st.builds(EvidenceRule, used=measures, alike=measures, early=measures, edited=measures, far=measures, unknown=measures,
                  near_m=st.none() | st.integers(1, 5000))  # fmt: skip
shown = st.builds(
    ShownPhoto,
    is_minutes=st.booleans(),
    taken_at=st.none() | st.integers(-5000, 5000).map(lambda minutes: REPORTED + timedelta(minutes=minutes)),
    metres=st.none() | st.integers(0, 20000),
    doubts=st.sets(st.sampled_from(Doubt)).map(tuple),
    sightings=st.lists(st.builds(Sighting, st.sampled_from(Likeness), st.booleans()), max_size=4).map(tuple),
)


@given(rule=rules, photo=shown)
def test_findings_are_ordered_each_once_and_kept_as_they_are(rule: EvidenceRule, photo: ShownPhoto) -> None:
    found = findings_of(rule, photo, since=REPORTED)
    assert len({one.flaw for one in found}) == len(found)
    order = [list(Measure).index(one.measure) for one in found]
    assert order == sorted(order)
    assert findings_from_json(findings_to_json(found)) == found


@given(rule=rules, photo=shown)
def test_a_file_of_another_case_is_always_named(rule: EvidenceRule, photo: ShownPhoto) -> None:
    elsewhere = any(one.likeness is Likeness.SAME_FILE and not one.on_this_case for one in photo.sightings)
    found = {one.flaw: one for one in findings_of(rule, photo, since=REPORTED)}
    assert not elsewhere or found[Flaw.USED_ELSEWHERE] == Finding(Flaw.USED_ELSEWHERE, rule.used)

"""Whether an agency's photos prove what it says: taken after the report, near the place, used for nothing else.

A rule is the city's (its profile says which flaw refuses a photo and which only makes a person look); what counts as the
same picture, or as a date that contradicts itself, is not a city's choice and stands here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class PhotoNeed(StrEnum):
    """What a result must bring: a photo; a photo or the minutes of an offence; nothing."""

    PHOTO = "photo"
    PHOTO_OR_MINUTES = "photo_or_minutes"
    NOTHING = "nothing"


class Measure(StrEnum):
    """What follows from a flaw: the photo is not taken, the desk has to look, or it is only said."""

    REFUSE = "refuse"
    HOLD = "hold"
    NOTE = "note"


class Flaw(StrEnum):
    """What speaks against a photo."""

    USED_ELSEWHERE = "used_elsewhere"
    USED_HERE = "used_here"
    ALIKE_ELSEWHERE = "alike_elsewhere"
    TOO_EARLY = "too_early"
    DATE_EDITED = "date_edited"
    TOO_FAR = "too_far"
    TIME_UNKNOWN = "time_unknown"
    PLACE_UNKNOWN = "place_unknown"


class Doubt(StrEnum):
    """How a photo's own moments contradict each other, or the day on which it arrived."""

    DIGITIZED_DIFFERS = "digitized_differs"
    SATELLITE_DIFFERS = "satellite_differs"
    IN_FUTURE = "in_future"


class Likeness(StrEnum):
    """How much a photo is another one: the same file, the same picture saved again, or a picture much like it."""

    SAME_FILE = "same_file"
    SAME_PICTURE = "same_picture"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What a city asks of the photos of one service. `near_m` is in metres; None: the place is not asked about."""

    photo: PhotoNeed = PhotoNeed.PHOTO
    used: Measure = Measure.REFUSE
    alike: Measure = Measure.HOLD
    early: Measure = Measure.REFUSE
    edited: Measure = Measure.REFUSE
    far: Measure = Measure.HOLD
    unknown: Measure = Measure.NOTE
    near_m: int | None = None


@dataclass(frozen=True, slots=True)
class CameraTimes:
    """What a photo says of its time: when taken, when written by the camera, and what the satellites' clock showed."""

    taken_at: datetime | None = None
    digitized_at: datetime | None = None
    satellite_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A photo of some case that is, or is like, the one that is shown."""

    likeness: Likeness
    on_this_case: bool


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """One photo that an agency files. `metres`: how far from its matter it was taken, if both places are known.

    `tells_place`: the photo says where it was taken, though the matter may have no point to measure it against.
    `is_drawn`: made for a demonstration, one drawing for many cases, and marked as such when it was made.
    """

    is_minutes: bool = False
    taken_at: datetime | None = None
    metres: int | None = None
    tells_place: bool = False
    doubts: tuple[Doubt, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw and what follows. `amount`: metres for TOO_FAR, minutes for TOO_EARLY, else 0."""

    flaw: Flaw
    measure: Measure
    amount: int = 0


_ONE_SECOND = timedelta(seconds=1)
_FIX_IS_OLD = timedelta(hours=12)
"""A telephone may write the satellites' last word of this morning; not of another day."""
_CLOCK_AHEAD = timedelta(days=1)
_ROLLOVER = timedelta(weeks=1024)
"""After so many weeks the satellites count from nought again; old receivers show a day that lies as far back (IS-GPS-200)."""
_CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much a camera's clock may be behind ours."""

_TELLING = range(8, 57)
"""How many of the 64 bits must be set: of a night sky or a white sheet, which have next to none or all, many look alike."""
_FINE_SAME = 12
"""Bits of 256 by which a picture changes when it is saved again, made smaller or sent through a messenger."""
_FINE_ALIKE = 40
_COARSE_ALIKE = 6


def doubts_of(times: CameraTimes, *, arrived_at: datetime) -> tuple[Doubt, ...]:
    """Return how the moments of a photo contradict each other; whoever edits its date seldom edits all of them.

    A camera writes the moments of taking and of digitizing in one go (Exif 2.32, DateTimeOriginal and DateTimeDigitized).
    """
    return tuple(_doubts(times, arrived_at))


def is_telling(coarse: int) -> bool:
    """Return whether a picture's 64-bit hash says enough to be compared with others."""
    return (coarse & (1 << 64) - 1).bit_count() in _TELLING


def likeness_of(*, is_same_file: bool, coarse_apart: int, fine_apart: int | None) -> Likeness | None:
    """Return what two photos are to each other; `…_apart` is in how many of 64 and of 256 bits their hashes differ.

    Without the finer hash (a photo of before it was kept) nothing but the same file is ever called the same.
    """
    if is_same_file:
        return Likeness.SAME_FILE
    if coarse_apart > _COARSE_ALIKE:
        return None
    if fine_apart is None:
        return Likeness.ALIKE
    if fine_apart <= _FINE_SAME:
        return Likeness.SAME_PICTURE
    return Likeness.ALIKE if fine_apart <= _FINE_ALIKE else None


def findings_of(rule: EvidenceRule, photo: ShownPhoto, *, since: datetime) -> tuple[Finding, ...]:
    """Return what speaks against a photo that shows how it was after `since`, the gravest first.

    Minutes of an offence are paper: nobody asks where they were photographed, and all sheets look alike.
    """
    if photo.is_drawn:
        return ()
    order = list(Measure)
    return tuple(sorted(_findings(rule, photo, since), key=lambda one: order.index(one.measure)))


def lacks_proof(rule: EvidenceRule, *, photos: int, minutes: int) -> bool:
    """Return whether a result with so many photos, and sheets of minutes, of this round brings too little to be filed."""
    match rule.photo:
        case PhotoNeed.PHOTO:
            return photos == 0
        case PhotoNeed.PHOTO_OR_MINUTES:
            return photos + minutes == 0
        case PhotoNeed.NOTHING:
            return False


def findings_to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as they are kept with their photo."""
    return [{"flaw": one.flaw.value, "measure": one.measure.value, "amount": one.amount} for one in findings]


def findings_from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return findings that were kept with a photo."""
    return tuple(Finding(Flaw(one["flaw"]), Measure(one["measure"]), int(one["amount"])) for one in kept)


def _doubts(times: CameraTimes, arrived_at: datetime) -> Iterator[Doubt]:
    taken_at = times.taken_at
    if taken_at is None:
        return
    if times.digitized_at is not None and abs(times.digitized_at - taken_at) > _ONE_SECOND:
        yield Doubt.DIGITIZED_DIFFERS
    if times.satellite_at is not None:
        apart = abs(times.satellite_at - taken_at)
        if min(apart, abs(apart - _ROLLOVER)) > _FIX_IS_OLD:
            yield Doubt.SATELLITE_DIFFERS
    if taken_at > arrived_at + _CLOCK_AHEAD:
        yield Doubt.IN_FUTURE


def _findings(rule: EvidenceRule, photo: ShownPhoto, since: datetime) -> Iterator[Finding]:
    yield from _uses(rule, photo)
    if photo.doubts:
        yield Finding(Flaw.DATE_EDITED, rule.edited)
    if photo.taken_at is not None and photo.taken_at < since - _CLOCKS_DIFFER:
        yield Finding(Flaw.TOO_EARLY, rule.early, int((since - photo.taken_at) / timedelta(minutes=1)))
    if photo.is_minutes:
        return
    if photo.taken_at is None and not photo.doubts:
        yield Finding(Flaw.TIME_UNKNOWN, rule.unknown)
    if rule.near_m is not None and photo.metres is None and not photo.tells_place:
        yield Finding(Flaw.PLACE_UNKNOWN, rule.unknown)
    if rule.near_m is not None and photo.metres is not None and photo.metres > rule.near_m:
        yield Finding(Flaw.TOO_FAR, rule.far, photo.metres)


def _uses(rule: EvidenceRule, photo: ShownPhoto) -> Iterator[Finding]:
    """Give at most one finding of each sort; pictures of one place are alike, so that only another case's are looked at."""
    same = {Likeness.SAME_FILE} if photo.is_minutes else {Likeness.SAME_FILE, Likeness.SAME_PICTURE}
    used = {one.on_this_case for one in photo.sightings if one.likeness in same}
    if False in used:
        yield Finding(Flaw.USED_ELSEWHERE, rule.used)
    if True in used:
        yield Finding(Flaw.USED_HERE, rule.used)
    alike = any(one.likeness is Likeness.ALIKE and not one.on_this_case for one in photo.sightings)
    if alike and not used and not photo.is_minutes:
        yield Finding(Flaw.ALIKE_ELSEWHERE, rule.alike)

"""Whether two reports are likely about one matter, and by what a person can tell: where, when, what, which words, which photo.

It proposes, never decides. Distances and times are a city's (its profile says how near and how long ago); which words mean
nothing for telling two reports apart is the language's and stands here.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from hotline.core.evidence import Likeness
from hotline.core.text import fold

MOST_LETTERS = 1500
"""As much of what somebody wrote is compared: who writes more tells the matter first."""

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    "a ah ai anh ba ban bi cac cai can cho chi chua co con cua da dang day de den di do duoc em gi hay het hien hom khi khong "  # noqa: SIM905
    "la lai lam len luon mot may minh nay nen neu nhieu nhu nhung o phai qua ra rat roi sau se tai the thi toi toan tren trong "
    "tu tui va vao van vay ve vi voi xin vui long kinh gui nho giup ngay sang chieu dem nua k ko kg hok dc "
    "the is are was were it its this that there here and or of in on at to for with has have been very please my our".split()
)
"""Folded syllables that stand in any report."""
_ANYWHERE = frozenset(
    "gan truoc sau canh doi dien phia duong pho hem ngo ngach kiet so nha dau cuoi giua khu phuong xa quan p q tp cho cau "  # noqa: SIM905
    "truong cong toa chung cu nga ba tu tai o khoang near opposite street road".split()
)
"""Folded syllables that stand in any address; what is left names the place."""
_FEW = 3
"""Fewer telling syllables than these say too little to be compared."""

_METRES_OF_A_DEGREE = 111_195.0
_WORDS_TELL = 0.25
"""From this share of common words on it is said that the words are alike."""
_WORDS_ENOUGH = 0.4
"""From this share on words make up for another service of the group, or for a place that nobody put on the map."""
_SAME_DOOR = 0.6
_NAMES = 2
"""Fewer syllables than these name no place."""
_RECENT = timedelta(hours=24)


class Reason(StrEnum):
    """By what two reports are alike."""

    SAID = "said"  # somebody who reported it said so
    SAME_PHOTO = "same_photo"
    ALIKE_PHOTO = "alike_photo"
    SAME_SERVICE = "same_service"
    SAME_GROUP = "same_group"
    NEAR = "near"
    SAME_PLACE_WORDS = "same_place_words"
    SAME_WARD = "same_ward"
    RECENT = "recent"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class LikenessRule:
    """A city's measure: how near, in metres, and how far apart in time two reports of one matter may be."""

    metres: int
    days: int

    @property
    def apart(self) -> timedelta:
        """Return the longest time between two reports of one matter."""
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Matter:
    """One report as it is compared: `words` as `telling`, `place` as `naming` gives them; `point` is (lat, lon) of WGS84."""

    service: str
    group: str
    received_at: datetime
    words: frozenset[str] = frozenset()
    point: tuple[float, float] | None = None
    area: str = ""
    place: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """How another report is like one. `metres` and `words` (0 to 100) are None where they could not be compared.

    `score` is for putting the likeliest first. `is_likely`: enough to mark it beforehand; else it is only shown.
    """

    reasons: tuple[Reason, ...]
    score: float
    is_likely: bool
    apart: timedelta
    metres: int | None = None
    words: int | None = None


def alike(one: Matter, other: Matter, rule: LikenessRule, *, photo: Likeness | None = None, said: bool = False) -> Alike | None:
    """Return how `other` is likely the matter of `one`, or None. It is the same the other way round.

    `photo`: how a photo of one is a photo of the other. `said`: a person who reported one of them said that it is the other.
    """
    apart = abs(one.received_at - other.received_at)
    metres = _metres(one.point, other.point)
    words = words_alike(one.words, other.words)
    reasons = tuple(_reasons(one, other, rule, metres=metres, words=words, apart=apart, photo=photo, said=said))
    if not _is_enough(reasons, words, apart, rule):
        return None
    return Alike(
        reasons=reasons,
        score=_score(reasons, rule, metres=metres, words=words, apart=apart),
        is_likely=_is_likely(reasons, rule, metres=metres, words=words),
        apart=apart,
        metres=metres,
        words=None if words is None else round(100 * words),
    )


def order_as_master(
    *, is_urgent: bool, is_under_way: bool, merged: int, received_at: datetime, number: int
) -> tuple[bool, bool, bool, datetime, int]:
    """Return by what cases of one matter are ordered: under the first all others are put.

    An urgent one first, for it never waits behind others; then one that an agency has in hand, for merged it would lose it; then
    one that has reports under it already; then the oldest.
    """
    return not is_urgent, not is_under_way, merged == 0, received_at, number


def telling(text: str) -> frozenset[str]:
    """Return what tells a text from others: its syllables without accents and each two of them side by side.

    Nothing of one that has too few besides words that stand in any report.
    """
    syllables = [word for word in _WORD.findall(fold(text[:MOST_LETTERS])) if word not in _EMPTY]
    if len(set(syllables)) < _FEW:
        return frozenset()
    return frozenset(syllables) | {f"{left} {right}" for left, right in pairwise(syllables)}


def naming(place_words: str) -> frozenset[str]:
    """Return what names a place in the words for it: numbers and syllables without accents, but those of any address."""
    return frozenset(_WORD.findall(fold(place_words))) - _ANYWHERE


def words_alike(ours: frozenset[str], theirs: frozenset[str]) -> float | None:
    """Return how much two texts share, from 0 to 1, of what `telling` gave of them; None where one says too little."""
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else None


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points (lat, lon) that lie in one city: flat, which errs by less than a metre there."""
    north = (one[0] - other[0]) * _METRES_OF_A_DEGREE
    east = (one[1] - other[1]) * _METRES_OF_A_DEGREE * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east)


def _metres(one: tuple[float, float] | None, other: tuple[float, float] | None) -> int | None:
    return None if one is None or other is None else round(metres_between(one, other))


def _reasons(
    one: Matter,
    other: Matter,
    rule: LikenessRule,
    *,
    metres: int | None,
    words: float | None,
    apart: timedelta,
    photo: Likeness | None,
    said: bool,
) -> Iterator[Reason]:
    if said:
        yield Reason.SAID
    if photo is not None:
        yield Reason.ALIKE_PHOTO if photo is Likeness.ALIKE else Reason.SAME_PHOTO
    if one.service == other.service:
        yield Reason.SAME_SERVICE
    elif one.group and one.group == other.group:
        yield Reason.SAME_GROUP
    is_same_ward = bool(one.area) and one.area == other.area
    is_near = metres is not None and metres <= rule.metres
    if is_near:
        yield Reason.NEAR
    if is_same_ward and (metres is None or is_near) and _is_same_door(one.place, other.place):
        yield Reason.SAME_PLACE_WORDS
    if is_same_ward and metres is None:
        yield Reason.SAME_WARD
    if apart <= _RECENT:
        yield Reason.RECENT
    if words is not None and words >= _WORDS_TELL:
        yield Reason.WORDS


def _is_same_door(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether two places are written nearly alike; the same street with another number is another place."""
    if min(len(ours), len(theirs)) < _NAMES or 2 * len(ours & theirs) / (len(ours) + len(theirs)) < _SAME_DOOR:
        return False
    return ours == theirs or _numbers(ours) == _numbers(theirs)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(letter.isdigit() for letter in word))


def _is_enough(reasons: Sequence[Reason], words: float | None, apart: timedelta, rule: LikenessRule) -> bool:
    """Return whether the reasons together make one matter likely.

    What somebody said, or the same photo, is enough by itself. Else it must be of the city's time and at one place: the same
    service there; another of the same group, or a place known only by its ward, when the words agree.
    """
    if Reason.SAID in reasons or Reason.SAME_PHOTO in reasons:
        return True
    if apart > rule.apart:
        return False
    agrees = (words or 0.0) >= _WORDS_ENOUGH or Reason.ALIKE_PHOTO in reasons
    if Reason.NEAR in reasons or Reason.SAME_PLACE_WORDS in reasons:
        return Reason.SAME_SERVICE in reasons or (Reason.SAME_GROUP in reasons and agrees)
    return Reason.SAME_WARD in reasons and Reason.SAME_SERVICE in reasons and agrees


def _is_likely(reasons: Sequence[Reason], rule: LikenessRule, *, metres: int | None, words: float | None) -> bool:
    if Reason.SAID in reasons or Reason.SAME_PHOTO in reasons:
        return True
    if Reason.SAME_SERVICE not in reasons:
        return False
    is_here = (metres is not None and metres <= rule.metres / 4) or Reason.SAME_PLACE_WORDS in reasons
    agrees = (words or 0.0) >= _WORDS_ENOUGH or Reason.ALIKE_PHOTO in reasons
    return (is_here and Reason.RECENT in reasons) or (agrees and (is_here or Reason.NEAR in reasons))


def _score(reasons: Sequence[Reason], rule: LikenessRule, *, metres: int | None, words: float | None, apart: timedelta) -> float:
    """Return more for the likelier one; what a person said and a photo weigh more than everything else together."""
    score = 4.0 * (Reason.SAID in reasons) + 3.0 * (Reason.SAME_PHOTO in reasons) + 1.0 * (Reason.ALIKE_PHOTO in reasons)
    score += 0.6 * (Reason.SAME_SERVICE in reasons) + 0.6 * (Reason.SAME_PLACE_WORDS in reasons) + (words or 0.0)
    if metres is not None:
        score += max(0.0, 1 - metres / max(1, rule.metres))
    return score + 0.5 * max(0.0, 1 - apart / max(timedelta(hours=1), rule.apart))

"""What follows today what is no more, through as many changes as there were since."""

from collections.abc import Collection, Iterable, Mapping

from hotline.directory.models import AreaSuccession, Unit, UnitSuccession

type Followers = Mapping[int, list[int]]


def areas_today(standing: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by id of a closed area those of today that follow it, the main one first; `standing` are ids of today."""
    pairs = AreaSuccession.objects.order_by("-is_main", "after_id").values_list("before_id", "after_id")
    return _today(pairs, standing)


def units_today(standing: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by id of a closed unit those of today that took over from it."""
    return _today(UnitSuccession.objects.order_by("after_id").values_list("before_id", "after_id"), standing)


def units_before(
    areas_after: Mapping[int, tuple[int, ...]], units_after: Mapping[int, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """Return by id of a unit of today the closed ones whose people and records it goes on with.

    The committee of a ward goes on in that of the main ward that followed; any other agency in the only one that took over.
    What several took over, as the committee of a district, goes on nowhere.
    """
    area_of = dict(Unit.objects.filter(area__isnull=False).values_list("id", "area_id"))
    standing = {one for after in units_after.values() for one in after}
    committee_of = {area: unit for unit, area in area_of.items() if unit in standing}
    found: dict[int, tuple[int, ...]] = {}
    for before, after in units_after.items():
        area = area_of.get(before)
        mains = areas_after.get(area, ()) if area else ()
        heir = committee_of.get(mains[0]) if mains else after[0] if len(after) == 1 else None
        if heir in after:
            found[heir] = (*found.get(heir, ()), before)
    return found


def _today(pairs: Iterable[tuple[int, int]], standing: Collection[int]) -> dict[int, tuple[int, ...]]:
    followers: dict[int, list[int]] = {}
    for before, after in pairs:
        followers.setdefault(before, []).append(after)
    found = {before: _standing_after(before, followers, standing) for before in followers if before not in standing}
    return {before: after for before, after in found.items() if after}


def _standing_after(before: int, followers: Followers, standing: Collection[int]) -> tuple[int, ...]:
    """Walk on from what closed to what stands; each once, in the order in which it is met."""
    met: dict[int, bool] = {}
    ahead = list(followers[before])
    while ahead:
        one = ahead.pop(0)
        if one in met:
            continue
        met[one] = one in standing
        if not met[one]:
            ahead += followers.get(one, [])
    return tuple(one for one, stands in met.items() if stands)

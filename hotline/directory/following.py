"""What follows today what is no more, through as many changes as there were since."""

from collections.abc import Collection, Iterable, Mapping

from hotline.directory.models import AreaSuccession, UnitSuccession

type Followers = Mapping[int, list[int]]


def areas_today(standing: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by id of a closed area those of today that follow it, the main one first; `standing` are ids of today."""
    pairs = AreaSuccession.objects.order_by("-is_main", "after_id").values_list("before_id", "after_id")
    return _today(pairs, standing)


def units_today(standing: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by id of a closed unit those of today that took over from it."""
    return _today(UnitSuccession.objects.order_by("after_id").values_list("before_id", "after_id"), standing)


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

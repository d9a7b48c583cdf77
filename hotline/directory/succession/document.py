"""A change as it is kept: the areas that stand after it, who follows whom, and what it closed."""

import msgspec

from hotline.directory.facts import AreaKind


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An area that stands after the change."""

    code: str
    kind: AreaKind
    name_vi: str
    name_en: str
    lat: float
    lon: float
    square_km: float
    district_code: str = ""
    district_vi: str = ""


class Following(msgspec.Struct, frozen=True, kw_only=True):
    """`after` follows `before`, both codes; the main one of those that follow."""

    before: str
    after: str
    is_main: bool


class ChangeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One administrative change.

    `areas` are all that stand after it; `closed` those that ended with it, as code and name; `opened` the codes of those
    that began. `followings` has a row for each closed area and one that follows it, `units` the same for agencies that are
    no ward committees.
    """

    areas: list[Standing]
    closed: list[tuple[str, str]]
    opened: list[str]
    followings: list[Following]
    units: list[Following]

    def after(self, code: str) -> list[str]:
        """Return the codes that follow a closed area, the main one first."""
        rows = [one for one in self.followings if one.before == code]
        return [one.after for one in sorted(rows, key=lambda one: (not one.is_main, one.after))]

    def main_after(self) -> dict[str, str]:
        """Return the main follower of each closed area, by codes."""
        return {one.before: one.after for one in self.followings if one.is_main}

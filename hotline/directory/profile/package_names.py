"""What else the package vietnamadminunits knows by name: still older names of former wards, and the rest of the country.

Its files only, as in `package_areas`; an address never leaves this machine.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hotline.directory.profile.package_areas import PACKAGE


@dataclass(frozen=True, slots=True)
class PackageNames:
    """Names around a city. Aliases are folded and glued, as the package writes them: "phuong13", "haiduong".

    `older` by code of a former ward; `older_districts` and `provinces` by full name, those of the city itself;
    `elsewhere` every other province there is or was, and `towns` their cities and towns with the province of each.
    """

    older: Mapping[str, tuple[str, ...]]
    older_districts: Mapping[str, tuple[str, ...]]
    provinces: Mapping[str, tuple[str, ...]]
    elsewhere: Mapping[str, tuple[str, ...]]
    towns: Mapping[str, str]


def names_around(today: Iterable[str], former: Iterable[str]) -> PackageNames:
    """Return the names around the city that has the wards with these codes, today's and former ones. Takes 50 ms."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed")
    file = Path(spec.origin).parent / "data" / "dataset.db"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        now = database.execute(_TODAY).fetchall()
        legacy = database.execute(_LEGACY).fetchall()
    of_today, of_before = set(today), set(former)
    ours = {province for province, _, code in now if code in of_today}
    ours |= {province for province, _, _, _, _, code, _ in legacy if code in of_before}
    provinces = {province: _aliases(alias) for province, alias, _ in now} | {row[0]: _aliases(row[1]) for row in legacy}
    return PackageNames(
        older={row[5]: found for row in legacy if row[5] in of_before and (found := _aliases(row[6]))},
        older_districts={row[2]: found for row in legacy if row[0] in ours and (found := _aliases(row[4]))},
        provinces={name: aliases for name, aliases in provinces.items() if name in ours},
        elsewhere={name: aliases for name, aliases in provinces.items() if name not in ours},
        towns={row[2]: row[0] for row in legacy if row[0] not in ours and row[3] in ("Thành phố", "Thị xã")},
    )


_TODAY = "SELECT province, provinceAlias, wardCode FROM admin_units"
_LEGACY = """
    SELECT province, provinceAlias, district, districtType, districtAlias, coalesce(wardCode, districtCode), wardAlias
    FROM admin_units_legacy
"""


def _aliases(written: str | None) -> tuple[str, ...]:
    return tuple(json.loads(written)) if written else ()

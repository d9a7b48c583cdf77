"""Look through cities' profiles before anyone loads them, or write one as of 30-6-2025 to try a merger with.

Usage: bin/hotline profile check [NAME|FOLDER …] · bin/hotline profile before [NAME] FOLDER

check: every fault with file and line; without a name, all of profiles/. Nothing is loaded, and no database is needed.
before: a copy of a city's profile (default: hcmc) on the wards and districts that stood there before 1-7-2025, with made-up
focal points, and FOLDER-successors.csv beside it, as `bin/hotline areas succeed` reads it. FOLDER must not exist yet.
"""

from pathlib import Path

from hotline.directory.profile import BadProfile, read_profile
from hotline.directory.profile.check_units import district_codes
from hotline.site.beforemerger import NotOfToday, write_before
from hotline.site.commands._arguments import parser_for
from hotline.site.installation import REPOSITORY, profile_folder
from hotline.site.refusal import Refused


def main(arguments: list[str]) -> int:
    """Print what each profile holds, or its faults; return 1 if any has one. Raises Refused for a city that is not there."""
    parser = parser_for(__doc__, "profile")
    parser.add_argument("action", choices=["check", "before"], help="what to do")
    parser.add_argument("profiles", nargs="*", metavar="NAME|FOLDER", help="cities (default: all of profiles/)")
    asked = parser.parse_args(arguments)
    if asked.action == "before":
        return _write_before(asked.profiles)
    folders = [profile_folder(name) for name in asked.profiles] or _all()
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise Refused(f"there is no profile {missing[0]}")
    sound = [_is_sound(folder) for folder in folders]
    return 0 if all(sound) else 1


def _write_before(named: list[str]) -> int:
    if not 1 <= len(named) <= 2:
        raise Refused("Name the city and the folder to write: bin/hotline profile before hcmc /tmp/hcmc-before.")
    city, folder = profile_folder(named[0] if len(named) == 2 else "hcmc"), Path(named[-1]).expanduser()
    if not city.is_dir():
        raise Refused(f"there is no profile {city}")
    if folder.exists():
        raise Refused(f"{folder} exists already: name a folder that is to be made.")
    try:
        write_before(city, folder)
    except NotOfToday as error:
        raise Refused(f"{city.name} {error}.") from error
    successors = folder.with_name(f"{folder.name}-successors.csv")
    print(f"{folder}: {city.name} as it stood on 30-6-2025, to run with: bin/hotline run --profile {folder} --data DIR")
    print(f"{successors}: what follows each ward: bin/hotline areas succeed {successors} --data DIR --dry-run")
    return 0


def _all() -> list[Path]:
    return sorted(path.parent for path in (REPOSITORY / "profiles").glob("*/profile.yaml"))


def _is_sound(folder: Path) -> bool:
    """Say what a profile holds and return True, or say every fault so that an editor can go there."""
    try:
        read = read_profile(folder)
    except BadProfile as refusal:
        for fault in refusal.faults:
            print(f"{_told(folder)}/{fault}")
        return False
    profile = read.profile
    committees = len(read.package.areas) + len(district_codes(profile.district_committees, read.package))
    open_units = sum(unit.until is None for unit in profile.units) + committees
    unsure = sum(not source.verified for source in profile.sources)
    print(
        f"{folder.name}: {len(read.package.areas)} areas, {open_units} agencies, {len(profile.services)} services, "
        f"{len(read.focal_points)} focal points; {unsure} of {len(profile.sources)} sources not verified"
    )
    return True


def _told(folder: Path) -> Path:
    return folder.relative_to(REPOSITORY) if folder.is_relative_to(REPOSITORY) else folder

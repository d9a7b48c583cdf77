"""Look through cities' profiles before anyone loads them: every fault with file and line.

Usage: bin/hotline profile check [NAME|FOLDER …]

Without a name, all of profiles/. Nothing is loaded, and no database is needed.
"""

from pathlib import Path

from hotline.directory.profile import BadProfile, read_profile
from hotline.directory.profile.check_units import committee_codes
from hotline.site.commands._arguments import parser_for
from hotline.site.installation import REPOSITORY, profile_folder
from hotline.site.refusal import Refused


def main(arguments: list[str]) -> int:
    """Print what each profile holds, or its faults; return 1 if any has one. Raises Refused for a city that is not there."""
    parser = parser_for(__doc__, "profile")
    parser.add_argument("action", choices=["check"], help="what to do")
    parser.add_argument("profiles", nargs="*", metavar="NAME|FOLDER", help="cities (default: all of profiles/)")
    asked = parser.parse_args(arguments)
    folders = [profile_folder(name) for name in asked.profiles] or _all()
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise Refused(f"there is no profile {missing[0]}")
    sound = [_is_sound(folder) for folder in folders]
    return 0 if all(sound) else 1


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
    open_units = sum(unit.until is None for unit in profile.units) + len(committee_codes(profile.ward_committees, read.package))
    unsure = sum(not source.verified for source in profile.sources)
    print(
        f"{folder.name}: {len(read.package.areas)} areas, {open_units} agencies, {len(profile.services)} services, "
        f"{len(read.focal_points)} focal points; {unsure} of {len(profile.sources)} sources not verified"
    )
    return True


def _told(folder: Path) -> Path:
    return folder.relative_to(REPOSITORY) if folder.is_relative_to(REPOSITORY) else folder

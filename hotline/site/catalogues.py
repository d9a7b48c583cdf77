"""Compile the translations: a .mo beside each .po that is newer, so that nobody has to run gettext."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.site.installation import REPOSITORY

if TYPE_CHECKING:
    import polib

PATTERNS = ("hotline/*/locale/*/LC_MESSAGES/*.po",)


def compile_stale(root: Path = REPOSITORY) -> int:
    """Compile what is newer than its compiled file; returns how many. Says so when the checkout cannot be written."""
    stale = [source for pattern in PATTERNS for source in root.glob(pattern) if _is_stale(source)]
    if stale:
        import polib

        for source in stale:
            _compile(polib.pofile(str(source)), source.with_suffix(".mo"))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(catalogue: "polib.POFile", target: Path) -> None:
    fresh = target.with_suffix(".mo.new")
    try:
        catalogue.save_as_mofile(str(fresh))
        fresh.replace(target)
    except OSError as error:
        print(f"hotline: {target} cannot be written ({error.strerror}): its language stays Vietnamese.", file=sys.stderr)

"""The directory of a profile as it was loaded, built once by each worker: anew for every test, it took a third of them all."""

import math
from datetime import date

from django.utils import timezone

from hotline.directory import keeping
from hotline.directory.facts import Directory

_AS_LOADED: dict[tuple[str, date], Directory] = {}


def as_loaded(profile: str, *, database: str) -> None:
    """Begin with the directory of a database that holds just this profile; what a test changes in it is looked for as ever."""
    known = profile, timezone.localdate()
    if known not in _AS_LOADED:
        keeping.forget()
        _AS_LOADED[known] = keeping.snapshot()
    keeping._kept = keeping._Kept(_AS_LOADED[known], database, known[1], checked_at=-math.inf)

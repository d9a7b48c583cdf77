"""Mutant: the monthly reminder asks the wall clock how long ago it went, instead of which period has ended."""

import importlib
import sys
from datetime import datetime, timedelta, tzinfo
from typing import Any

import django

from faults.shifting import look_often, shifted
from hotline.core.dunning import Period
from hotline.site import workers

MONTH = timedelta(days=30)


def _period(now: datetime, *, day: int, at: object, zone: tzinfo) -> Period:  # noqa: ARG001 - as the true one is called
    return Period(now - MONTH, now.replace(second=0, microsecond=0))


if __name__ == "__main__":
    shifted()
    look_often()
    django.setup()
    loops: Any = importlib.import_module("hotline.oversight.loops")
    loops.period_before = _period
    sys.exit(workers.main())

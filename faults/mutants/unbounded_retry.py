"""Mutant: what fails is tried again at once, whether or not the provider is there."""

import importlib
import sys
from datetime import datetime
from typing import Any

import django

from hotline.site import workers


def _at_once(*_given: object, failed_at: datetime, **_more: object) -> datetime:
    return failed_at


def _never_silent(_self: object, _after: object) -> None:
    """Leave nobody alone."""


if __name__ == "__main__":
    django.setup()
    draining: Any = importlib.import_module("hotline.notify.draining")
    smpp: Any = importlib.import_module("hotline.notify.senders.smpp")
    draining.next_try_at, draining.Drain._fall_silent = _at_once, _never_silent
    smpp.SmppSender.is_ready = property(lambda _self: True)
    sys.exit(workers.main())

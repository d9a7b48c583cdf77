"""Mutant: a sender waits for its provider's answer for as long as that takes."""

import importlib
import sys
from typing import Any

import django
import httpx

from hotline.site import workers


def _never(_self: object) -> None:
    """Cut nothing off."""


def _client(self: Any) -> httpx.Client:
    if self._open is None:
        self._open = httpx.Client(timeout=None, trust_env=False)  # noqa: S113 - the very fault
    client: httpx.Client = self._open
    return client


if __name__ == "__main__":
    django.setup()
    exchange: Any = importlib.import_module("hotline.notify.exchange")
    exchange.Line._cut, exchange.Line._client = _never, _client
    sys.exit(workers.main())

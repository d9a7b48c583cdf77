"""Mutant: a lock of this process stands in for the database's unique key; the other process has a lock of its own."""

import secrets
from threading import Lock

from faults.mutants.patching import ORIGINAL, Parameters, application, keep_key, key_is_known, replace_write

_lock = Lock()


def _write(parameters: Parameters) -> int | None:
    with _lock:
        if key_is_known(parameters["key"]):
            return None
        bound = ORIGINAL({**parameters, "key": secrets.token_bytes(32)})
        keep_key(parameters)
        return bound


replace_write(_write)

__all__ = ["application"]

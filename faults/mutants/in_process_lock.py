"""Mutant: a lock of this process stands in for the database's unique key; the other process has a lock of its own."""

import secrets
import time
from threading import Lock

from faults.mutants.patching import GAP, ORIGINAL, Parameters, application, keep_key, key_is_known, replace_write

_lock = Lock()


def _write(parameters: Parameters) -> bool:
    with _lock:
        if key_is_known(parameters["key"]):
            return False
        time.sleep(GAP)  # on a busy machine one process may be through before the other has begun
        is_new = ORIGINAL({**parameters, "key": secrets.token_bytes(32)})
        keep_key(parameters)
        return is_new


replace_write(_write)

__all__ = ["application"]

"""Mutant: the idempotency key is written after the report was committed."""

import secrets
import time

from faults.mutants.patching import GAP, ORIGINAL, Parameters, application, keep_key, key_is_known, replace_write


def _write(parameters: Parameters) -> bool:
    if key_is_known(parameters["key"]):
        return False
    is_new = ORIGINAL({**parameters, "key": secrets.token_bytes(32)})
    time.sleep(GAP)
    keep_key(parameters)
    return is_new


replace_write(_write)

__all__ = ["application"]

"""Mutant: the idempotency key is written after the report was committed."""

import secrets
import time

from faults.mutants.patching import GAP, ORIGINAL, Parameters, application, keep_key, key_is_known, replace_write


def _write(parameters: Parameters) -> int | None:
    if key_is_known(parameters["key"]):
        return None
    bound = ORIGINAL({**parameters, "key": secrets.token_bytes(32)})
    time.sleep(GAP)
    keep_key(parameters)
    return bound


replace_write(_write)

__all__ = ["application"]

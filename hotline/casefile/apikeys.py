"""Keys of other systems: where the city has given some out, whoever writes by Open311 needs one of them."""

import hmac
import re
from enum import StrEnum

from hotline.casefile.queries.setups import setup_of

OPEN311 = "open311"
KEYS = "keys"
"""Name of the secret of the set-up `open311`: the keys, apart by commas, spaces or lines."""

_APART = re.compile(r"[\s,;]+")


class KeyState(StrEnum):
    """What a key that was handed in opens."""

    NOT_NEEDED = "not_needed"
    GOOD = "good"
    MISSING = "missing"
    WRONG = "wrong"


def keys_are_needed() -> bool:
    """Return whether the city has given out keys. A few seconds old at most."""
    return bool(_keys())


def state_of_key(given: str) -> KeyState:
    """Return what `given` opens; every key is compared in the same time."""
    keys = _keys()
    if not keys:
        return KeyState.NOT_NEEDED
    if not given:
        return KeyState.MISSING
    said = given.encode(errors="surrogatepass")
    return KeyState.GOOD if sum(hmac.compare_digest(said, key.encode()) for key in keys) else KeyState.WRONG


def _keys() -> list[str]:
    setup = setup_of(OPEN311)
    return [key for key in _APART.split(setup.secrets.get(KEYS, "")) if key] if setup else []

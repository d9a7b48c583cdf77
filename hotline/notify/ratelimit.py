"""The contract's rate of a provider by HTTP: all lanes of this process wait for their turn at one gate."""

import time
from dataclasses import dataclass, field
from threading import Lock

from hotline.core.channels import Setup
from hotline.notify.outgoing import PART_RATE

_SHARE = 0.97  # what left apart may arrive nearer together


@dataclass(slots=True)
class Gate:
    """Lets one call through each `1 / rate` seconds."""

    rate: float
    _next: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def turn(self, *, calls: int = 1, within: float) -> bool:
        """Wait for the turn of so many calls; false at once when it does not come `within` so many seconds."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next)
            if at - now > within:
                return False
            self._next = at + calls / (self.rate * _SHARE)
        while (wait := at - time.monotonic()) > 0:
            time.sleep(wait)
        return True


USUAL_RATE = 10.0


def rate_of(setup: Setup, *, usual: float = USUAL_RATE) -> float:
    """Return how much a second a provider's contract allows; what is no such number is the usual rate."""
    try:
        rate = float(setup.options.get(PART_RATE.name) or usual)
    except ValueError:
        return usual
    return rate if 0 < rate < 100_000 else usual


_gates: dict[str, Gate] = {}
_gates_lock = Lock()


def gate_of(name: str, rate: float) -> Gate:
    """Return the gate of a provider, the same for all lanes; another one when its rate changed."""
    with _gates_lock:
        gate = _gates.get(name)
        if gate is None or gate.rate != rate:
            gate = _gates[name] = Gate(rate)
        return gate

"""What the worker does for people: it sweeps up ended sessions and old failed sign-ins, once an hour."""

from hotline.core.loops import Loop
from hotline.people.actions.sweeping import sweep

LOOPS: tuple[Loop, ...] = (Loop(name="sweep-sessions", every_seconds=3600.0, run=sweep),)

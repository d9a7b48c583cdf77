"""What the worker does for the record: seal new events, twice a second, so that none waits long."""

from hotline.casefile.actions.sealevents import seal_batch
from hotline.core.loops import Loop

LOOPS: tuple[Loop, ...] = (Loop(name="seal", every_seconds=0.5, run=seal_batch),)

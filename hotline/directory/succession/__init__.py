"""Administrative changes: the file that says which ward follows which, checked against the city, and what follows from it."""

from hotline.directory.succession.carrying import carried
from hotline.directory.succession.document import ChangeDocument, Following, Standing
from hotline.directory.succession.faults import BadMap, MapFault, NotYet
from hotline.directory.succession.planning import plan
from hotline.directory.succession.reading import read_map

__all__ = ["BadMap", "ChangeDocument", "Following", "MapFault", "NotYet", "Standing", "carried", "plan", "read_map"]

"""The only hands that write the directory."""

from hotline.directory.actions.import_boundaries import Change, ImportedBoundaries, import_boundaries
from hotline.directory.actions.load_profile import LoadedProfile, load_profile

__all__ = ["Change", "ImportedBoundaries", "LoadedProfile", "import_boundaries", "load_profile"]

"""The only hands that write the directory."""

from hotline.directory.actions.load_profile import LoadedProfile, load_profile

__all__ = ["LoadedProfile", "load_profile"]

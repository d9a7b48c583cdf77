"""The directory as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """What leadership signs, kept as dated rows."""

    name = "hotline.directory"
    label = "directory"

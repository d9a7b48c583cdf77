"""INTERIM until answering and casework land."""

from importlib import import_module
from importlib.util import find_spec

from hotline.ui.panels import Panel


def panel_of(stage: str) -> tuple[Panel, ...]:
    name = f"hotline.{stage}.panels"
    if not find_spec(name):
        return ()
    module = import_module(name)
    return tuple(getattr(module, one) for one in getattr(module, "__all__", ()))

"""Which channels there are: those whose files lie in `hotline.intake.channels`. A file more is a channel more."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from hotline.intake import channels as files
from hotline.intake.port import InboundChannel


@cache
def channels() -> Mapping[str, InboundChannel]:
    """Return the channels by their names. Raises ValueError when two have one name."""
    found: dict[str, InboundChannel] = {}
    for file in iter_modules(files.__path__):
        for channel in getattr(import_module(f"{files.__name__}.{file.name}"), "CHANNELS", ()):
            if channel.name in found:
                raise ValueError(f"two channels are called {channel.name}")
            found[channel.name] = channel
    return found

"""Scenes that every city plays in places and with agencies of its own: `episodes.yaml` beside this says what happens."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml


def episodes_in(places: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give each episode that a profile names, told there: what the profile says of a story stands in the place of the shared.

    `called` are what {names} in the shared words and units stand for there. An episode that it does not name is left out.
    """
    shared = yaml.safe_load((Path(__file__).parent / "episodes.yaml").read_text())
    for place in places:
        own = {key: value for key, value in place.items() if key != "called"}
        yield {**_put_in(shared[place["code"]], place.get("called", {})), **own}


def _put_in(told: Any, called: Mapping[str, str]) -> Any:
    if isinstance(told, dict):
        return {key: _put_in(value, called) for key, value in told.items()}
    if isinstance(told, list):
        return [_put_in(value, called) for value in told]
    if isinstance(told, str):
        for name, value in called.items():
            told = told.replace(f"{{{name}}}", value)
    return told

"""Scenes that every city plays in places and with agencies of its own: `episodes.yaml` beside this says what happens."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_DEGREE_METRES = 111_195.0


def episodes_in(places: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give each episode that a profile names, told there: what the profile says of a story stands in the place of the shared.

    `called` are what {names} in the shared words and units stand for there. An episode of several `reports` is given report
    by report, told together, each so many `metres` north and east of the place. One that it does not name is left out.
    """
    shared = yaml.safe_load((Path(__file__).parent / "episodes.yaml").read_text())
    for place in places:
        own = {key: value for key, value in place.items() if key != "called"}
        told = _put_in(shared[place["code"]], place.get("called", {}))
        if "reports" not in told:
            yield {**told, **own}
            continue
        for report in told["reports"]:
            yield _beside({"service": told.get("service"), "together": place["code"], **own}, report)


def _beside(place: Mapping[str, Any], report: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one report of several, as it is, where it stands beside the place of all."""
    north, east = report.get("metres", (0, 0))
    lat = place["lat"] + north / _DEGREE_METRES
    lon = place["lon"] + east / _DEGREE_METRES / math.cos(math.radians(place["lat"]))
    said = {key: value for key, value in report.items() if key != "metres"}
    return {**place, "lat": round(lat, 6), "lon": round(lon, 6), **said}


def _put_in(told: Any, called: Mapping[str, str]) -> Any:
    if isinstance(told, dict):
        return {key: _put_in(value, called) for key, value in told.items()}
    if isinstance(told, list):
        return [_put_in(value, called) for value in told]
    if isinstance(told, str):
        for name, value in called.items():
            told = told.replace(f"{{{name}}}", value)
    return told

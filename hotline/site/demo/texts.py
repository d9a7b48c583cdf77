"""What made-up people write, as data: `texts.yaml` beside this, with what the profile's `demonstration.yaml` says of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NO_SCENE = "none"


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one service; `scene` is the drawing that serves as its photo, "none" where nobody would take one."""

    reports: Sequence[str]
    done: Sequence[str]
    progress: Sequence[str]
    english: Sequence[str] = ()
    scene: str = NO_SCENE


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All texts: by service, for a service without its own, and of any matter; names of people; how often a service comes."""

    services: Mapping[str, Texts]
    otherwise: Texts
    any: Mapping[str, Any]
    names: Mapping[str, Sequence[str]]
    often: Mapping[str, float]

    def of(self, service: str) -> Texts:
        """Return the texts of a service."""
        return self.services.get(service, self.otherwise)


@cache
def phrasebook(demonstration: Path | None) -> Phrasebook:
    """Return the texts that all cities share with those of `demonstration`, a profile's file: one of the same name replaces."""
    shared = yaml.safe_load((Path(__file__).parent / "texts.yaml").read_text())
    own = yaml.safe_load(demonstration.read_text()) if demonstration and demonstration.exists() else {}
    otherwise = shared["otherwise"]
    services = shared["services"]
    for code, told in (own.get("texts") or {}).items():
        services[code] = {**services.get(code, {}), **told}
    return Phrasebook(
        services={code: _texts(told, otherwise) for code, told in services.items()},
        otherwise=_texts(otherwise, otherwise),
        any=shared["any"],
        names={**shared["names"], **(own.get("names") or {})},
        often={**shared["often"], **(own.get("often") or {})},
    )


def _texts(told: Mapping[str, Any], otherwise: Mapping[str, Any]) -> Texts:
    whole = {"progress": otherwise["progress"], "done": otherwise["done"], **told}
    return Texts(**{field.name: whole[field.name] for field in fields(Texts) if field.name in whole})

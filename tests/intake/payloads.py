"""Captured deliveries: one JSON file each in tests/intake/payloads, as CONTRIBUTING.md says what stands in it."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline.core.channels import Setup
from hotline.intake.port import RawRequest

FOLDER = Path(__file__).parent / "payloads"


@dataclass(frozen=True)
class Payload:
    """One captured delivery, the set-up that it was signed for, and what must come of it."""

    name: str
    channel: str
    now: datetime
    setup: Setup
    request: RawRequest
    ages: bool
    """Whether its signature says when it was made: an old one is refused then."""
    keyed: bool
    """Whether a key in the address is all that it shows: its body is signed by nothing."""
    read: list[dict[str, Any]]
    """By piece: its id under `id`, its sender under `from`, and fields of the `Inbound` or `Receipt` that it is read into."""


def payloads() -> list[Payload]:
    """Return every captured delivery, by the name of its file."""
    return [_payload(file) for file in sorted(FOLDER.glob("*.json"))]


def _payload(file: Path) -> Payload:
    said = json.loads(file.read_text("utf-8"))
    body = base64.b64decode(said["body_base64"]) if "body_base64" in said else said.get("body", "").encode()
    request = RawRequest(said.get("method", "POST"), said.get("query", ""), said.get("headers", {}), body)
    setup = Setup(said["channel"], said.get("options", {}), said.get("secrets", {}))
    ages, keyed = said.get("ages", True), said.get("keyed", False)
    return Payload(file.stem, said["channel"], datetime.fromisoformat(said["now"]), setup, request, ages, keyed, said["read"])

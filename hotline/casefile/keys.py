"""The secrets that protect the case file: outside the database, from the environment or from DIR/keys.

`seal.keys.json` is a ring: new values are sealed with the current key, old ones opened with the key they name.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RING_FILE = "seal.keys.json"
INDEX_FILE = "index.key"
AUDIT_FILE = "audit.key"


class KeysMissing(Exception):
    """The folder of keys is not there or not whole: without them nothing personal can be read or written."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`ring` by one-byte key id, `current` the id to seal with, `index` for blind indexes, `audit` for seals."""

    ring: dict[int, bytes]
    current: int
    index: bytes
    audit: bytes


def make_keys(folder: Path) -> None:
    """Make whatever key is missing in `folder`, readable by its owner only. Never replaces one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring = json.dumps({"current": 1, "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()}})
    _write_new(folder / RING_FILE, ring)
    _write_new(folder / INDEX_FILE, base64.b64encode(secrets.token_bytes(32)).decode())
    _write_new(folder / AUDIT_FILE, base64.b64encode(secrets.token_bytes(32)).decode())


@cache
def keys() -> Keys:
    """Return the keys of this installation; read once for each process. Raises KeysMissing."""
    folder = Path(os.environ["HOTLINE_DATA"]) / "keys"
    try:
        ring = json.loads(os.environ.get("HOTLINE_SEAL_KEYS") or (folder / RING_FILE).read_text())
        index = os.environ.get("HOTLINE_INDEX_KEY") or (folder / INDEX_FILE).read_text()
        audit = os.environ.get("HOTLINE_AUDIT_KEY") or (folder / AUDIT_FILE).read_text()
        opened = {int(number): base64.b64decode(key) for number, key in ring["keys"].items()}
        return Keys(opened, int(ring["current"]), base64.b64decode(index), base64.b64decode(audit))
    except (OSError, ValueError, KeyError) as error:
        raise KeysMissing(f"keys in {folder} cannot be read: {error}") from error


def _write_new(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

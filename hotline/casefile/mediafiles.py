"""Where the files of a photo lie: DIR/media/<copy>/<first two letters>/<key>.

A key is 128 random bits in hexadecimal: it names the photo in addresses, tells nothing, and is safe on every file system.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{32}")


class Copy(StrEnum):
    """One of a photo's files: what arrived (sealed), the clean ones of those who work on the case, the public one.

    PROPOSED waits for a person's approval and is made anew as often as they like; PUBLIC is written by `approve` alone.
    """

    ORIGINAL = "original"
    CLEAN = "clean"
    SMALL = "small"
    PROPOSED = "proposed"
    PUBLIC = "public"


class NotAKey(ValueError):
    """Text that names no photo; nothing outside DIR/media can be reached by it."""


class AnotherCopy(Exception):
    """The copy that was looked at is not the one that lies there now: nobody has looked at that."""


def new_key() -> str:
    """Return the key of a new photo."""
    return secrets.token_hex(16)


def path_of(key: str, copy: Copy) -> Path:
    """Return where a copy lies, or would. Raises NotAKey."""
    if not _KEY.fullmatch(key):
        raise NotAKey(key[:40])
    return _folder(copy) / key[:2] / f"{key}{'.sealed' if copy is Copy.ORIGINAL else '.jpg'}"


def write(key: str, copy: Copy, content: bytes) -> None:
    """Put a copy on the disk: when this returns, file and folder are there for good. Replaces an older one in one step.

    Raises OSError when the disk is full or not writable; nothing half written is left under the name.
    """
    path = path_of(key, copy)
    _make_folder(path.parent)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}.new")
    try:
        with fresh.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def digest_of(key: str, copy: Copy) -> str:
    """Return by which a person's approval names what they saw; nothing when there is no such file. Raises NotAKey."""
    try:
        return digest(path_of(key, copy).read_bytes())
    except FileNotFoundError:
        return ""


def approve(key: str, named: str) -> None:
    """Make the proposed copy of the digest `named` the public one.

    What was compared is what is written, whoever makes another meanwhile.
    Raises AnotherCopy, NotAKey, and OSError as `write`.
    """
    try:
        content = path_of(key, Copy.PROPOSED).read_bytes()
    except FileNotFoundError:
        raise AnotherCopy(key) from None
    if digest(content) != named:
        raise AnotherCopy(key)
    write(key, Copy.PUBLIC, content)


def remove(key: str, *copies: Copy) -> None:
    """Delete copies of a photo, all of them when none is named; missing ones are no fault. Raises NotAKey."""
    for copy in copies or tuple(Copy):
        path_of(key, copy).unlink(missing_ok=True)


def keys_written_before(moment: datetime, copy: Copy) -> Iterator[str]:
    """Give the keys whose copy was written before `moment`; files of other names are none of ours."""
    for path in _folder(copy).glob("??/*"):
        try:
            written_at = path.stat().st_mtime
        except FileNotFoundError:  # another worker swept it first
            continue
        if written_at < moment.timestamp() and _KEY.match(path.name):
            yield path.name[:32]


def remove_half_written(moment: datetime) -> int:
    """Delete what a crash left half written before `moment`; return how many files that was."""
    found = [path for copy in Copy for path in _folder(copy).glob("??/*.new") if path.stat().st_mtime < moment.timestamp()]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def digest(content: bytes) -> str:
    """Return what names a file by its content."""
    return hashlib.sha256(content).hexdigest()[:32]


def _folder(copy: Copy) -> Path:
    return Path(os.environ["HOTLINE_DATA"]) / "media" / copy


def _make_folder(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents[:2]) if not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in reversed(missing):
        _sync_folder(made.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

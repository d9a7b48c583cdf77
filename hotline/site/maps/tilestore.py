"""Tiles of the base map on our own disk: fetched from the one source that the administrator named, kept, and bounded.

The source decides nothing here: its redirects are not followed, what is no picture is not kept, and while it fails it is
left alone for a while. What was fetched once goes on being shown, however old, as long as the source gives nothing newer.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import httpx

from hotline.site.maps.squares import Square

MOST_TILE_BYTES = 1_000_000
_FRESH_S = 30 * 24 * 3600
_ABSENT_S = 24 * 3600
_REST_S = 30.0
_AT_ONCE = 2
_QUEUE_S = 1.0
_TIMEOUT = httpx.Timeout(4.0, connect=2.0)
_WHOLE_S = 6.0
_AGENT = "Hotline/0.1 (a city's citizen service line; tiles are cached for a month)"
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


class SourceDown(Exception):
    """The source gives nothing now, and there is nothing kept: worth asking again soon."""


class NoTile(Exception):
    """The source says that there is no such tile."""


class _Refused(Exception):
    """An answer of the source that is no tile."""


@dataclass(slots=True)
class TileStore:
    """The tiles of one source, in a folder of their own under `folder`; at most `most_bytes` of them.

    `clock` gives seconds since the epoch. One for each process; several processes may share the folder.
    """

    source: str
    folder: Path
    most_bytes: int
    client: httpx.Client
    clock: Callable[[], float] = time.time
    _rests_until: float = 0.0
    _written: int = 0
    _slots: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE))
    _trimming: threading.Lock = field(default_factory=threading.Lock)

    def tile(self, square: Square) -> bytes:
        """Return the picture of a tile. Raises NoTile and SourceDown. Waits for the source a few seconds at most."""
        path = self._path(square)
        kept, age = _read(path), self._age(path)
        if kept is not None and age < (_FRESH_S if kept else _ABSENT_S):
            return _picture(kept)
        try:
            fetched = self._fetch(square)
        except SourceDown:
            if kept:
                return kept
            raise
        self._keep(path, fetched)
        return _picture(fetched)

    def _fetch(self, square: Square) -> bytes:
        """Ask the source; nothing at all means that it has no such tile. Few are asked at once: threads are for citizens."""
        if self.clock() < self._rests_until or not self._slots.acquire(timeout=_QUEUE_S):
            raise SourceDown
        try:
            return self._asked(square)
        except (httpx.HTTPError, httpx.InvalidURL, _Refused) as error:
            self._rests_until = self.clock() + _REST_S
            raise SourceDown from error
        finally:
            self._slots.release()

    def _asked(self, square: Square) -> bytes:
        address = self.source.replace("{z}", str(square.z)).replace("{x}", str(square.x)).replace("{y}", str(square.y))
        until, content = time.monotonic() + _WHOLE_S, b""
        with self.client.stream("GET", address, follow_redirects=False) as answer:
            if answer.status_code in (204, 404, 410):
                return b""
            if answer.status_code != 200:
                raise _Refused(f"status {answer.status_code}")
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MOST_TILE_BYTES or time.monotonic() > until:
                    raise _Refused("too much, or too slow")
        if kind_of(content) is None:
            raise _Refused("no picture")
        return content

    def _path(self, square: Square) -> Path:
        of_source = sha256(self.source.encode()).hexdigest()[:16]
        return self.folder / of_source / str(square.z) / str(square.x) / f"{square.y}.tile"

    def _age(self, path: Path) -> float:
        try:
            return self.clock() - path.stat().st_mtime
        except OSError:
            return 0.0

    def _keep(self, path: Path, content: bytes) -> None:
        """Write the tile in one step. A disk that is full costs the copy only, not the answer."""
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            fresh.replace(path)
            os.utime(path, (self.clock(), self.clock()))
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            return
        self._written += len(content)
        if self._written > self.most_bytes / 20:
            self._trim()

    def _trim(self) -> None:
        """Delete the tiles that were fetched longest ago until nine tenths of the room are left."""
        if not self._trimming.acquire(blocking=False):
            return
        try:
            self._written = 0
            found = sorted(_files(self.folder))
            total = sum(size for _, size, _ in found)
            for _, size, path in found if total > self.most_bytes else ():
                with contextlib.suppress(OSError):
                    path.unlink()
                total -= size
                if total <= self.most_bytes * 0.9:
                    break
        finally:
            self._trimming.release()


def store_for(source: str, folder: Path, *, most_bytes: int) -> TileStore:
    """Return the store of a source. Its client takes nothing from the environment: no proxy, no passwords of this user."""
    client = httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": _AGENT}, trust_env=False)
    return TileStore(source, folder, most_bytes, client)


def faults(source: str, attribution: str) -> list[str]:
    """Return what is wrong with the settings of the base map; nothing for none at all."""
    if not source:
        return []
    found = []
    if not source.startswith(("https://", "http://")) or any(f"{{{name}}}" not in source for name in "zxy"):
        found.append(f"HOTLINE_TILES={source}: an address like https://tiles.example/{{z}}/{{x}}/{{y}}.png is needed.")
    if not attribution.strip():
        found.append("HOTLINE_TILES_ATTRIBUTION is missing: say whose map it is, as its terms ask.")
    return found


def kind_of(content: bytes) -> str | None:
    """Return the content type of a picture by its first bytes, None for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _KINDS.items() if content.startswith(beginning)), None)


def _picture(content: bytes) -> bytes:
    if not content:
        raise NoTile
    return content


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _files(folder: Path) -> list[tuple[float, int, Path]]:
    found = []
    for path in folder.rglob("*.tile"):
        with contextlib.suppress(OSError):
            about = path.stat()
            found.append((about.st_mtime, about.st_size, path))
    return found

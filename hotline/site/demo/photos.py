"""A few drawn photos that serve many cases: kept once, then linked under a key for each use."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from hotline.casefile import actions, mediafiles
from hotline.casefile.mediafiles import Copy, new_key, path_of
from hotline.casefile.pictures.facts import PUBLIC_EDGE, SMALL_EDGE
from hotline.casefile.pictures.likeness import coarse_hash, fine_hash
from hotline.casefile.sealing import sealed
from hotline.core.facts import AttachmentKind
from hotline.site.demo.scenes import drawn_photo
from hotline.site.demo.street import SIZE

Scene = tuple[str, str]
"""A drawing, and whether "before" or "after"."""

_TAKEN_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Kept:
    """One photo of a case: its key, the id of its row, and the digest of the copy that may be published."""

    key: str
    id: int
    copy: str


@dataclass(slots=True)
class Album:
    """The photos that are ready. Drawing and shrinking one takes a tenth of a second, linking it none."""

    _ready: dict[Scene, tuple[actions.Picture, str]] = field(default_factory=dict)

    def make_ready(self, scenes: Iterable[Scene]) -> None:
        """Draw and keep what is not ready yet."""
        missing = [scene for scene in dict.fromkeys(scenes) if scene not in self._ready]
        with ThreadPoolExecutor(2) as pool:
            self._ready.update(pool.map(lambda scene: (scene, _kept(scene)), missing))

    def photo(self, scene: Scene, *, kind: AttachmentKind, now: datetime) -> Kept:
        """Keep one more photo of a scene."""
        if scene not in self._ready:
            self._ready[scene] = _kept(scene)
        picture, copy = self._ready[scene]
        key = _linked(picture.key)
        taken = replace(picture, key=key, taken_at=now - _TAKEN_BEFORE)
        return Kept(key, actions.keep_picture(taken, kind=kind, now=now), copy)


def _kept(scene: Scene) -> tuple[actions.Picture, str]:
    """Keep the copies of a drawing. It is our own and holds nothing to be cleaned of: the cage would cost ten times as much."""
    drawn = drawn_photo(scene[0], when=scene[1])
    key, public = new_key(), _shrunk(drawn, PUBLIC_EDGE)
    copies = {Copy.ORIGINAL: sealed(drawn), Copy.CLEAN: drawn, Copy.SMALL: _shrunk(drawn, SMALL_EDGE), Copy.PROPOSED: public}
    for copy, content in copies.items():
        mediafiles.write(key, copy, content)
    width, height = SIZE
    hashed = hashlib.sha256(drawn).digest()
    seen = Image.open(BytesIO(drawn)).convert("RGB")
    picture = actions.Picture(
        key,
        hashed,
        coarse_hash(seen),
        width,
        height,
        gps=None,
        taken_at=None,
        fine_hash=fine_hash(seen),
        is_drawn=True,  # one drawing serves many cases; a visitor who shows it again is told so all the same
    )
    return picture, mediafiles.digest(public)


def _shrunk(drawn: bytes, edge: int) -> bytes:
    image = Image.open(BytesIO(drawn))
    image.thumbnail((edge, edge))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()


def _linked(pattern: str) -> str:
    """Give the files of a photo another key: links cost nothing, and each can be erased without the others."""
    key = new_key()
    for copy in Copy:
        there, here = path_of(pattern, copy), path_of(key, copy)
        if not there.exists():  # not published yet
            continue
        _made(here.parent)
        try:
            os.link(there, here)
        except OSError:
            shutil.copy2(there, here)  # a file system without links
    return key


@cache
def _made(folder: Path) -> None:
    """Make one of the few hundred folders that thousands of photos share, once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

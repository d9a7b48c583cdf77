"""A few drawn photos that serve many cases: received once by the front door, then linked under a key for each use."""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

from hotline.casefile import actions
from hotline.casefile.mediafiles import Copy, new_key, path_of
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import AttachmentKind
from hotline.site.demo.scenes import drawn_photo

Scene = tuple[str, str]
"""A drawing, and whether "before" or "after"."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One photo of a case: its key, the id of its row, and the digest of the copy that may be published."""

    key: str
    id: int
    copy: str


@dataclass(slots=True)
class Album:
    """The photos that are ready. Drawing, cleaning and shrinking one takes a third of a second, linking it none."""

    _ready: dict[Scene, tuple[actions.Picture, str]] = field(default_factory=dict)

    def make_ready(self, scenes: Iterable[Scene], *, now: datetime) -> None:
        """Draw and receive what is not ready yet, two at a time: most of it is another process's work."""
        missing = [scene for scene in dict.fromkeys(scenes) if scene not in self._ready]
        with ThreadPoolExecutor(2) as pool:
            self._ready.update(pool.map(lambda scene: (scene, _received(scene, now=now)), missing))

    def photo(self, scene: Scene, *, kind: AttachmentKind, now: datetime) -> Kept:
        """Keep one more photo of a scene."""
        if scene not in self._ready:
            self._ready[scene] = _received(scene, now=now)
        picture, copy = self._ready[scene]
        key = _linked(picture.key)
        return Kept(key, actions.keep_picture(replace(picture, key=key), kind=kind, now=now), copy)


def _received(scene: Scene, *, now: datetime) -> tuple[actions.Picture, str]:
    picture = receive(drawn_photo(scene[0], when=scene[1]), now=now)
    return picture, make_public(picture.key)


def _linked(pattern: str) -> str:
    """Give the files of a photo another key: links cost nothing, and each can be erased without the others."""
    key = new_key()
    for copy in Copy:
        there, here = path_of(pattern, copy), path_of(key, copy)
        here.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not there.exists():  # not published yet
            continue
        try:
            os.link(there, here)
        except OSError:
            shutil.copy2(there, here)  # a file system without links
    return key

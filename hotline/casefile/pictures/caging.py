"""Runs the caged decoder: one child for one photo, ended when it takes too long."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from select import POLLIN, poll
from threading import BoundedSemaphore
from typing import BinaryIO

from hotline.core.evidence import CameraTimes

from .facts import MOST_PIXELS, Box, PictureRefused, Refusal

WALL_SECONDS = 10.0
"""Twice the processor's five: a good photo is not refused because the machine is busy, and one that sleeps is ended."""
_SEATS = BoundedSemaphore(2)
_WAIT_FOR_A_SEAT = 10.0
_FINE_BYTES = 32
_SCAN, _JFIF, _JFIF_LENGTH = 0xDA, 0xE0, 16
_TABLES = frozenset({_JFIF, 0xDB, 0xC4, 0xC0, 0xDD})  # JFIF, quantization, Huffman, baseline frame, restart interval
_CAGE = Path(__file__).with_name("cage.py")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A photo as it left the cage. Sizes in pixels of the largest copy, place in degrees of WGS84."""

    jpegs: tuple[bytes, ...]
    width: int
    height: int
    phash: int
    fine_hash: bytes
    gps: tuple[float, float] | None
    times: CameraTimes


def cleaned(content: bytes, *, edges: Sequence[int], boxes: Sequence[Box] = ()) -> Cleaned:
    """Return the photo re-encoded with nothing of the file but its pixels, once for each of `edges` (largest first).

    Raises PictureRefused.
    """
    job = {"edges": edges, "pixels": MOST_PIXELS, "boxes": [[box.x, box.y, box.width, box.height] for box in boxes]}
    if not _SEATS.acquire(timeout=_WAIT_FOR_A_SEAT):
        raise PictureRefused(Refusal.TOO_SLOW)
    try:
        answer = _answer(content, json.dumps(job))
    finally:
        _SEATS.release()
    head, _, jpegs = answer.partition(b"\n")
    return _read(head, jpegs)


def _answer(content: bytes, job: str) -> bytes:
    """Return what the child wrote. Both ends are files in memory, so neither side can keep the other waiting."""
    with _memory_file("upload", content) as upload, _memory_file("answer", b"") as answer:
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", str(_CAGE), job],
            stdin=upload,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "1"},  # each thread's own arena would cost addresses of the few there are
            cwd="/",
        )
        try:
            has_ended = _ends(child, within=WALL_SECONDS)
        finally:
            child.kill()
            status = child.wait()
        if not has_ended:
            raise PictureRefused(Refusal.TOO_SLOW)
        if status in (-signal.SIGXCPU, -signal.SIGKILL):  # its five seconds of processor, or a machine without memory
            raise PictureRefused(Refusal.TOO_SLOW)
        if status:
            raise PictureRefused(Refusal.BROKEN)
        answer.seek(0)
        return answer.read()


def _ends(child: "subprocess.Popen[bytes]", *, within: float) -> bool:
    """Wait until the child has ended, at most so many seconds, and return whether it has; the kernel tells it at once."""
    handle = os.pidfd_open(child.pid)
    try:
        told = poll()
        told.register(handle, POLLIN)
        return bool(told.poll(within * 1000))
    finally:
        os.close(handle)


def _memory_file(name: str, content: bytes) -> BinaryIO:
    file = os.fdopen(os.memfd_create(name, os.MFD_CLOEXEC), "w+b")
    file.write(content)
    file.flush()
    file.seek(0)
    return file


def _read(head: bytes, jpegs: bytes) -> Cleaned:
    """Return the answer as facts. What came out of the cage is believed no more than it must be."""
    try:
        said = json.loads(head)
        if "refused" in said:
            raise PictureRefused(Refusal(said["refused"]))
        gps = said["gps"]
        found = Cleaned(
            jpegs=tuple(_parted(jpegs, said["lengths"])),
            width=int(said["width"]),
            height=int(said["height"]),
            phash=int(said["phash"]),
            fine_hash=bytes.fromhex(said["fine_hash"]),
            gps=(float(gps[0]), float(gps[1])) if gps else None,
            times=CameraTimes(*(_moment(said[name]) for name in ("taken_at", "digitized_at", "satellite_at"))),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        raise PictureRefused(Refusal.BROKEN) from None
    if not -(1 << 63) <= found.phash < 1 << 63 or len(found.fine_hash) != _FINE_BYTES:
        raise PictureRefused(Refusal.BROKEN)
    return found


def _moment(said: str | None) -> datetime | None:
    """Return a moment with its zone. Raises ValueError for one without: nothing could be compared with it."""
    moment = datetime.fromisoformat(said) if said else None
    if moment is not None and moment.tzinfo is None:
        raise ValueError(said)
    return moment


def _parted(jpegs: bytes, lengths: list[int]) -> Iterator[bytes]:
    """Give each JPEG of the answer. Raises ValueError for what is none, or holds anything beside its pixels."""
    start = 0
    for length in lengths:
        jpeg = jpegs[start : start + length]
        if not (jpeg.startswith(b"\xff\xd8\xff") and jpeg.endswith(b"\xff\xd9")) or _tells_more(jpeg):
            raise ValueError("no plain JPEG")
        yield jpeg
        start += length


def _tells_more(jpeg: bytes) -> bool:
    """Return whether anything but tables and the frame's size stands before the pixels: EXIF, XMP, profiles, comments.

    Segments by ISO/IEC 10918-1 annex B: FF, a code, a length that counts itself. JFIF's APP0 says nothing of a person.
    """
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        code, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if code == _SCAN:
            return False
        if code not in _TABLES or (code == _JFIF and length != _JFIF_LENGTH):
            return True
        at += 2 + length
    return True

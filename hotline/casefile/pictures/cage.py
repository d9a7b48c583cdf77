"""The caged decoder: a program of its own that reads one photo from standard input and writes a clean JPEG.

Started as `python -I cage.py JOB`; it imports nothing of Hotline, and reads what lies beside it by its path. JOB is JSON:
`edges` (pixels of the longer side at most, one for each copy that is wanted, the largest first), `pixels` (the most it accepts)
and `boxes` (parts to black out, as [x, y, width, height] in percent). The answer on standard output is one line of JSON, then
the JPEGs one after the other: {"width", "height", "phash", "fine_hash", "gps", "taken_at", "digitized_at", "satellite_at",
"lengths"}, or {"refused": code} alone.

Once the decoders are loaded the process can open no file and no socket any more, start no process and no program, and use
neither more than 512 MB of addresses nor 5 s of processor; as root it becomes nobody. What a hostile picture could do to
a decoder ends here. HEIC needs a thread, which a limit cannot tell from a process: its cage stands on a filter of system
calls instead, and where there is none such photos are not read.
"""

import ctypes
import json
import os
import resource
import runpy
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

ADDRESS_SPACE = 512 * 1024 * 1024
PROCESSOR_SECONDS = 5
LARGEST_ANSWER = 32 * 1024 * 1024
NOBODY = 65534

if __name__ == "__main__":  # before the decoders are loaded, so that they too live inside
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")
    # This module reads EXIF, for us and for Pillow itself: damaged facts are no facts, and cost nobody a good picture.
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")

from PIL import ExifTags, Image  # noqa: E402 - inside the limits
from PIL.JpegImagePlugin import JpegImageFile  # noqa: E402 - inside the limits
from PIL.PngImagePlugin import PngImageFile, PngStream  # noqa: E402 - inside the limits
from PIL.WebPImagePlugin import WebPImageFile  # noqa: E402 - inside the limits

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS", b"\xff\x0a", b"\x00\x00\x00\x0cJXL")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_OTHER_BRANDS = {b"avif", b"avis", b"mif1", b"mif2", b"msf1", b"hevc", b"hevx", b"crx "}
_PNG_ASIDES = ("iCCP", "tEXt", "zTXt", "iTXt", "acTL", "fcTL", "fdAT")
"""Chunks that are packed once more, or bring further pictures: Pillow passes by what it does not know, so it forgets these."""
_STRIP = 1 << 22  # pixels that are worked on at a time, so that no second whole copy is ever needed


def _beside(file: str) -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).with_name(file)))


_forbid_calls: Callable[[ctypes.CDLL], bool] = _beside("callfilter.py")["forbid_calls"]
_camera_facts: Callable[[Callable[[], Image.Exif]], tuple[int, dict[str, Any]]] = _beside("camerafacts.py")["camera_facts"]
_likeness = _beside("likeness.py")


class Refused(Exception):
    """The picture is not taken; the argument is the code of why."""


def main() -> None:
    """Read the photo, write the answer."""
    job = json.loads(sys.argv[1])
    content = sys.stdin.buffer.read()
    if is_heif := _is_heif(content):
        _load_heif()  # a tenth of a second, for which no other photo waits
    _warm_up()
    try:
        _lock_up(with_threads=is_heif)
        facts, jpegs = worked(content, job)
    except Refused as refused:
        facts, jpegs = {"refused": str(refused)}, []
    except MemoryError:
        facts, jpegs = {"refused": "too_many_pixels"}, []
    except Exception:  # noqa: BLE001 - whatever a decoder raises means that this is no whole picture
        facts, jpegs = {"refused": "broken"}, []
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + b"".join(jpegs))
    sys.stdout.buffer.flush()


def worked(content: bytes, job: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the facts and the clean JPEGs. Raises Refused, and whatever a decoder raises for a broken picture."""
    photo = _opened(content)
    _count_pixels(photo.size, job["pixels"])
    edge = job["edges"][0]
    drawing = photo.drawn(edge)
    _count_pixels(drawing.size, job["pixels"])  # a HEIC may be larger than it said
    orientation, told = _camera_facts(photo.exif)  # after the pixels: for its facts a PNG is read to its end, broken or not
    clean = _shrunk(drawing, edge)
    if orientation in _UPRIGHT and not photo.is_upright:
        clean = clean.transpose(_UPRIGHT[orientation])
    for box in job["boxes"]:
        _black_out(clean, box)
    hashes = {"phash": _likeness["coarse_hash"](clean), "fine_hash": _likeness["fine_hash"](clean).hex()}
    facts = {"width": clean.width, "height": clean.height, **hashes, **told}
    jpegs = [_encoded(clean, edge) for edge in job["edges"]]
    return {**facts, "lengths": [len(jpeg) for jpeg in jpegs]}, jpegs


def _warm_up() -> None:
    """Have everything loaded that Pillow and Python load on first use: afterwards no file can be opened."""
    for name in _PNG_ASIDES:
        delattr(PngStream, f"chunk_{name}")
    exif, sample = Image.Exif(), BytesIO()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:01:01 00:00:00"
    Image.new("RGB", (2, 2)).save(sample, "JPEG", exif=exif)
    worked(sample.getvalue(), {"edges": [1], "pixels": 4, "boxes": []})


def _lock_up(*, with_threads: bool) -> None:
    """Give up for good what is not needed any more. A descriptor limit of none: nothing new can be opened."""
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    no_new_privileges, parent_death_signal = 38, 1
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(parent_death_signal, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if not with_threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if not _forbid_calls(libc) and with_threads:
        raise Refused("unsupported")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pixels: `cut` gives the rows from one to before another."""

    size: tuple[int, int]
    cut: Callable[[int, int], Image.Image]


@dataclass(frozen=True, slots=True)
class Photo:
    """A file whose head was read. `exif` and `drawn` may raise whatever a decoder raises; `drawn` takes the edge wanted."""

    size: tuple[int, int]
    exif: Callable[[], Image.Exif]
    drawn: Callable[[int], Drawing]
    is_upright: bool = False


def _opened(content: bytes) -> Photo:
    """Return the picture by the one decoder that its first bytes name; extra pictures in the file are left alone."""
    if content.startswith(b"\xff\xd8\xff"):
        return _of_pillow(JpegImageFile(BytesIO(content)))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_pillow(PngImageFile(BytesIO(content)))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _of_pillow(WebPImageFile(BytesIO(content)))
    if _is_heif(content):
        return _of_heif(content)
    is_other = content.startswith(_OTHER_PICTURES) or bool(_brands(content) & _OTHER_BRANDS)
    raise Refused("unsupported" if is_other else "not_a_picture")


def _brands(content: bytes) -> set[bytes]:
    """Return what a file of ISO boxes calls itself."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4]), 256)
    return {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}


def _is_heif(content: bytes) -> bool:
    """Return whether it is a still picture in HEVC. Films, animations and AV1 are not."""
    return bool(_brands(content) & _HEIF_BRANDS)


def _of_pillow(image: JpegImageFile | PngImageFile | WebPImageFile) -> Photo:
    def drawn(edge: int) -> Drawing:
        image.draft(None, (edge, edge))  # a JPEG is decoded at half or a quarter of its size
        image.load()
        return Drawing(image.size, lambda top, bottom: image.crop((0, top, image.width, bottom)))

    return Photo(image.size, image.getexif, drawn)


def _of_heif(content: bytes) -> Photo:
    """Return the first picture of a HEIC, which its decoder turns upright. Never as a whole copy of Pillow's: 4 bytes a pixel."""
    heif = _load_heif()(content, remove_stride=False)
    image = heif[heif.primary_index]

    def exif() -> Image.Exif:
        facts = Image.Exif()
        facts.load(image.info["exif"] or b"")
        return facts

    def drawn(edge: int) -> Drawing:  # noqa: ARG001 - it has no smaller sizes
        rows, stride, mode = image.data, image.stride, image.mode
        width = image.size[0]
        return Drawing(
            image.size,
            lambda top, bottom: Image.frombytes(
                mode, (width, bottom - top), rows[top * stride : bottom * stride], "raw", mode, stride
            ),
        )

    return Photo(image.size, exif, drawn, is_upright=True)


def _load_heif() -> Any:
    """Return what opens a HEIC: without the small, deep and further pictures in it, on one thread."""
    import pillow_heif

    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    return pillow_heif.HeifFile


def _count_pixels(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise Refused("too_many_pixels")


def _shrunk(drawing: Drawing, edge: int) -> Image.Image:
    """Return the picture in plain RGB on white, its longer side `edge` at most, with nothing of the file but pixels."""
    (width, height), factor = drawing.size, max(1, max(drawing.size) // edge)
    rows = max(factor, _STRIP // width // factor * factor)
    whole = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        strip = _plain(drawing.cut(top, min(top + rows, height)))
        whole.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    whole.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return whole


def _encoded(clean: Image.Image, edge: int) -> bytes:
    """Return a JPEG; shrinks the picture in place, so edges come the largest first."""
    out = BytesIO()
    clean.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    clean.save(out, "JPEG", quality=85)
    return out.getvalue()


def _plain(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16 bits of grey
        strip = strip.point(lambda value: value * (1 / 256)).convert("L")
    if strip.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in strip.info:
        seen = strip.convert("RGBA")
        paper = Image.new("RGB", strip.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return strip.convert("RGB")


def _black_out(image: Image.Image, box: list[float]) -> None:
    """Cover a part for good: nothing of it is left to be sharpened again. Rounded outwards."""
    x, y, width, height = box
    left, top = int(image.width * x / 100), int(image.height * y / 100)
    right, bottom = -(-image.width * (x + width) // 100), -(-image.height * (y + height) // 100)
    image.paste((20, 33, 43), (left, top, min(int(right), image.width), min(int(bottom), image.height)))


if __name__ == "__main__":
    main()

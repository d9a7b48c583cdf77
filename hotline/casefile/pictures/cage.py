"""The caged decoder: a program of its own that reads one photo from standard input and writes a clean JPEG.

Started as `python -I cage.py JOB`; it imports nothing of Hotline. JOB is JSON: `edges` (pixels of the longer side at most,
one for each copy that is wanted, the largest first), `pixels` (the most it accepts) and `boxes` (parts to black out, as
[x, y, width, height] in percent). The answer on standard output is one line of JSON, then the JPEGs one after the other:
{"width", "height", "phash", "gps", "taken_at", "lengths"}, or {"refused": code} alone.

Once Pillow is loaded the process can open no file and no socket any more, start no program with other rights, and use
neither more than 512 MB of addresses nor 5 s of processor; as root it becomes nobody. What a hostile picture could do to
a decoder ends here.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import warnings
from datetime import datetime
from io import BytesIO
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
from PIL.PngImagePlugin import PngImageFile  # noqa: E402 - inside the limits
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
_ISO_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_STRIP = 1 << 22  # pixels that are worked on at a time, so that no second whole copy is ever needed
_VIETNAM = "+07:00"  # the zone of a camera that does not say one


class Refused(Exception):
    """The picture is not taken; the argument is the code of why."""


def main() -> None:
    """Read the photo, write the answer."""
    job = json.loads(sys.argv[1])
    _warm_up()
    _lock_up()
    content = sys.stdin.buffer.read()
    try:
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
    image = _opened(content)
    if image.width * image.height > job["pixels"]:
        raise Refused("too_many_pixels")
    orientation, gps, taken_at = _facts(image)
    edge = job["edges"][0]
    image.draft(None, (edge, edge))  # a JPEG is decoded at half or a quarter of its size
    image.load()
    clean = _shrunk(image, edge)
    if orientation in _UPRIGHT:
        clean = clean.transpose(_UPRIGHT[orientation])
    for box in job["boxes"]:
        _black_out(clean, box)
    facts = {"width": clean.width, "height": clean.height, "phash": _difference_hash(clean), "gps": gps, "taken_at": taken_at}
    jpegs = [_encoded(clean, edge) for edge in job["edges"]]
    return {**facts, "lengths": [len(jpeg) for jpeg in jpegs]}, jpegs


def _warm_up() -> None:
    """Have everything loaded that Pillow and Python load on first use: afterwards no file can be opened."""
    exif, sample = Image.Exif(), BytesIO()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:01:01 00:00:00"
    Image.new("RGB", (2, 2)).save(sample, "JPEG", exif=exif)
    worked(sample.getvalue(), {"edges": [1], "pixels": 4, "boxes": []})


def _lock_up() -> None:
    """Give up for good what is not needed any more. A descriptor limit of none: nothing new can be opened."""
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    no_new_privileges, parent_death_signal = 38, 1
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(parent_death_signal, signal.SIGKILL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _opened(content: bytes) -> Image.Image:
    """Return the picture by the one decoder that its first bytes name; extra pictures in the file are left alone."""
    if content.startswith(b"\xff\xd8\xff"):
        return JpegImageFile(BytesIO(content))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImageFile(BytesIO(content))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WebPImageFile(BytesIO(content))
    is_other = content.startswith(_OTHER_PICTURES) or (content[4:8] == b"ftyp" and content[8:12] in _ISO_BRANDS)
    raise Refused("unsupported" if is_other else "not_a_picture")


def _facts(image: Image.Image) -> tuple[int, list[float] | None, str | None]:
    """Return orientation, place and time of the photo, as far as they can be read."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        gps, details = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # noqa: BLE001
        return 1, None, None
    return orientation if isinstance(orientation, int) else 1, _point(gps), _moment(details)


def _point(gps: dict[int, Any]) -> list[float] | None:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], negative=gps[ExifTags.GPS.GPSLatitudeRef] in ("S", b"S"))
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], negative=gps[ExifTags.GPS.GPSLongitudeRef] in ("W", b"W"))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    is_place = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)  # a comparison with NaN is false
    return [lat, lon] if is_place else None


def _degrees(parts: Any, *, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value


def _moment(details: dict[int, Any]) -> str | None:
    try:
        said = str(details[ExifTags.Base.DateTimeOriginal]).strip("\0 ")
        zone = str(details.get(ExifTags.Base.OffsetTimeOriginal) or _VIETNAM).strip("\0 ")
        return datetime.strptime(f"{said}{zone or _VIETNAM}", "%Y:%m:%d %H:%M:%S%z").isoformat()
    except (KeyError, ValueError):
        return None


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    """Return the picture in plain RGB on white, its longer side `edge` at most, with nothing of the file but pixels."""
    factor = max(1, max(image.size) // edge)
    height = max(factor, _STRIP // image.width // factor * factor)
    whole = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, height):
        strip = _plain(image.crop((0, top, image.width, min(top + height, image.height))))
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


def _difference_hash(image: Image.Image) -> int:
    """Return 64 bits that stay nearly the same for the same scene: is each of 8 × 8 spots brighter than its right one."""
    small = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    grey = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] > grey[row * 9 + column + 1])
    return bits - (1 << 64) if bits >> 63 else bits


if __name__ == "__main__":
    main()

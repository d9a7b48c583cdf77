"""What hostile and unlucky files are put together from: pictures of each format, and their segments, chunks and boxes."""

import gzip
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import ExifTags, Image

from tests.intake import photos

CANARY = b"CANARY-0908369123"
XMP = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="10,46.614N" exif:GPSLongitude="106,42.054E"'
    b' author="' + CANARY + b'"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
SCRIPT = b"<html><script>alert('" + CANARY + b"')</script></html>"
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x20mdat" + CANARY.ljust(24, b"\0")


def scene(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Return a small picture with edges."""
    return photos.scene(width, height).convert(mode)


def jpeg(image: Image.Image | None = None, **more: Any) -> bytes:
    """Return a JPEG."""
    return photos.encoded(image or scene(), "JPEG", **more)


def png(image: Image.Image | None = None, **more: Any) -> bytes:
    """Return a PNG."""
    return photos.encoded(image or scene(), "PNG", **more)


def webp(image: Image.Image | None = None, **more: Any) -> bytes:
    """Return a WebP."""
    return photos.encoded(image or scene(), "WEBP", **more)


@cache
def heic(mode: str = "RGB", *, tile: int = 0, exif: bytes = b"", xmp: bytes = b"", pictures: int = 1) -> bytes:
    """Return a HEIC; the last of its `pictures` is the one to show."""
    size = (320, 256) if tile else (96, 64)
    file = pillow_heif.from_pillow(scene(*size, mode=mode))
    for _ in range(pictures - 1):
        file.add_from_pillow(scene(64, 96))
    written = BytesIO()
    more = {"tile_size": tile} if tile else {}
    file.save(written, quality=60, exif=exif or None, xmp=xmp or None, primary_index=pictures - 1, **more)
    return written.getvalue()


def deep_heic() -> bytes:
    """Return a HEIC of ten bits a colour."""
    image = pillow_heif.from_bytes("RGB;16", (64, 64), bytes(range(256)) * 96)
    written = BytesIO()
    image.save(written, quality=60)
    return written.getvalue()


def telling_exif() -> bytes:
    """Return EXIF with a place, a maker's note, a small picture of its own, and the canary in each word."""
    facts = photos.exif()
    facts[ExifTags.Base.Artist] = CANARY.decode()
    details = facts.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.MakerNote] = b"Apple iOS\0" + CANARY * 50
    details[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + CANARY
    return facts.tobytes()


def segment(code: int, content: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, code, len(content) + 2) + content


def with_segments(*segments: bytes) -> bytes:
    """Return a JPEG with segments right after its first two bytes."""
    whole = jpeg()
    return whole[:2] + b"".join(segments) + whole[2:]


def jpeg_of_size(width: int, height: int, *, frame: int = 0xC0, precision: int = 8) -> bytes:
    """Return a JPEG whose head says another size, way of coding or depth than its pixels have."""
    whole = jpeg(scene(mode="L"))
    at = whole.index(b"\xff\xc0\x00\x0b")
    head = struct.pack(">BBHBHH", 0xFF, frame, 11, precision, height, width)
    return whole[:at] + head + whole[at + len(head) :]


def many_scans(scans: int) -> bytes:
    """Return a progressive JPEG that goes over its twelve million pixels again and again."""
    whole = jpeg(Image.new("RGB", (4000, 3000), (120, 130, 140)), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * scans + b"\xff\xd9"


def chunk(name: bytes, content: bytes, *, crc: int | None = None) -> bytes:
    """Return a chunk of a PNG."""
    check = zlib.crc32(name + content) if crc is None else crc
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def with_chunks(*chunks: bytes, image: bytes = b"") -> bytes:
    """Return a PNG with chunks right after its head."""
    whole = image or png()
    return whole[:33] + b"".join(chunks) + whole[33:]


def raw_png(width: int, height: int, *, depth: int = 8, colour: int = 2, rows: bytes = b"", interlaced: int = 0) -> bytes:
    """Return a PNG as its head says, with the rows as given."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    """Return so many million zeros, packed: a thousandth of it."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def archive(*, name: str = "META-INF/MANIFEST.MF") -> bytes:
    """Return a ZIP, or what a Java program is packed in."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr(name, CANARY)
    return written.getvalue()


def drawing(script: bytes = b"<script>alert(1)</script>") -> bytes:
    """Return an SVG with a program in it."""
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + script + b"</svg>"


def packed_drawing() -> bytes:
    """Return an SVGZ."""
    return gzip.compress(drawing(), mtime=0)


def resized_heic(width: int, height: int) -> bytes:
    """Return a HEIC whose head says another size."""
    whole = heic()
    at = whole.index(b"ispe") + 8
    return whole[:at] + struct.pack(">II", width, height) + whole[at + 8 :]


def branded(brand: bytes, *others: bytes, body: bytes = b"") -> bytes:
    """Return a file of ISO boxes by its brands."""
    brands = b"".join(others)
    return struct.pack(">I", 16 + len(brands)) + b"ftyp" + brand + b"\0\0\0\0" + brands + body


def animated(kind: str, **more: Any) -> bytes:
    """Return a picture that moves; the first frame is the scene."""
    frames = [Image.new("RGB", (96, 64), (shade, 0, 0)) for shade in (40, 90, 140)]
    return photos.encoded(scene(), kind, save_all=True, append_images=frames, duration=50, **more)


def flipped(make: Callable[[], bytes], seed: int) -> bytes:
    """Return a file with some bytes changed, the same for the same seed."""
    changed, state = bytearray(make()), seed * 2654435761 % 2**32 or 1
    for _ in range(6):
        state = (1103515245 * state + 12345) % 2**31
        changed[16 + state % (len(changed) - 16)] ^= 1 + state % 255
    return bytes(changed)

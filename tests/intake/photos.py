"""Photos and things that pretend to be one. Each is made, none is a stranger's."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

LAT, LON = 10.7769, 106.7009


def encoded(image: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    """Return an image as a file."""
    written = BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """Return something with edges: red left of blue, a bright bar on top."""
    image = Image.new("RGB", (width, height), (20, 40, 200))
    image.paste((200, 30, 20), (0, 0, width // 2, height))
    image.paste((250, 250, 240), (0, 0, width, height // 8))
    return image


def exif(
    *,
    orientation: int = 1,
    taken: str = "2026:03:02 08:30:00",
    digitized: str = "",
    satellite: str = "",
    zone: str = "+07:00",
    place: bool = True,
    lat: float = LAT,
) -> Image.Exif:
    """Return what a telephone writes beside the picture: place, time, whose and which camera.

    `satellite` is the day and hour in UTC that the receiver showed: "2026:03:02 01:30:00".
    """
    facts = Image.Exif()
    facts[ExifTags.Base.Orientation] = orientation
    facts[ExifTags.Base.Make] = "MayAnhBiMat"
    facts[ExifTags.Base.Artist] = "Nguyễn Thị Hoa Mai"
    details = facts.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    if digitized:
        details[ExifTags.Base.DateTimeDigitized] = digitized
    if zone:
        details[ExifTags.Base.OffsetTimeOriginal] = zone
    details[ExifTags.Base.BodySerialNumber] = "SERIAL-0908369123"
    if place:
        gps = facts.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", _sexagesimal(lat)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", _sexagesimal(LON)
        if satellite:
            day, hour = satellite.split()
            gps[ExifTags.GPS.GPSDateStamp] = day
            gps[ExifTags.GPS.GPSTimeStamp] = tuple(float(part) for part in hour.split(":"))
    return facts


def telling(kind: str = "JPEG", **facts: Any) -> bytes:
    """Return a photo that tells where, when and by whose telephone it was taken."""
    more: dict[str, Any] = {"comment": b"so 0908369123"} if kind == "JPEG" else {}
    return encoded(scene(), kind, exif=exif(**facts), **more)


def forty_megapixels() -> bytes:
    """Return a PNG of some kilobytes that unpacks to forty million pixels."""
    return encoded(Image.new("1", (8000, 5000), 1), "PNG", optimize=True)


def bomb() -> bytes:
    """Return a PNG of some kilobytes with more pixels than are accepted."""
    return encoded(Image.new("1", (10_001, 5000), 1), "PNG", optimize=True)


def polyglot() -> bytes:
    """Return a JPEG that is a web page too."""
    return encoded(scene(), comment=b"<script>alert(1)</script>") + b"<html><script>alert(1)</script></html>"


def cut_short() -> bytes:
    """Return the first half of a JPEG."""
    whole = encoded(scene(), quality=95)
    return whole[: len(whole) // 2]


HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)

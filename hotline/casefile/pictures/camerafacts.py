"""What a photo tells of itself beside its pixels: which way it is up, where and when it was taken. Read by its path: see cage.py.

Nothing here may open a file: it runs where none can be opened any more.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

_VIETNAM = "+07:00"  # the zone of a camera that does not say one


def camera_facts(read: Callable[[], Image.Exif]) -> tuple[int, dict[str, Any]]:
    """Return the orientation and, where they can be read, gps (degrees), taken_at, digitized_at and satellite_at (ISO 8601)."""
    try:
        exif = read()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        gps, details = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # noqa: BLE001 - damaged facts are no facts, and cost nobody a good picture
        return 1, {"gps": None, "taken_at": None, "digitized_at": None, "satellite_at": None}
    told = {
        "gps": _point(gps),
        "taken_at": _moment(details, ExifTags.Base.DateTimeOriginal),
        "digitized_at": _moment(details, ExifTags.Base.DateTimeDigitized),
        "satellite_at": _satellite_time(gps),
    }
    return orientation if isinstance(orientation, int) else 1, told


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


def _moment(details: dict[int, Any], tag: int) -> str | None:
    """Return a moment of the camera's clock; both of them are read in the zone of taking."""
    try:
        said = str(details[tag]).strip("\0 ")
        zone = str(details.get(ExifTags.Base.OffsetTimeOriginal) or _VIETNAM).strip("\0 ")
        return datetime.strptime(f"{said}{zone or _VIETNAM}", "%Y:%m:%d %H:%M:%S%z").isoformat()
    except (KeyError, ValueError):
        return None


def _satellite_time(gps: dict[int, Any]) -> str | None:
    """Return what the satellites' clock showed, which is in UTC."""
    try:
        year, month, day = (int(part) for part in str(gps[ExifTags.GPS.GPSDateStamp]).strip("\0 ").split(":"))
        hours, minutes, seconds = (float(part) for part in gps[ExifTags.GPS.GPSTimeStamp])
        length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return (datetime(year, month, day, tzinfo=UTC) + length).isoformat(timespec="seconds")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None

"""Made-up reports for load: everyday matters at real places of the city, no two alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bench.rig.house import Connection

PATH = "/open311/v2/requests.json"
SERVICES = ("pothole", "rubbish", "street_light", "blocked_drain", "tree", "pavement", "manhole_cover", "traffic_light")
"""One in eight, street_light, is forwarded without anybody's key."""

_WORDS = (
    "Ổ gà lớn giữa đường, xe máy tránh rất khó, trời mưa không thấy",
    "Rác để hai ngày chưa ai lấy, bốc mùi trước cổng trường",
    "Cả dãy đèn trong hẻm tắt từ tối hôm qua, đi lại sợ té",
    "Cống nghẹt, nước tràn lên vỉa hè mỗi khi mưa lớn",
    "Nhánh cây lớn gãy nửa chừng, treo trên dây, dễ rơi",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A ward's centre."""

    lat: float
    lon: float


def places(connection: Connection) -> list[Place]:
    """Return the centres of the city's wards."""
    rows = connection.execute("SELECT lat, lon FROM directory_area WHERE valid_to IS NULL ORDER BY code").fetchall()
    return [Place(float(str(lat)), float(str(lon))) for lat, lon in rows]


def body(number: int, *, mark: str, places: Sequence[Place], phone: str = "", services: Sequence[str] = SERVICES) -> bytes:
    """Return the form of report `number`. `mark` stands in its words, so that it is found again in the database."""
    place = places[number % len(places)]
    shift = (number % 17 - 8) * 1e-5  # a few metres, so that no two points are the same
    fields = {
        "service_code": services[number % len(services)],
        "lat": f"{place.lat + shift:.6f}",
        "long": f"{place.lon - shift:.6f}",
        "phone": phone or phone_of(number),
        "last_name": "Nguyễn",
        "first_name": "Văn Thử",
        "address_string": f"Số {number % 400 + 1} đường Lê Lợi",
        "description": f"{_WORDS[number % len(_WORDS)]} ({mark}).",
    }
    return urlencode(fields, quote_via=quote).encode()


def phone_of(number: int) -> str:
    """Return a number that could be somebody's; what is written to it never leaves the machine."""
    return f"0908{number % 1_000_000:06d}"


def post(content: bytes, *, host: str, key: str) -> bytes:
    """Return the whole HTTP request for a report, kept alive, with an idempotency key."""
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Accept: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content

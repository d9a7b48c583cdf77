"""How many wrong codes somebody may try: per device, then per address and network, never per address alone (QUALITY: Tracking).

Only wrong codes count, so five hundred people behind one address who follow their own cases never meet a limit. A device
is known by a signed cookie, which every page with a code gives. One that brings none shares a small bucket with all such
of its network, so that a script which throws its cookie away gains nothing. A few seconds with the cookie are the proof
that gets a newcomer a small bucket of its own: nobody types a code faster, so people do not notice it, and a guesser next
door who keeps the shared bucket full holds up nobody for longer. After some minutes the bucket is a larger one.

What remains: somebody who makes more than one wrong guess a second with ever new patient devices fills the bucket of one
address, and holds up who guesses from there. Private links and right codes of other addresses open all the same.

A right code is one in millions of millions (see `core.reference`): the limits spare the server more than the codes.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

COOKIE = "hotline_device"
_SALT = "public.device"
_SIGNER = signing.Signer(salt=_SALT)
_KEPT = timedelta(days=60)
_PROVEN_AFTER = timedelta(seconds=10)
_KNOWN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` wrong guesses at once, then one for each `every` that passes."""

    most: int
    every: timedelta

    @property
    def room(self) -> timedelta:
        """Return how far ahead of now a bucket may be emptied and still take another drop."""
        return self.every * (self.most - 1)


DEVICE = Limit(12, timedelta(minutes=1))
NEWCOMER = Limit(3, timedelta(minutes=3))
STRANGERS = Limit(12, timedelta(seconds=10))
ADDRESS = Limit(600, timedelta(seconds=1))
NETWORK = Limit(6000, timedelta(milliseconds=100))
COMMENTS_OF_A_DEVICE = Limit(4, timedelta(minutes=10))
COMMENTS_OF_A_NETWORK = Limit(40, timedelta(minutes=1))
CODES_OF_A_NETWORK = Limit(30, timedelta(minutes=2))
"""SMS that codes cost us; what one number and one page may have of them is the case file's business."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that was here before: `id` is random and says nothing about anybody."""

    id: str
    since: datetime


def limits_of(request: HttpRequest, *, now: datetime) -> dict[bytes, Limit]:
    """Return the buckets that a wrong guess of this request pours into, by key."""
    network, device = network_of(request), _device_of(request, now=now)
    if device is None or now - device.since < _PROVEN_AFTER:
        return {_key("strangers", network): STRANGERS, _key("network", network): NETWORK}
    own = {_key("device", device.id): DEVICE} if now - device.since >= _KNOWN_AFTER else {_key("newcomer", device.id): NEWCOMER}
    return {**own, _key("address", str(_address_of(request))): ADDRESS, _key("network", network): NETWORK}


def until_proven(request: HttpRequest, *, now: datetime) -> timedelta | None:
    """Return how long until this device has a bucket of its own, once it has its cookie; None for one that has it already."""
    device = _device_of(request, now=now)
    left = _PROVEN_AFTER if device is None else device.since + _PROVEN_AFTER - now
    return left if left > timedelta(0) else None


def comment_limits_of(request: HttpRequest, *, now: datetime) -> dict[bytes, Limit]:
    """Return the buckets that a comment of this request pours into, by key: its device's, and its network's."""
    network, device = network_of(request), _device_of(request, now=now)
    own = {_key("comment-device", device.id): COMMENTS_OF_A_DEVICE} if device else {}
    return {**own, _key("comment-network", network): COMMENTS_OF_A_NETWORK}


def code_limits_of(request: HttpRequest) -> dict[bytes, Limit]:
    """Return the bucket that a code asked for by this request pours into: its network's."""
    return {_key("code-network", network_of(request)): CODES_OF_A_NETWORK}


def know_device(request: HttpRequest, response: HttpResponseBase, *, now: datetime) -> None:
    """Give a device that has none its signed cookie, for sixty days."""
    if _device_of(request, now=now) is not None:
        return
    value = _SIGNER.sign_object([get_random_string(22), int(now.timestamp())])
    response.set_cookie(COOKIE, value, max_age=_KEPT, secure=request.is_secure(), httponly=True, samesite="Lax")


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: /24 of IPv4, /56 of IPv6."""
    address = _address_of(request)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 56), strict=False))


def _address_of(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address a request comes from.

    Behind a proxy that ends TLS (a public address with https) the last entry of X-Forwarded-For is believed: it wrote that.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if settings.PUBLIC_URL.startswith("https:") and (address is None or address.is_private):
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        address = _address(forwarded) or address
    return address


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _device_of(request: HttpRequest, *, now: datetime) -> Device | None:
    try:
        name, since = _SIGNER.unsign_object(request.COOKIES.get(COOKIE, ""))
        device = Device(str(name), datetime.fromtimestamp(since, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return device if now - device.since < _KEPT else None


def _key(kind: str, name: str) -> bytes:
    return salted_hmac(_SALT, f"{kind}:{name}", algorithm="sha256").digest()

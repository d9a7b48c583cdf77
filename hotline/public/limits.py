"""How many wrong codes somebody may try: per device, then per network, never per address alone (QUALITY: Tracking).

Only wrong codes count, so five hundred people behind one address who follow their own cases never meet a limit. A device
is known by a signed cookie. One that is new, or that brings none, shares a small bucket with all such of its network, so
that a script which throws its cookie away gains nothing; one that has been known for a while has a bucket of its own. All
of a network together meet a third limit, which bounds a guesser with many patient devices.

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
STRANGERS = Limit(12, timedelta(seconds=10))
NETWORK = Limit(600, timedelta(seconds=6))


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that was here before: `id` is random and says nothing about anybody."""

    id: str
    since: datetime


def limits_of(request: HttpRequest, *, now: datetime) -> dict[bytes, Limit]:
    """Return the buckets that a wrong guess of this request pours into, by key."""
    network, device = network_of(request), _device_of(request, now=now)
    if device is not None and now - device.since >= _KNOWN_AFTER:
        own = {_key("device", device.id): DEVICE}
    else:
        own = {_key("strangers", network): STRANGERS}
    return {**own, _key("network", network): NETWORK}


def know_device(request: HttpRequest, response: HttpResponseBase, *, now: datetime) -> None:
    """Give a device that has none its signed cookie, for sixty days."""
    if _device_of(request, now=now) is not None:
        return
    value = _SIGNER.sign_object([get_random_string(22), int(now.timestamp())])
    response.set_cookie(COOKIE, value, max_age=_KEPT, secure=request.is_secure(), httponly=True, samesite="Lax")


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: /24 of IPv4, /56 of IPv6.

    Behind a proxy that ends TLS (a public address with https) the last entry of X-Forwarded-For is believed: it wrote that.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if settings.PUBLIC_URL.startswith("https:") and (address is None or address.is_private):
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        address = _address(forwarded) or address
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 56), strict=False))


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

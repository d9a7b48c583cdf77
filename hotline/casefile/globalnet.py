"""Which addresses are outside: what `requests-hardened` lets through, less all IPv6 that is none of the global internet.

The library names what is inside. Of IPv6 only 2000::/3 is given out; the rest (site-local, old notations of an IPv4 address)
leads nowhere, or to where some network translates it.
"""

from ipaddress import IPv6Network, ip_address
from typing import Any

import requests
from requests_hardened.ip_filter import InvalidIPAddress, filter_host
from requests_hardened.ip_filter_adapter import IPFilterAdapter

_GLOBAL = IPv6Network("2000::/3")


def require_global(hostname: str, port: int, *, loopback: bool) -> None:
    """Raise InvalidIPAddress for a name that leads inside, and as `filter_host` for one that is known nowhere."""
    _require(filter_host(hostname, port, allow_loopback=loopback), loopback=loopback)


class GlobalAdapter(IPFilterAdapter):  # type: ignore[misc]  # the library has no types
    """Connects to the very address that was looked at, and to none inside."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> tuple[Any, Any]:
        """Return where to connect, by address. Raises InvalidIPAddress."""
        host, more = super().build_connection_pool_key_attributes(request, verify, cert)
        _require(host["host"], loopback=self._allow_loopback)
        return host, more


def _require(address: str, *, loopback: bool) -> None:
    found = ip_address(address.strip("[]"))
    if found.version == 6 and found not in _GLOBAL and not (loopback and found.is_loopback):
        raise InvalidIPAddress(found)

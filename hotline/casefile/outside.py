"""The one way out to addresses that an agency or a citizen gave us: never into our own network, whatever a name resolves to.

`requests-hardened` asks for the name once, refuses addresses inside, and connects to the very address that it looked at: a
name that is answered differently a moment later gains nothing. Redirects are not followed, proxies and passwords of the
machine's environment are not used, an answer is read up to a limit of bytes and of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress

from hotline.casefile.globalnet import GlobalAdapter, require_global
from hotline.casefile.wholetime import WholeTime, timed

CONNECT, READ, WHOLE = 3.05, 10.0, 20.0
"""Seconds: to connect, between two pieces of an answer, for all of it."""

MOST_BYTES = 1_000_000
URL_LETTERS, LINK_LETTERS = 500, 2000
"""Of an address that somebody types; of a link that a provider gives us, whose signature alone may have 500."""

_PIECE = 16_384
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OutgoingRefused(Exception):
    """We do not send there; trying again changes nothing. `why` is a code of `wording.REASONS`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreachable(Exception):
    """There was no whole answer this time. `why` is a code of `wording.REASONS`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side answered. Names of headers are in small letters."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Return whether it was taken."""
        return 200 <= self.status < 300


def require_outside(url: str) -> None:
    """Raise OutgoingRefused for what is no address of a server outside: asked when it is typed in, and again for each request.

    HTTPS only; where a setting lets tests reach this machine itself, there also without.
    """
    if not _is_this_machine(_https_parts(url)) and settings.IS_DEMONSTRATION:
        raise OutgoingRefused("demonstration")


def require_reachable(url: str) -> None:
    """Raise OutgoingRefused also when the name is known nowhere, or leads inside."""
    parts = _https_parts(url)
    try:
        require_global(parts.hostname or "", parts.port or 443, loopback=bool(settings.HOTLINE_OUTGOING_LOOPBACK))
    except InvalidIPAddress:
        raise OutgoingRefused("inside") from None
    except (requests.RequestException, UnicodeError, OSError):
        raise OutgoingRefused("unknown_name") from None
    require_outside(url)


def send(method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str], limit: int = MOST_BYTES) -> Reply:
    """Send a request and return the answer, at most `limit` bytes of it. Raises OutgoingRefused or Unreachable."""
    require_outside(url)
    with WholeTime(WHOLE) as clock:
        try:
            reply = _sent(method, url, content=content, headers=headers, limit=limit)
        except Unreachable as nobody:
            raise Unreachable("timeout" if clock.is_over else nobody.why) from None
    if clock.is_over:  # an answer without a length ends where the line does
        raise Unreachable("timeout")
    return reply


def _sent(method: str, url: str, *, content: bytes, headers: Mapping[str, str], limit: int) -> Reply:
    with _session() as session:
        try:
            with session.request(
                method,
                url,
                data=content or None,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(CONNECT, READ),
            ) as response:
                found = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, _read(response, limit=limit), found)
        except InvalidIPAddress:
            raise OutgoingRefused("inside") from None
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            requests.exceptions.InvalidHeader,
            UnicodeError,
        ):
            raise OutgoingRefused("address") from None
        except requests.exceptions.SSLError:
            raise Unreachable("certificate") from None
        except requests.Timeout:
            raise Unreachable("timeout") from None
        except requests.ConnectionError:
            raise Unreachable("no_connection") from None
        except requests.RequestException:
            raise Unreachable("broken") from None


def _session() -> requests.Session:
    loopback = bool(settings.HOTLINE_OUTGOING_LOOPBACK)
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=loopback,
        never_redirect=True,
        default_timeout=(CONNECT, READ),
        user_agent_override="Hotline/1 (citizen service line)",
    )
    session: requests.Session = Manager(config).get_session()
    session.trust_env = False
    for scheme in ("https", "http"):
        session.mount(f"{scheme}://", GlobalAdapter(is_https_proto=scheme == "https", allow_loopback=loopback))
    return timed(session)


def _read(response: requests.Response, *, limit: int) -> bytes:
    read = b""
    for piece in response.iter_content(_PIECE):
        read += piece
        if len(read) > limit:
            raise Unreachable("too_long")
    return read


def _https_parts(url: str) -> "_Parts":
    parts = _parts(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts)):
        raise OutgoingRefused("https")
    return parts


def _is_this_machine(parts: "_Parts") -> bool:
    return bool(settings.HOTLINE_OUTGOING_LOOPBACK) and parts.hostname in _LOOPBACK


def _parts(url: str) -> "_Parts":
    """Return what an address consists of. Raises OutgoingRefused for what is none, or carries a name and a password."""
    try:
        split = urlsplit(url)
        parts = _Parts(split.scheme, (split.hostname or "").rstrip("."), split.port)
    except ValueError:
        raise OutgoingRefused("address") from None
    if (
        not parts.hostname
        or len(url) > LINK_LETTERS
        or "@" in split.netloc
        or split.fragment
        or not url.isprintable()
        or " " in url
    ):
        raise OutgoingRefused("address")
    return parts


@dataclass(frozen=True, slots=True)
class _Parts:
    scheme: str
    hostname: str
    port: int | None

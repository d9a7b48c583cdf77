"""Ask the installation itself whether it is ready."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

ASK_WITHIN = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Missing:
    """What /readyz found missing: the name of its check, empty when it did not answer, and the reason in words."""

    check: str
    reason: str


def what_is_missing(address: str) -> Missing | None:
    """Ask /readyz; gives None when the installation is ready."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=ASK_WITHIN)
    try:
        connection.request("GET", "/readyz", headers={"Host": parts.netloc})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return Missing("", "the web server does not answer yet")
    finally:
        connection.close()
    if answer.status == 200:
        return None
    try:
        told = json.loads(body)
        return Missing(str(told["check"]), str(told["reason"]))
    except (ValueError, KeyError, TypeError):
        return Missing("", f"/readyz answers {answer.status}")

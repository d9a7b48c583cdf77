"""Ask the installation itself whether it is ready."""

import json
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

ASK_WITHIN = 5.0  # seconds


def why_not_ready(address: str) -> str | None:
    """Return what /readyz says is missing, None when nothing is."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=ASK_WITHIN)
    try:
        connection.request("GET", "/readyz", headers={"Host": parts.netloc})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return "the web server does not answer yet"
    finally:
        connection.close()
    if answer.status == 200:
        return None
    try:
        return str(json.loads(body)["reason"])
    except (ValueError, KeyError, TypeError):
        return f"/readyz answers {answer.status}"

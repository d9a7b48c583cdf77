"""The names that our letters carry, so that an answer finds its case; the words in them are `casefile.threadtokens`' and secret.

A case's word stands in the address that answers go to, `phananh+1022-2611-7k3m-9qxt-h.0123456789abcdef@example.vn`, and in the
name of its thread, `<case.1022-….0123456789abcdef@example.vn>`. Mail servers may make letters small.
"""

import re

_TOKEN = r"[0-9]{3,5}-[0-9]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]\.[0-9a-f]{16}"  # noqa: S105 - what one looks like
_IN_ADDRESS = re.compile(rf"\+({_TOKEN})@", re.IGNORECASE)
_IN_THREAD = re.compile(rf"<case\.({_TOKEN})@[^<>\s]+>", re.IGNORECASE)
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_ID = re.compile(r"<[^<>\s@]+@[^<>\s]+>")
_OURS = re.compile(r"<(?:hotline|case)\.[^<>@\s]+@[^<>@\s]+>")


def message_id(word: str, *, domain: str) -> str:
    """Return the Message-ID of a message of ours: the same whenever it is sent, and for nobody to guess."""
    return f"<hotline.{word}@{domain}>"


def thread_id(token: str, *, domain: str) -> str:
    """Return the name of a case's thread: a letter that was never sent, which all of the case's letters answer."""
    return f"<case.{token}@{domain}>"


def address_with(token: str, address: str) -> str:
    """Return the address with the token behind a plus; as it is where that would be too long."""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0]
    return f"{local}+{token}@{domain}" if len(local) + 1 + len(token) <= _LONGEST_LOCAL else address


def tokens_in(addresses: str) -> tuple[str, ...]:
    """Return what looks like our tokens in a line of addresses."""
    return tuple(found.lower() for found in _IN_ADDRESS.findall(addresses))


def threads_in(ids: str) -> tuple[str, ...]:
    """Return what looks like our tokens in a line of Message-IDs."""
    return tuple(found.lower() for found in _IN_THREAD.findall(ids))


def ids_in(text: str) -> tuple[str, ...]:
    """Return the Message-IDs that stand in a head."""
    return tuple(_ID.findall(text))


def our_id_in(text: str) -> str:
    """Return the first Message-ID made as ours are, empty where there is none."""
    found = _OURS.search(text)
    return found[0] if found else ""

"""Tells what a machine sent from what a person wrote (RFC 3834), and a sender that is not who it says it is (RFC 8601)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from hotline.core.letternames import our_id_in


class Wrote(StrEnum):
    """Who wrote a letter: a person, a machine, or a person through a list, where an answer of ours would reach everybody."""

    PERSON = "person"
    MACHINE = "machine"
    LIST = "list"


class SenderCheck(StrEnum):
    """What our own mail server found about the sender: theirs indeed, somebody else's, or nothing said."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


_BY_MACHINES = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-mail-autoreply", "x-vacation", "x-loop")
_OF_LISTS = ("list-id", "list-post", "list-unsubscribe", "mailing-list")
_TO_MANY = frozenset({"bulk", "list", "junk"})
_ROBOTS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?([+-].*)?|auto-?reply)$", re.IGNORECASE)


def who_wrote(headers: Mapping[str, Sequence[str]], *, returns_to: str | None, sender: str) -> Wrote:
    """Return who wrote a letter. `headers` by small letters; `returns_to` of the envelope: "" is null, None is not known."""
    if returns_to == "" or any(_first_word(value) != "no" for value in headers.get("auto-submitted", ())):
        return Wrote.MACHINE
    if any(our_id_in(value) for value in headers.get("message-id", ())):
        return Wrote.MACHINE
    if any(name in headers for name in _BY_MACHINES) or _ROBOTS.match(sender.partition("@")[0]):
        return Wrote.MACHINE
    precedence = {_first_word(value) for value in headers.get("precedence", ())}
    if precedence & {"auto_reply", "auto-reply"}:
        return Wrote.MACHINE
    if precedence & _TO_MANY or any(name in headers for name in _OF_LISTS):
        return Wrote.LIST
    return Wrote.PERSON


def sender_check(results: Iterable[str], *, trusts: str) -> SenderCheck:
    """Return what the Authentication-Results say that our own server (`trusts`, its authserv-id) added.

    Others are not believed: whoever sends a letter may write them in. One "fail" outweighs every "pass", for a sender
    may also have written our name into it; servers of ours that remove such lines (RFC 8601, 5) are safer still.
    """
    found: dict[str, set[str]] = {}
    for result in results:
        server, _, methods = _uncommented(result).partition(";")
        if not trusts or server.lower().split()[:1] != [trusts.lower()]:
            continue
        for method, said in re.findall(r"(?:^|[;\s])(dmarc|dkim|spf)\s*=\s*([a-z]+)", methods, re.IGNORECASE):
            found.setdefault(method.lower(), set()).add(said.lower())
    dmarc, dkim, spf = (found.get(method, set()) for method in ("dmarc", "dkim", "spf"))
    if "fail" in dmarc or (not dmarc and "fail" in dkim and "pass" not in dkim) or (not dmarc and not dkim and "fail" in spf):
        return SenderCheck.FAILED
    return SenderCheck.PASSED if "pass" in dmarc | dkim else SenderCheck.UNKNOWN


def _first_word(value: str) -> str:
    return re.split(r"[;\s(]", value.strip().lower(), maxsplit=1)[0]


def _uncommented(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text)

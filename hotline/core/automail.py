"""Tells what a machine sent from what a person wrote (RFC 3834), and a sender that is not who it says it is (RFC 8601)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.letternames import our_id_in


class Wrote(StrEnum):
    """Who wrote a letter: a person, a machine, or a person through a list, where an answer of ours would reach everybody."""

    PERSON = "person"
    MACHINE = "machine"
    LIST = "list"


class SenderCheck(StrEnum):
    """What our own mail server found about the sender: theirs indeed, somebody else's, or nothing that shows either."""

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


@dataclass(frozen=True, slots=True)
class _Found:
    """One result of our server's: of which method, what it says, and the domain that it says it of, "" where it names none."""

    method: str
    said: str
    domain: str


def sender_check(results: Iterable[str], *, trusts: str, froms: Collection[str]) -> SenderCheck:
    """Return what the Authentication-Results that our own server (`trusts`, its authserv-id) added show of the sender.

    `froms` are the addresses in From: of several, nothing is shown, for the check may have been of another. A sender has
    passed by DMARC, or, where their domain says nothing of that, by DKIM or SPF for that domain or one above it: anybody's
    letter is signed by somebody. Other servers are not believed: whoever sends a letter may write them in. One "fail"
    outweighs every "pass", and of two words about one thing the upper counts, for a sender may also have written our name
    into it; servers of ours that remove such lines (RFC 8601, 5) are safer still.
    """
    found = _of_ours(results, trusts=trusts) if trusts else []
    said = {name: {one.said for one in found if one.method == name} for name in _METHODS}
    dmarc, dkim, spf = (said[name] for name in _METHODS)
    if "fail" in dmarc or (not dmarc and "fail" in dkim and "pass" not in dkim) or (not dmarc and not dkim and "fail" in spf):
        return SenderCheck.FAILED
    domains = {address.rpartition("@")[2].lower().rstrip(".") for address in froms}
    is_shown = len(domains) == 1 and len(froms) == 1 and any(_shows(one, next(iter(domains))) for one in found)
    return SenderCheck.PASSED if is_shown else SenderCheck.UNKNOWN


_METHODS = ("dmarc", "dkim", "spf")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_OF = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
_PROPERTY = re.compile(r"(?<![\w.])(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)


def _of_ours(results: Iterable[str], *, trusts: str) -> list[_Found]:
    """Return the results that stand in our server's name; of each method those of the uppermost line, and every "fail".

    DMARC is worked out from the other two, so whoever of ours says it stands with them or above: beneath, the sender wrote it.
    """
    found: list[_Found] = []
    for result in results:
        server, _, methods = _uncommented(result).partition(";")
        if server.lower().split()[:1] != [trusts.lower()]:
            continue
        above = {one.method for one in found}
        known = above | {"dmarc"} if above else above
        read = [one for method in methods.split(";") if (one := _read(method))]
        found += [one for one in read if one.method not in known or one.said == "fail"]
    return found


def _read(method: str) -> _Found | None:
    named = _RESULT.match(method)
    if named is None:
        return None
    name = named[1].lower()
    told = {key.lower(): value for key, value in _PROPERTY.findall(method)}
    domain = next((told[key] for key in _OF[name] if key in told), "")
    return _Found(name, named[2].lower(), domain.rpartition("@")[2].lower().rstrip("."))


def _shows(found: _Found, sender: str) -> bool:
    """Return whether a result shows that a letter is of this domain; DMARC's need not name it: it is of no other."""
    if found.said != "pass":
        return False
    if found.method == "dmarc":
        return found.domain in ("", sender)
    return "." in found.domain and (found.domain == sender or sender.endswith(f".{found.domain}"))


def _first_word(value: str) -> str:
    return re.split(r"[;\s(]", value.strip().lower(), maxsplit=1)[0]


def _uncommented(text: str) -> str:
    """Return a head without what stands in brackets, however deep; what follows one that is never closed is comment too."""
    kept, depth = [], 0
    for part in re.split(r"([()])", text):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return " ".join(kept)

"""What a start was asked for, checked against the machine and against what the data folder already is."""

import errno
import os
import socket
from dataclasses import dataclass

from hotline.intake.mail.listening import UnreadableListening, listening
from hotline.site.installation import Decided, Installation
from hotline.site.refusal import Refused

DEFAULT_PROFILE = "hcmc"
LAST_PORT = 65535
DEMONSTRATION_CASES = 500
ANY_ADDRESS = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of the command line; None where nothing was said."""

    profile: str | None
    host: str
    port: int
    demo: int | None
    no_demo: bool


def decide(installation: Installation, wanted: Wanted) -> Decided:
    """Settle profile and demonstration: a new folder takes what is wanted, an old one keeps what it is. Raises Refused."""
    decided = installation.decided()
    if decided is None:
        profile = wanted.profile or os.environ.get("HOTLINE_PROFILE") or DEFAULT_PROFILE
        decided = Decided(profile=profile, demo=not wanted.no_demo)
        installation.decide(decided)
        return decided
    if wanted.profile and wanted.profile != decided.profile:
        raise Refused(
            f"{installation.folder} holds the profile {decided.profile} since its first start: put changes into that folder and "
            f"start without --profile, or choose another --data DIR for {wanted.profile}."
        )
    if wanted.no_demo and decided.demo:
        raise Refused(f"{installation.folder} is a demonstration and stays one: choose another --data DIR with --no-demo.")
    if wanted.demo and not decided.demo:
        raise Refused(f"{installation.folder} is not a demonstration: choose another --data DIR with --demo.")
    return decided


def free_port(host: str, port: int) -> int:
    """Return `port`, or a free one for 0. Raises Refused when this user cannot serve there."""
    if not 0 <= port <= LAST_PORT:
        raise Refused(f"There is no port {port}: choose one up to {LAST_PORT} with --port.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise Refused(_why_not(error, host=host, port=port)) from error


def lmtp_wanted() -> str:
    """Return where e-mail is to be taken by LMTP, empty for nowhere. Raises Refused when nobody could listen there."""
    wanted = os.environ.get("HOTLINE_LMTP", "")
    try:
        return str(listening(wanted)) if wanted else ""
    except UnreadableListening as error:
        raise Refused(f"HOTLINE_LMTP: {error}.") from error


def addresses(host: str, port: int) -> tuple[str, str]:
    """Return the address to print and the extra host names that a browser may use, comma-separated."""
    if host not in ANY_ADDRESS:
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{port}", shown
    import psutil

    families = {socket.AF_INET: "{}", socket.AF_INET6: "[{}]"}
    every = [entry for entries in psutil.net_if_addrs().values() for entry in entries if entry.family in families]
    names = [families[entry.family].format(entry.address.partition("%")[0]) for entry in every]
    return f"http://127.0.0.1:{port}", ",".join([socket.gethostname(), *names])


def _why_not(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use: end what uses it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"This user may not serve on port {port}: choose one above 1023 with --port."
    return f"Cannot serve on {host} port {port}: {error.strerror}."

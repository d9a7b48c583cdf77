"""Where the LMTP server listens: HOTLINE_LMTP, a port of this machine or a socket in a folder."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_HERE = "127.0.0.1"
_LAST_PORT = 65535


class UnreadableListening(ValueError):
    """HOTLINE_LMTP names neither a port nor a socket."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A port of a host, or the path of a socket."""

    host: str = ""
    port: int = 0
    path: str = ""

    def open(self) -> socket.socket:
        """Return a listening socket. A socket's file that a killed server left is taken away first. Raises OSError."""
        if not self.path:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            return socket.create_server((self.host, self.port), family=family)
        _remove_dead(self.path)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(self.path)
        # The mail server is another user: who may reach the socket is said by the folder that it lies in.
        Path(self.path).chmod(0o666)
        listening.listen()
        return listening

    def __str__(self) -> str:
        return self.path or (f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}")


def listening(text: str) -> Listening:
    """Return what a setting says: "8024", "127.0.0.1:8024", "[::1]:8024" or "/run/hotline/lmtp". Raises UnreadableListening."""
    if text.startswith("/"):
        return Listening(path=text)
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not port.isascii() or not port.isdecimal() or not 0 <= int(port) <= _LAST_PORT:
        raise UnreadableListening(f"“{text}” is neither a port, a host and port, nor the path of a socket")
    return Listening(host=host or _HERE, port=int(port))


def _remove_dead(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            with suppress(FileNotFoundError):
                Path(path).unlink()
        except OSError:
            return

"""DIR/audit/heads: one line for each seal, outside the database, so that a cut tail shows."""

import os
from dataclasses import dataclass
from pathlib import Path


class UnreadableHeads(Exception):
    """A line of the file is no head: nothing of ours writes such a line."""


@dataclass(frozen=True, slots=True)
class Head:
    """The position and mac of one seal."""

    position: int
    mac: str


def heads_file() -> Path:
    """Return where the heads are."""
    return Path(os.environ["HOTLINE_DATA"]) / "audit" / "heads"


def read_heads() -> list[Head]:
    """Return every head in the order written; a last line cut short by a crash is left out. Raises UnreadableHeads."""
    try:
        text = heads_file().read_text()
    except FileNotFoundError:
        return []
    whole = text[: text.rfind("\n") + 1]
    try:
        return [Head(int(position), mac) for position, mac in (line.split(" ") for line in whole.splitlines())]
    except ValueError as error:
        raise UnreadableHeads(str(heads_file())) from error


def last_head() -> Head | None:
    """Return the newest head without reading the whole file."""
    try:
        with heads_file().open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 400))
            lines = file.read().decode().split("\n")[:-1]
    except FileNotFoundError:
        return None
    if not lines:
        return None
    position, mac = lines[-1].split(" ")
    return Head(int(position), mac)


def append_heads(heads: list[Head]) -> None:
    """Append heads and wait until they are on the disk; a half-written last line is cut off first."""
    if not heads:
        return
    path = heads_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        text = file.read() if path.stat().st_size < 4096 else _tail(file)
        if text and not text.endswith(b"\n"):
            file.truncate(path.stat().st_size - (len(text) - text.rfind(b"\n") - 1))
        file.write("".join(f"{head.position} {head.mac}\n" for head in heads).encode())
        file.flush()
        os.fsync(file.fileno())


def _tail(file: object) -> bytes:
    file.seek(-4096, os.SEEK_END)  # type: ignore[attr-defined]
    return bytes(file.read())  # type: ignore[attr-defined]

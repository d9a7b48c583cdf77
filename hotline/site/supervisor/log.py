"""What the children write, kept in files that cannot fill the disk."""

import threading
from logging import Formatter, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

FILE_SIZE = 10 * 1024 * 1024  # bytes
FILES_KEPT = 5


def keep(stream: IO[bytes], path: Path) -> None:
    """Write the lines of `stream` to `path` until it ends, by a thread of its own; old files move to path.1 … path.5."""
    threading.Thread(target=_copy, args=(stream, path), name=f"log {path.name}", daemon=True).start()


def last_lines(path: Path, count: int = 3) -> str:
    """Return the end of a log for a person to read."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-count:])


def _copy(stream: IO[bytes], path: Path) -> None:
    file = RotatingFileHandler(path, maxBytes=FILE_SIZE, backupCount=FILES_KEPT, encoding="utf-8")
    file.setFormatter(Formatter("%(message)s"))
    with stream:
        for line in stream:
            text = line.decode(errors="replace").rstrip("\n")
            file.emit(LogRecord("child", 0, "", 0, text, None, None))
    file.close()

"""Logging: one JSON object a line on stderr, with nothing personal in it."""

import os
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Private links, e-mail addresses and anything that could be a phone or identity number.
PRIVATE = (
    (re.compile(r"/r/[\w-]{8,}"), "/r/[token]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"(?<![\w:.-])\+?\d(?:[ .-]?\d){8,}(?![\w:-])"), "[number]"),
    # PostgreSQL's DETAIL of a broken constraint quotes the row.
    (re.compile(r"(DETAIL:|Key \().*"), r"[detail]"),
)


def without_personal_data(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank private links, addresses and numbers in every text of an event, and leave out requests and their like."""
    for name in ("request", "server", "socket", "client", "positional_args"):
        event.pop(name, None)
    for name, value in event.items():
        if isinstance(value, str) and name not in {"timestamp", "level", "logger"}:
            event[name] = blanked(value)
    return event


def blanked(text: str) -> str:
    """Return `text` without private links, addresses and numbers."""
    for pattern, instead in PRIVATE:
        text = pattern.sub(instead, text)
    return text


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_personal_data,
]

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HOTLINE_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": False},
        # 404s of guessed addresses are not worth a line each.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}

"""The guarded way out as this stage uses it; it is the same for all, so it lies with the case file."""

from hotline.casefile.outside import (
    URL_LETTERS,
    OutgoingRefused,
    Reply,
    Unreachable,
    require_outside,
    require_reachable,
    send,
)

__all__ = ["URL_LETTERS", "OutgoingRefused", "Reply", "Unreachable", "require_outside", "require_reachable", "send"]

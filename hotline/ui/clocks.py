"""What a clock's chip says: a word, an icon and a tone, never the colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _

from hotline.core.deadlines import Left, LeftUnit
from hotline.ui import words

SOON = timedelta(hours=1)


class Clock(Protocol):
    """Anything with a due moment, the length that is left while it stands still, and how it ended ("" while it runs)."""

    @property
    def due_at(self) -> datetime | None:
        """Return the moment it is due; None while it stands still."""

    @property
    def left(self) -> Mapping[str, Any] | timedelta | None:
        """Return what is left while it stands still, as a length or as `core.deadlines.Left` is stored."""

    @property
    def outcome(self) -> str:
        """Return "", "kept", "overrun_lawfully", "missed" or "void"."""


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What to show of a clock. `icon` is a name of `ui.icons`."""

    text: str
    tone: str
    icon: str


def face_of(clock: Clock, *, now: datetime) -> ClockFace:
    """Return what to show of a clock at `now`; amber in its last hour, red when it is late."""
    if clock.outcome:
        return _ended_faces()[clock.outcome]
    if clock.due_at is None:
        return _paused_face(clock.left)
    if clock.due_at < now:
        return ClockFace(_("Trễ %(length)s") % {"length": words.length(now - clock.due_at)}, "red", "late")
    tone = "amber" if clock.due_at - now <= SOON else "slate"
    return ClockFace(_("Còn %(length)s") % {"length": words.length(clock.due_at - now)}, tone, "clock")


def _paused_face(left: Mapping[str, Any] | timedelta | None) -> ClockFace:
    if left is None:
        return ClockFace(_("Tạm dừng"), "grey", "pause")
    return ClockFace(_("Tạm dừng, còn %(length)s") % {"length": _left_words(left)}, "grey", "pause")


def _left_words(left: Mapping[str, Any] | timedelta) -> str:
    if isinstance(left, timedelta):
        return words.length(left)
    kept = Left.from_json(left)
    return words.working_length(kept.time) if kept.unit is LeftUnit.WORKING else words.length(kept.time)


def _ended_faces() -> dict[str, ClockFace]:
    return {
        "kept": ClockFace(_("Đúng hạn"), "green", "circle-check"),
        "overrun_lawfully": ClockFace(_("Quá hạn có cam kết"), "amber", "late"),
        "missed": ClockFace(_("Trễ hạn"), "red", "late"),
        "void": ClockFace(_("Không tính hạn"), "grey", "stop"),
    }

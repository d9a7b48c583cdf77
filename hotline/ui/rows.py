"""Rows of lists, and the small things in them, drawn without a template: a desk shows hundreds, and a template each is slow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from hotline.core.status import Phase
from hotline.ui import words
from hotline.ui.clocks import Clock, face_of
from hotline.ui.facts import CaseLine
from hotline.ui.markup import format_html

TONES: Mapping[Phase, str] = {
    Phase.RECEIVED: "slate",
    Phase.IN_PROGRESS: "amber",
    Phase.RESOLVED: "green",
    Phase.REFUSED: "grey",
}
PHASE_ICONS: Mapping[Phase, str] = {
    Phase.RECEIVED: "inbox",
    Phase.IN_PROGRESS: "clock",
    Phase.RESOLVED: "circle-check",
    Phase.REFUSED: "stop",
}
_PHASES: Mapping[Phase, str] = {
    Phase.RECEIVED: gettext_noop("Đã tiếp nhận"),
    Phase.IN_PROGRESS: gettext_noop("Đang xử lý"),
    Phase.RESOLVED: gettext_noop("Đã xử lý"),
    Phase.REFUSED: gettext_noop("Từ chối"),
}
_NOTHING = SafeString("")


@lru_cache(maxsize=512)
def icon(name: str) -> SafeString:
    """Return an outline icon by its name in the sprite."""
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="/icons.svg#{}"></use></svg>', name)


def badge(text: str, *, tone: str = "slate", icon_name: str = "") -> SafeString:
    """Return a short word of state."""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text)


def phase_badge(phase: str) -> SafeString:
    """Return a case's public phase as a badge. Raises ValueError for what is no phase."""
    value = Phase(phase)
    return badge(_(_PHASES[value]), tone=TONES[value], icon_name=PHASE_ICONS[value])


def clock_chip(clock: Clock | None, *, now: datetime) -> SafeString:
    """Return what is left of a clock, how late it is, that it stands still, or how it ended; nothing for None."""
    if clock is None:
        return _NOTHING
    face = face_of(clock, now=now)
    title = format_html(' title="{}: {}"', _("Hạn"), words.when(clock.due_at)) if clock.due_at else ""
    return format_html('<span class="clock tone-{}"{}>{}{}</span>', face.tone, title, icon(face.icon), face.text)


@lru_cache(maxsize=4096)  # a list has one in each line, and the next reader the same
def reference_groups(reference: str) -> SafeString:
    """Return a reference in groups that never break inside. Copied text is the reference with its hyphens."""
    *groups, last = words.reference_parts(reference) or [""]
    shown = "".join([*(format_html("<span>{}-</span>", part) for part in groups), format_html("<span>{}</span>", last)])
    return format_html('<span class="reference" translate="no">{}</span>', mark_safe(shown))  # noqa: S308 - of escaped parts


def case_rows(lines: Iterable[CaseLine], now: datetime | None = None) -> SafeString:
    """Return cases of a list, an <li> each. With a `now` moments are short; lines with a clock need one."""
    return mark_safe("".join(_row(line, now) for line in lines))  # noqa: S308 - of escaped parts


def case_row(reference: str, title: str, url: str, *, now: datetime | None = None, **more: Any) -> SafeString:
    """Return one case of a list, by the names of `CaseLine`."""
    return _row(CaseLine(reference, title, url, **more), now)


def phase_names() -> dict[Phase, str]:
    """Return the public's words for the phases."""
    return {phase: _(name) for phase, name in _PHASES.items()}


def _row(line: CaseLine, now: datetime | None) -> SafeString:
    moment_said = _moment(line.at, now=now) if line.at else _NOTHING
    chip = clock_chip(line.clock, now=now) if line.clock and now else _NOTHING
    plain = replace(line, at=None, clock=None, badge=str(line.badge))
    texts = (line.reference, line.title, line.url, line.place, line.words, line.agency, line.person)
    return _laid_out(plain, moment_said, chip, get_language(), tuple(isinstance(one, SafeString) for one in texts))


@lru_cache(maxsize=1024)
def _laid_out(
    line: CaseLine, moment_said: SafeString, chip: SafeString, _language: str | None, _are_safe: tuple[bool, ...]
) -> SafeString:
    """Return the row of a line without moment and clock: whoever comes next sees most lines as they were drawn for this one.

    A safe text equals a plain one of the same letters, and is escaped otherwise: what is kept is kept of each.
    """
    said = (("pin", line.place), ("building", line.agency), ("person", line.person))
    facts = [
        reference_groups(line.reference),
        moment_said,
        *(format_html("{} {}", icon(name), words) if words else "" for name, words in said),
    ]
    return format_html(
        '<li class="case{}"><span class="case__title"><a href="{}">{}</a></span><span class="case__side">{} {}</span>'
        '<span class="case__facts">{}</span>{}</li>\n',
        " is-new" if line.is_new else "",
        line.url,
        line.title,
        _state(line.badge, line.badge_tone, line.phase),
        chip,
        mark_safe("".join(format_html("<span>{}</span> ", fact) for fact in facts if fact)),  # noqa: S308 - of escaped parts
        format_html('<p class="case__words">{}</p>', line.words) if line.words else "",
    )


def _state(text: str, tone: str, phase: str) -> SafeString:
    if text:
        return badge(text, tone=tone or "slate")
    return phase_badge(phase) if phase else _NOTHING


def _moment(at: datetime, *, now: datetime | None) -> SafeString:
    if now is None:
        return moment(at)
    return format_html('<span title="{}">{}</span>', words.when(at), words.when_short(at, now=now))


def moment(at: datetime) -> SafeString:
    """Return a <time> element that machines can read too."""
    return format_html('<time datetime="{}">{}</time>', words.local(at).isoformat(timespec="seconds"), words.when(at))

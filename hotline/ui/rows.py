"""Rows of lists, and the small things in them, drawn without a template: a desk shows hundreds, and a template each is slow."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hotline.core.status import Phase
from hotline.ui import words
from hotline.ui.clocks import Clock, face_of
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


def case_row(
    reference: str,
    title: str,
    url: str,
    *,
    place: str = "",
    at: datetime | None = None,
    now: datetime | None = None,
    phase: str = "",
    words: str = "",
    is_new: bool = False,
    clock: Clock | None = None,
    badge: str = "",
    badge_tone: str = "",
    agency: str = "",
    person: str = "",
) -> SafeString:
    """Return one case of a list, an <li>. With `clock` there has to be a `now`."""
    facts = [
        reference_groups(reference),
        _moment(at, now=now) if at else "",
        *(format_html("{} {}", icon(name), said) if said else "" for name, said in _said(place, agency, person)),
    ]
    return format_html(
        '<li class="case{}"><span class="case__title"><a href="{}">{}</a></span><span class="case__side">{} {}</span>'
        '<span class="case__facts">{}</span>{}</li>\n',
        " is-new" if is_new else "",
        url,
        title,
        _state(badge, badge_tone, phase),
        clock_chip(clock, now=now) if clock and now else "",
        mark_safe("".join(format_html("<span>{}</span> ", fact) for fact in facts if fact)),  # noqa: S308 - of escaped parts
        format_html('<p class="case__words">{}</p>', words) if words else "",
    )


def phase_names() -> dict[Phase, str]:
    """Return the public's words for the phases."""
    return {phase: _(name) for phase, name in _PHASES.items()}


def _said(place: str, agency: str, person: str) -> tuple[tuple[str, str], ...]:
    return ("pin", place), ("building", agency), ("person", person)


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

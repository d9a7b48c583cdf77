"""Rows of the operators' queue, drawn without a template: it is drawn anew whenever anything in it changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hotline.casefile.queries import QueueRow
from hotline.core.status import Screening
from hotline.ui import rows, words
from hotline.ui.clocks import Clock
from hotline.ui.markup import format_html


class Line(Protocol):
    """What a row is drawn from: its facts, its clock while it has one, by which channel it came, how long it waits."""

    @property
    def row(self) -> QueueRow:
        """Return the facts."""

    @property
    def clock(self) -> Clock | None:
        """Return the clock of forwarding."""

    @property
    def channel(self) -> str:
        """Return by which channel it came, in words."""

    @property
    def age(self) -> str:
        """Return how long it waits, in words."""


def queue_rows(lines: Iterable[Line], name: str, now: datetime) -> SafeString:
    """Return the rows of one list; `name` begins their ids."""
    return mark_safe("\n".join(_drawn(line, name=name, now=now) for line in lines))  # noqa: S308 - of escaped parts


def _drawn(line: Line, *, name: str, now: datetime) -> SafeString:
    row = line.row
    return format_html(
        '<tr id="{}-{}"{}><td class="queue__clock">{}</td>'
        '<td class="queue__code"><a id="{}-link-{}" href="{}" data-keys-item>{}</a></td>'
        '<td class="queue__what" title="{}">{}<b>{}</b>{} <span class="queue__words">{}</span></td>'
        '<td class="queue__area">{}</td>{}'
        '<td class="queue__age numbers" title="{} · {}">{}</td></tr>',
        name,
        row.id,
        _URGENT if row.urgent else "",
        rows.clock_chip(line.clock, now=now) or _NO_CLOCK,
        name,
        row.id,
        reverse("operator-case", args=[row.reference]),
        rows.reference_groups(row.reference),
        row.excerpt,
        _marks(row),
        row.service,
        _photos(row.photos) if row.photos else "",
        row.excerpt,
        row.area_name or format_html('<span class="muted">{}</span>', _("chưa rõ")),
        _units(row.units, row.rule),
        words.when(row.received_at),
        line.channel,
        line.age,
    )


def _marks(row: QueueRow) -> SafeString:
    """Return what puts the report before others: an emergency, with what else it waits for, or a matter that came back."""
    urgent = _urgent(row) if row.urgent else _NOTHING
    if row.occurrence < 2:
        return urgent
    times = rows.badge(_("Tái diễn, vụ thứ %(n)s") % {"n": row.occurrence}, tone="amber", icon_name="return")
    return format_html("{}{} ", urgent, times)


def _urgent(row: QueueRow) -> SafeString:
    """Return the mark of an emergency, and why it stands here although somebody looked at it."""
    urgent = format_html("{} ", rows.badge(_("Khẩn"), tone="red", icon_name="late"))
    if row.screening == Screening.ASKED:
        return format_html("{}{} ", urgent, rows.badge(_("Đã hỏi"), tone="amber"))
    if row.screening == Screening.ACCEPTED:
        return format_html("{}{} ", urgent, rows.badge(_("Đổi đơn vị"), tone="amber"))
    return urgent


def _photos(count: int) -> SafeString:
    said = _("Số ảnh")
    return format_html(' <span class="muted small numbers" title="{}">{}{}</span>', said, rows.icon("camera"), count)


def _units(units: Sequence[str], rule: str) -> SafeString:
    """Return the cell of the agencies proposed and of the rule that proposes them."""
    if not units:
        return format_html('<td class="queue__unit">{}</td>', rows.badge(_("chưa có đơn vị"), tone="amber"))
    named = " + ".join(units)
    if not rule:
        return format_html('<td class="queue__unit" title="{}">{}</td>', named, named)
    return format_html(
        '<td class="queue__unit" title="{} ({} {})">{} <span class="muted small">{}</span></td>',
        named,
        _("quy tắc"),
        rule,
        named,
        rule,
    )


_URGENT = mark_safe(' class="is-urgent"')
_NOTHING = mark_safe("")
_NO_CLOCK = mark_safe('<span class="muted">–</span>')

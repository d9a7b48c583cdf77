"""The agency's list: which parts stand under which tab, and what each row shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.casefile.access import AgencyDoor
from hotline.casefile.queries.agencydesk import AgencyRow, DeskCount, Sort
from hotline.casefile.queries.handeddown import FiledBelow
from hotline.casework import words
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.ui.facts import CaseLine
from hotline.ui.words import number

SHOWN = 25
"""Rows of one page, as many as stand on a screen: what is due first is at the top, and nobody does so many in one sitting."""


@dataclass(frozen=True, slots=True)
class RowClock:
    """The deadline of a row, as its chip wants it."""

    due_at: datetime | None
    left: None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class DeskTab:
    """One tab: its name in the address, its word, how many parts it has."""

    code: str
    name: words.Words
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The list as the viewer chose it. `is_mine`: only parts that were given to the viewer.

    `below`: results of units that wait for the agency, above the lists of what it has to do. `to_explain`: how many
    explanations it owes.
    `previous` and `following` are the numbers of the pages before and after, 0 where there is none.
    """

    tabs: tuple[DeskTab, ...]
    lines: tuple[CaseLine, ...]
    below: tuple[CaseLine, ...]
    tab: str
    is_mine: bool
    empty: tuple[words.Words, words.Words]
    position: str
    previous: int
    following: int
    to_explain: int = 0


_TABS: Mapping[str, tuple[words.Words, Sort]] = {
    "": (_("Cần làm"), Sort(frozenset({Part.FORWARDED, Part.ACCEPTED}))),
    "new": (_("Mới đến"), Sort(frozenset({Part.FORWARDED}))),
    "working": (_("Đang xử lý"), Sort(frozenset({Part.ACCEPTED}), sent_back=False)),
    "again": (_("Cần làm lại"), Sort(frozenset({Part.ACCEPTED}), sent_back=True)),
    "filed": (_("Chờ trung tâm duyệt"), Sort(frozenset({Part.RESULT_FILED}))),
    "done": (_("Xong gần đây"), Sort(frozenset({Part.DONE}))),
}

_WITH_BELOW = frozenset({"", "working"})
"""Tabs under which the results of units below stand above the list."""

_EMPTY: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "": (_("Không có việc nào đang chờ"), _("Khi trung tâm chuyển việc mới, đầu mối sẽ nhận tin nhắn và việc hiện ở đây.")),
    "new": (_("Không có việc mới"), _("Mọi việc trung tâm chuyển đến đều đã được nhận.")),
    "working": (_("Không có việc đang xử lý"), _("Việc đã nhận mà chưa gửi kết quả sẽ nằm ở đây.")),
    "again": (_("Không có việc phải làm lại"), _("Kết quả bị trung tâm trả lại sẽ nằm ở đây.")),
    "filed": (_("Không có kết quả chờ duyệt"), _("Kết quả đã gửi nằm ở đây đến khi trung tâm duyệt.")),
    "done": (_("Chưa có việc xong trong 14 ngày qua"), _("Việc đã được trung tâm nhận kết quả sẽ nằm ở đây 14 ngày.")),
}


def desk_page(door: AgencyDoor, *, tab: str, mine: int | None, page: int = 1, now: datetime, language: str) -> DeskPage:
    """Return one page of the list under a tab; an unknown tab is the first, a page that is not there the nearest one.

    `mine` is the viewer whose own parts to keep.
    """
    tab = tab if tab in _TABS else ""
    counts = door.desk_counts(handler=mine, now=now)
    total = _count(counts.of_states, _TABS[tab][1])
    page = min(max(page, 1), max(-(-total // SHOWN), 1))
    skip = (page - 1) * SHOWN
    rows = door.desk(_TABS[tab][1], handler=mine, limit=SHOWN, skip=skip, now=now, language=language) if total else ()
    standing = door.standing_below([row.part_id for row in rows if row.state is Part.ACCEPTED])
    shows_below = counts.below and tab in _WITH_BELOW and page == 1
    waiting = door.filed_below(handler=mine, limit=SHOWN, language=language) if shows_below else ()
    return DeskPage(
        tabs=tuple(
            DeskTab(code=code, name=name, count=_count(counts.of_states, sort), is_current=code == tab)
            for code, (name, sort) in _TABS.items()
        ),
        lines=tuple(_line(row, standing.get(row.part_id)) for row in rows),
        below=tuple(map(_below, waiting)),
        tab=tab,
        is_mine=mine is not None,
        empty=_EMPTY[tab],
        position=gettext("%(first)s–%(last)s trong %(total)s")
        % {"first": number(skip + 1), "last": number(skip + len(rows)), "total": number(total)},
        previous=page - 1,
        following=page + 1 if skip + len(rows) < total else 0,
        to_explain=door.to_explain(),
    )


def _count(counts: Sequence[DeskCount], sort: Sort) -> int:
    return sum(one.count for one in counts if sort.holds(one.state, sent_back=one.sent_back))


def _below(row: FiledBelow) -> CaseLine:
    """Return the line of a unit's result, with the clock of the agency's own part."""
    return CaseLine(
        reference=row.reference,
        title=row.service,
        url=f"{_address(row.part_id)}#below",
        place=row.area_name,
        at=row.filed_at,
        clock=RowClock(row.due_at) if row.due_at else None,
        agency=row.unit,
    )


@lru_cache(maxsize=4096)
def _address(part_id: int) -> str:
    return reverse("casework:case", args=[part_id])


def _line(row: AgencyRow, below: Part | None) -> CaseLine:
    """Return a line; `below` is how what was handed down from the part stands, if anything was."""
    state, tone, _icon = words.SENT_BACK if row.sent_back else words.state_of(row.state, is_under=row.role == PartRole.UNDER)
    if below in words.BELOW_IN_LIST and not row.sent_back:
        state, tone = words.BELOW_IN_LIST[below]
    if row.occurrence > 1:
        state = gettext("Tái diễn, vụ thứ %(n)s · %(state)s") % {"n": row.occurrence, "state": state}
    if row.urgent:
        state, tone = gettext("Khẩn · %(state)s") % {"state": state}, "red"
    has_clock = bool(row.clock_state) and row.state is not Part.DONE
    return CaseLine(
        reference=row.reference,
        title=row.service,
        url=_address(row.part_id),
        place=row.area_name,
        at=row.forwarded_at,
        words=row.excerpt,
        clock=RowClock(row.due_at) if has_clock else None,
        badge=str(state),
        badge_tone=tone,
        person=row.handler_name,
        is_new=row.state is Part.FORWARDED,
    )

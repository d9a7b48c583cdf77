"""The agency's list: which parts stand under which tab, and what each row shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.casefile.queries.agencies import AgencyRow
from hotline.casework import words
from hotline.core.status import Part


@dataclass(frozen=True, slots=True)
class RowClock:
    """The deadline of a row, as its chip wants it."""

    due_at: datetime | None
    left: None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One part in the list with its state in words, its tone, and its clock while there is one."""

    row: AgencyRow
    state: words.Words
    tone: str
    clock: RowClock | None

    @property
    def is_new(self) -> bool:
        """Return whether nobody has taken the part on yet."""
        return self.row.state is Part.FORWARDED


@dataclass(frozen=True, slots=True)
class DeskTab:
    """One tab: its name in the address, its word, how many parts it has."""

    code: str
    name: words.Words
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The list as the viewer chose it. `is_mine`: only parts that were given to the viewer."""

    tabs: tuple[DeskTab, ...]
    lines: tuple[DeskLine, ...]
    tab: str
    is_mine: bool
    empty: tuple[words.Words, words.Words]


_TABS: Mapping[str, tuple[words.Words, Callable[[AgencyRow], bool]]] = {
    "": (_("Cần làm"), lambda row: row.state in (Part.FORWARDED, Part.ACCEPTED)),
    "new": (_("Mới đến"), lambda row: row.state is Part.FORWARDED),
    "working": (_("Đang xử lý"), lambda row: row.state is Part.ACCEPTED and not row.sent_back),
    "again": (_("Cần làm lại"), lambda row: row.sent_back),
    "filed": (_("Chờ trung tâm duyệt"), lambda row: row.state is Part.RESULT_FILED),
    "done": (_("Xong gần đây"), lambda row: row.state is Part.DONE),
}

_EMPTY: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "": (_("Không có việc nào đang chờ"), _("Khi trung tâm chuyển việc mới, đầu mối sẽ nhận tin nhắn và việc hiện ở đây.")),
    "new": (_("Không có việc mới"), _("Mọi việc trung tâm chuyển đến đều đã được nhận.")),
    "working": (_("Không có việc đang xử lý"), _("Việc đã nhận mà chưa gửi kết quả sẽ nằm ở đây.")),
    "again": (_("Không có việc phải làm lại"), _("Kết quả bị trung tâm trả lại sẽ nằm ở đây.")),
    "filed": (_("Không có kết quả chờ duyệt"), _("Kết quả đã gửi nằm ở đây đến khi trung tâm duyệt.")),
    "done": (_("Chưa có việc xong trong 14 ngày qua"), _("Việc đã được trung tâm nhận kết quả sẽ nằm ở đây 14 ngày.")),
}


def desk_page(rows: Sequence[AgencyRow], *, tab: str, mine: int | None) -> DeskPage:
    """Return the list under one tab; an unknown tab is the first. `mine` is the viewer whose own parts to keep."""
    tab = tab if tab in _TABS else ""
    kept = [row for row in rows if mine is None or row.handler_id == mine]
    belongs = _TABS[tab][1]
    return DeskPage(
        tabs=tuple(
            DeskTab(code=code, name=name, count=sum(map(test, kept)), is_current=code == tab)
            for code, (name, test) in _TABS.items()
        ),
        lines=tuple(_line(row) for row in kept if belongs(row)),
        tab=tab,
        is_mine=mine is not None,
        empty=_EMPTY[tab],
    )


def _line(row: AgencyRow) -> DeskLine:
    state, tone, _icon = words.SENT_BACK if row.sent_back else words.STATES[row.state]
    if row.urgent:
        state, tone = gettext("Khẩn · %(state)s") % {"state": state}, "red"
    has_clock = bool(row.clock_state) and row.state is not Part.DONE
    return DeskLine(row=row, state=state, tone=tone, clock=RowClock(row.due_at) if has_clock else None)

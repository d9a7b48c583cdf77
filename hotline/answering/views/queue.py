"""The desk's list: what waits for it, and what it answered lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hotline.answering.views.doing import desk_only
from hotline.answering.wording import QUEUE, Words
from hotline.casefile import access, queries
from hotline.casefile.queries import DeskRow
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.people.access import signed_in

COUNTED = 200
SHOWN = 60  # of one tab: who has done these sees the next


@dataclass(frozen=True, slots=True)
class RowClock:
    """The deadline of a row, as its chip wants it."""

    due_at: datetime
    left: None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case of the list with what it waits for in words."""

    row: DeskRow
    state: Words
    tone: str
    units: str
    clock: RowClock | None


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One tab: its name in the address, its word, how many cases it has (None: not counted)."""

    code: str
    name: Words
    count: int | None
    is_current: bool


_TABS: Mapping[str, tuple[Words, frozenset[str]]] = {
    "": (_("Tất cả việc chờ"), frozenset({"result", "answer", "send", "publish"})),
    "results": (_("Kết quả cần duyệt"), frozenset({"result"})),
    "answers": (_("Viết và gửi trả lời"), frozenset({"answer", "send"})),
    "publish": (_("Công khai"), frozenset({"publish"})),
    "answered": (_("Đã trả lời, đính chính"), frozenset()),
}
_EMPTY: Mapping[str, tuple[Words, Words]] = {
    "": (_("Không còn việc chờ"), _("Khi đơn vị gửi kết quả, hồ sơ hiện ở đây.")),
    "results": (_("Không có kết quả chờ duyệt"), _("Khi đơn vị gửi kết quả, hồ sơ hiện ở đây.")),
    "answers": (_("Không có câu trả lời chờ viết"), _("Khi mọi kết quả của một hồ sơ đã được nhận, hồ sơ hiện ở đây.")),
    "publish": (_("Không có gì chờ công khai"), _("Câu trả lời đã gửi mà chưa công khai nằm ở đây.")),
    "answered": (_("Chưa trả lời hồ sơ nào"), _("Hồ sơ đã trả lời nằm ở đây để xem lại và đính chính.")),
}


@desk_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for the desk; or open a case by its reference."""
    reference = request.GET.get("reference", "").strip()
    if reference and (known := _known(request, reference)):
        return redirect("synthesis-case", known)
    language = get_language() or "vi"
    tab = request.GET.get("tab", "")
    tab = tab if tab in _TABS else ""
    streams = signed_in(request).streams
    waiting = queries.synthesis_queue(limit=COUNTED, streams=streams, language=language)
    is_answered = tab == "answered"
    rows = queries.answered_lately(limit=SHOWN, streams=streams, language=language) if is_answered else _of(tab, waiting)
    shown = {
        "tabs": [_tab(code, waiting, current=tab) for code in _TABS],
        "lines": [_line(row) for row in rows[:SHOWN]],
        "empty": _EMPTY[tab],
        "reference": reference,
        "is_unknown": bool(reference),
        "now": timezone.now(),
    }
    response = render(request, "answering/queue.html", shown)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _known(request: HttpRequest, typed: str) -> str:
    """Return the reference that was typed, "" when no case has it that is theirs to see."""
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number)
    except NotAReference:
        return ""
    return reference if access.sees(signed_in(request), reference) else ""


def _of(tab: str, waiting: tuple[DeskRow, ...]) -> tuple[DeskRow, ...]:
    return tuple(row for row in waiting if row.waits_for in _TABS[tab][1])


def _tab(code: str, waiting: tuple[DeskRow, ...], *, current: str) -> QueueTab:
    name, waits_for = _TABS[code]
    return QueueTab(code, name, len(_of(code, waiting)) if waits_for else None, code == current)


def _line(row: DeskRow) -> QueueLine:
    state, tone = QUEUE[row.waits_for]
    if row.occurrence > 1:
        state = gettext("Tái diễn, vụ thứ %(n)s · %(state)s") % {"n": row.occurrence, "state": state}
    if row.urgent:
        state, tone = gettext("Khẩn · %(state)s") % {"state": state}, "red"
    return QueueLine(row, state, tone, ", ".join(row.units), RowClock(row.due_at) if row.due_at else None)

"""Sentences that several of the portal's pages say, in the language of the page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hotline.casefile.queries import COUNTED
from hotline.core.status import Phase

PHASES: Mapping[Phase, Promise] = {
    Phase.RECEIVED: gettext_lazy("Đã tiếp nhận"),
    Phase.IN_PROGRESS: gettext_lazy("Đang xử lý"),
    Phase.RESOLVED: gettext_lazy("Đã xử lý"),
    Phase.REFUSED: gettext_lazy("Từ chối"),
}


def language() -> str:
    """Return the language of the page."""
    return get_language() or "vi"


def phase_sentence(phase: Phase) -> str:
    """Return what a phase means for whoever reported: what happens now, and who does it."""
    return {
        Phase.RECEIVED: _("Tổng đài đã nhận được và đang xem phản ánh này, rồi chuyển đến đơn vị phụ trách."),
        Phase.IN_PROGRESS: _("Đơn vị phụ trách đang xử lý. Khi có kết quả, tổng đài trả lời người phản ánh."),
        Phase.RESOLVED: _("Đã có kết quả và đã trả lời người phản ánh."),
        Phase.REFUSED: _("Tổng đài không thụ lý được. Lý do và nơi nên gửi đã báo cho người phản ánh."),
    }[phase]


def place_line(spoken: str | None, area: str | None) -> str:
    """Return where it is on one line: as it was said, then the ward unless that was said already."""
    return ", ".join(part for part in (spoken, area if area and area not in (spoken or "") else None) if part)


def count_words(count: int) -> str:
    """Return how many cases a list has: beyond what is counted, "more than"."""
    if count > COUNTED:
        return _("Hơn %(n)s phản ánh") % {"n": grouped(COUNTED)}
    return ngettext("%(n)s phản ánh", "%(n)s phản ánh", count) % {"n": grouped(count)}


def grouped(number: int) -> str:
    """Return a number with its thousands parted, as the language writes it."""
    return f"{number:,}".replace(",", "," if language().startswith("en") else ".")

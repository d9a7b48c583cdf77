"""Sentences that several of the portal's pages say, in the language of the page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.core.status import Phase


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

"""What speaks against a photo, in a sentence, for the agency that filed it and for the desk that has to look."""

from datetime import timedelta

from django.utils.translation import gettext as _

from hotline.core.evidence import Finding, Flaw, Measure
from hotline.ui import words


def finding_words(finding: Finding) -> str:
    """Return what is the matter. Of another case it says no more than that there is one."""
    match finding.flaw:
        case Flaw.USED_ELSEWHERE:
            return _("Ảnh này đã dùng cho một phản ánh khác.")
        case Flaw.USED_HERE:
            return _("Ảnh này đã có trong phản ánh này.")
        case Flaw.ALIKE_ELSEWHERE:
            return _("Ảnh này rất giống một ảnh của phản ánh khác.")
        case Flaw.TOO_EARLY:
            return _("Ảnh chụp sớm hơn lúc tiếp nhận hoặc giao lại việc này %(length)s.") % {"length": _length(finding.amount)}
        case Flaw.DATE_EDITED:
            return _("Ngày giờ ghi trong ảnh mâu thuẫn nhau, có thể đã bị sửa.")
        case Flaw.TOO_FAR:
            return _("Ảnh chụp cách nơi được phản ánh %(metres)s m.") % {"metres": words.number(finding.amount)}
        case Flaw.TIME_UNKNOWN:
            return _("Ảnh không ghi giờ chụp.")
        case Flaw.PLACE_UNKNOWN:
            return _("Ảnh không ghi nơi chụp.")


def refusal_of(findings: tuple[Finding, ...]) -> str:
    """Return why a photo is not taken and what to do; nothing for one that is."""
    refused = [one for one in findings if one.measure is Measure.REFUSE]
    if not refused:
        return ""
    return " ".join([*(finding_words(one) for one in refused), _("Hãy chụp ảnh mới tại hiện trường.")])


def _length(minutes: int) -> str:
    return words.length(timedelta(minutes=max(1, minutes)))

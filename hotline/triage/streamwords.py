"""The hotlines of a case in words, and why it was not put into one or taken out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hotline.core.streams import WhyNotStream

JOIN, LEAVE = "triage.stream", "triage.stream_leave"
"""The names of the two forms."""

STREAM_REFUSED: Mapping[WhyNotStream, Promise] = {
    WhyNotStream.UNKNOWN: gettext_lazy("Luồng tiếp nhận này không còn. Hãy chọn luồng khác."),
    WhyNotStream.THERE_ALREADY: gettext_lazy("Phản ánh đã thuộc luồng này rồi."),
    WhyNotStream.HAS_TWO: gettext_lazy("Phản ánh đã thuộc hai luồng. Hãy bỏ luồng thứ hai trước."),
    WhyNotStream.NOT_SECOND: gettext_lazy("Chỉ bỏ được luồng thứ hai. Phản ánh luôn thuộc luồng đã nhận nó."),
}

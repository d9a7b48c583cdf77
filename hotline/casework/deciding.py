"""Forms by which the supervisor decides on a further commitment. Each carries the version of the case that was read."""

from django.utils.translation import gettext_lazy as _

from hotline.ui.fields import WordsField
from hotline.ui.versioned import VersionedForm

NOTE_LETTERS = 4000


class ApproveForm(VersionedForm):
    """Lets a further commitment stand."""


class DeclineForm(ApproveForm):
    """Declines it, and says why."""

    note = WordsField(
        limit=NOTE_LETTERS,
        rows=3,
        label=_("Vì sao không duyệt?"),
        help_text=_("Đơn vị đọc nguyên văn. Cam kết trước vẫn ràng buộc đơn vị."),
        error_messages={"required": _("Hãy ghi vì sao không duyệt.")},
    )

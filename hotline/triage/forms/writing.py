"""Writing to the citizen from the case, in the centre's own words."""

from django.utils.translation import gettext_lazy

from hotline.ui.fields import WordsField

from .case import CaseForm

WORDS_LETTERS = 2000


class WriteForm(CaseForm):
    """What is written to everyone who reports the case, each on their own channel."""

    words = WordsField(
        label=gettext_lazy("Nhắn gì cho người dân?"),
        help_text=gettext_lazy("Gửi trên kênh người dân đang dùng. Họ trả lời thì tin hiện ở đây."),
        limit=WORDS_LETTERS,
        rows=3,
        error_messages={"required": gettext_lazy("Hãy ghi lời nhắn trước khi gửi.")},
    )

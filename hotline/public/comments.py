"""Comments under public cases: where the profile wants them, by anyone, shown once a person let them through.

A form carries a ticket that says when it was drawn. Machines answer at once or fill in the field that nobody sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.core.redaction import redact, redaction_hints
from hotline.directory import queries as directory
from hotline.ui.fields import WordsField

SOONEST = timedelta(seconds=4)
LATEST = timedelta(hours=24)
MOST_WORDS = 1000
_SIGNER = signing.Signer(salt="public.comment")

REASONS: Mapping[str, Promise] = {
    "personal": _("Nêu chuyện riêng hoặc nhận dạng người khác"),
    "abuse": _("Xúc phạm, đe dọa"),
    "off_topic": _("Không nói về phản ánh này"),
    "unlawful": _("Quảng cáo hoặc trái pháp luật"),
    "repeated": _("Trùng với ý kiến khác"),
    "emergency": _("Việc gấp: đã chuyển tổng đài xử lý ngay"),
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """When a form was drawn, and a name of its own."""

    drawn_at: datetime
    name: str


def are_open() -> bool:
    """Return whether the profile lets people comment."""
    return directory.snapshot().public.comments


def draw_ticket(*, now: datetime) -> str:
    """Return a ticket for a form that is drawn now."""
    return _SIGNER.sign_object([int(now.timestamp()), get_random_string(12)])


def proposed_words(words: str) -> str:
    """Return the words with everything struck out that looks personal, for a person to look at."""
    return redact(words, [(finding.start, finding.end) for finding in redaction_hints(words)])


class CommentForm(forms.Form):
    """What somebody says of a case. `website` is a trap: nobody sees it."""

    words = WordsField(
        limit=MOST_WORDS,
        label=_("Ý kiến của bạn"),
        help_text=_("Đừng ghi tên, số điện thoại, địa chỉ nhà của ai. Ý kiến hiện ra sau khi có người đọc."),
        error_messages={"required": _("Hãy viết ý kiến của bạn.")},
    )
    not_done = forms.BooleanField(required=False, label=_("Tôi thấy việc này chưa xong"))
    website = forms.CharField(
        required=False,
        label=_("Để trống ô này"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.initial["ticket"] = draw_ticket(now=now)

    @property
    def is_trapped(self) -> bool:
        """Return whether the field was filled in that only a machine sees."""
        return bool(self.cleaned_data.get("website"))

    @property
    def once(self) -> str:
        """Return a name of what is sent: the same form with the same words has the same one. The form is valid."""
        ticket: Ticket = self.cleaned_data["ticket"]
        words = self.cleaned_data["words"].encode(errors="replace")
        return f"{ticket.name}.{blake2b(words, digest_size=9).hexdigest()}"

    def clean_ticket(self) -> Ticket:
        """Return the ticket. Refuses a form that came back at once, or after a day, or that we never drew."""
        ticket = _read(self.cleaned_data["ticket"])
        age = self.now - ticket.drawn_at if ticket else LATEST * 2
        if ticket is None or not SOONEST <= age <= LATEST:
            self.data = {**{name: self.data.get(name, "") for name in self.fields}, "ticket": draw_ticket(now=self.now)}
            raise forms.ValidationError(_("Chưa gửi được. Hãy đọc lại ý kiến một lượt rồi gửi lần nữa."), code="ticket")
        return ticket


class PublishForm(forms.Form):
    """The words that everyone will read, and the desk's reply."""

    public_words = WordsField(
        limit=MOST_WORDS,
        label=_("Lời hiện cho mọi người"),
        help_text=_("Máy đã đề xuất che những gì trông riêng tư. Hãy đọc lại: máy không biết hết."),
        error_messages={"required": _("Không để trống được. Nếu không cho hiện, hãy chọn lý do bên dưới.")},
    )
    reply = WordsField(limit=MOST_WORDS, rows=2, required=False, label=_("Trả lời của tổng đài, hiện dưới ý kiến"))


class DeclineForm(forms.Form):
    """Why a comment is not shown."""

    reason = forms.ChoiceField(
        label=_("Vì sao không hiện?"),
        choices=[("", _("Chọn lý do")), *REASONS.items()],
        error_messages={"required": _("Hãy chọn một lý do."), "invalid_choice": _("Hãy chọn một lý do.")},
    )


def _read(ticket: str) -> Ticket | None:
    try:
        drawn, name = _SIGNER.unsign_object(ticket)
        return Ticket(datetime.fromtimestamp(drawn, UTC), str(name))
    except (signing.BadSignature, ValueError, TypeError):
        return None

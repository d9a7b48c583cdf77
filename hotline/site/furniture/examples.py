"""What the components are shown with: made-up cases, clocks in every state, forms with and without errors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.ui.facts import Answered, Bar, Moment, Photo
from hotline.ui.fields import PhotosField, WordsField

REFERENCE = "1022-2611-7K3M-9QXT-H"


class Sample(forms.Form):
    """Fields of every kind."""

    matter = forms.ChoiceField(
        label=gettext_lazy("Chuyện gì đang xảy ra?"),
        widget=forms.RadioSelect,
        choices=[("pothole", gettext_lazy("Ổ gà, mặt đường hỏng")), ("light", gettext_lazy("Đèn đường không sáng"))],
        error_messages={"required": gettext_lazy("Hãy chọn một việc.")},
    )
    words = WordsField(
        label=gettext_lazy("Kể thêm"),
        limit=400,
        rows=3,
        required=False,
        help_text=gettext_lazy("Thấy gì, từ bao giờ, ai bị ảnh hưởng."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Chúng tôi nhắn tin kết quả tới số này."),
        error_messages={"required": gettext_lazy("Hãy ghi số điện thoại để chúng tôi báo kết quả.")},
    )
    hidden = forms.BooleanField(label=gettext_lazy("Giữ kín tên tôi"), required=False)
    photos = PhotosField(limit=5, required=False)
    stars = forms.ChoiceField(
        label=gettext_lazy("Đơn vị làm thế nào?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("1", gettext_lazy("Rất tệ")),
            ("2", gettext_lazy("Chưa tốt")),
            ("3", gettext_lazy("Tạm được")),
            ("4", gettext_lazy("Tốt")),
            ("5", gettext_lazy("Rất tốt")),
        ],
    )


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock as a case has it."""

    due_at: datetime | None = None
    left: timedelta | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class _Examples:
    now: datetime
    reference: str = REFERENCE

    @property
    def form(self) -> Sample:
        """Return a form that nobody has touched."""
        return Sample(initial={"matter": "pothole"})

    @property
    def story(self) -> list[Moment]:
        """Return what happened to a case, newest first."""
        return [
            Moment(
                self._ago(hours=2),
                _("Đơn vị gửi kết quả"),
                _("Đã vá ổ gà bằng bê tông nhựa nóng."),
                _("Khu Quản lý hạ tầng"),
                "green",
            ),
            Moment(self._ago(hours=26), _("Đơn vị xin thêm thời gian"), _("Mưa lớn, chưa trải nhựa được."), tone="amber"),
            Moment(self._ago(days=2), _("Đã tiếp nhận phản ánh")),
        ]

    @property
    def evidence(self) -> list[Photo]:
        """Return one place before and after."""
        return [
            Photo(static("furniture/before.svg"), _("Mặt đường có ổ gà lớn"), _("Trước")),
            Photo(static("furniture/after.svg"), _("Mặt đường đã vá phẳng"), _("Sau")),
        ]

    @property
    def due_at(self) -> datetime:
        """Return a moment by which something is due."""
        return self.now + timedelta(days=3, hours=4)

    @property
    def because(self) -> list[str]:
        """Return how a deadline was reckoned."""
        return [
            _("Quy định: 5 ngày làm việc kể từ khi tiếp nhận."),
            _("Không tính thứ Bảy, Chủ nhật và ngày lễ."),
            _("Tạm dừng 2 giờ khi chờ bạn trả lời câu hỏi."),
        ]

    @property
    def yesterday(self) -> datetime:
        """Return a moment of yesterday."""
        return self._ago(days=1)

    def _ago(self, **length: float) -> datetime:
        return self.now - timedelta(**length)


class ForCitizens(_Examples):
    """Examples of the page for citizens."""

    @property
    def wrong(self) -> Sample:
        """Return a form that was sent with its required fields left empty."""
        form = Sample({"words": "…"}, auto_id="wrong_%s")
        form.is_valid()
        return form

    @property
    def answered(self) -> list[Answered]:
        """Return the answers of a report, to be looked at before it goes."""
        return [
            Answered(_("Chuyện gì"), _("Ổ gà, mặt đường hỏng"), "/report/"),
            Answered(_("Ở đâu"), _("12 Lê Lợi, phường Sài Gòn"), "/report/"),
            Answered(_("Kể thêm"), ""),
        ]

    @property
    def phases(self) -> list[str]:
        """Return every public phase."""
        return ["received", "in_progress", "resolved", "refused"]

    @property
    def fine(self) -> int:
        """Return an amount of đồng."""
        return 49_000_000

    @property
    def bars(self) -> list[Bar]:
        """Return a small table of numbers."""
        return [Bar(_("Đường sá"), 1284), Bar(_("Đèn chiếu sáng"), 746), Bar(_("Rác"), 402), Bar(_("Tiếng ồn"), 95)]


class ForStaff(_Examples):
    """Examples of the page for staff."""

    @property
    def clocks(self) -> list[dict[str, Any]]:
        """Return a clock in each of its states."""
        return [
            {"name": name, "clock": clock}
            for name, clock in (
                (_("còn nhiều"), Ticking(self.now + timedelta(days=2, hours=3))),
                (_("giờ cuối"), Ticking(self.now + timedelta(minutes=12))),
                (_("trễ"), Ticking(self.now - timedelta(hours=5))),
                (_("tạm dừng"), Ticking(None, timedelta(hours=30))),
                (_("xong đúng hạn"), Ticking(outcome="kept")),
                (_("quá hạn có cam kết"), Ticking(outcome="overrun_lawfully")),
                (_("xong trễ"), Ticking(outcome="missed")),
                (_("thôi tính"), Ticking(outcome="void")),
            )
        ]

    @property
    def soon(self) -> Ticking:
        """Return a clock in its last hour."""
        return Ticking(self.now + timedelta(minutes=12))

    @property
    def late(self) -> Ticking:
        """Return a clock that ran out."""
        return Ticking(self.now - timedelta(hours=5))

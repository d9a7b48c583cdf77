"""What happened to a case, told to whoever reported it. What only the centre's people need to know is left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from hotline.casefile.facts import CaseFile, EventFacts, PartFacts
from hotline.core.clockrules import StoppedBy
from hotline.directory.facts import Directory, ReasonUse
from hotline.public.wording import language
from hotline.ui.facts import Moment
from hotline.ui.words import moved


def story_of(file: CaseFile, snapshot: Directory) -> tuple[Moment, ...]:
    """Return what happened, newest first; equal things at one moment (two clocks paused) are told once.

    What an agency passes down to a unit under it is between the two: to the citizen the agency is accountable.
    """
    under = {part.id for part in file.parts if part.above is not None}
    events = (event for event in file.events if event.name in _TOLD and event.facts.get("part") not in under)
    told = (_Told(event, file, snapshot) for event in events)
    moments = [moment for one in told if (moment := _TOLD[one.event.name](one)) is not None]
    return tuple(reversed(dict.fromkeys(moments)))


@dataclass(frozen=True)
class _Told:
    """One event with the file it happened in."""

    event: EventFacts
    file: CaseFile
    snapshot: Directory

    @cached_property
    def part(self) -> PartFacts | None:
        return next((part for part in self.file.parts if part.id == self.event.facts.get("part")), None)

    @property
    def unit(self) -> str:
        """Return the agency's name, or who else asks: the centre."""
        return self.part.unit_name if self.part else self.snapshot.city.centre_name.in_language(language())

    def words_of_question(self) -> tuple[str, str]:
        asked = next((one for one in self.file.questions if one.id == self.event.facts.get("question")), None)
        return (asked.words, asked.reply) if asked else ("", "")

    def reason(self, use: ReasonUse) -> str:
        reasons = self.snapshot.reasons.get(use, ())
        return next((one.name.in_language(language()) for one in reasons if one.code == self.event.reason), "")

    def moment(self, title: str, text: str = "", tone: str = "") -> Moment:
        return Moment(self.event.at, title, text=text, tone=tone)


def _recategorised(told: _Told) -> Moment | None:
    service = told.snapshot.services.get(str(told.event.facts.get("to", "")))
    name = service.name.in_language(language()) if service else ""
    return told.moment(_("Chúng tôi xếp phản ánh vào đúng lĩnh vực"), name)


def _withdrawn(told: _Told) -> Moment | None:
    """A part that was only proposed concerns nobody outside."""
    if told.part is None or told.part.forwarded_at is None:
        return None
    return told.moment(_("Chúng tôi rút việc khỏi %(unit)s") % {"unit": told.unit})


def _rated(told: _Told) -> Moment | None:
    words = {"unit": told.unit, "stars": told.event.facts.get("stars", "")}
    return told.moment(_("Bạn đánh giá %(unit)s: %(stars)s trên 5") % words, told.event.note)


def _incident_rated(told: _Told) -> Moment | None:
    return told.moment(_("Bạn đánh giá việc xử lý: %(stars)s trên 5") % {"stars": told.event.facts["stars"]}, told.event.note)


def _reopened(told: _Told) -> Moment | None:
    words = [told.reason(ReasonUse.NOT_DONE), told.event.note]
    return told.moment(_("Bạn báo chưa xong, phản ánh được mở lại"), "\n".join(word for word in words if word), "red")


def _deadline_moved(told: _Told) -> Moment | None:
    """Only what the citizen is promised concerns them: an agency's own deadline does not."""
    words = moved(told.event.facts.get("from"), told.event.facts.get("to"))
    is_promised = told.event.facts.get("stops") == StoppedBy.ANSWERED
    return told.moment(_("Thời hạn thay đổi"), words, "amber") if is_promised and words else None


def _promised(told: _Told) -> Moment | None:
    """Return that an agency cannot finish in time, and by which day it will."""
    day = date.fromisoformat(str(told.event.facts["due_on"]))
    words = {"unit": told.unit, "day": f"{day:%d/%m/%Y}"}
    return told.moment(_("%(unit)s chưa xong, cam kết xong chậm nhất ngày %(day)s") % words, tone="amber")


def _directed(told: _Told) -> Moment | None:
    """Return that the People's Committee directs an agency, and by which day; what it orders is between the two."""
    day = date.fromisoformat(str(told.event.facts["due_on"]))
    words = {"unit": told.unit, "day": f"{day:%d/%m/%Y}"}
    return told.moment(_("Ủy ban nhân dân chỉ đạo %(unit)s xử lý chậm nhất ngày %(day)s") % words, tone="amber")


def _photos_added(told: _Told) -> Moment | None:
    return told.moment(_("Bạn gửi thêm ảnh (%(n)s)") % {"n": told.event.facts.get("photos", "")})


_TOLD: Mapping[str, Callable[[_Told], Moment | None]] = {
    "received": lambda told: told.moment(_("Đã tiếp nhận phản ánh của bạn")),
    "asked": lambda told: told.moment(_("Chúng tôi hỏi thêm bạn"), told.words_of_question()[0], "amber"),
    "question_asked": lambda told: told.moment(
        _("%(unit)s hỏi thêm bạn, qua tổng đài") % {"unit": told.unit}, told.words_of_question()[0], "amber"
    ),
    "question_replied": lambda told: told.moment(_("Bạn đã trả lời"), told.words_of_question()[1]),
    "photos_added": _photos_added,
    "recategorised": _recategorised,
    "relocated": lambda told: told.moment(_("Chúng tôi sửa lại địa điểm cho đúng")),
    "forwarded": lambda told: told.moment(_("Đã chuyển đến %(unit)s") % {"unit": told.unit}),
    "part_accepted": lambda told: told.moment(_("%(unit)s đã nhận việc") % {"unit": told.unit}),
    "part_returned": lambda told: told.moment(
        _("%(unit)s trả lại, chúng tôi tìm đơn vị khác") % {"unit": told.unit}, told.reason(ReasonUse.AGENCY_RETURN), "amber"
    ),
    "withdrawn": _withdrawn,
    "progress_filed": lambda told: told.moment(_("%(unit)s báo tiến độ về tổng đài") % {"unit": told.unit}),
    "directive_given": _directed,
    "reopened_by_decision": lambda told: told.moment(_("Phản ánh được mở lại theo quyết định của Ủy ban nhân dân"), tone="amber"),
    "committed": _promised,
    "commitment_approved": _promised,
    "result_filed": lambda told: told.moment(_("%(unit)s báo đã xong, chúng tôi kiểm tra lại") % {"unit": told.unit}),
    "result_returned": lambda told: told.moment(
        _("Chúng tôi thấy chưa đạt, yêu cầu %(unit)s làm tiếp") % {"unit": told.unit}, tone="amber"
    ),
    "clock_paused": lambda told: told.moment(_("Thời hạn tạm dừng"), told.reason(ReasonUse.PAUSE), "amber"),
    "clock_resumed": lambda told: told.moment(
        _("Thời hạn tính tiếp"), moved(told.event.facts.get("from"), told.event.facts.get("to"))
    ),
    "deadline_moved": _deadline_moved,
    "refused": lambda told: told.moment(_("Chúng tôi không thụ lý được"), told.reason(ReasonUse.REFUSE)),
    "reconsidered": lambda told: told.moment(_("Chúng tôi xem lại phản ánh của bạn")),
    "answered": lambda told: told.moment(_("Chúng tôi đã trả lời bạn"), tone="green"),
    "published": lambda told: told.moment(_("Câu trả lời được công bố, không có tên và số của bạn")),
    "corrected": lambda told: told.moment(_("Chúng tôi sửa lại câu trả lời"), tone="amber"),
    "rated": _rated,
    "merged": lambda told: told.moment(_("Được xử lý chung với các phản ánh khác về cùng sự việc")),
    "unmerged": lambda told: told.moment(_("Được tách ra để xử lý riêng")),
    "split_off": lambda told: told.moment(_("Chúng tôi tách một việc thành phản ánh riêng, có mã riêng")),
    "split_from": lambda told: told.moment(_("Tách từ phản ánh bạn đã gửi, để xử lý riêng")),
    "left_incident": lambda told: told.moment(_("Phản ánh của bạn được xử lý riêng")),
    "followed": lambda told: told.moment(_("Đơn vị đang xử lý sự việc chung")),
    "incident_rated": _incident_rated,
    "reopened": _reopened,
}
"""By event of the case file. An event that is not here is the centre's own business."""

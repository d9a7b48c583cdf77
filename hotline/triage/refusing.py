"""Why an action of the case file could not be done, in a sentence for the person who tried."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile import actions, queries
from hotline.casefile.facts import CaseFile, EventFacts
from hotline.core.givendays import DayRefused
from hotline.core.merging import MergeRefused
from hotline.core.persons import JoinRefused
from hotline.core.recurrence import LinkRefused
from hotline.core.returning import SupervisorDecides
from hotline.core.status import MoveNotAllowed
from hotline.core.streams import StreamRefused
from hotline.core.text import TextTooLong
from hotline.directory.facts import Directory
from hotline.ui.words import when_short

from .actions import NoLongerAlike, NotThere, TargetNotShown
from .eventnames import event_words
from .eventwords import who
from .mergewords import JOIN_REFUSED, LINK_REFUSED, MERGE_REFUSED
from .streamwords import STREAM_REFUSED
from .wording import stands

NOT_NOW: Mapping[type[Exception], Promise] = {
    actions.NothingToForward: gettext_lazy("Chưa có đơn vị nào để chuyển. Hãy thêm đơn vị chủ trì trước."),
    actions.NoLead: gettext_lazy("Chưa có đơn vị chủ trì. Hãy chọn một đơn vị chủ trì rồi chuyển."),
    actions.AlreadyOnIt: gettext_lazy("Đơn vị này đã có phần việc trong phản ánh. Hãy chọn đơn vị khác."),
    actions.AgencyNamed: gettext_lazy("Phản ánh nói về chính đơn vị này nên không giao cho họ. Hãy chọn đơn vị cấp trên."),
    actions.SupervisorUnnames: gettext_lazy("Đã ghi một đơn vị bị phản ánh. Đổi sang đơn vị khác: chỉ giám sát, kèm lý do."),
    actions.NobodyNamed: gettext_lazy("Chưa ghi đơn vị nào bị phản ánh nên chưa biết hỏi ai."),
    actions.AskedAlready: gettext_lazy("Đơn vị đã được hỏi và chưa trả lời."),
    actions.AlreadyAsked: gettext_lazy("Bạn đã xin mở rồi. Chờ người thứ hai đồng ý."),
    actions.AlreadyDecided: gettext_lazy("Người khác đã quyết định rồi."),
    actions.OwnAsking: gettext_lazy("Bạn không tự đồng ý cho chính mình được. Cần người thứ hai."),
    actions.SecondPersonNeeded: gettext_lazy("Phản ánh về đơn vị: cần người thứ hai đồng ý mới mở được."),
    actions.DossierTellsWho: gettext_lazy("Người phản ánh xin giữ kín danh tính nên không cho đơn vị biết mã hồ sơ được."),
    actions.LeadTaken: gettext_lazy("Đã có đơn vị chủ trì đang xử lý. Hãy rút đơn vị đó trước, hoặc chọn vai trò phối hợp."),
    actions.PartsOpen: gettext_lazy("Đơn vị đang xử lý nên chưa trả lời ngay được. Hãy rút phần việc của đơn vị trước."),
    SupervisorDecides: gettext_lazy("Nhiều đơn vị đã trả lại: giám sát quyết định việc thuộc ai. Xem Sổ trả lại ở dưới."),
    actions.NotSupervisorsYet: gettext_lazy("Chưa đủ số lần trả lại để giám sát quyết định. Hãy chọn đơn vị khác."),
    actions.UnderAnother: gettext_lazy("Phần việc này do đơn vị cấp trên giao xuống: chỉ đơn vị đó lấy lại hoặc sửa được."),
    actions.NotARecurrence: gettext_lazy("Phản ánh này không còn nối với việc cũ nào. Trang đã cập nhật, bạn xem lại nhé."),
    NoLongerAlike: gettext_lazy("Có phản ánh vừa được gộp, trả lời hoặc sửa. Danh sách đã cập nhật, bạn xem lại nhé."),
    TargetNotShown: gettext_lazy("Chưa gộp. Hãy xem phản ánh nào gộp vào phản ánh nào, ở dưới, rồi bấm lần nữa."),
    actions.DirectiveStands: gettext_lazy(
        "Đơn vị này còn chỉ đạo của Ủy ban nhân dân phải trả lời. Hãy chờ họ trả lời, hoặc gỡ chỉ đạo trước."
    ),
    actions.NotJoined: gettext_lazy("Hai bên vừa được tách rồi. Trang đã cập nhật, bạn xem lại nhé."),
    actions.MayNotPause: gettext_lazy("Thời hạn này không được tạm dừng vì lý do đó, hoặc đã hết hạn."),
}
"""Facts of the case that stand in the way; what was typed is right."""

TO_CORRECT: Mapping[type[Exception], Promise] = {
    actions.UnknownReason: gettext_lazy("Lý do này không còn trong danh mục. Hãy chọn lý do khác."),
    actions.UnknownService: gettext_lazy("Lĩnh vực này không còn trong danh mục. Hãy chọn lĩnh vực khác."),
    actions.WordsMissing: gettext_lazy("Phần chữ chỉ có ký tự không đọc được. Hãy viết lại."),
    actions.UnknownAgency: gettext_lazy("Đơn vị này không còn trong danh mục. Hãy chọn đơn vị khác."),
    actions.DateMissing: gettext_lazy("Hãy chọn ngày phải trả lời."),
    DayRefused: gettext_lazy("Chọn ngày khác: từ hôm nay, khi còn giờ làm việc, và trong vòng một năm."),
    actions.ReasonMissing: gettext_lazy("Hãy ghi lý do trước khi xem."),
    NotThere: gettext_lazy("Có mã không thuộc phản ánh nào ở đây. Hãy xem lại."),
    actions.NothingToSplit: gettext_lazy("Việc tách ra phải khác phản ánh này: hãy ghi riêng phần nói về việc đó."),
    actions.PlaceMissing: gettext_lazy("Lĩnh vực này cần biết ở đâu. Hãy sửa địa điểm của phản ánh trước."),
    TextTooLong: gettext_lazy("Phần chữ dài quá. Hãy viết ngắn lại."),
}
"""What was typed has to be put right."""

ANTICIPATED: tuple[type[Exception], ...] = (
    actions.ChangedMeanwhile,
    MoveNotAllowed,
    MergeRefused,
    JoinRefused,
    LinkRefused,
    StreamRefused,
    *NOT_NOW,
    *TO_CORRECT,
)


def status_of(error: Exception) -> int:
    """Return the status of the page that says so: 422 when something typed is wrong, else 409."""
    return 422 if isinstance(error, tuple(TO_CORRECT)) else 409


def sentence(error: Exception, *, case: CaseFile, seen: int, directory: Directory, language: str) -> str:
    """Return why it could not be done. `case` is as it stands now; `seen` the last event its reader had seen."""
    if isinstance(error, actions.StandsMerged):
        return _("Phản ánh này vừa được gộp vào sự việc khác. Hãy làm ở phản ánh chính của sự việc đó.")
    if isinstance(error, actions.ChangedMeanwhile):
        return changed(case, seen=seen, directory=directory, language=language)
    if isinstance(error, MergeRefused):
        which = "" if error.request_id == case.request.id else queries.references_of([error.request_id]).get(error.request_id, "")
        return f"{MERGE_REFUSED[error.why]}{f' ({which})' if which else ''}"
    if isinstance(error, JoinRefused):
        return str(JOIN_REFUSED[error.why])
    if isinstance(error, LinkRefused):
        return str(LINK_REFUSED[error.why])
    if isinstance(error, StreamRefused):
        return str(STREAM_REFUSED[error.why])
    if isinstance(error, MoveNotAllowed):
        return _("Chưa làm được: %(stands)s. Trang đã cập nhật, bạn xem lại nhé.") % {"stands": stands(error.state)}
    return str({**NOT_NOW, **TO_CORRECT}[type(error)])


def changed(case: CaseFile, *, seen: int, directory: Directory, language: str) -> str:
    """Return who did what since the page was drawn, and what to do about it."""
    news = [event for event in case.events if event.id > seen]
    told = "; ".join(dict.fromkeys(_told(event, case, directory, language=language) for event in news[-4:]))
    what = _("Phản ánh vừa thay đổi: %(news)s.") % {"news": told} if told else _("Phản ánh vừa thay đổi.")
    return what + " " + _("Những gì bạn gõ còn nguyên. Xem lại rồi gửi lần nữa nếu vẫn cần.")


def _told(event: EventFacts, case: CaseFile, directory: Directory, *, language: str) -> str:
    return _("%(what)s (%(who)s, %(when)s)") % {
        "what": event_words(event.name),
        "who": who(event, directory, language=language),
        "when": when_short(event.at, now=case.request.changed_at),
    }

"""Why a step of the desk was not taken, in a sentence for the person who tried."""

from django.utils.translation import gettext as _

from hotline.answering.wording import ANSWERS, CHANNELS, PARTS
from hotline.casefile import actions
from hotline.casefile.facts import CaseFile, MessageFacts
from hotline.casefile.mediafiles import AnotherCopy
from hotline.core.status import AnswerState, MoveNotAllowed, Part

ANTICIPATED = (
    actions.ChangedMeanwhile,
    MoveNotAllowed,
    actions.PartsOpen,
    actions.UnderAnother,
    actions.NotReplied,
    actions.NeverPublished,
    actions.WordsMissing,
    actions.NoSuchAttachment,
    actions.EvidenceHeld,
    AnotherCopy,
)
_OPEN = (Part.PROPOSED, Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED)


def sentence(error: Exception, case: CaseFile) -> str:
    """Return why it could not be done; `case` is as it stands now."""
    if isinstance(error, actions.ChangedMeanwhile):
        return _("Hồ sơ vừa có thay đổi sau khi bạn mở trang. Những gì bạn viết còn nguyên: hãy xem lại rồi bấm lần nữa.")
    if isinstance(error, MoveNotAllowed):
        return _not_allowed(error)
    if isinstance(error, actions.PartsOpen):
        words = _("Chưa trả lời được: còn chờ %(units)s. Hãy duyệt hết kết quả, hoặc ghi vì sao không chờ.")
        return words % {"units": open_units(case)}
    if isinstance(error, actions.UnderAnother):
        return _("Phần việc này do đơn vị cấp trên giao xuống: chính đơn vị đó duyệt kết quả.")
    if isinstance(error, actions.NotReplied):
        return _("Chưa công khai được: tin trả lời chưa gửi xong. %(waiting)s") % {"waiting": waiting_words(case)}
    if isinstance(error, actions.NeverPublished):
        return _("Lĩnh vực này không bao giờ công khai.")
    if isinstance(error, actions.EvidenceHeld):
        return _("Có ảnh cần xem lại. Hãy ghi vì sao vẫn nhận, hoặc trả lại đơn vị.")
    if isinstance(error, AnotherCopy):
        return _("Bản công khai vừa được tạo lại sau khi bạn xem. Hãy nhìn kỹ bản mới rồi bấm lần nữa.")
    if isinstance(error, actions.NoSuchAttachment):
        return _("Ảnh này không còn trong hồ sơ.")
    return _("Chưa có lời trả lời. Hãy viết và lưu trước.")


def open_units(case: CaseFile) -> str:
    """Return the names of the agencies that the one answer still waits for."""
    return ", ".join(part.unit_name for part in case.parts if part.state in _OPEN)


def replies(case: CaseFile) -> tuple[MessageFacts, ...]:
    """Return the messages that carry this round's answer: they were queued at the moment it was sent."""
    answer = case.answer
    if answer is None or answer.sent_at is None:
        return ()
    return tuple(one for one in case.messages if one.event == "answered" and one.created_at == answer.sent_at)


def waiting_words(case: CaseFile) -> str:
    """Return which replies still wait; nothing when none does."""
    told = [
        _("%(channel)s đến %(to)s") % {"channel": CHANNELS.get(one.channel, one.channel), "to": one.recipient}
        for one in replies(case)
        if one.state == "waiting"
    ]
    return _("Đang chờ: %(messages)s") % {"messages": "; ".join(told)} if told else ""


def _not_allowed(error: MoveNotAllowed) -> str:
    if isinstance(error.state, AnswerState):
        stands = str(ANSWERS[error.state][0])
    elif isinstance(error.state, Part) and error.state in PARTS:
        stands = str(PARTS[error.state][0])
    else:
        return _("Bước này không còn làm được. Trang đã cập nhật, bạn xem lại nhé.")
    return _("Bước này không còn làm được: %(stands)s. Trang đã cập nhật, bạn xem lại nhé.") % {"stands": stands.lower()}

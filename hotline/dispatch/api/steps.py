"""The steps of an agency's system, each one call of the case file's door. Run inside `agency_door`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile import actions as casefile
from hotline.casefile.evidencewords import refusal_of
from hotline.casefile.queries import directives_of_part
from hotline.core.commitments import CommitmentRefused, WhyNot
from hotline.core.facts import Actor
from hotline.core.returning import BindingDecision
from hotline.core.status import MoveNotAllowed
from hotline.core.text import TextTooLong, clean
from hotline.directory.facts import ReasonUse
from hotline.directory.queries import snapshot
from hotline.dispatch.api import bodies
from hotline.dispatch.api.photos import keys_of
from hotline.dispatch.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Doing:
    """A step about to be taken on a part."""

    part_id: int
    now: datetime
    actor: Actor


def accept(doing: Doing, body: bodies.Accept) -> None:
    """Take the part on."""
    casefile.accept_part(doing.part_id, now=doing.now, actor=doing.actor, version=body.version)


def give_back(doing: Doing, body: bodies.Return) -> None:
    """Send the part back. Raises Problem for a reason or a unit that is none."""
    known = {reason.code for reason in snapshot().reasons.get(ReasonUse.AGENCY_RETURN, ())}
    if body.reason not in known:
        raise Problem(422, "unknown-reason", _("Không có lý do trả lại này."), known=sorted(known))
    to_unit = snapshot().units.get(body.to_unit or "")
    if body.to_unit and (to_unit is None or to_unit.id == doing.actor.unit_id):
        raise Problem(422, "unknown-unit", _("to_unit: cần mã của một đơn vị khác đang hoạt động."))
    casefile.return_part(
        doing.part_id,
        reason=body.reason,
        note=_said(body.note),
        to_unit_id=to_unit.id if to_unit else None,
        now=doing.now,
        actor=doing.actor,
        version=body.version,
    )


def progress(doing: Doing, body: bodies.Progress) -> None:
    """File how far the agency is."""
    photos = keys_of(body.photos, part_id=doing.part_id)
    casefile.file_progress(
        doing.part_id, note=_said(body.note), evidence=photos, now=doing.now, actor=doing.actor, version=body.version
    )


def commit(doing: Doing, body: bodies.Commit) -> None:
    """File a committed final date."""
    photos = keys_of(body.photos, part_id=doing.part_id)
    casefile.file_commitment(
        doing.part_id,
        note=_said(body.note),
        evidence=photos,
        due_on=body.due_on,
        now=doing.now,
        actor=doing.actor,
        version=body.version,
    )


def result(doing: Doing, body: bodies.Result) -> None:
    """File what came of it."""
    photos = keys_of(body.photos, part_id=doing.part_id)
    casefile.file_result(
        doing.part_id,
        note=_said(body.note),
        evidence=photos,
        figures=casefile.Figures(body.fine, body.counted),
        now=doing.now,
        actor=doing.actor,
        version=body.version,
    )


def directive(doing: Doing, body: bodies.AnswerDirective) -> None:
    """Report what was done about a directive of the part. Raises Problem for one that is not the part's."""
    if body.directive not in {one.id for one in directives_of_part(doing.part_id)}:
        raise Problem(404, "no-such-directive", _("Việc này không có chỉ đạo đó."))
    photos = keys_of(body.photos, part_id=doing.part_id)
    casefile.answer_directive(
        body.directive, note=_said(body.note), evidence=photos, now=doing.now, actor=doing.actor, version=body.version
    )


@dataclass(frozen=True, slots=True)
class Step:
    """What a step asks for, and what takes it."""

    shape: type[bodies.Body]
    take: Callable[..., None]


STEPS: Mapping[str, Step] = {
    "accept": Step(bodies.Accept, accept),
    "return": Step(bodies.Return, give_back),
    "progress": Step(bodies.Progress, progress),
    "commit": Step(bodies.Commit, commit),
    "result": Step(bodies.Result, result),
    "directive": Step(bodies.AnswerDirective, directive),
}


COMMITMENT_WORDS: Mapping[WhyNot, Promise] = {
    WhyNot.NO_PROGRESS: gettext_lazy("note: cần ghi đang làm đến đâu và vì sao chưa xong."),
    WhyNot.NO_PHOTO: gettext_lazy("photos: cam kết cần ít nhất một ảnh cho thấy đang làm đến đâu."),
    WhyNot.NO_DEADLINE: gettext_lazy("Việc này không có thời hạn xử lý nên không cần cam kết."),
    WhyNot.BEFORE_TODAY: gettext_lazy("due_on: ngày này đã qua."),
    WhyNot.TODAY_IS_OVER: gettext_lazy("due_on: giờ làm việc hôm nay đã hết."),
    WhyNot.AFTER_A_YEAR: gettext_lazy("due_on: không được quá một năm kể từ hôm nay."),
    WhyNot.NOT_AFTER_DEADLINE: gettext_lazy("due_on: không muộn hơn thời hạn đang chạy, nên không cần cam kết."),
    WhyNot.ANOTHER_WAITS: gettext_lazy("Đang có một cam kết chờ giám sát duyệt."),
}

_REFUSALS: Mapping[type[Exception], tuple[int, str, Promise]] = {
    casefile.NoSuchCase: (404, "no-such-part", gettext_lazy("Đơn vị không có việc này.")),
    casefile.StandsMerged: (
        409,
        "stands-merged",
        gettext_lazy("Phản ánh này đã gộp vào một phản ánh khác nên việc đứng yên; hãy làm ở việc của phản ánh đó."),
    ),
    casefile.ChangedMeanwhile: (409, "changed-meanwhile", gettext_lazy("Hồ sơ vừa có thay đổi. Hãy đọc lại rồi gửi lại.")),
    MoveNotAllowed: (409, "not-now", gettext_lazy("Việc đang ở bước khác nên không làm được bước này.")),
    BindingDecision: (
        409,
        "binding",
        gettext_lazy("Trung tâm đã quyết định việc này thuộc đơn vị, nên không trả lại được nữa."),
    ),
    casefile.AgencyNamed: (422, "agency-named", gettext_lazy("to_unit: phản ánh nói về chính đơn vị này.")),
    casefile.PartsUnderOpen: (409, "units-below-at-work", gettext_lazy("Đơn vị trực thuộc còn đang làm việc này.")),
    casefile.Explained: (409, "explained", gettext_lazy("Đã giải trình rồi, không gửi lại được.")),
    casefile.ExplanationLapsed: (409, "lapsed", gettext_lazy("Yêu cầu giải trình này không còn hiệu lực.")),
    casefile.EvidenceMissing: (422, "photo-missing", gettext_lazy("Kết quả cần ít nhất một ảnh hiện trường.")),
    casefile.NoSuchAttachment: (422, "no-such-photo", gettext_lazy("Ảnh này đã dùng hoặc không còn. Hãy tải ảnh lên lại.")),
    casefile.WordsMissing: (422, "note-empty", gettext_lazy("note: cần có chữ đọc được.")),
    TextTooLong: (422, "too-long", gettext_lazy("note: dài quá.")),
}
"""For each fact that stands in the way, the narrower first: the status, the code, and the words."""


def problem_of(error: Exception) -> Problem | None:
    """Return what is wrong in words; None for what is no refusal of the case file."""
    if isinstance(error, casefile.EvidenceRefused):
        why = [refusal_of(found) for found in error.findings.values()]
        return Problem(422, "photo-refused", " ".join(one for one in why if one))
    if isinstance(error, CommitmentRefused):
        code = error.why.value.replace("_", "-")
        return Problem(422, f"commitment-{code}", str(COMMITMENT_WORDS[error.why]))
    found = next((one for kind, one in _REFUSALS.items() if isinstance(error, kind)), None)
    if found is None:
        return None
    status, code, words = found
    more = {"version": error.version} if isinstance(error, casefile.ChangedMeanwhile) else {}
    return Problem(status, code, str(words), **more)


def _said(note: str) -> str:
    """Return the words without what deceives or cannot be seen. Raises WordsMissing when nothing is left."""
    words = clean(note, limit=bodies.NOTE_LETTERS)
    if not words:
        raise casefile.WordsMissing(note)
    return words

"""The steps of an agency, each one call of the case file's door. Run inside `agency_door`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hotline.casefile import actions as casefile
from hotline.casefile.facts import PartFacts
from hotline.casework import forms
from hotline.casework.words import Words
from hotline.core.facts import Actor
from hotline.core.status import Part


@dataclass(frozen=True, slots=True)
class Doing:
    """A step about to be taken: by whom, when, on which version of the case, with what was typed and which photos.

    `directive`: the id of the one that the step answers.
    """

    part: PartFacts
    typed: Mapping[str, Any]
    evidence: Sequence[str]
    now: datetime
    actor: Actor
    directive: int = 0

    @property
    def how(self) -> dict[str, Any]:
        """Return what every action of the case file takes."""
        return {"now": self.now, "actor": self.actor, "version": self.typed["version"]}


@dataclass(frozen=True, slots=True)
class Step:
    """What a step asks, does and says when it is done. It is offered in the states of `when`.

    `done_under` is said instead where an agency above handed the part down: it hears of the step, and not the centre.
    """

    form: type[forms.StepForm]
    do: Callable[[Doing], object]
    done: Words
    when: frozenset[Part]
    done_under: Words = ""

    def done_by(self, part: PartFacts) -> Words:
        """Return what is said when the agency of `part` has taken the step."""
        return self.done_under if self.done_under and part.above is not None else self.done


def _accept(doing: Doing) -> None:
    casefile.accept_part(doing.part.id, **doing.how)


def _return(doing: Doing) -> None:
    typed = doing.typed
    casefile.return_part(
        doing.part.id, reason=typed["reason"], note=typed["note"], to_unit_id=typed["to_unit"] or None, **doing.how
    )


def _assign(doing: Doing) -> None:
    casefile.assign_inside(doing.part.id, handler_id=int(doing.typed["handler"]), **doing.how)


def _progress(doing: Doing) -> None:
    casefile.file_progress(doing.part.id, note=doing.typed["note"], evidence=doing.evidence, **doing.how)


def _commit(doing: Doing) -> None:
    typed = doing.typed
    casefile.file_commitment(doing.part.id, note=typed["note"], evidence=doing.evidence, due_on=typed["due_on"], **doing.how)


def _result(doing: Doing) -> None:
    figures = casefile.Figures(doing.typed.get("fine"), doing.typed.get("counted"))
    casefile.file_result(doing.part.id, note=doing.typed["note"], evidence=doing.evidence, figures=figures, **doing.how)


def _ask(doing: Doing) -> None:
    casefile.ask_reporter(doing.part.id, words=doing.typed["question"], **doing.how)


def _directive(doing: Doing) -> None:
    casefile.answer_directive(doing.directive, note=doing.typed["note"], evidence=doing.evidence, **doing.how)


def _draft(doing: Doing) -> None:
    casefile.propose_answer(doing.part.id, words=doing.typed["words"], **doing.how)


def _explain(doing: Doing) -> None:
    typed = doing.typed
    casefile.ask_explanation_for(doing.part.id, words=typed["question"], due_on=typed["reply_on"], **doing.how)


def _down(doing: Doing) -> None:
    casefile.hand_down(doing.part.id, unit_id=doing.typed["unit"], scope=doing.typed["scope"], **doing.how)


_IN_HAND = frozenset({Part.FORWARDED, Part.ACCEPTED})

STEPS: Mapping[str, Step] = {
    "directive": Step(
        forms.DirectiveForm,
        _directive,
        _("Đã gửi báo cáo thực hiện chỉ đạo. Trung tâm sẽ xem."),
        frozenset({Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED, Part.DONE}),
    ),
    "accept": Step(forms.AcceptForm, _accept, _("Đã nhận việc."), frozenset({Part.FORWARDED})),
    "result": Step(
        forms.ResultForm,
        _result,
        _("Đã gửi kết quả. Trung tâm sẽ duyệt rồi trả lời người dân."),
        frozenset({Part.ACCEPTED}),
        done_under=_("Đã gửi kết quả. Cấp trên sẽ duyệt."),
    ),
    "progress": Step(forms.ProgressForm, _progress, _("Đã ghi tiến độ."), frozenset({Part.ACCEPTED})),
    "commit": Step(
        forms.CommitForm,
        _commit,
        _("Đã gửi cam kết. Cam kết đầu có hiệu lực ngay; cam kết thêm, hoặc có ảnh cần xem lại, chờ giám sát duyệt."),
        frozenset({Part.ACCEPTED}),
    ),
    "down": Step(
        forms.HandDownForm, _down, _("Đã giao đơn vị trực thuộc. Đầu mối của họ được nhắn tin."), frozenset({Part.ACCEPTED})
    ),
    "draft": Step(
        forms.DraftForm,
        _draft,
        _("Đã gửi dự thảo cho trung tâm."),
        frozenset({Part.ACCEPTED, Part.RESULT_FILED, Part.DONE}),
    ),
    "ask": Step(forms.AskForm, _ask, _("Đã gửi câu hỏi. Câu trả lời sẽ hiện ở đây và báo cho đầu mối."), _IN_HAND),
    "explain": Step(
        forms.ExplainAskForm,
        _explain,
        _("Đã gửi yêu cầu. Giải trình sẽ hiện ở đây và báo cho đầu mối."),
        frozenset({Part.ACCEPTED}),
    ),
    "assign": Step(forms.AssignForm, _assign, _("Đã giao người xử lý."), _IN_HAND | {Part.RESULT_FILED}),
    "return": Step(
        forms.ReturnForm,
        _return,
        _("Đã trả lại. Trung tâm sẽ chuyển đến đơn vị khác."),
        _IN_HAND,
        done_under=_("Đã trả lại cấp trên."),
    ),
}
"""By name, in the order of the page."""

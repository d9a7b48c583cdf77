"""What an agency's pages say of a directive of the People's Committee, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.dossierfacts import DirectiveFacts, DirectiveRow
from hotline.casework.words import Words
from hotline.core.directives import DirectiveState

_STATES: Mapping[DirectiveState, tuple[Words, str, str]] = {
    DirectiveState.GIVEN: (gettext_lazy("Phải thực hiện"), "red", "flag"),
    DirectiveState.ANSWERED: (gettext_lazy("Đã báo cáo, chờ trung tâm"), "amber", "clock"),
    DirectiveState.ACCEPTED: (gettext_lazy("Đã được chấp nhận"), "green", "circle-check"),
    DirectiveState.LIFTED: (gettext_lazy("Đã gỡ"), "grey", "stop"),
}


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One directive as its agency reads it: where it stands, with tone and icon; why its report was sent back, if it was."""

    directive: DirectiveFacts
    state: Words
    tone: str
    icon: str
    sent_back: str = ""

    @property
    def is_owed(self) -> bool:
        """Return whether the agency has to answer it."""
        return self.directive.state is DirectiveState.GIVEN

    @property
    def paper(self) -> str:
        """Return the number and sign of the decision, or that it is not known."""
        return self.directive.paper or _("số, ký hiệu chưa kiểm chứng")


@dataclass(frozen=True, slots=True)
class OwnDirective:
    """A directive in the list of all that the agency has not done with, with its case."""

    row: DirectiveRow
    line: DirectiveLine


def directive_line(one: DirectiveFacts, *, sent_back: str = "") -> DirectiveLine:
    """Return a directive in words. `sent_back`: why the agency's report on it was, "" where it was not."""
    return DirectiveLine(one, *_STATES[one.state], sent_back)

"""By what two reports are alike, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.queries import RecurrenceFacts
from hotline.core.likeness import Alike, Reason
from hotline.ui.words import length

_WORDS: Mapping[Reason, tuple[str | Promise, str]] = {
    Reason.SAID: (gettext_lazy("Người dân nói là cùng việc"), "amber"),
    Reason.SAME_PHOTO: (gettext_lazy("Cùng một ảnh"), "amber"),
    Reason.ALIKE_PHOTO: (gettext_lazy("Ảnh giống"), "amber"),
    Reason.SAME_SERVICE: (gettext_lazy("Cùng lĩnh vực"), "slate"),
    Reason.SAME_GROUP: (gettext_lazy("Lĩnh vực gần"), "grey"),
    Reason.SAME_PLACE_WORDS: (gettext_lazy("Ghi cùng địa điểm"), "slate"),
    Reason.SAME_WARD: (gettext_lazy("Cùng phường, xã"), "grey"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason as a badge: its words and its tone."""

    words: str
    tone: str


def reasons(alike: Alike, *, taken_apart: bool = False) -> list[Why]:
    """Return why a report is proposed, what a person said and photos first; before all that somebody took the two apart."""
    apart = [Why(_("Người trực đã tách ra"), "amber")] if taken_apart else []
    return [*apart, *_reasons(alike)]


def of_recurrence(found: RecurrenceFacts) -> list[Why]:
    """Return why a report is a handled matter again, or that a person says so."""
    if found.is_by_person:
        return [
            Why(_("Người trực nối"), "amber"),
            Why(_("%(length)s sau khi đã xử lý") % {"length": length(found.after)}, "slate"),
        ]
    told = [Why(str(words), tone) for reason in found.reasons if reason in _WORDS for words, tone in [_WORDS[reason]]]
    if found.metres is not None:
        told.append(Why(_("Cách %(metres)s m") % {"metres": found.metres}, "slate"))
    return [*told, Why(_("%(length)s sau khi đã xử lý") % {"length": length(found.after)}, "slate")]


def _reasons(alike: Alike) -> Iterator[Why]:
    for reason in alike.reasons:
        if reason in _WORDS:
            words, tone = _WORDS[reason]
            yield Why(str(words), tone)
    if alike.metres is not None:
        yield Why(_("Cách %(metres)s m") % {"metres": alike.metres}, "slate" if Reason.NEAR in alike.reasons else "grey")
    yield Why(
        _("Gửi cách nhau %(length)s") % {"length": length(alike.apart)}, "slate" if Reason.RECENT in alike.reasons else "grey"
    )
    if alike.words is not None and Reason.WORDS in alike.reasons:
        yield Why(_("Lời kể giống %(percent)s %%") % {"percent": alike.words}, "slate")

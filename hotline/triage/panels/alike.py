"""Which other reports are likely the same matter, why, and one key that joins them."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.queries import LikeCase, likely_same
from hotline.casefile.queries.named import NamedCase, named_cases
from hotline.core.text import shorten
from hotline.people.facts import Viewer
from hotline.triage.actions import MOST_JOINED, master_among
from hotline.triage.forms.alike import AlikeForm
from hotline.triage.likewords import Why, reasons
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

NAME = "triage.alike"
_WORDS = 160


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """One proposed report: its words shortened, where, why, and whether it is ticked."""

    case: LikeCase
    words: str
    place: str
    service: str
    why: list[Why]
    is_ticked: bool


def alike(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing where no open report is like this one, or this one is over or merged."""
    given = opened(reference, viewer, page)
    if not given.may_act or (given.is_over and not page.is_open(NAME)):
        return ""
    found = likely_same(given.case.request.id, limit=MOST_JOINED, streams=viewer.streams, language=given.language)
    form = given.form(AlikeForm, NAME)
    if not found and not page.is_open(NAME):
        return ""
    lines = [_line(one, given, form) for one in found]
    return page.render(
        "triage/panels/alike.html",
        {
            "request_facts": given.case.request,
            "now": now,
            "form": form,
            "lines": lines,
            "target": _target(given, lines, viewer),
            "is_open": page.is_open(NAME) or any(_is_proposed(one) for one in found),
        },
    )


def _target(given: Opening, lines: list[AlikeLine], viewer: Viewer) -> NamedCase | None:
    """Return the report that what is ticked would be merged into; nothing where nothing is ticked."""
    ticked = [line.case for line in lines if line.is_ticked]
    if not ticked:
        return None
    found = named_cases([master_among(given.case, ticked).id], viewer.streams, language=given.language)
    return next(iter(found), None)


def _is_proposed(one: LikeCase) -> bool:
    """Return whether a case is ticked beforehand: not where a person took the two apart already."""
    return one.alike.is_likely and not one.taken_apart


def _line(one: LikeCase, given: Opening, form: AlikeForm) -> AlikeLine:
    ticked = form.data.getlist("others") if form.is_bound else None  # type: ignore[attr-defined]
    return AlikeLine(
        case=one,
        words=shorten(one.words, width=_WORDS),
        place=", ".join(words for words in (one.place_words, one.area_name) if words),
        service="" if one.service == given.case.request.service else one.service_name,
        why=reasons(one.alike, taken_apart=one.taken_apart),
        is_ticked=_is_proposed(one) if ticked is None else one.reference in ticked,
    )

"""What the page of one dossier shows, and the forms of what can be done about it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.forms import BoundField, ChoiceField
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hotline.casefile.dossierfacts import DirectiveFacts, DossierFacts
from hotline.casefile.facts import AttachmentFacts, CaseFile, ClockFacts
from hotline.core.clockrules import rules_for
from hotline.core.directives import DIRECTIVE, DirectiveRefused, DirectiveState, DossierState, WhyNot, directed_until
from hotline.core.facts import AttachmentKind
from hotline.core.ordering import vietnamese_key
from hotline.core.status import CLOSED_PARTS
from hotline.directory.facts import Directory, UnitKind
from hotline.directory.officehours import answering_calendar, closing_hour
from hotline.oversight.dossierforms import AcceptForm, DecisionForm, DossierForm, NoteForm
from hotline.oversight.dossierwords import DOSSIERS, REASONS, standing
from hotline.people.facts import Role, Viewer
from hotline.ui.facts import Photo
from hotline.ui.versioned import VersionedForm
from hotline.ui.words import when


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One directive in words, with its clock and the forms that the viewer may fill in now."""

    one: DirectiveFacts
    state: Promise
    tone: str
    icon: str
    clock: ClockFacts | None
    accepting: AcceptForm | None
    returning: NoteForm | None
    lifting: NoteForm | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """One dossier as somebody of the centre sees it. `photos` are those that go with it, by the id that the form knows."""

    dossier: DossierFacts
    case: CaseFile
    service: str
    reason: Promise
    state: tuple[Promise, str, str]
    photos: tuple[Photo, ...]
    lines: tuple[DirectiveLine, ...]
    writing: DossierForm | None
    withdrawing: NoteForm | None
    deciding: DecisionForm | None
    may_submit: bool

    def draws(self, form: VersionedForm) -> bool:
        """Return whether this form stands on the page: what is done with by now offers it no more."""
        judging = [each for line in self.lines for each in (line.accepting, line.returning, line.lifting)]
        return any(one is form for one in (self.writing, self.withdrawing, self.deciding, *judging))

    def left_over(self, form: VersionedForm) -> list[tuple[str, str]]:
        """Return what was typed into a form that the page offers no more, each with its label, to be copied from here."""
        if self.draws(form):
            return []
        typed = set(form.changed_data)
        for unit, *order in form.fields_of_orders if isinstance(form, DecisionForm) else ():
            if any(each.name in typed for each in order):
                typed.add(unit.name)
        said = [(str(each.label), _in_words(each)) for each in form.visible_fields() if each.name in typed]
        return [(label, words) for label, words in said if words]

    @property
    def paper_words(self) -> str:
        """Return the decision's number and sign, or that it is not known."""
        return self.dossier.paper or _("số, ký hiệu chưa kiểm chứng")


@dataclass(frozen=True, slots=True)
class Drawing:
    """How forms are drawn: fresh, with the version of the case, or as typed when it is the one that came back."""

    bound: VersionedForm | None
    version: int

    def of[F: VersionedForm](self, name: str, kind: type[F], **more: Any) -> F:
        """Return the form `name`."""
        if isinstance(self.bound, kind) and self.bound.name == name:
            return self.bound
        return kind(name=name, initial={"version": self.version}, **more)


def dossier_page(
    dossier: DossierFacts,
    case: CaseFile,
    *,
    viewer: Viewer,
    directory: Directory,
    bound: VersionedForm | None,
    now: datetime,
    language: str,
) -> DossierPage:
    """Return the page; `bound` is the form that came back, shown as it was typed."""
    supervises = viewer.has(Role.SUPERVISOR)
    service = directory.services.get(case.request.service)

    form = Drawing(bound, case.request.version)
    writes = dossier.state is DossierState.DRAFT
    decides = supervises and dossier.state is DossierState.SUBMITTED
    deciding = decision_choices(case, directory, now=now, language=language) if decides else {}
    return DossierPage(
        dossier=dossier,
        case=case,
        service=service.name.in_language(language) if service else case.request.service,
        reason=REASONS[dossier.reason],
        state=DOSSIERS[dossier.state],
        photos=tuple(_photo(one, case) for one in case.attachments if one.id in dossier.enclosed),
        lines=tuple(_line(one, case, form=form, may=supervises) for one in dossier.directives),
        writing=form.of("dossier.write", DossierForm, dossier=dossier, photos=photo_choices(case)) if writes else None,
        withdrawing=form.of("dossier.withdraw", NoteForm) if supervises and dossier.is_open else None,
        deciding=form.of("dossier.decide", DecisionForm, dossier=dossier, **deciding) if decides else None,
        may_submit=supervises,
    )


def _in_words(each: BoundField) -> str:
    """Return what a field holds as a reader would say it: of a choice its words."""
    value = each.value()
    if not isinstance(each.field, ChoiceField):
        return str(value or "").strip()
    chosen = set(value) if isinstance(value, list) else {value}
    offered: list[tuple[str, Any]] = list(flatten_choices(cast("Any", each.field.choices)))  # in groups or not
    return ", ".join(str(words) for code, words in offered if code and code in chosen)


def photo_choices(case: CaseFile) -> list[tuple[str, str]]:
    """Return the photos of the case to choose from, in words."""
    return [(str(one.id), caption(one, case)) for one in case.attachments]


def caption(one: AttachmentFacts, case: CaseFile) -> str:
    """Return whose photo it is and when it was taken."""
    unit = next((part.unit_name for part in case.parts if part.id == one.part_id), "")
    whose = _("Biên bản của %(unit)s") if one.kind == AttachmentKind.MINUTES else _("Ảnh của %(unit)s")
    named = whose % {"unit": unit} if unit else _("Ảnh của người phản ánh")
    return f"{named}, {when(one.taken_at or one.added_at)}"


def decision_choices(case: CaseFile, directory: Directory, *, now: datetime, language: str) -> Mapping[str, Any]:
    """Return what the form of a decision is made with: agencies to direct, at what hour a day is over, why one is `refused`."""
    request = case.request
    rules = rules_for(
        directory.clock_rules,
        service=request.service,
        kind=request.kind,
        received_at=request.received_at,
        agencies=sum(part.state not in CLOSED_PARTS for part in case.parts),
        level=request.level,
    )
    calendar = answering_calendar(rules, directory)

    def refused(day: date) -> WhyNot | None:
        try:
            directed_until(day, now=now, calendar=calendar)
        except DirectiveRefused as error:
            return error.why
        return None

    units = unit_choices(directory, now=now, language=language)
    return {"units": units, "closes": closing_hour(calendar, now=now), "refused": refused}


def unit_choices(directory: Directory, *, now: datetime, language: str) -> list[tuple[str, str]]:
    """Return the agencies that can be directed: those that stand, without the People's Committee itself."""
    today = now.astimezone(directory.city.zone).date()
    standing_units = [
        unit
        for unit in directory.units_by_id.values()
        if (unit.valid_to is None or unit.valid_to > today) and not (unit.kind is UnitKind.CITY and unit.parent_id is None)
    ]
    named = [(str(unit.id), unit.name.in_language(language)) for unit in standing_units]
    return sorted(named, key=lambda one: (vietnamese_key(one[1]), one[0]))


def forms_by_directive(one: DirectiveFacts) -> Mapping[str, str]:
    """Return the names of the forms of a directive, by what they do."""
    return {step: f"directive.{step}.{one.id}" for step in ("accept", "return", "lift")}


def _line(one: DirectiveFacts, case: CaseFile, *, form: "Drawing", may: bool) -> DirectiveLine:
    names = forms_by_directive(one)
    is_answered = one.state is DirectiveState.ANSWERED
    clocks = [clock for clock in case.clocks if clock.purpose == DIRECTIVE and clock.part_id == one.part_id]
    words, tone, icon = standing(one)
    return DirectiveLine(
        one=one,
        state=words,
        tone=tone,
        icon=icon,
        clock=next((clock for clock in clocks if clock.due_at == one.due_at), None),
        accepting=form.of(names["accept"], AcceptForm) if may and is_answered else None,
        returning=form.of(names["return"], NoteForm) if may and is_answered else None,
        lifting=form.of(names["lift"], NoteForm) if may and one.is_open else None,
    )


def _photo(one: AttachmentFacts, case: CaseFile) -> Photo:
    address = reverse("answering:staff_photo", args=[one.key])
    return Photo(address, caption(one, case), full_url=address)

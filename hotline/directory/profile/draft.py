"""A profile's files, each read by its schema, with the place of every record still known."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from hotline.directory.profile import centre_schema, dunning_schema, rule_schema, schema, service_schema, text_schema, unit_schema
from hotline.directory.profile.converting import (
    Placed,
    convert_list,
    convert_one,
    convert_one_if_any,
    convert_optional,
    convert_optional_list,
    convert_rows,
    refuse_unknown_sections,
)
from hotline.directory.profile.evidence_schema import EvidenceOfAll
from hotline.directory.profile.faults import BadProfile, Fault
from hotline.directory.profile.order_schema import Orders
from hotline.directory.profile.package_areas import package_version
from hotline.directory.profile.reading import Row, Sheet, read_rows, read_sheet, read_text
from hotline.directory.text_events import LANGUAGES

FORMAT = 2
"""Raised when the same files would be understood differently: it makes every installation load its profile again."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "profile.yaml": ("city", "areas", "windows", "public"),
    "sources.yaml": ("sources",),
    "units.yaml": ("units", "ward_committees", "district_committees"),
    "centre.yaml": ("streams", "channels", "emergencies", "shifts"),
    "services.yaml": ("evidence", "categories", "groups"),
    "routing.yaml": ("area_sets", "rules"),
    "clocks.yaml": ("clocks",),
    "calendars.yaml": ("calendars",),
    "dunning.yaml": ("ladders", "leaders", "reminder"),
    "reasons.yaml": ("reasons",),
    "screening.yaml": ("screening", "orders"),
    "answers.yaml": ("templates",),
    **{f"texts.{language}.yaml": ("texts",) for language in LANGUAGES},
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "focal_points.csv": ("unit", "name", "title", "phone", "email", "head", "notify", "made_up", "source"),
    "calendar_days.csv": ("calendar", "day", "kind", "name", "name_en", "source"),
}
EMBLEM = "emblem.svg"
"""The city's emblem, a drawing; a profile may do without."""
READ_ELSEWHERE = frozenset({"demonstration.yaml"})
"""Files of a profile that are not part of what leadership signs: the stories its demonstration tells."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Every record of a profile with its place. Nothing has been checked yet between them."""

    city: Placed[schema.City]
    areas: Placed[schema.AreasFrom]
    windows: Placed[schema.Windows]
    public: schema.Public
    sources: list[Placed[schema.Source]]
    units: list[Placed[unit_schema.Unit]]
    ward_committees: Placed[unit_schema.WardCommittees]
    district_committees: Placed[unit_schema.WardCommittees] | None
    focal_points: list[Placed[unit_schema.FocalPoint]]
    groups: list[Placed[service_schema.Group]]
    categories: list[Placed[service_schema.Category]]
    evidence: Placed[EvidenceOfAll] | None
    streams: list[Placed[centre_schema.StreamRecord]]
    channels: list[Placed[centre_schema.Reach]]
    emergencies: list[Placed[centre_schema.Emergency]]
    shifts: list[Placed[centre_schema.Shift]]
    area_sets: list[Placed[rule_schema.AreaSet]]
    routes: list[Placed[rule_schema.Route]]
    clocks: list[Placed[rule_schema.Clock]]
    calendars: list[Placed[rule_schema.Calendar]]
    days: list[Placed[rule_schema.DayRow]]
    ladders: list[Placed[dunning_schema.DunningLadder]]
    leaders: list[Placed[dunning_schema.LeadersOf]]
    reminder: Placed[dunning_schema.MonthlyReminder]
    reasons: list[Placed[schema.Reason]]
    screening: Placed[schema.ScreeningWords]
    orders: Orders
    answers: list[Placed[text_schema.AnswerTemplate]]
    texts: dict[str, list[Placed[text_schema.TextRecord]]]

    @property
    def services(self) -> Iterator[tuple[Placed[service_schema.Group], str, service_schema.Service]]:
        """Give every service with its group and its path inside it."""
        for group in self.groups:
            for index, service in enumerate(group.record.services):
                yield group, f"services[{index}]", service

    def as_profile(self) -> schema.Profile:
        """Return the profile without places and people."""
        return schema.Profile(
            city=self.city.record,
            areas=self.areas.record,
            windows=self.windows.record,
            public=self.public,
            sources=_records(self.sources),
            units=_records(self.units),
            ward_committees=self.ward_committees.record,
            district_committees=self.district_committees.record if self.district_committees else None,
            groups=_records(self.groups),
            categories=_records(self.categories),
            evidence=self.evidence.record if self.evidence else None,
            streams=_records(self.streams),
            channels=_records(self.channels),
            emergencies=_records(self.emergencies),
            shifts=_records(self.shifts),
            area_sets=_records(self.area_sets),
            routes=_records(self.routes),
            clocks=_records(self.clocks),
            calendars=_records(self.calendars),
            days=_records(self.days),
            ladders=_records(self.ladders),
            leaders=_records(self.leaders),
            reminder=self.reminder.record,
            reasons=_records(self.reasons),
            screening=self.screening.record,
            orders=self.orders,
            answers=_records(self.answers),
            texts={language: _records(texts) for language, texts in self.texts.items()},
        )


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of everything a loaded profile depends on: its files, their format, the package of areas."""
    digest = hashlib.sha256(f"{FORMAT} {package_version()}\0".encode())
    for path in sorted(_files(folder)):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_draft(folder: Path) -> Draft:
    """Return the records of the profile in `folder`. Raises BadProfile with every fault of every file."""
    faults = [
        Fault(path.name, 0, "not a file of a profile")
        for path in _files(folder)
        if path.name not in {*SECTIONS, *COLUMNS, EMBLEM}
    ]
    sheets = {file: _sheet(folder, file, faults) for file in SECTIONS}
    rows = {file: _rows(folder, file, faults) for file in COLUMNS}
    if faults:
        raise BadProfile(faults)
    draft = _draft(sheets, rows, _emblem(folder, faults), faults)
    if draft is None or faults:
        raise BadProfile(faults)
    return draft


def _draft(sheets: dict[str, Sheet], rows: dict[str, list[Row]], emblem: str, faults: list[Fault]) -> Draft | None:
    for file, sheet in sheets.items():
        refuse_unknown_sections(sheet, SECTIONS[file], faults)
    profile, units, routing = sheets["profile.yaml"], sheets["units.yaml"], sheets["routing.yaml"]
    city = convert_one(profile, "city", schema.City, faults)
    areas = convert_one(profile, "areas", schema.AreasFrom, faults)
    windows = convert_one(profile, "windows", schema.Windows, faults)
    committees = convert_one(units, "ward_committees", unit_schema.WardCommittees, faults)
    districts = convert_one_if_any(units, "district_committees", unit_schema.WardCommittees, faults)
    public = convert_optional(profile, "public", schema.Public, faults)
    screening = convert_one(sheets["screening.yaml"], "screening", schema.ScreeningWords, faults)
    orders = convert_optional(sheets["screening.yaml"], "orders", Orders, faults)
    sources = convert_list(sheets["sources.yaml"], "sources", schema.Source, faults)
    unit_list = convert_list(units, "units", unit_schema.Unit, faults)
    groups = convert_list(sheets["services.yaml"], "groups", service_schema.Group, faults)
    categories = convert_optional_list(sheets["services.yaml"], "categories", service_schema.Category, faults)
    evidence = convert_one_if_any(sheets["services.yaml"], "evidence", EvidenceOfAll, faults)
    centre = sheets["centre.yaml"]
    streams = convert_list(centre, "streams", centre_schema.StreamRecord, faults)
    channels = convert_list(centre, "channels", centre_schema.Reach, faults)
    emergencies = convert_list(centre, "emergencies", centre_schema.Emergency, faults)
    shifts = convert_list(centre, "shifts", centre_schema.Shift, faults)
    area_sets = convert_list(routing, "area_sets", rule_schema.AreaSet, faults)
    routes = convert_list(routing, "rules", rule_schema.Route, faults)
    clocks = convert_list(sheets["clocks.yaml"], "clocks", rule_schema.Clock, faults)
    calendars = convert_list(sheets["calendars.yaml"], "calendars", rule_schema.Calendar, faults)
    dunning = sheets["dunning.yaml"]
    ladders = convert_list(dunning, "ladders", dunning_schema.DunningLadder, faults)
    leaders = convert_list(dunning, "leaders", dunning_schema.LeadersOf, faults)
    reminder = convert_one(dunning, "reminder", dunning_schema.MonthlyReminder, faults)
    reasons = convert_list(sheets["reasons.yaml"], "reasons", schema.Reason, faults)
    answers = convert_list(sheets["answers.yaml"], "templates", text_schema.AnswerTemplate, faults)
    focal_points = convert_rows(rows["focal_points.csv"], unit_schema.FocalPoint, faults)
    days = convert_rows(rows["calendar_days.csv"], rule_schema.DayRow, faults)
    texts = {
        language: convert_list(sheets[f"texts.{language}.yaml"], "texts", text_schema.TextRecord, faults)
        for language in LANGUAGES
    }
    if city is None or areas is None or windows is None or committees is None or screening is None or reminder is None:
        return None
    return Draft(
        city=replace(city, record=structs.replace(city.record, emblem=emblem)),
        areas=areas,
        windows=windows,
        public=public,
        sources=sources,
        units=unit_list,
        ward_committees=committees,
        district_committees=districts,
        focal_points=focal_points,
        groups=groups,
        categories=categories,
        evidence=evidence,
        streams=streams,
        channels=channels,
        emergencies=emergencies,
        shifts=shifts,
        area_sets=area_sets,
        routes=routes,
        clocks=clocks,
        calendars=calendars,
        days=days,
        ladders=ladders,
        leaders=leaders,
        reminder=reminder,
        reasons=reasons,
        screening=screening,
        orders=orders,
        answers=answers,
        texts=texts,
    )


def _records[T](places: list[Placed[T]]) -> list[T]:
    return [placed.record for placed in places]


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadProfile([Fault(str(folder), 0, "no such folder")])
    mine = {".yaml", ".yml", ".csv", ".svg"}
    return [path for path in folder.iterdir() if path.suffix in mine and path.name not in READ_ELSEWHERE]


def _emblem(folder: Path, faults: list[Fault]) -> str:
    try:
        return read_text(folder, EMBLEM) if (folder / EMBLEM).exists() else ""
    except BadProfile as refusal:
        faults.extend(refusal.faults)
        return ""


def _sheet(folder: Path, file: str, faults: list[Fault]) -> Sheet:
    try:
        return read_sheet(folder, file)
    except BadProfile as refusal:
        faults.extend(refusal.faults)
        return Sheet(file, None, None)


def _rows(folder: Path, file: str, faults: list[Fault]) -> list[Row]:
    try:
        return read_rows(folder, file, columns=COLUMNS[file])
    except BadProfile as refusal:
        faults.extend(refusal.faults)
        return []

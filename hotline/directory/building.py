"""Makes the frozen facts of the directory from its rows and from the document of the current profile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from hotline.core.facts import Forward, Kind, PlaceNeed, PublicPlace, Publish
from hotline.core.ordering import vietnamese_key
from hotline.core.orders import Order
from hotline.directory import facts
from hotline.directory.addedrules import standing_rules
from hotline.directory.building_centre import centre_of
from hotline.directory.building_dunning import dunning_of
from hotline.directory.building_evidence import evidence_of, outcome_of
from hotline.directory.calendars import standing
from hotline.directory.following import areas_today, units_before, units_today
from hotline.directory.models import Area, AreaBoundary, FocalPoint, ProfileVersion, Service, Unit
from hotline.directory.profile import core_rules, fields, schema, service_schema, text_schema

_NOTHING = facts.Wording("", "")

type Choices = tuple[tuple[str, facts.Wording], ...]


def build(version_id: int, *, outlines_id: int, calendars_number: int = 0, rules_number: int = 0, today: date) -> facts.Directory:
    """Return the directory under the profile with this id as it stands on `today` (in the city's zone).

    `outlines_id` is the number of the newest import of boundaries, `calendars_number` that of the newest applied decision about
    a calendar, `rules_number` that of the newest change of a rule.
    """
    version = ProfileVersion.objects.get(pk=version_id)
    profile = msgspec.convert(version.document, schema.Profile)
    units = _units()
    open_units = {unit.code: unit for unit in units.values() if _holds(unit.valid_from, unit.valid_to, today)}
    committees = {unit.area_code: unit.code for unit in open_units.values() if unit.area_code}
    rows = list(Area.objects.order_by("code"))
    areas = {row.pk: _area(row, committees.get(row.code, "")) for row in rows}
    open_areas = {row.code: areas[row.pk] for row in rows if _holds(row.valid_from, row.valid_to, today)}
    services = _services(profile, _agencies(profile, open_units))
    areas_after = areas_today({area.id for area in open_areas.values()})
    units_after = units_today({unit.id for unit in open_units.values()})
    return facts.Directory(
        version=facts.VersionFacts(version.pk, version.code, version.digest, version.loaded_at),
        city=_city(profile.city),
        groups=_groups(profile),
        services={service.code: service for service in services.values() if service.is_open},
        services_by_id=services,
        units=open_units,
        units_by_id=units,
        wards=tuple(sorted(open_areas.values(), key=lambda area: vietnamese_key(area.name_vi))),
        areas=open_areas,
        areas_by_id=areas,
        former_areas=_former_areas(rows, areas_after, areas),
        committees=committees,
        superiors={unit.code: units[unit.parent_id].code for unit in open_units.values() if unit.parent_id is not None},
        routing_rules=core_rules.routing_rules(profile),
        clock_rules=standing_rules(profile),
        rules_number=rules_number,
        calendars=standing(profile),
        calendars_number=calendars_number,
        calendar_names={calendar.code: _wording(calendar.name) for calendar in profile.calendars},
        dunning=dunning_of(profile),
        reasons=_reasons(profile),
        exclusion_words=tuple(_exclusions(profile)),
        exclusion_reasons=_exclusions(profile),
        emergency_words=tuple(profile.screening.emergency),
        orders={order: tuple(getattr(profile.orders, order.value)) for order in Order},
        answer_templates=tuple(_template(template) for template in profile.answers),
        texts={
            (text.event, text.channel.value, language): _text(text)
            for language, texts in profile.texts.items()
            for text in texts
            if text.stream is None
        },
        stream_texts={
            (text.stream, text.event, text.channel.value, language): _text(text)
            for language, texts in profile.texts.items()
            for text in texts
            if text.stream is not None
        },
        windows=_windows(profile.windows),
        centre=centre_of(profile),
        public=facts.PublicFacts(comments=profile.public.comments),
        focal_points=_focal_points(),
        outlines=_outlines({area.id for area in open_areas.values()}) if outlines_id else {},
        outlines_id=outlines_id,
        sources={source.code: facts.SourceFacts(source.code, source.title, source.verified) for source in profile.sources},
        areas_after=areas_after,
        units_after=units_after,
        units_before=units_before(areas_after, units_after),
        inspectors=frozenset(unit.code for unit in profile.units if unit.inspects),
    )


def _holds(valid_from: date | None, valid_to: date | None, today: date) -> bool:
    return (valid_from is None or valid_from <= today) and (valid_to is None or today < valid_to)


def _units() -> dict[int, facts.UnitFacts]:
    rows = Unit.objects.select_related("area").order_by("code")
    return {
        row.pk: facts.UnitFacts(
            id=row.pk,
            code=row.code,
            kind=facts.UnitKind(row.kind),
            name=facts.Wording(row.name_vi, row.name_en),
            parent_id=row.parent_id,
            area_code=row.area.code if row.area else "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            made_up=row.made_up,
        )
        for row in rows
    }


def _area(row: Area, unit_code: str) -> facts.AreaFacts:
    return facts.AreaFacts(
        id=row.pk,
        code=row.code,
        kind=facts.AreaKind(row.kind),
        name_vi=row.name_vi,
        name_en=row.name_en,
        lat=row.lat,
        lon=row.lon,
        square_km=row.square_km or 0.0,
        unit_code=unit_code if row.valid_to is None else "",
    )


def _former_areas(
    rows: list[Area], after: Mapping[int, tuple[int, ...]], areas: Mapping[int, facts.AreaFacts]
) -> tuple[facts.FormerAreaFacts, ...]:
    """Return the closed areas that areas of today follow; the main successor first."""
    return tuple(
        facts.FormerAreaFacts(
            row.pk, row.code, row.name_vi, row.within_vi, row.lat, row.lon, tuple(areas[one].code for one in after[row.pk])
        )
        for row in rows
        if row.pk in after
    )


def _outlines(open_ids: set[int]) -> dict[str, bytes]:
    rows = AreaBoundary.objects.filter(valid_to__isnull=True, area__in=open_ids).select_related("area").order_by("area__code")
    return {row.area.code: bytes(row.outline) for row in rows}


def _agencies(profile: schema.Profile, units: dict[str, facts.UnitFacts]) -> Choices:
    """Return the agencies of today to choose from, in the profile's order, then the ward committees in Vietnamese order."""
    named = [units[unit.code] for unit in profile.units if unit.code in units]
    committees = [unit for unit in units.values() if unit.area_code]
    committees.sort(key=lambda unit: vietnamese_key(unit.name.vi))
    return tuple((unit.code, unit.name) for unit in (*named, *committees))


def _services(profile: schema.Profile, agencies: Choices) -> dict[int, facts.ServiceFacts]:
    """Return every service there ever was by id: those of the profile in its order, then the closed ones."""
    rows = {row.code: row for row in Service.objects.order_by("position", "code")}
    places = {service.code: (group.code, place) for group in profile.groups for place, service in enumerate(group.services)}
    open_ones = [
        replace(
            _service(rows.pop(service.code), service, *places[service.code], agencies),
            evidence=evidence_of(service, profile.evidence),
            outcome=outcome_of(service),
        )
        for service in profile.services
    ]
    closed = [_closed_service(row) for row in rows.values()]
    return {service.id: service for service in (*open_ones, *closed)}


def _service(row: Service, service: service_schema.Service, group: str, order: int, agencies: Choices) -> facts.ServiceFacts:
    return facts.ServiceFacts(
        id=row.pk,
        code=service.code,
        group=group,
        order=order,
        name=_wording(service.name),
        hint=_wording(service.hint),
        words=tuple(service.words),
        publish=service.publish,
        forward=service.forward,
        place=service.place,
        place_public=service.place_public,
        kinds=tuple(service.kinds),
        attributes=tuple(
            facts.AttributeFacts(
                attribute.code,
                _wording(attribute.name),
                attribute.required,
                agencies if attribute.agency else tuple((choice.code, _wording(choice.name)) for choice in attribute.choices),
                attribute.agency,
                attribute.sealed,
            )
            for attribute in service.attributes
        ),
        asks_photo=service.asks_photo,
        is_open=True,
        level=service.level,
    )


def _closed_service(row: Service) -> facts.ServiceFacts:
    """Return a service that the profile has no more: nothing new comes in, and nothing of it is shown to everyone."""
    return facts.ServiceFacts(
        id=row.pk,
        code=row.code,
        group=row.group,
        order=row.position,
        name=facts.Wording(row.name_vi, row.name_en),
        hint=_NOTHING,
        words=(),
        publish=Publish.NEVER,
        forward=Forward.OPERATOR,
        place=PlaceNeed.OPTIONAL,
        place_public=PublicPlace.AREA,
        kinds=(Kind.REPORT,),
        attributes=(),
        is_open=False,
    )


def _city(city: schema.City) -> facts.CityFacts:
    bounds = city.bounds
    return facts.CityFacts(
        name=_wording(city.name),
        centre_name=_wording(city.centre_name),
        number=city.number,
        dial=city.dial or city.number,
        reference_number=city.reference or city.number,
        website=city.website,
        email=city.email,
        zone=ZoneInfo(city.zone),
        centre_lat=city.centre.lat,
        centre_lon=city.centre.lon,
        bounds=(bounds.south, bounds.west, bounds.north, bounds.east),
        margin_km=bounds.margin_km,
        colour=city.colour,
        colour_dark=city.colour_dark,
        emblem=city.emblem,
    )


def _groups(profile: schema.Profile) -> tuple[facts.GroupFacts, ...]:
    categories = {category.code: _wording(category.name) for category in profile.categories}
    return tuple(
        facts.GroupFacts(
            group.code,
            _wording(group.name),
            group.icon,
            tuple(service.code for service in group.services),
            categories[group.category] if group.category else None,
        )
        for group in profile.groups
    )


def _reasons(profile: schema.Profile) -> dict[facts.ReasonUse, tuple[facts.ReasonFacts, ...]]:
    return {
        use: tuple(
            facts.ReasonFacts(reason.code, use, _wording(reason.name), _wording(reason.advice))
            for reason in profile.reasons
            if reason.use is use
        )
        for use in facts.ReasonUse
    }


def _exclusions(profile: schema.Profile) -> dict[str, str]:
    """Return the reason to refuse that each word of exclusion proposes, "" for one that only makes a person look."""
    reasons: dict[str, str] = {}
    for one in profile.screening.exclusion:
        words, reason = ([one], "") if isinstance(one, str) else (one.words, one.reason)
        reasons.update(dict.fromkeys(words, reason))
    return reasons


def _template(template: text_schema.AnswerTemplate) -> facts.AnswerTemplateFacts:
    return facts.AnswerTemplateFacts(template.code, _wording(template.name), _wording(template.text), tuple(template.services))


def _windows(windows: schema.Windows) -> facts.WindowFacts:
    figures = {name: getattr(windows, name) for name in windows.__struct_fields__}
    return facts.WindowFacts(**{name: figure.value for name, figure in figures.items() if figure is not None})


def _focal_points() -> dict[int, tuple[facts.FocalFacts, ...]]:
    people: dict[int, list[facts.FocalFacts]] = {}
    for row in FocalPoint.objects.filter(left_on__isnull=True).order_by("unit_id", "-is_head", "id"):
        people.setdefault(row.unit_id, []).append(
            facts.FocalFacts(
                id=row.pk,
                unit_id=row.unit_id,
                name=row.name,
                title=row.title,
                phone=row.phone,
                email=row.email,
                is_head=row.is_head,
                notify=row.notify,
                made_up=row.made_up,
            )
        )
    return {unit_id: tuple(of_unit) for unit_id, of_unit in people.items()}


def _wording(both: fields.Both | None) -> facts.Wording:
    return facts.Wording(both.vi, both.en) if both else _NOTHING


def _text(text: text_schema.TextRecord) -> facts.Text:
    templates = tuple(
        facts.ProviderTemplate(
            template.provider,
            template.id,
            tuple(facts.TemplateParameter(one.name, one.value, one.longest) for one in template.parameters),
        )
        for template in text.templates
    )
    return facts.Text(
        text.body.strip(),
        text.subject,
        text.plain,
        templates,
        with_buttons=text.with_buttons.strip(),
        by_reply=text.by_reply.strip(),
        opening=text.opening.strip(),
        missed=text.missed.strip(),
        outside=text.outside.strip(),
        plain_if_cut=text.plain_if_cut,
    )

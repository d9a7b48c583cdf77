"""Whom a step of the ladder reaches: people of the agency, its heads, or the leaders of the matter."""

from collections.abc import Collection

from hotline.core.dunning import Rung
from hotline.directory.complaints import standing_unit
from hotline.directory.facts import Directory, FocalFacts


def people_for(
    rung: Rung, *, unit_id: int, service_id: int, directory: Directory, kept_away: Collection[int] = ()
) -> tuple[FocalFacts, ...]:
    """Return the people that the profile names for a rung; none where it names nobody.

    `kept_away`: units that the case complains of, whose people hear nothing of it whatever they lead.
    """
    of_unit = people_of(unit_id, directory)
    match rung:
        case Rung.FOCAL_POINT:
            return tuple(person for person in of_unit if person.notify)
        case Rung.HEAD:
            return tuple(person for person in of_unit if person.is_head)
        case Rung.LEADER:
            return tuple(one for one in _leaders(service_id, directory) if one.unit_id not in kept_away)


def people_of(unit_id: int, directory: Directory) -> tuple[FocalFacts, ...]:
    """Return the people of a unit; of one that is no more, those of the first that took over from it and stands."""
    return tuple(directory.focal_points.get(standing_unit(unit_id, directory), ()))


def _leaders(service_id: int, directory: Directory) -> tuple[FocalFacts, ...]:
    group = directory.services_by_id[service_id].group
    units = [one.unit_code for one in directory.dunning.leaders if not one.groups or group in one.groups]
    return tuple(
        person
        for code in units
        if code in directory.units
        for person in directory.focal_points.get(directory.units[code].id, ())
        if person.is_head
    )

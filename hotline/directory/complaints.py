"""Which agency a matter complains of, by the answers to what its service asks, and who is kept away from it.

`answers` are those to the attributes of any service, by their code and opened: put under another service, a matter is
about the same agency as before.
"""

from collections.abc import Mapping
from functools import lru_cache

from hotline.core.barring import barred
from hotline.directory.facts import AttributeFacts, Directory


def agency_named(directory: Directory, answers: Mapping[str, object]) -> str:
    """Return the code of the agency that a matter complains of, empty if nobody named one that was ever there.

    Of an agency that is no more, the first that took over from it.
    """
    for unit_id in units_named(directory, answers):
        unit = directory.units_by_id[standing_unit(unit_id, directory)]
        if directory.units.get(unit.code) is unit:
            return unit.code
    return ""


def standing_unit(unit_id: int, directory: Directory) -> int:
    """Return the unit if it stands, else the first that took over from it and does; the unit itself where none does."""
    for standing in (unit_id, *directory.units_after.get(unit_id, ())):
        unit = directory.units_by_id[standing]
        if directory.units.get(unit.code) is unit:
            return standing
    return unit_id


def units_named(directory: Directory, answers: Mapping[str, object]) -> tuple[int, ...]:
    """Return the ids of the units that a matter complains of: those that ever had the code, that of today first."""
    named = {str(answers[code]) for code in agency_questions(directory) if answers.get(code)} if answers else set()
    if not named:
        return ()
    found = [unit.id for unit in directory.units_by_id.values() if unit.code in named]
    return tuple(sorted(found, key=lambda unit_id: (directory.units_by_id[unit_id].valid_to is not None, -unit_id)))


def units_barred(directory: Directory, answers: Mapping[str, object]) -> frozenset[int]:
    """Return the ids of the units that may not work on a matter: whom it complains of, who took over, who obeys them."""
    named = units_named(directory, answers)
    if not named:
        return frozenset()
    above = {unit.id: unit.parent_id for unit in directory.units_by_id.values()}
    inspectors = {directory.units[code].id for code in directory.inspectors if code in directory.units}
    return barred(named, above=above, followed_by=directory.units_after, inspectors=inspectors)


@lru_cache(maxsize=4)
def sealed_questions(directory: Directory) -> Mapping[str, AttributeFacts]:
    """Return by its code what services ask under seal: the agency first, then as the profile has it."""
    asked = [one for service in directory.services.values() for one in service.attributes if one.is_sealed]
    return {one.code: one for one in sorted(asked, key=lambda one: not one.is_agency)}


def asked_as(directory: Directory) -> str:
    """Return the code under which services ask which agency a matter is about; empty where none does."""
    return min(agency_questions(directory), default="")


@lru_cache(maxsize=4)
def agency_questions(directory: Directory) -> frozenset[str]:
    """Return the codes under which services ask which agency a matter is about."""
    services = directory.services.values()
    return frozenset(attribute.code for service in services for attribute in service.attributes if attribute.is_agency)

"""Whose systems these are after an administrative change: an agency's keys and webhooks go on with who took over its work.

Nothing is written for that: who follows whom is in the directory, and a key keeps the agency that it was given to.
"""

from hotline.directory.facts import Directory
from hotline.directory.queries import forget, is_newest, snapshot


def directory_now() -> Directory:
    """Return the directory as the database has it at this moment: what is told once must not go by one of two seconds ago."""
    city = snapshot()
    if is_newest(city):
        return city
    forget()
    return snapshot()


def units_told(unit_id: int, city: Directory) -> frozenset[int]:
    """Return the units of whose parts an agency's system is told: its heir, and all whose records the heir goes on with."""
    heir = city.heir_of(unit_id)
    return frozenset({heir, *city.units_before.get(heir, ())})

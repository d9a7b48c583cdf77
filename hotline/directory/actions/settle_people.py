"""Focal points as rows: whoever the profile no longer names has left, and is not texted again."""

from collections.abc import Iterable
from datetime import date

from hotline.directory.actions.rewriting import rewritten
from hotline.directory.models import FocalPoint, Unit
from hotline.directory.profile.check_units import e164
from hotline.directory.profile.unit_schema import FocalPoint as Person


def settle_people(people: Iterable[Person], units: dict[str, Unit], *, today: date) -> int:
    """Make the rows say who is reached at each of `units`, and return how many they are.

    A person is known again by agency, telephone and e-mail; their name, title and part may change.
    """
    known = {(row.unit_id, row.phone, row.email): row for row in FocalPoint.objects.filter(left_on__isnull=True)}
    stayed = 0
    changed: list[FocalPoint] = []
    joined: list[FocalPoint] = []
    for person in people:
        unit = units[person.unit]
        phone = e164(person.phone) if person.phone else ""
        row = known.pop((unit.pk, phone, person.email), None)
        if row is None:
            row = FocalPoint(unit=unit, phone=phone, email=person.email)
            joined.append(row)
        else:
            stayed += 1
        said = {"name": person.name, "title": person.title, "is_head": person.head, "notify": person.notify}
        if rewritten(row, **said, made_up=person.made_up) and row.pk:
            changed.append(row)
    for left in known.values():
        left.left_on = today
    FocalPoint.objects.bulk_update(known.values(), ["left_on"])
    FocalPoint.objects.bulk_update(changed, ["name", "title", "is_head", "notify", "made_up"])
    FocalPoint.objects.bulk_create(joined)
    return stayed + len(joined)

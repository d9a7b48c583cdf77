"""Services as rows: those of the profile open, those it dropped closed."""

from datetime import date

from hotline.directory.models import Service
from hotline.directory.profile.schema import Profile


def settle_offer(profile: Profile, *, today: date) -> int:
    """Make the rows say which services the profile offers, and return how many they are."""
    known = {row.code: row for row in Service.objects.all()}
    first_day = today if known else profile.city.since
    offered = [(group.code, service) for group in profile.groups for service in group.services]
    rows: list[Service] = []
    for position, (group, service) in enumerate(offered):
        row = known.get(service.code) or Service(code=service.code, valid_from=first_day)
        row.group, row.position = group, position
        row.name_vi, row.name_en, row.valid_to = service.name.vi, service.name.en, None
        rows.append(row)
    codes = {row.code for row in rows}
    dropped = [row for code, row in known.items() if code not in codes and row.valid_to is None]
    for row in dropped:
        row.valid_to = max(today, row.valid_from)
    kept = [row for row in rows if row.code in known]
    Service.objects.bulk_create(row for row in rows if row.code not in known)
    Service.objects.bulk_update((*kept, *dropped), ["group", "position", "name_vi", "name_en", "valid_to"])
    return len(rows)

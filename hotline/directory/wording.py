"""Places in words, for people who do not see a map: which ward a point lies in, how far from what; what a candidate was."""

from django.utils.translation import gettext as _

from hotline.directory.addresses import AddressReading, WardCandidate
from hotline.directory.distances import bearing, distance_km
from hotline.directory.facts import AreaFacts
from hotline.directory.places import Located
from hotline.directory.queries import snapshot


def point_words(lat: float, lon: float, located: Located, *, language: str) -> str:
    """Return the ward of a point, and how far and which way it lies from the nearest centre known in that ward."""
    ward = located.area.name.in_language(language)
    what, from_lat, from_lon = _nearest_centre(lat, lon, located.area, language)
    km = distance_km(from_lat, from_lon, lat, lon)
    said = {"ward": ward, "what": what, "distance": _distance(km), "direction": _direction(bearing(from_lat, from_lon, lat, lon))}
    if km < 0.03:
        words = _("%(ward)s, ngay trung tâm %(what)s.") % said
    else:
        words = _("%(ward)s, cách trung tâm %(what)s khoảng %(distance)s về phía %(direction)s.") % said
    if located.approximate:
        words += " " + _("Phường, xã này mới là gần đúng.")
    return words


def outside_words(*, language: str) -> str:
    """Return what to say of a point in no ward."""
    return _("Điểm này nằm ngoài %(city)s.") % {"city": snapshot().city.name.in_language(language)}


def candidate_note(candidate: WardCandidate) -> str:
    """Return what a candidate was before, empty for a ward that was meant by its name of today."""
    said = {"former": candidate.former, "earlier": candidate.earlier}
    if not candidate.former:
        return ""
    if _is_district(candidate):
        return _("thuộc %(former)s cũ") % said
    if candidate.is_split:
        return _("trước là một phần của %(former)s") % said
    if candidate.earlier:
        return _("trước là %(former)s, gồm cả %(earlier)s cũ") % said
    return _("trước là %(former)s") % said


def reading_words(reading: AddressReading, *, language: str) -> str:
    """Return in a sentence what was read from an address."""
    if reading.elsewhere:
        city = snapshot().city.name.in_language(language)
        return _("Địa chỉ này ở %(elsewhere)s, ngoài %(city)s.") % {"elsewhere": reading.elsewhere, "city": city}
    found = reading.candidates
    if not found:
        return _("Chưa đọc được phường, xã trong địa chỉ này. Ghi thêm tên phường, hoặc chọn trong danh sách.")
    if len(found) > 1:
        return _("Địa chỉ này có thể thuộc %(count)s phường, xã. Hãy chọn một.") % {"count": len(found)}
    ward = found[0].area.name.in_language(language)
    note = candidate_note(found[0])
    return f"{ward} ({note})." if note else f"{ward}."


def too_long_words() -> str:
    """Return what to say of thousands of letters."""
    return _("Địa chỉ này dài quá. Chỉ cần số nhà, tên đường và tên phường, xã.")


def _nearest_centre(lat: float, lon: float, area: AreaFacts, language: str) -> tuple[str, float, float]:
    """Return the nearest of the ward's own centre and those of the former wards that lie wholly in it."""
    known = [
        (_("%(name)s cũ") % {"name": former.name_vi}, former.lat, former.lon)
        for former in snapshot().former_areas
        if former.successors == (area.code,) and former.name_vi != area.name_vi
    ]
    known.append((area.name.in_language(language), area.lat, area.lon))
    return min(known, key=lambda centre: distance_km(lat, lon, centre[1], centre[2]))


def _distance(km: float) -> str:
    if km < 1:
        return _("%(metres)s m") % {"metres": max(round(km * 100), 1) * 10}
    return _("%(km)s km") % {"km": f"{km:.1f}".replace(".", _(","))}


def _direction(degrees: float) -> str:
    names = (
        _("bắc"), _("đông bắc"), _("đông"), _("đông nam"), _("nam"), _("tây nam"), _("tây"), _("tây bắc"),
    )  # fmt: skip
    return names[round(degrees / 45) % 8]


def _is_district(candidate: WardCandidate) -> bool:
    return any(candidate.former == former.within_vi for former in snapshot().former_areas)

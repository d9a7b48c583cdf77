"""Makes up everyday cases: what about, where, when, by whom, and every step until the state in which they are left.

The same number, of as many, tells the same case each time; only the moment that it is told from moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from hotline.core.facts import Forward, Kind, PlaceNeed, PublicPlace, Publish
from hotline.directory import places
from hotline.directory.facts import AreaFacts, Directory, ReasonUse, ServiceFacts
from hotline.site.demo.course import Course, Pace
from hotline.site.demo.ends import LIVE, SHARES, End, end_of, first_ends
from hotline.site.demo.script import Script, Spot, Story
from hotline.site.demo.texts import NO_SCENE, Phrasebook
from hotline.site.demo.writing import FOREIGN, report_words, somebody

SEED = 1022
_HOURS = (1, 1, 1, 1, 1, 3, 8, 14, 20, 20, 16, 11, 9, 12, 16, 16, 14, 12, 11, 13, 14, 11, 6, 3)
"""How many reports come in each hour of the day."""
_WEEKEND_STAYS = 0.55
_AT_A_SPOT = 0.55
_CHANNELS = {"web": 52, "phone": 26, "open311": 8, "sms": 6, "email": 8}
_WITH_PHOTO = 0.55
_PHOTOS_SHOWN = timedelta(days=30)
"""Of older cases few have photos for everybody: each costs a file."""
_SHOWN = 0.75
"""Part of the first cases that are of the matters on the desks of those who sign in."""


@dataclass(slots=True)
class Everyday:
    """The everyday of one city: its directory, its script and its texts."""

    directory: Directory
    script: Script
    book: Phrasebook
    now: datetime
    _wards: tuple[Sequence[AreaFacts], Sequence[float]] | None = field(default=None, init=False)

    def case(self, number: int) -> Story:
        """Return the case with this number."""
        dice = Random(f"{SEED}:{self.directory.city.name.vi}:{number}")  # noqa: S311 - made-up cases, no secret
        end = end_of(number, dice)
        service, spot = self._matter(end, number, dice)
        end = _possible(end, service)
        received_at = self._received_at(end, service, dice)
        spot = spot or self._spot(dice)
        texts = self.book.of(service.code)
        foreign = bool(texts.english) and dice.random() < FOREIGN
        slots = self._slots(service, spot, dice, foreign=foreign)
        words = report_words(texts, slots, dice, foreign=foreign)
        refusal = ""
        if end is End.REFUSED:
            refusal, words = self._refused(words, dice)
        person = somebody(self.book.names, dice, foreign=foreign)
        has_place = service.place is not PlaceNeed.NONE and (service.place is PlaceNeed.REQUIRED or dice.random() < 0.6)
        pace = Pace.of(self.directory, service, received_at=received_at)
        said = {
            name: [line.format_map(slots) for line in lines]
            for name, lines in (("progress", texts.progress), ("done", texts.done))
        }
        course = Course(dice, pace, said, self.book.any, received_at, self.now, has_photo=texts.scene != NO_SCENE)
        return Story(
            code=f"everyday-{number}",
            service=service.code,
            end=end.value,
            words=words,
            received_at=received_at,
            lat=spot.lat if has_place else None,
            lon=spot.lon if has_place else None,
            place=f"{slots['house']} {spot.street}" if has_place else "",
            name=person.name,
            phone=person.phone,
            email=person.email,
            channel=_channel(person.phone, dice),
            photos=_photos(texts.scene, dice),
            scene=texts.scene,
            language="en" if foreign else "vi",
            hidden=person.hidden,
            attributes=_attributes(service, dice),
            public_place=f"{spot.street}" if service.place_public is PublicPlace.POINT and has_place else "",
            shows_photos=self.now - received_at < _PHOTOS_SHOWN or dice.random() < 0.12,
            steps=course.steps(end, service, self.directory.reasons, refusal=refusal),
        )

    def _matter(self, end: End, number: int, dice: Random) -> tuple[ServiceFacts, Spot | None]:
        """Return the service and, for one of those shown, where: among the first cases every desk gets some."""
        services = self.directory.services
        if end in (End.EMERGENCY, End.EMERGENCY_DONE):
            emergencies = [service for service in services.values() if Kind.EMERGENCY in service.kinds and service.is_open]
            if emergencies:
                return dice.choice(emergencies), None
        shown = [matter for matter in self.script.shown if _fits(end, services[matter.service])]
        if shown and end in LIVE and number < len(first_ends()) and dice.random() < _SHOWN:
            matter = dice.choice(shown)
            return services[matter.service], _near(matter.spot, dice) if matter.spot else None
        fitting = [service for service in services.values() if _fits(end, service)]
        often = self.book.often
        return dice.choices(fitting, [often.get(service.code, 2) for service in fitting])[0], None

    def _refused(self, words: str, dice: Random) -> tuple[str, str]:
        """Return a reason to refuse and what somebody wrote who is refused for it."""
        told = self.book.any["refused"]
        known = [reason.code for reason in self.directory.reasons[ReasonUse.REFUSE] if reason.code in told]
        if not known:
            return self.directory.reasons[ReasonUse.REFUSE][0].code, words
        reason = dice.choices(known, [told[code]["weight"] for code in known])[0]
        return reason, dice.choice(told[reason].get("reports") or [words])

    def _received_at(self, end: End, service: ServiceFacts, dice: Random) -> datetime:
        share = SHARES[end]
        pace = Pace.of(self.directory, service, received_at=self.now)
        if end in _IN_TIME and pace.calendar is None and pace.allowed < share.oldest:
            return self.now - pace.allowed * dice.uniform(0.2, 0.85)  # a matter of hours waits for hours
        if end in LIVE:
            return self.now - share.youngest - (share.oldest - share.youngest) * dice.random()
        part: float = dice.random() ** 1.4  # more of late than of long ago
        at = self.now - share.youngest - (share.oldest - share.youngest) * part
        local = at.astimezone(self.directory.city.zone)
        if local.isoweekday() > 5 and dice.random() > _WEEKEND_STAYS:
            local -= timedelta(days=local.isoweekday() - dice.randrange(1, 6))
        hour = dice.choices(range(24), _HOURS)[0]
        return min(at, local.replace(hour=hour, minute=dice.randrange(60), second=dice.randrange(60)))

    def _spot(self, dice: Random) -> Spot:
        if self.script.spots and dice.random() < _AT_A_SPOT:
            return _near(dice.choice(self.script.spots), dice)
        if self._wards is None:
            wards = self.directory.wards
            # A small ward is a crowded one.
            self._wards = wards, [1 / max(ward.square_km, 0.5) ** 0.7 for ward in wards]
        ward = dice.choices(*self._wards)[0]
        reach = 0.3 * ward.square_km**0.5 / 111
        lat, lon = ward.lat + dice.uniform(-reach, reach), ward.lon + dice.uniform(-reach, reach)
        try:
            places.locate(lat, lon)
        except places.OutsideCity:
            lat, lon = ward.lat, ward.lon
        return Spot(lat, lon, dice.choice(_ANYWHERE).format(dice.randrange(2, 60), dice.randrange(1, 12)))

    def _slots(self, service: ServiceFacts, spot: Spot, dice: Random, *, foreign: bool) -> Mapping[str, object]:
        return {
            "street": spot.street,
            "house": f"{dice.randrange(1, 400)}{dice.choice(('', '', '', '/7', '/12', 'A', 'B'))}",
            "days": dice.randrange(2, 10),
            "n": dice.randrange(2, 6),
            "hour": f"{dice.randrange(18, 24)} giờ",
            "week": dice.choice(("cả tuần", "hai tuần", "ba tuần", "gần tháng")),
            "service": service.name.in_language("en" if foreign else "vi"),
        }


_IN_TIME = LIVE - {End.NEW, End.EMERGENCY, End.OVERDUE, End.NOT_DONE}
_ANYWHERE = ("hẻm {0} khu phố {1}", "đường số {0}", "đường nội bộ khu dân cư số {1}")


def _near(spot: Spot, dice: Random) -> Spot:
    return Spot(spot.lat + dice.uniform(-0.0028, 0.0028), spot.lon + dice.uniform(-0.0028, 0.0028), spot.street)


def _fits(end: End, service: ServiceFacts) -> bool:
    """Return whether a case of the service can be left there."""
    if not service.is_open or Kind.EMERGENCY in service.kinds:
        return False
    if end in (End.NEW, End.REPLIED) and service.forward is Forward.AUTOMATIC:
        return False  # it would go by itself before anybody looked
    if end is End.CORRECTED:
        return service.publish is not Publish.NEVER
    if end is End.AT_ONCE:
        return service.place is not PlaceNeed.REQUIRED and service.publish is not Publish.NEVER
    return True


def _possible(end: End, service: ServiceFacts) -> End:
    """Return the end itself, or what comes nearest where a city takes no emergencies."""
    if end in (End.EMERGENCY, End.EMERGENCY_DONE) and Kind.EMERGENCY not in service.kinds:
        return End.NEW if end is End.EMERGENCY else End.RATED
    return end


def _channel(phone: str, dice: Random) -> str:
    channel = dice.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    if channel in ("phone", "sms") and not phone:
        return "email"
    return channel if channel != "email" or not phone else "web"


def _photos(scene: str, dice: Random) -> int:
    return 1 if scene != NO_SCENE and dice.random() < _WITH_PHOTO else 0


def _attributes(service: ServiceFacts, dice: Random) -> Mapping[str, str]:
    chosen = {attribute.code: dice.choice(attribute.choices)[0] for attribute in service.attributes if attribute.choices}
    return chosen if dice.random() < 0.5 else {}

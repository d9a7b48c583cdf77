"""The words that every part of Hotline shares: small enums and frozen facts, with no behaviour of their own."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of word a citizen sends (loại): the Vietnamese names are in GLOSSARY.md."""

    REPORT = "report"
    PETITION = "petition"
    COMMENT = "comment"
    IDEA = "idea"
    QUESTION = "question"
    EMERGENCY = "emergency"


class Level(StrEnum):
    """How demanding a matter is (mức độ): where the papers of a city tell three, its deadlines follow it."""

    URGENT = "urgent"
    NORMAL = "normal"
    COMPLEX = "complex"


class Channel(StrEnum):
    """By which way a report came in, or by which a message goes out."""

    WEB = "web"
    OPEN311 = "open311"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    ZALO = "zalo"
    MESSENGER = "messenger"
    VIBER = "viber"
    ZNS = "zns"  # Zalo's template messages to a telephone number: a way out, never a way in


class Publish(StrEnum):
    """When a case of a service may be read by everyone."""

    FROM_RECEPTION = "from_reception"
    AFTER_REPLY = "after_reply"
    NEVER = "never"


class Forward(StrEnum):
    """Who sends a case of a service on to its agency."""

    OPERATOR = "operator"
    AUTOMATIC = "automatic"


class PlaceNeed(StrEnum):
    """Whether a service asks where."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class PublicPlace(StrEnum):
    """How exactly the public may read where a case is."""

    POINT = "point"
    AREA = "area"


class PartRole(StrEnum):
    """An agency's part in a case: lead (chủ trì), co-handler (phối hợp), or handed down by one of them (cấp dưới)."""

    LEAD = "lead"
    CO_HANDLER = "co_handler"
    UNDER = "under"


class PlaceHow(StrEnum):
    """What decided the ward of a place."""

    POLYGON = "polygon"
    NEAREST_CENTRE = "nearest_centre"
    CHOSEN = "chosen"
    OPERATOR = "operator"


class ActorKind(StrEnum):
    """What sort of hand did a thing."""

    CITIZEN = "citizen"
    STAFF = "staff"
    AGENCY = "agency"
    SYSTEM = "system"


class AnswerKind(StrEnum):
    """What an answer is: the result of agencies' work, or one the centre could give at once."""

    RESULT = "result"
    AT_ONCE = "at_once"


class Correction(StrEnum):
    """Why a sent answer is replaced."""

    MISTAKE = "mistake"
    PRIVACY = "privacy"


class AttachmentKind(StrEnum):
    """Who gave a photo and what it is for."""

    REPORT = "report"
    EVIDENCE = "evidence"
    MINUTES = "minutes"
    NOT_DONE = "not_done"
    REPLY = "reply"


class Priority(StrEnum):
    """In which order messages leave; see `MESSAGE_ORDER`."""

    EMERGENCY = "emergency"
    AGENCY = "agency"
    CITIZEN = "citizen"
    DIGEST = "digest"


MESSAGE_ORDER = {Priority.EMERGENCY: 0, Priority.AGENCY: 1, Priority.CITIZEN: 2, Priority.DIGEST: 3}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a thing: `user_id` for people who sign in, none for citizens and the system."""

    kind: ActorKind
    user_id: int | None = None
    unit_id: int | None = None


CITIZEN = Actor(ActorKind.CITIZEN)
SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter is: degrees of WGS84, words, and the ward with what decided it. Any may be missing."""

    lat: float | None = None
    lon: float | None = None
    words: str = ""
    area_id: int | None = None
    area_code: str = ""
    how: PlaceHow | None = None

    @property
    def is_known(self) -> bool:
        """Return whether the ward is known, which is what routing needs."""
        return bool(self.area_code)


NOWHERE = Place()
"""A matter without a place, such as an idea."""

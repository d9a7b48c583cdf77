"""Which events send a text, to whom, and what each text may name. A profile must have words for every one of them.

A text to an agency has no placeholder that could carry who reports: not their name, not their number, not their link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("vi", "en")

SHORTENED = frozenset({"answer", "reason", "question", "place", "service", "agency"})
"""Placeholders of any length, which the sender of an SMS shortens to the room that is left (see `ROOM`)."""

ROOM = 40
"""How many letters a profile's SMS must leave for each of the shortened placeholders it names."""

LONGEST = {
    "reference": 21, "link": 52, "case_link": 48, "desk_link": 40, "due": 18, "period": 23, "received": 6, "open": 6, "late": 6,
    "state": 16, "map_link": 88, "words": 40,
}  # fmt: skip
"""How many letters other placeholders take in an SMS at most, for the profile's check of its parts."""

OFFERS = frozenset({"talk_service", "talk_ward", "talk_photo"})
"""Events that offer choices: a chat draws them as buttons, and then does not ask for a number."""


OPENING = "opening"
"""The placeholder for what a question begins with; the text itself has its words (see `TextRecord`)."""


class Audience(StrEnum):
    """Who reads a text."""

    CITIZEN = "citizen"
    AGENCY = "agency"
    CENTRE = "centre"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class TextEvent:
    """Who reads the texts of an event and which placeholders they may use."""

    audience: Audience
    placeholders: frozenset[str]


def _citizen(*placeholders: str) -> TextEvent:
    return TextEvent(Audience.CITIZEN, frozenset({"reference", "link", "service", *placeholders}))


def _talk(*placeholders: str) -> TextEvent:
    return TextEvent(Audience.CITIZEN, frozenset(placeholders))


def _agency(*placeholders: str) -> TextEvent:
    return TextEvent(Audience.AGENCY, frozenset({"reference", "case_link", "service", "place", *placeholders}))


TEXT_EVENTS: Mapping[str, TextEvent] = {
    # to the citizen
    "received": _citizen("place", "due"),
    "forwarded": _citizen("place", "agency", "due"),
    "received_and_forwarded": _citizen("place", "agency", "due"),
    "asked": _citizen("question"),
    "question": _citizen("agency", "question"),
    "refused": _citizen("reason"),
    "committed": _citizen("agency", "due"),
    "succeeded": _citizen("agency", "due"),
    "directed": _citizen("agency", "due"),
    "answered": _citizen("answer"),
    "corrected": _citizen("answer"),
    "merged": _citizen(),
    "unmerged": _citizen(),
    "split": _citizen("due"),
    "not_done_received": _citizen("due"),
    "rating_thanks": _citizen(),
    "wrote": _talk("words"),
    # to whoever writes by SMS, e-mail or chat, with a case or none; what may be chosen is added to the text by itself
    "talk_words": _talk(OPENING),
    "talk_service": _talk(OPENING),
    "talk_place": _talk(OPENING, "map_link"),
    "talk_ward": _talk(OPENING),
    "talk_photo": _talk(OPENING),
    "talk_person": _talk(),
    "talk_danger": _talk(),
    "talk_blocked": _talk("due"),
    "talk_cancelled": _talk(),
    "talk_stopped": _talk(),
    "talk_started": _talk(),
    "talk_confirm": _talk(),
    "talk_unproved": _talk(),
    "talk_nothing": _talk(),
    "talk_help": _talk(),
    "talk_state": _talk("reference", "state"),
    "talk_unknown": _talk(),
    "talk_joined": _talk("reference"),
    # a telephone number is proved: the code goes there by SMS and nowhere else, the others to whoever says it is theirs
    "phone_code": _talk("words"),
    "talk_phone_sent": _talk("words"),
    "talk_phone_wrong": _talk(),
    "talk_phone_refused": _talk(),
    "talk_phone_joined": _talk(),
    "talk_phone_own": _talk(),
    # to the focal points of an agency
    "focal_forwarded": _agency("due"),
    "question_answered": _agency("due"),
    "returned_to_agency": _agency("reason", "due"),
    "reopened": _agency("reason", "due"),
    "withdrawn": _agency("reason"),
    "commitment_approved": _agency("due"),
    "commitment_declined": _agency("reason", "due"),
    "directive_given": _agency("reason", "due"),
    "directive_accepted": _agency(),
    "directive_sent_back": _agency("reason", "due"),
    "directive_lifted": _agency("reason"),
    "under_reported": _agency("due"),
    "above_returned": _agency("reason", "due"),
    # the agency complained of reads neither which case it is nor where
    "explanation_asked": TextEvent(Audience.AGENCY, frozenset({"service", "due", "desk_link"})),
    "explanation_due_soon": TextEvent(Audience.AGENCY, frozenset({"service", "due", "desk_link"})),
    "explanation_overdue": TextEvent(Audience.AGENCY, frozenset({"service", "agency", "due", "desk_link"})),
    "explanation_overdue_leader": TextEvent(Audience.LEADER, frozenset({"service", "agency", "due"})),
    "explanation_lapsed": TextEvent(Audience.AGENCY, frozenset({"service", "desk_link"})),
    "explanation_given": _agency("due"),
    "due_soon": _agency("due"),
    "overdue": _agency("due"),
    "overdue_head": _agency("agency", "due"),
    "focal_succeeded": TextEvent(Audience.AGENCY, frozenset({"agency", "desk_link", "open"})),
    "monthly_reminder": TextEvent(Audience.AGENCY, frozenset({"agency", "desk_link", "period", "received", "open", "late"})),
    # to leaders above an agency, who read what agencies may read
    "overdue_leader": TextEvent(Audience.LEADER, frozenset({"reference", "service", "place", "agency", "due"})),
    # to the centre's own people
    "agency_returned": TextEvent(Audience.CENTRE, frozenset({"reference", "case_link", "service", "place", "agency", "reason"})),
}
"""By event. {due} is a moment of the wall clock; {link} the citizen's private link; {case_link} asks for sign-in."""

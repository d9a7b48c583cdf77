"""The words behind a message's facts, fetched when it is sent: a message itself holds only ids and codes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hotline.casefile import queries
from hotline.casefile.facts import Leased
from hotline.casefile.queries import told
from hotline.casefile.threadtokens import map_token
from hotline.core.status import Phase
from hotline.core.text import fold
from hotline.directory.facts import Directory, ReasonFacts, Wording
from hotline.directory.text_events import TEXT_EVENTS, Audience


class CaseMissing(Exception):
    """A message that speaks of a case and belongs to none."""


@dataclass(frozen=True)
class Values:
    """What one message may name. `hand` is what was read of it."""

    message: Leased
    hand: queries.InHand
    language: str
    directory: Directory
    public_url: str

    def of(self, names: Collection[str]) -> dict[str, str]:
        """Return the words of each name that is known; whoever fills the text sees what is missing."""
        return {name: _READ[name](self) for name in names if name in _READ}

    @cached_property
    def request_id(self) -> int:
        """Return the case's id. Raises CaseMissing."""
        if self.message.request_id is None:
            raise CaseMissing(self.message.id)
        return self.message.request_id

    @cached_property
    def case(self) -> queries.ToldCase:
        """Return the case. Raises CaseMissing."""
        if self.hand.case is None:
            raise CaseMissing(self.message.id)
        return self.hand.case

    def service(self) -> str:
        """Return the service's name."""
        return self.directory.services_by_id[self.case.service_id].name.in_language(self.language)

    def place(self) -> str:
        """Return where it is, in words: as the citizen said it, or as agencies may read that, then the ward."""
        area = self.directory.areas_by_id.get(self.case.area_id) if self.case.area_id else None
        ward = area.name.in_language(self.language) if area else ""
        spoken = self.case.agency_place if self._of_agency else self.case.place_words
        # At the end of a piece: in the middle of one it may begin another's name, as Tân Sơn does that of Tân Sơn Nhì.
        is_said = any(f" {fold(piece)}".rstrip().endswith(f" {fold(ward)}") for piece in spoken.split(","))
        unsaid = "" if is_said else ward
        return ", ".join(part for part in (spoken, unsaid) if part) or self._said("–", "–")

    def due(self) -> str:
        """Return by when, on the city's wall clock: "17:00 27/02/2026"."""
        if "due_at" in self.message.facts:
            return self._clock(datetime.fromisoformat(self.message.facts["due_at"]))
        due_at = self.hand.part_due_at if self._of_agency else self.hand.answer_due_at
        return self._clock(due_at) if due_at else self._said("chưa định", "not set yet")

    def agency(self) -> str:
        """Return the agency's name; the centre's own where no agency is meant."""
        unit_id, city = self.message.facts.get("unit") or self.hand.unit_id, self.directory.city
        name = self.directory.units_by_id[unit_id].name if unit_id else city.centre_name
        return name.in_language(self.language)

    def answer(self) -> str:
        """Return the answer in force: a version that was withdrawn for privacy is never told again."""
        return _sentence(queries.answer_words(int(self.message.facts["answer"])))

    def question(self) -> str:
        """Return the question."""
        return _sentence(queries.question_words(int(self.message.facts["question"]))[0])

    def reason(self) -> str:
        """Return a reason as its reader may know it, with what to do, and the note that staff wrote beside it.

        What a citizen writes is never told to an agency from here: it could say who they are.
        """
        code, note = str(self.message.facts.get("reason", "")), ""
        if "event" in self.message.facts:
            code, note = queries.reason_of_event(int(self.message.facts["event"]))
            note = note if self.message.event in _WITH_THE_NOTE else ""
        if not code and self.message.event in _REASON_OF:
            code = told.last_reason(self.request_id, _REASON_OF[self.message.event])
        named = self._reason_named(code)
        advice = named.advice.in_language(self.language) if named else ""
        words = [named.name.in_language(self.language) if named else code, advice, note]
        return " ".join(_sentence(word) for word in words if word) or self._said("không ghi.", "none given.")

    def case_link(self) -> str:
        """Return the page of the case behind sign-in: the agency's part, or the operator's case."""
        if TEXT_EVENTS[self.message.event].audience is Audience.AGENCY:
            return f"{self.public_url}/agency/{self.hand.part_id}/"
        return f"{self.public_url}/operator/{self.case.reference}/"

    def state(self) -> str:
        """Return the public word for where the case stands."""
        return _PHASES[Phase(self.case.phase)].in_language(self.language)

    def words(self) -> str:
        """Return what somebody of the centre wrote: with the message, or with the event of the case."""
        if self.hand.own_words or "event" not in self.message.facts:
            return self.hand.own_words
        return queries.reason_of_event(int(self.message.facts["event"]))[1]

    def map_link(self) -> str:
        """Return the page on which the sender of a report puts a pin; theirs alone."""
        return f"{self.public_url}/place/{map_token(int(self.message.facts['conversation']))}/"

    def period(self) -> str:
        """Return the days of a reminder's period: "25/10–25/11/2026"."""
        zone = self.directory.city.zone
        begins, ends = (datetime.fromisoformat(self.message.facts[name]).astimezone(zone) for name in ("begins_at", "ends_at"))
        return f"{begins:%d/%m}–{ends:%d/%m/%Y}"

    def fact(self, name: str) -> str:
        """Return a number that the message itself holds."""
        return str(int(self.message.facts[name]))

    @property
    def _of_agency(self) -> bool:
        """Return whether the reader is told what agencies may know: nothing that says who reports."""
        return TEXT_EVENTS[self.message.event].audience in (Audience.AGENCY, Audience.LEADER)

    def _reason_named(self, code: str) -> ReasonFacts | None:
        reasons = (reason for used in self.directory.reasons.values() for reason in used)
        return next((reason for reason in reasons if reason.code == code), None)

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.directory.city.zone):%H:%M %d/%m/%Y}"

    def _said(self, vi: str, en: str) -> str:
        return en if self.language.startswith("en") else vi


def _sentence(words: str) -> str:
    """Return words that another sentence may follow: "Đã sửa xong" gets its full stop."""
    words = words.strip()
    return f"{words}." if words and (words[-1].isalnum() or words[-1] in ')”"') else words


_PHASES: Mapping[Phase, Wording] = {
    Phase.RECEIVED: Wording("đã tiếp nhận", "received"),
    Phase.IN_PROGRESS: Wording("đang xử lý", "in progress"),
    Phase.RESOLVED: Wording("đã xử lý", "resolved"),
    Phase.REFUSED: Wording("từ chối", "refused"),
}
_REASON_OF = {"reopened": "reopened", "withdrawn": "withdrawn", "agency_returned": "part_returned"}
"""By message: the event whose reason it tells, where its facts do not name one."""

_WITH_THE_NOTE = frozenset(
    {
        "commitment_declined", "returned_to_agency", "above_returned", "withdrawn", "agency_returned", "directive_given",
        "directive_sent_back", "directive_lifted",
    }
)  # fmt: skip
"""Messages whose event carries a note of staff; every other note is a citizen's."""

_READ: Mapping[str, Callable[[Values], str]] = {
    "reference": lambda values: values.case.reference,
    "link": lambda values: f"{values.public_url}/r/{values.hand.recipient.link}/",
    "case_link": Values.case_link,
    "desk_link": lambda values: f"{values.public_url}/agency/",
    "period": Values.period,
    "received": lambda values: values.fact("received"),
    "open": lambda values: values.fact("open"),
    "late": lambda values: values.fact("late"),
    "service": Values.service,
    "place": Values.place,
    "due": Values.due,
    "agency": Values.agency,
    "answer": Values.answer,
    "question": Values.question,
    "reason": Values.reason,
    "state": Values.state,
    "words": Values.words,
    "map_link": Values.map_link,
}

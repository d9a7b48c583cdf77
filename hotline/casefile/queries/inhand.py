"""Everything that composing needs of the messages in a sender's hand, read for many at once: one by one it costs tenfold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.casefile.facts import Leased
from hotline.casefile.models import Assignment, Clock, Message, Question
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.sealing import opened_text
from hotline.core.clockrules import StoppedBy

from .reaching import Heard, Reached, reach

type _Clocks = list[tuple[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes. `address` is empty when there is nobody to reach (erased). `link` is a private token.

    `is_silent`: they want no messages, and this is no answer to a report that they made since.
    """

    address: str
    name: str
    language: str
    link: str
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A case as its messages name it. Service and area by id: the directory has their names in every language.

    `agency_place` is what agencies may read of `place_words`; `stream` the hotline and `channel` the
    channel by which it came in.
    """

    reference: str
    service_id: int
    area_id: int | None
    place_words: str
    agency_place: str
    stream: str = ""
    phase: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class InHand:
    """One message's recipient, its case if it belongs to one, the part it is about and that part's agency.

    `own_words` are what a person wrote to be sent; `heard` what came last from the recipient on this channel.

    `part_due_at` is by when the part is due, `answer_due_at` the answer; None while the clock stands still, or without one.
    """

    recipient: Recipient
    case: ToldCase | None
    part_id: int | None
    unit_id: int | None
    part_due_at: datetime | None
    answer_due_at: datetime | None
    own_words: str = ""
    heard: "Heard | None" = None


_COLUMNS = (
    "id",
    "channel",
    "language",
    "focal_point__email",
    "focal_point__phone",
    "focal_point__name",
    "user__email",
    "user__name",
    "reporter__point__value",
    "reporter__contact__name",
    "request__link_token",
    "request__reference",
    "request__service_id",
    "request__area_id",
    "request__place_words",
    "request__agency_place",
    "request__stream",
    "request__phase",
    "request__channel",
    "request__received_at",
    "reporter_id",
    "reporter__contact_id",
    "reporter__point__kind",
    "reporter__point__blind",
    "point__value",
    "point__kind",
    "point__blind",
    "point__contact_id",
    "point__contact__name",
    "own_words",
)


def in_hand(messages: Sequence[Leased]) -> Mapping[int, InHand]:
    """Return what is known of each message, by its id, as it stands now."""
    rows = Message.objects.filter(pk__in=[message.id for message in messages]).values(*_COLUMNS)
    found = {row["id"]: row for row in rows}
    parts = _parts(messages)
    units = dict(Assignment.objects.filter(pk__in={part for part in parts.values() if part}).values_list("id", "unit_id"))
    of_parts, of_answers = _clocks(messages, set(units))
    reached = reach(found.values())
    hands = {}
    for message in messages:
        part, answer = parts[message.id], _due(of_answers.get(message.request_id or 0, []))
        hands[message.id] = InHand(
            recipient=_recipient(message, found[message.id], reached[message.id]),
            case=_case(message, found[message.id]),
            part_id=part,
            unit_id=units.get(part or 0),
            part_due_at=_due(of_parts[part]) if part in of_parts else answer,
            answer_due_at=answer,
            own_words=opened_text(found[message.id]["own_words"]),
            heard=reached[message.id].heard,
        )
    return hands


def _recipient(message: Leased, row: Mapping[str, Any], reached: Reached) -> Recipient:
    is_email, language = row["channel"] == "email", row["language"]
    if message.focal_point_id is not None:
        address = row["focal_point__email"] if is_email else row["focal_point__phone"]
        return Recipient(address or "", row["focal_point__name"], language, "")
    if message.user_id is not None:
        return Recipient(row["user__email"] if is_email else "", row["user__name"], language, "")
    link = opened_text(row["request__link_token"])
    name = opened_text(row["reporter__contact__name"] or row["point__contact__name"])
    return Recipient(reached.address, name, language, link, is_silent=reached.is_silent)


def _case(message: Leased, row: Mapping[str, Any]) -> ToldCase | None:
    if message.request_id is None:
        return None
    names = ("reference", "service_id", "area_id", "place_words", "agency_place", "stream", "phase", "channel")
    return ToldCase(*(row[f"request__{name}"] for name in names))


def _parts(messages: Sequence[Leased]) -> dict[int, int | None]:
    """Return the part that each message is about: named in its facts, or that in whose name its question was asked."""
    asked = {message.facts["question"] for message in messages if message.facts.get("question")}
    askers = dict(Question.objects.filter(pk__in=asked).values_list("id", "part_id")) if asked else {}
    return {message.id: message.facts.get("part") or askers.get(message.facts.get("question", 0)) for message in messages}


def _clocks(messages: Sequence[Leased], parts: set[int]) -> tuple[dict[int | None, _Clocks], dict[int, _Clocks]]:
    """Return the clocks of the parts and those of the answers, oldest first: state and when due."""
    requests = {message.request_id for message in messages if message.request_id}
    columns = ("part_id", "request_id", "state", "due_at")
    standing = Clock.objects.exclude(outcome=Outcome.VOID).order_by("id")
    of_parts: dict[int | None, _Clocks] = {}
    of_answers: dict[int, _Clocks] = {}
    for part, _request, state, due_at in standing.filter(part_id__in=parts).values_list(*columns) if parts else ():
        of_parts.setdefault(part, []).append((state, due_at))
    for _part, request, state, due_at in standing.filter(request_id__in=requests, stops=StoppedBy.ANSWERED).values_list(*columns):
        of_answers.setdefault(request, []).append((state, due_at))
    return of_parts, of_answers


def _due(clocks: _Clocks) -> datetime | None:
    """Return the first moment at which an open clock is due, None while they stand still.

    A message that leaves after its clock has ended still tells the moment that was due.
    """
    if not clocks:
        return None
    open_ones = [due_at for state, due_at in clocks if state != ClockState.ENDED]
    return min((due_at for due_at in open_ones if due_at), default=None) if open_ones else clocks[-1][1]

"""Where a message of a citizen belongs: a new report, the one being made, a case that there is, or a person must say.

`goes` is a row of rules, the first that fits. It never guesses between two cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.orders import Order


class Goes(StrEnum):
    """What is done with a message."""

    NOTHING = "nothing"
    ORDER = "order"
    CONFIRM = "confirm"
    CODE = "code"
    TURN = "turn"
    BEGIN = "begin"
    REPLY = "reply"
    JOIN = "join"
    NOT_DONE = "not_done"
    RATE = "rate"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class SendersCase:
    """A case that this sender reports. `is_recent`: something happened in it so lately that they may mean it unsaid.

    `question`: the number of one that waits for their reply. `may_reopen`: answered, and still within the days in which
    they may say that it is not done; `may_rate`: the same, and not rated yet.
    """

    request_id: int
    reference: str
    is_recent: bool
    question: int | None = None
    may_reopen: bool = False
    may_rate: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What matters here of a message. `stars`: it is one number from 1 to 5 and nothing else."""

    order: Order | None = None
    stars: int | None = None
    is_empty: bool = False
    is_automatic: bool = False
    is_doubted: bool = False
    """Whether the sender is proved not to be who it says it is; then `Known.cases` are none."""
    is_unproved: bool = False
    """Whether nothing shows that the sender is who it says it is: a letter's From is typed by whoever sends it."""
    is_code: bool = False
    """Whether it is a code that we wait for from this sender: what was sent to the number that they say is theirs."""
    only_came: bool = False
    for_person: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the sender. `named`: the case that the message itself names, by token, reply or reference.

    `by_secret`: it names it by what stands only in our own messages about it, not by a reference, which is on paper. `is_shown`:
    it answers a message of ours to this very sender, whatever else shows who they are.
    """

    is_talking: bool
    """Whether a report of theirs is being made."""
    cases: Sequence[SendersCase] = ()
    named: SendersCase | None = None
    by_secret: bool = False
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """What is done, and with which case; of a doubt, which cases it may be."""

    goes: Goes
    case: SendersCase | None = None
    among: tuple[SendersCase, ...] = ()


_OURS = frozenset({Order.STOP, Order.START, Order.HELP, Order.STATE, Order.PHONE, Order.GREET})


_MOVES = frozenset({Goes.REPLY, Goes.JOIN, Goes.NOT_DONE, Goes.RATE})


def goes(message: Message, known: Known) -> Where:
    """Return where a message belongs. One whose sender nothing shows moves nothing of theirs: a person looks, or they confirm."""
    where = _goes(message, known)
    return where if known.is_shown or not message.is_unproved else _unproved(message, known, where)


def _unproved(message: Message, known: Known, where: Where) -> Where:
    """Return where a message belongs that anybody may have sent in this sender's name.

    A case is open to whoever has our word for it. A report of their own is open to anybody, as the web form is. A number to be
    proved would end the code that its owner waits for, and use up theirs.
    """
    if where.goes is Goes.ORDER and message.order in (Order.STOP, Order.START, Order.PHONE):
        return Where(Goes.DOUBT if message.is_doubted else Goes.CONFIRM)
    if where.goes in _MOVES and not known.by_secret:
        return Where(Goes.DOUBT, among=where.among or ((where.case,) if where.case else ()))
    if known.is_talking and where.goes in (Goes.TURN, Goes.BEGIN):
        return Where(Goes.DOUBT)
    return where


def _goes(message: Message, known: Known) -> Where:
    if message.for_person:
        return Where(Goes.DOUBT)
    if message.is_automatic:
        return Where(Goes.JOIN, known.named) if known.named else Where(Goes.NOTHING)
    if message.only_came:
        return Where(Goes.NOTHING)
    if message.is_doubted and known.named is None:
        return Where(Goes.DOUBT)
    if steered := _steered(message, known):
        return steered
    if known.named is not None:
        return _to_named(message, known.named)
    if known.is_talking:
        return Where(Goes.TURN)
    return _unsaid(message, known)


def _steered(message: Message, known: Known) -> Where | None:
    """Return where a message belongs that says so by what it is: a code, or an order."""
    if message.is_code and not message.is_doubted:
        return Where(Goes.CODE)
    if message.order in _OURS or (message.order is Order.CANCEL and not known.is_talking):
        return None if message.order is Order.PHONE and _is_asked(known) else Where(Goes.ORDER, known.named)
    if message.order is Order.NEW:
        return Where(Goes.BEGIN)
    return _not_done(known) if message.order is Order.NOT_DONE else None


def _is_asked(known: Known) -> bool:
    """Return whether a question waits for their reply: "SĐT 09…" is what was asked for, and no order."""
    if known.named is not None:
        return known.named.question is not None
    return not known.is_talking and any(case.question is not None for case in known.cases)


def _not_done(known: Known) -> Where:
    if known.named is not None:
        return Where(Goes.NOT_DONE if known.named.may_reopen else Goes.JOIN, known.named)
    answered = tuple(case for case in known.cases if case.may_reopen)
    if len(answered) == 1:
        return Where(Goes.NOT_DONE, answered[0])
    if answered:
        return Where(Goes.DOUBT, among=answered)
    return _one_of(tuple(case for case in known.cases if case.is_recent), Goes.JOIN) or Where(Goes.DOUBT)


def _to_named(message: Message, named: SendersCase) -> Where:
    if message.stars is not None and named.may_rate:
        return Where(Goes.RATE, named)
    if named.question is not None:
        return Where(Goes.REPLY, named)
    return Where(Goes.JOIN, named)


def _unsaid(message: Message, known: Known) -> Where:
    """Return where a message belongs that names no case, of somebody who is making no report."""
    if asked := tuple(case for case in known.cases if case.question is not None):
        return _one_of(asked, Goes.REPLY) or Where(Goes.DOUBT, among=asked)
    if message.stars is not None and (answered := tuple(case for case in known.cases if case.may_rate)):
        return _one_of(answered, Goes.RATE) or Where(Goes.DOUBT, among=answered)
    recent = tuple(case for case in known.cases if case.is_recent and not case.is_over)
    if recent:
        return _one_of(recent, Goes.JOIN) or Where(Goes.DOUBT, among=recent)
    return Where(Goes.NOTHING) if message.is_empty else Where(Goes.BEGIN)


def _one_of(cases: tuple[SendersCase, ...], goes_to: Goes) -> Where | None:
    return Where(goes_to, cases[0]) if len(cases) == 1 else None

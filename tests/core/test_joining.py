"""Where a message belongs, as a table; and what holds for every message: no guess between two, nothing dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.joining import Goes, Known, Message, SendersCase, goes
from hotline.core.orders import Order

OPEN = SendersCase(1, "A", is_recent=True)
OTHER = SendersCase(2, "B", is_recent=True)
OLD = SendersCase(3, "C", is_recent=False)
ASKED = SendersCase(4, "D", is_recent=False, question=40)
ASKED_TOO = SendersCase(5, "E", is_recent=True, question=50)
ANSWERED = SendersCase(6, "F", is_recent=True, may_reopen=True, may_rate=True, is_over=True)
ANSWERED_TOO = SendersCase(7, "G", is_recent=False, may_reopen=True, may_rate=True, is_over=True)


def quiet(*cases: SendersCase, named: SendersCase | None = None) -> Known:
    """Somebody who is making no report."""
    return Known(is_talking=False, cases=cases, named=named)


def talking(*cases: SendersCase, named: SendersCase | None = None) -> Known:
    """Somebody in the middle of one."""
    return Known(is_talking=True, cases=cases, named=named)


WORDS, FOUR = Message(), Message(stars=4)

TABLE = [
    ("somebody new", WORDS, quiet(), Goes.BEGIN, None),
    ("somebody new says nothing", Message(is_empty=True), quiet(), Goes.NOTHING, None),
    ("somebody came, and said nothing yet", Message(only_came=True), talking(), Goes.NOTHING, None),
    ("while a report is being made", WORDS, talking(OPEN), Goes.TURN, None),
    ("an answer to a message of ours, meanwhile", WORDS, talking(OPEN, named=OTHER), Goes.JOIN, OTHER),
    ("one open case lately", WORDS, quiet(OPEN, OLD), Goes.JOIN, OPEN),
    ("two of them", WORDS, quiet(OPEN, OTHER), Goes.DOUBT, None),
    ("an open case of long ago", WORDS, quiet(OLD), Goes.BEGIN, None),
    ("an answered case lately", WORDS, quiet(ANSWERED), Goes.BEGIN, None),
    ("a question waits", WORDS, quiet(OPEN, ASKED), Goes.REPLY, ASKED),
    ("two questions wait", WORDS, quiet(ASKED, ASKED_TOO), Goes.DOUBT, None),
    ("a number after an answer", FOUR, quiet(ANSWERED), Goes.RATE, ANSWERED),
    ("a number after two answers", FOUR, quiet(ANSWERED, ANSWERED_TOO), Goes.DOUBT, None),
    ("a number while a question waits is its reply", FOUR, quiet(ANSWERED, ASKED), Goes.REPLY, ASKED),
    ("a number while services are offered", FOUR, talking(ANSWERED), Goes.TURN, None),
    ("a number under the answer's own thread", FOUR, talking(ANSWERED, named=ANSWERED), Goes.RATE, ANSWERED),
    ("not done, one answer", Message(order=Order.NOT_DONE), quiet(OPEN, ANSWERED), Goes.NOT_DONE, ANSWERED),
    ("not done, two answers", Message(order=Order.NOT_DONE), quiet(ANSWERED, ANSWERED_TOO), Goes.DOUBT, None),
    ("not done, nothing answered yet", Message(order=Order.NOT_DONE), quiet(OPEN), Goes.JOIN, OPEN),
    ("not done, of nobody we know", Message(order=Order.NOT_DONE), quiet(), Goes.DOUBT, None),
    (
        "not done, with the reference",
        Message(order=Order.NOT_DONE),
        talking(ANSWERED, named=ANSWERED),
        Goes.NOT_DONE,
        ANSWERED,
    ),
    ("not done, too late", Message(order=Order.NOT_DONE), quiet(named=OLD), Goes.JOIN, OLD),
    ("a new report, in spite of an open one", Message(order=Order.NEW), quiet(OPEN), Goes.BEGIN, None),
    ("no more messages, whatever is going on", Message(order=Order.STOP), talking(ASKED), Goes.ORDER, None),
    ("cancel while a report is made", Message(order=Order.CANCEL), talking(), Goes.TURN, None),
    ("cancel when none is", Message(order=Order.CANCEL), quiet(OPEN), Goes.ORDER, None),
    ("a telephone number to be proved", Message(order=Order.PHONE), quiet(OPEN), Goes.ORDER, None),
    ("one that a question asked for", Message(order=Order.PHONE), quiet(OPEN, ASKED), Goes.REPLY, ASKED),
    ("one in the thread of a question", Message(order=Order.PHONE), talking(ASKED, named=ASKED), Goes.REPLY, ASKED),
    ("one while a report is being made", Message(order=Order.PHONE), talking(ASKED), Goes.ORDER, None),
    ("a machine's answer in a case's thread", Message(is_automatic=True), talking(OPEN, named=OPEN), Goes.JOIN, OPEN),
    ("a machine's letter", Message(is_automatic=True), quiet(OPEN), Goes.NOTHING, None),
    ("what came over a mailing list", Message(is_automatic=True, for_person=True), quiet(OPEN), Goes.DOUBT, None),
    ("nothing but a quotation", Message(for_person=True), talking(OPEN, named=OPEN), Goes.DOUBT, None),
    ("a sender who is not who it says it is", Message(is_doubted=True), talking(), Goes.DOUBT, None),
    ("such a one orders nothing", Message(is_doubted=True, order=Order.STOP), quiet(), Goes.DOUBT, None),
    ("such a one in a case's thread", Message(is_doubted=True), quiet(named=OPEN), Goes.JOIN, OPEN),
]


def unproved(*, order: Order | None = None, **more: object) -> Message:
    """A letter of which nothing shows who sent it."""
    return Message(order=order, is_unproved=True, **more)  # type: ignore[arg-type]


def secret(named: SendersCase, *cases: SendersCase, is_shown: bool = False, is_talking: bool = False) -> Known:
    """Somebody who has our word for a case: shown to be the sender where it is a case of the sender's."""
    return Known(is_talking, cases, named, by_secret=True, is_shown=is_shown)


ANSWERS_US = Known(is_talking=True, is_shown=True)

UNPROVED = [
    ("somebody new", unproved(), quiet(), Goes.BEGIN, None),
    ("one open case lately", unproved(), quiet(OPEN), Goes.DOUBT, None),
    ("one by its reference, which is on paper", unproved(), quiet(OLD, named=OLD), Goes.DOUBT, None),
    ("a question waits", unproved(), quiet(ASKED), Goes.DOUBT, None),
    ("not done", unproved(order=Order.NOT_DONE), quiet(ANSWERED), Goes.DOUBT, None),
    ("stars", unproved(stars=1), quiet(ANSWERED), Goes.DOUBT, None),
    ("while a report is being made", unproved(), talking(), Goes.DOUBT, None),
    ("a new one meanwhile", unproved(order=Order.NEW), talking(), Goes.DOUBT, None),
    ("a new one in spite of an open one", unproved(order=Order.NEW), quiet(OPEN), Goes.BEGIN, None),
    ("cancel while a report is made", unproved(order=Order.CANCEL), talking(), Goes.DOUBT, None),
    ("an answer to our question meanwhile", unproved(), ANSWERS_US, Goes.TURN, None),
    ("with the case's own word", unproved(), secret(OPEN), Goes.JOIN, OPEN),
    ("the same, in another's name", unproved(), secret(OPEN, OTHER), Goes.JOIN, OPEN),
    ("not done with the case's own word", unproved(order=Order.NOT_DONE), secret(ANSWERED), Goes.NOT_DONE, ANSWERED),
    ("no more messages", unproved(order=Order.STOP), quiet(OPEN), Goes.CONFIRM, None),
    ("messages again", unproved(order=Order.START), quiet(), Goes.CONFIRM, None),
    ("no more, with the word of another's case", unproved(order=Order.STOP), secret(OPEN, OTHER), Goes.CONFIRM, None),
    ("no more, with the word of their own", unproved(order=Order.STOP), secret(OPEN, is_shown=True), Goes.ORDER, OPEN),
    ("no more, as an answer to us", unproved(order=Order.STOP), ANSWERS_US, Goes.ORDER, None),
    ("proved false, with the word of another's", unproved(order=Order.STOP, is_doubted=True), secret(OPEN), Goes.DOUBT, None),
    ("a greeting", Message(order=Order.GREET), quiet(OPEN), Goes.ORDER, None),
    ("a greeting while a report is being made", Message(order=Order.GREET), talking(), Goes.ORDER, None),
    ("a number to be proved, in another's name", unproved(order=Order.PHONE), quiet(OPEN), Goes.CONFIRM, None),
    ("the same while a report is made", unproved(order=Order.PHONE), talking(), Goes.CONFIRM, None),
    ("a number, proved false", unproved(order=Order.PHONE, is_doubted=True), secret(OPEN), Goes.DOUBT, None),
    ("a number, as an answer to us", unproved(order=Order.PHONE), ANSWERS_US, Goes.ORDER, None),
    ("a number that a question asked for", unproved(order=Order.PHONE), quiet(ASKED), Goes.DOUBT, None),
    ("help", unproved(order=Order.HELP), quiet(OPEN), Goes.ORDER, None),
    ("a machine that names a reference", unproved(is_automatic=True), quiet(OPEN, named=OPEN), Goes.DOUBT, None),
]
TABLE += UNPROVED


@pytest.mark.parametrize(("what", "message", "known", "where", "case"), TABLE, ids=[row[0] for row in TABLE])
def test_where_a_message_goes(what: str, message: Message, known: Known, where: Goes, case: SendersCase | None) -> None:
    found = goes(message, known)
    assert (found.goes, found.case) == (where, case)


cases = st.builds(
    SendersCase,
    request_id=st.integers(1, 99),
    reference=st.text("ABC", min_size=1, max_size=3),
    is_recent=st.booleans(),
    question=st.none() | st.integers(1, 9),
    may_reopen=st.booleans(),
    may_rate=st.booleans(),
    is_over=st.booleans(),
)
messages = st.builds(
    Message, order=st.none() | st.sampled_from(Order), stars=st.none() | st.integers(1, 5), is_empty=st.booleans(),
    is_automatic=st.booleans(), only_came=st.booleans(),
)  # fmt: skip
knowns = st.builds(Known, is_talking=st.booleans(), cases=st.lists(cases, max_size=4), named=st.none() | cases)
INTO_A_CASE = {Goes.REPLY, Goes.JOIN, Goes.NOT_DONE, Goes.RATE}


@given(messages, knowns)
def test_whatever_goes_into_a_case_says_which_and_it_is_the_senders_or_was_named(message: Message, known: Known) -> None:
    found = goes(message, known)
    if found.goes in INTO_A_CASE:
        assert found.case is not None
        assert found.case == known.named or found.case in known.cases
    if found.goes is Goes.DOUBT:
        assert not message.is_automatic


@given(messages, knowns)
def test_nothing_that_somebody_said_is_dropped(message: Message, known: Known) -> None:
    if goes(message, known).goes is Goes.NOTHING:
        assert message.is_automatic or message.only_came or message.is_empty

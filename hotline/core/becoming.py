"""What becomes of what citizens write: of one message, and of the conversation that it is part of."""

from enum import StrEnum


class ConversationState(StrEnum):
    """Where a conversation stands: questions go back and forth, a person has it, or how it ended."""

    OPEN = "open"
    PERSON = "person"
    OPENED = "opened"
    JOINED = "joined"
    DROPPED = "dropped"


class Became(StrEnum):
    """What became of one message: part of a report, of a case that there was, an order to us, or a person must say.

    HELD: kept, and nothing was done: its sender is blocked, or writes more than a person does.
    """

    TURN = "turn"
    JOINED = "joined"
    REPLY = "reply"
    NOT_DONE = "not_done"
    RATED = "rated"
    ORDER = "order"
    DOUBT = "doubt"
    NOTHING = "nothing"
    HELD = "held"

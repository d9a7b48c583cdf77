"""What a button of a chat carries: sent with a question, and given back, word for word, by whoever presses it."""

_MARK = "#hotline:"


def payload_of(code: str) -> str:
    """Return what the button of a choice carries."""
    return f"{_MARK}{code}"


def code_of(payload: str) -> str:
    """Return the code of the choice that a payload is; empty for what is none of our buttons."""
    typed = payload.strip()
    return typed.removeprefix(_MARK) if typed.startswith(_MARK) else ""

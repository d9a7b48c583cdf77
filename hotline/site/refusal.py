"""The one way a command says that it cannot go on: a line a person can act on, and exit code 2."""

REFUSED = 2


class Refused(Exception):
    """Something outside the program stands in the way; the text is one line that says what, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(" ".join(why.split()))

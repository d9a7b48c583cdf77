"""How a message is drawn in a chat: its words within the provider's limit, its choices as buttons where they fit."""

from dataclasses import dataclass

from hotline.core.channels import Choice
from hotline.core.text import shorten
from hotline.notify.outgoing import Outgoing, numbered


@dataclass(frozen=True, slots=True)
class Limits:
    """What a chat takes: letters of a text, buttons under it, letters on a button."""

    letters: int
    buttons: int
    label: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The words, and what stands on the buttons: none where the words list the choices by number alone."""

    text: str
    buttons: tuple[Choice, ...] = ()


def drawn(outgoing: Outgoing, limits: Limits) -> Drawn:
    """Return a message as a chat shows it.

    Labels that are too long for a button are numbered and shortened, and stand whole in the text; so do more choices than
    there may be buttons, of which the words then ask for the number. Typed, it always means the same as the button.
    """
    fit = len(outgoing.choices) <= limits.buttons
    if fit and all(letters_of(choice.label) <= limits.label for choice in outgoing.choices):
        return Drawn(fitted(outgoing.text, limit=limits.letters, keep=outgoing.link), outgoing.choices)
    lines = numbered(outgoing.choices)
    room = limits.letters - letters_of(lines) - 1
    words = outgoing.text if fit else outgoing.by_number or outgoing.text
    text = f"{fitted(words, limit=room, keep=outgoing.link)}\n{lines}"
    return Drawn(text, tuple(_short(outgoing.choices, limits.label)) if fit else ())


def fitted(text: str, *, limit: int, keep: str = "") -> str:
    """Return a text of at most `limit` letters, its lines as they are; what is cut ends in "…", and `keep`, a link, stays."""
    if letters_of(text) <= limit:
        return text
    kept = _beginning(text, limit - 1)
    if not keep or keep not in text or keep in kept:
        return f"{kept}…"
    return f"{_beginning(text, limit - letters_of(keep) - 2)}…\n{keep}"


def _beginning(text: str, room: int) -> str:
    """Return as many whole words as have room; of one word that has not, its beginning."""
    kept = text.encode("utf-16-le", "replace")[: 2 * max(room, 0)].decode("utf-16-le", "ignore")
    ends = max(kept.rfind(" "), kept.rfind("\n"))
    whole = kept[:ends] if ends > 0 and not text[len(kept) :].startswith((" ", "\n")) else kept
    return whole.rstrip(" \n,;:.–-")


def letters_of(text: str) -> int:
    """Return how long a text is as chats count it: most emoji are two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _short(choices: tuple[Choice, ...], label: int) -> list[Choice]:
    return [Choice(choice.code, shorten(f"{number}. {choice.label}", width=label)) for number, choice in enumerate(choices, 1)]

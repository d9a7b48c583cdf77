"""How made-up people write: names, places and the words of a report, in as many hands as there are people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from hotline.core.text import fold
from hotline.site.demo.texts import Texts

TONELESS, CHATTY, CARELESS, FOREIGN = 0.15, 0.12, 0.1, 0.05
"""Parts of all people: without accents, as in a chat, without capitals and full stops, in English."""

_CHAT = {
    " không ": " ko ", " được ": " dc ", " quá": " wá", " rồi": " r", " với ": " vs ", " người ": " ng ", "đường ": "đg ",
    " trước ": " trc ", " nhiều ": " nhìu ", " biết ": " bít ", " bao nhiêu ": " bn ", "Có ": "có ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Who reports. A telephone number of a range that is given to nobody, an address in a domain that is nobody's."""

    name: str
    phone: str
    email: str
    hidden: bool


def somebody(names: Mapping[str, Sequence[str]], dice: Random, *, foreign: bool) -> Person:
    """Return a made-up person; a third leave no name."""
    parts = [dice.choice(names[part]) for part in ("family", "middle", "given")]
    name = dice.choice(names["foreign"]) if foreign else " ".join(parts)
    phone = f"09900{dice.randrange(100_000):05}"
    address = f"{fold(name).replace(' ', '.')}{dice.randrange(10, 99)}@demo.example"
    by_email = dice.random() < (0.6 if foreign else 0.16)
    return Person(
        name=name if dice.random() < 0.66 else "",
        phone="" if by_email else phone,
        email=address if by_email or dice.random() < 0.1 else "",
        hidden=dice.random() < 0.1,
    )


def report_words(texts: Texts, slots: Mapping[str, object], dice: Random, *, foreign: bool) -> str:
    """Return what somebody writes about a matter."""
    if foreign:
        return dice.choice(texts.english).format_map(slots)
    return _by_hand(dice.choice(texts.reports).format_map(slots), dice)


def _by_hand(words: str, dice: Random) -> str:
    throw = dice.random()
    if throw < TONELESS:
        return fold(words).rstrip(".")
    if throw < TONELESS + CHATTY:
        for whole, short in _CHAT.items():
            words = words.replace(whole, short)
        return words
    if throw < TONELESS + CHATTY + CARELESS:
        return _with_a_slip(words[:1].lower() + words[1:].rstrip("."), dice)
    return words


def _with_a_slip(words: str, dice: Random) -> str:
    """Swap two letters inside one longer word, as thumbs do."""
    at = [place for place in range(1, len(words) - 2) if words[place : place + 2].isalpha() and words[place - 1].isalpha()]
    if not at:
        return words
    place = dice.choice(at)
    return words[:place] + words[place + 1] + words[place] + words[place + 2 :]

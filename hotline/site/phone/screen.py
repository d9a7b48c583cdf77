"""What stands on the demonstration's telephone: what was written on it, and what the outbox has for it, as it was sent."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline.casefile.contactpoints import Point
from hotline.casefile.queries.heard import heard_of
from hotline.core.channels import CHATS
from hotline.core.facts import Channel
from hotline.notify.prices import cost
from hotline.notify.smstext import sms_parts

SHOWN = 60
_TAIL = 400_000
"""Bytes of the outbox that are looked through: what is older was answered long ago."""


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `say` is what pressing it says: a code on a chat, the number of a line elsewhere."""

    code: str
    say: str
    label: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the screen. `parts` are those of an SMS; `cost` what ours cost the city, None where nobody knows."""

    at: datetime
    is_own: bool
    text: str
    subject: str = ""
    buttons: tuple[Button, ...] = ()
    has_place: bool = False
    photos: int = 0
    parts: int = 0
    cost: int | None = None


def bubbles(point: Point, *, outbox: Path, price: int | None = None) -> list[Bubble]:
    """Return what stands on the screen, oldest first. `price` is that of one part of an SMS."""
    answers = [line for line in _lines(outbox / f"{point.channel.value}.jsonl") if line.get("to") == point.value]
    labels = {code: label for line in answers for code, label in line.get("choices", ())}
    own = [
        Bubble(
            one.said_at,
            is_own=True,
            text=labels.get(one.choice, one.choice) or one.words,
            has_place=one.has_place,
            photos=one.photos,
            parts=sms_parts(one.words) if point.channel is Channel.SMS and one.words else 0,
        )
        for one in heard_of(point, limit=SHOWN)
    ]
    told = [_answer(line, is_chat=point.channel in CHATS, price=price) for line in answers[-SHOWN:]]
    return sorted([*own, *told], key=lambda one: one.at)[-SHOWN:]


def _answer(line: Mapping[str, Any], *, is_chat: bool, price: int | None) -> Bubble:
    choices = enumerate(line.get("choices", ()), 1)
    buttons = tuple(Button(code if is_chat else "", "" if is_chat else str(number), label) for number, (code, label) in choices)
    parts = int(line.get("parts", 0))
    return Bubble(
        datetime.fromisoformat(line["at"]),
        is_own=False,
        text=line["text"],
        subject=line.get("subject", ""),
        buttons=buttons,
        parts=parts,
        cost=cost(parts, price) if parts else None,
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the last lines of an outbox; the first of them may be half of one."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, opened.seek(0, os.SEEK_END) - _TAIL))
            whole = opened.read()
    except FileNotFoundError:
        return
    for line in whole.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue

"""What makes a step of a system once: the key that comes with it is kept with the answer, in the transaction of the step."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.dispatch.models import TakenStep


class KeyReused(Exception):
    """The key came before with something else."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The place of a step under its key. `answer` is what the first one got, None when this is the first."""

    id: int
    answer: Mapping[str, Any] | None


def claim(token_id: int, key: str, *, part_id: int | None, step: str, body: bytes, now: datetime) -> Claim:
    """Take the place of a step under its key. Two with the same key at once wait for each other.

    `step` names what it is taken on where that is no part.
    To be called in the transaction that takes the step: what rolls back leaves the key free. Raises KeyReused.
    """
    fingerprint = hashlib.sha256(f"{part_id}/{step}\n".encode() + body).digest()
    asked = {"fingerprint": fingerprint, "part_id": part_id, "step": step, "at": now}
    row, is_first = TakenStep.objects.get_or_create(token_id=token_id, key=key, defaults=asked)
    if bytes(row.fingerprint) != fingerprint:
        raise KeyReused(key)
    return Claim(row.pk, None if is_first else row.answer)


def keep_answer(claim_id: int, answer: Mapping[str, Any]) -> None:
    """Keep what a repeat of the step will get."""
    TakenStep.objects.filter(pk=claim_id).update(answer=answer)

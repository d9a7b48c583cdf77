"""The demonstration phone and letter box: each message one line of JSON in DIR/outbox, readable by its owner only."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

from hotline.core.channels import REACHED
from hotline.notify.outgoing import Accepted, Making, Outcome, Outgoing, Retry, SenderKind
from hotline.notify.smstext import sms_parts


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Writes messages whole, number and words: this is the phone on which a demonstration reads them."""

    file: Path

    @property
    def leaves_machine(self) -> bool:
        """Nothing does."""
        return False

    def send(self, outgoing: Outgoing) -> Outcome:
        """Append the message; a full disk or a missing folder is a reason to try again."""
        try:
            _append(self.file, json.dumps(_line(outgoing), ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            return Retry(reason=f"outbox:{type(error).__name__}:{error.errno}", provider_down=True)
        return Accepted(provider_id=f"console-{outgoing.id}")

    def close(self) -> None:
        """Nothing is held open."""


def _line(outgoing: Outgoing) -> dict[str, object]:
    line: dict[str, object] = {
        "id": outgoing.id,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "channel": outgoing.channel,
        "to": outgoing.to,
    }
    if outgoing.subject:
        line["subject"] = outgoing.subject
    line["text"] = outgoing.text
    if outgoing.channel == "sms":
        line["parts"] = sms_parts(outgoing.text)
    if outgoing.choices:
        line["choices"] = [[choice.code, choice.label] for choice in outgoing.choices]
    return line


def _append(file: Path, line: bytes) -> None:
    """Write a whole line or nothing: a reader and another sender never meet half of one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        flock(descriptor, LOCK_EX)
        before = os.fstat(descriptor).st_size
        if os.write(descriptor, line) < len(line):
            os.ftruncate(descriptor, before)
            raise OSError(28, "no space for the whole line")  # ENOSPC: a short write to a file means nothing else
    finally:
        os.close(descriptor)


def _make(making: Making) -> ConsoleSender:
    return ConsoleSender(making.configuration.outbox / f"{making.channel.value}.jsonl")


SENDERS = (SenderKind("console", REACHED, _make),)

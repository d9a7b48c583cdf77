"""Counts what leaves by one lane, and keeps the count after each batch: a process that is killed forgets one batch at most."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.notify import actions
from hotline.notify.outgoing import Outgoing
from hotline.notify.prices import part_price
from hotline.notify.smstext import sms_parts


@dataclass(slots=True)
class Tally:
    """Messages and parts that left and are not kept yet, by the city's day."""

    _messages: Counter[date] = field(default_factory=Counter, init=False)
    _parts: Counter[date] = field(default_factory=Counter, init=False)

    def add(self, sent: Outgoing, *, parts: int, now: datetime) -> None:
        """Count a message that left; `parts` are those that its provider named, 0 where it names none."""
        day = now.astimezone(snapshot().city.zone).date()
        self._messages[day] += 1
        if sent.channel == Channel.SMS:
            self._parts[day] += parts or sms_parts(sent.text)

    def keep(self, channel: str, sender: str) -> None:
        """Keep what was counted, at the price of now."""
        while self._messages:
            day, messages = self._messages.popitem()
            price = part_price() if channel == Channel.SMS else None
            actions.count_sent(day, channel, sender, messages=messages, parts=self._parts.pop(day, 0), price=price)

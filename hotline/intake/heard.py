"""A message of a citizen in hand, while its sender is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import HeardMessage
from hotline.casefile.queries import senders
from hotline.core.becoming import Became
from hotline.core.facts import Channel
from hotline.core.orders import Ordered
from hotline.intake.citywords import CityWords
from hotline.intake.port import InboundChannel

MOST_LETTERS = 20
"""So many letters of our own making may one address get in an hour (chưa kiểm chứng: ours)."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A message in hand, its sender held: nobody else deals with them until the transaction ends."""

    channel: InboundChannel
    point: Point
    language: str
    ordered: Ordered | None
    heard: HeardMessage
    now: datetime

    @property
    def text(self) -> str:
        """Return what was said."""
        return str(self.heard.body["text"])

    @property
    def is_urgent(self) -> bool:
        """Return whether it speaks of danger."""
        return CityWords(self.language, self.point.channel).is_danger(self.text)

    def write_down(self, became: Became, *, request_id: int | None = None) -> int:
        """Keep the message with what became of it; its delivery is read. Of what waits for a person, danger stands first."""
        urgent = became is Became.DOUBT and self.is_urgent
        return actions.write_down(self.heard, became=became, request_id=request_id, urgent=urgent, now=self.now)

    def tell(
        self,
        event: str,
        *,
        once: str,
        request_id: int | None = None,
        facts: Mapping[str, object] | None = None,
        own_words: str = "",
    ) -> None:
        """Answer on the channel they used. A machine is never answered, and `once` makes a repeat nothing.

        By e-mail only so often in an hour: a machine that does not say that it is one would talk with us for ever.
        """
        if not self.channel.is_answered:
            return
        if self.point.channel is Channel.EMAIL:
            told = senders.told_since(self.heard.point_id, self.now - timedelta(hours=1))
            if self.heard.body.get("automatic") or told >= MOST_LETTERS:
                log.warning("letter not answered", point=self.heard.point_id, event_name=event, told=told)
                return
        actions.tell_point(
            self.heard.point_id,
            event,
            channel=self.point.channel.value,
            once=once,
            language=self.language,
            request_id=request_id,
            facts=facts,
            own_words=own_words,
            now=self.now,
        )

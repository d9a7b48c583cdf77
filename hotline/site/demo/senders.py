"""What somebody writes again and again, and what the centre says of them: blocked for some days, or one person with another."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from hotline.casefile import actions
from hotline.casefile.queries.blocks import senders_of_case
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound
from hotline.directory.queries import snapshot
from hotline.intake.hearing import hear
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.port import Piece
from hotline.site.demo.hands import SENT_AFTER, Case, Hands
from hotline.site.demo.script import Step

_WAYS: Mapping[Channel, str] = {Channel.SMS: "relay", Channel.ZALO: "zalo"}
"""By which way a channel's messages come to a demonstration."""


class Senders(Hands):
    """The steps of stories in which somebody writes by SMS or Zalo, each heard as if it came at that moment."""

    def of_senders(self) -> Mapping[str, Callable[[Case, Step, datetime], object]]:
        """Return them by the name that a step gives them."""
        return {"write": self._write, "block": self._block, "same_person": self._same_person}

    def _write(self, case: Case, step: Step, at: datetime) -> None:
        channel, sender = channels()[_WAYS[Channel(case.story.channel)]], case.story.account or case.story.phone
        number = f"demonstration:{case.story.code}:{at.isoformat()}"
        body = json.dumps({"id": number, "from": sender, "at": at.isoformat(), "text": step.words}, ensure_ascii=False)
        keep(channel, [Piece(number, body.encode(), sender=sender, said_at=at)], now=at)
        kept = next(one for one in actions.lease_deliveries(limit=99, now=at) if one.provider_id == number)
        hear(kept, channel, Inbound(sender, said_at=at, text=step.words), last_try=True, now=at)
        for one, _ruling in senders_of_case(case.opened.request_id, now=at):
            actions.mark_point_sent(one.point_id, provider="console", after=SENT_AFTER)

    def _block(self, case: Case, step: Step, at: datetime) -> None:
        request_id, days, actor = case.opened.request_id, snapshot().windows.block_days, self._centre("operator")
        for one, _ruling in senders_of_case(request_id, now=at):
            actions.block_sender(one.point_id, days=days, reason=step.words, request_id=request_id, now=at, actor=actor)

    def _same_person(self, case: Case, step: Step, at: datetime) -> None:
        (other,) = (self._told[code].opened.request_id for code in step.reports)
        actions.join_contacts(case.opened.request_id, other, why=step.words, now=at, actor=self._centre("operator"))

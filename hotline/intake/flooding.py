"""A sender who writes more in an hour than a person does: kept and counted, told once, seen by an operator once.

Danger to life is heard all the same, and so is who wants no more messages, and whom an operator lets through for a day.
"""

from datetime import timedelta

from hotline.casefile import actions
from hotline.casefile.queries import senders
from hotline.casefile.queries.blocks import Standing
from hotline.core.becoming import Became
from hotline.core.blocking import Ruling
from hotline.core.orders import Order
from hotline.intake.heard import Hearing

FLOOD = "flood"
MOST_IN_HOUR = 60
"""So many messages of one sender are dealt with in an hour (chưa kiểm chứng: ours)."""


def is_flood(hearing: Hearing, standing: Standing | None) -> bool:
    """Return whether a message is one too many of its sender, and speaks of no danger."""
    if standing is not None and standing.ruling is Ruling.LET_THROUGH:
        return False
    since = hearing.now - timedelta(hours=1)
    if senders.heard_since(hearing.heard.point_id, since, most=MOST_IN_HOUR) < MOST_IN_HOUR:
        return False
    if hearing.ordered is not None and hearing.ordered.order is Order.STOP:
        return False
    return not hearing.is_urgent


def hold_off(hearing: Hearing) -> None:
    """Keep a message and do nothing for it; the first goes to an operator, and its sender is told so.

    By another system none does: nobody there could be asked anything. Operators see whoever writes too much all the same.
    """
    actions.count_refused(hearing.channel.name, FLOOD, now=hearing.now)
    if not hearing.channel.is_answered or senders.waits_in_doubt(hearing.heard.point_id):
        hearing.write_down(Became.HELD)
        return
    incoming = hearing.write_down(Became.DOUBT)
    if not hearing.heard.body["doubted"]:  # whoever was pretended to have written hears nothing
        hearing.tell("talk_person", once=f"m{incoming}")

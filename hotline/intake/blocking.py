"""What a blocked sender writes: kept with the case it speaks of, counted, answered once, and nobody is bothered with it.

Danger is heard all the same, and so are STOP and HỦY, and the answer to what we asked (`core.blocking`).
"""

from hotline.casefile import actions
from hotline.casefile.queries import blocks
from hotline.casefile.queries.blocks import Standing
from hotline.core.becoming import Became
from hotline.core.blocking import Ruling, Said, is_heard
from hotline.core.joining import Goes, Where
from hotline.intake.heard import Hearing

BLOCKED = "blocked"


def is_meant(hearing: Hearing, standing: Standing) -> bool:
    """Return whether a message is of whoever is blocked: where nothing showed who that is, one that shows it is another's."""
    return standing.ruling is Ruling.BLOCKED and (not standing.of_unproved or bool(hearing.heard.body.get("unproved")))


def is_kept_back(hearing: Hearing, where: Where) -> bool:
    """Return whether a message of a blocked sender is only kept."""
    said = Said(
        where.goes,
        hearing.ordered.order if hearing.ordered else None,
        is_danger=hearing.is_urgent,
        in_danger=blocks.in_danger(hearing.heard.point_id),
    )
    return not is_heard(said)


def heard_where(hearing: Hearing, where: Where) -> Where:
    """Return where a message of a blocked sender belongs that is heard all the same.

    Danger goes before the operators by itself: in a case, nobody might look at it for hours.
    """
    if where.goes is not Goes.JOIN or not hearing.is_urgent:
        return where
    return Where(Goes.TURN if blocks.in_danger(hearing.heard.point_id) else Goes.BEGIN)


def keep_back(hearing: Hearing, where: Where, standing: Standing) -> None:
    """Keep a message and do nothing for it; the sender is told once until when, and where else to go."""
    actions.count_refused(hearing.channel.name, BLOCKED, now=hearing.now)
    hearing.write_down(Became.HELD, request_id=where.case.request_id if where.case else None)
    actions.count_held(standing.id, now=hearing.now)
    body = hearing.heard.body
    if not (body.get("doubted") or body.get("automatic")):  # whoever was pretended to have written hears nothing
        hearing.tell("talk_blocked", once=f"b{standing.id}", facts={"due_at": standing.until.isoformat()})

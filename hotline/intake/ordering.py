"""Orders: no more messages, messages again, help, the state of a case."""

from hotline.casefile import actions
from hotline.casefile.queries import senders
from hotline.casefile.sealing import blind
from hotline.core.becoming import Became
from hotline.core.joining import SendersCase, Where
from hotline.core.orders import Order
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.intake import proving
from hotline.intake.heard import Hearing

MOST_ASKED = 10
"""References that one sender may ask for in an hour: nobody shall find one by guessing (chưa kiểm chứng: ours)."""


def follow(hearing: Hearing, where: Where) -> None:
    """Do what was ordered and say so."""
    incoming = hearing.write_down(Became.ORDER)
    order = hearing.ordered.order if hearing.ordered else Order.HELP
    match order:
        case Order.STOP:
            actions.opt_out(hearing.point, now=hearing.now)
            hearing.tell("talk_stopped", once=f"m{incoming}")
        case Order.START:
            actions.opt_in(hearing.point)
            hearing.tell("talk_started", once=f"m{incoming}")
        case Order.STATE:
            _tell_state(hearing, where, incoming)
        case Order.PHONE:
            proving.ask(hearing, incoming)
        case Order.CANCEL:
            hearing.tell("talk_nothing", once=f"m{incoming}")
        case Order.GREET:
            hearing.tell("talk_words", once=f"m{incoming}")
        case _:
            hearing.tell("talk_help", once=f"m{incoming}")


def confirm(hearing: Hearing, _where: Where) -> None:
    """Ask whoever is named as the sender whether they wrote what changes something of theirs; once a day, whoever keeps on.

    No more messages, messages again, a number of theirs: they say it once more in an answer to that letter, which only they have.
    """
    hearing.write_down(Became.ORDER)
    hearing.tell("talk_confirm", once=f"d{hearing.now:%Y%m%d}")


def _tell_state(hearing: Hearing, where: Where, incoming: int) -> None:
    case = where.case or _asked_for(hearing)
    if case is None:
        hearing.tell("talk_unknown", once=f"m{incoming}")
    else:
        hearing.tell("talk_state", once=f"m{incoming}", request_id=case.request_id)


def _asked_for(hearing: Hearing) -> SendersCase | None:
    """Return the case of the reference behind the order; without one, the sender's newest."""
    rest = hearing.ordered.rest if hearing.ordered else ""
    if not rest:
        own = senders.cases_of_sender(blind(hearing.point.channel.value, hearing.point.value), now=hearing.now)
        return own[0] if own else None
    try:
        reference = parse_reference(rest, number=snapshot().city.reference_number)
    except NotAReference:
        return None
    if senders.orders_lately(hearing.heard.point_id, now=hearing.now) > MOST_ASKED:
        return None
    return senders.case_named(reference, now=hearing.now)

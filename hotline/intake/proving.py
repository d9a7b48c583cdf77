"""Somebody says which telephone is theirs, another than they write from, and proves it by a code that is sent there."""

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact, Point, read_phone
from hotline.casefile.queries import senders
from hotline.casefile.queries.phonecodes import Asker
from hotline.casefile.queries.setups import reaches_people
from hotline.casefile.sealing import blind
from hotline.core.becoming import Became
from hotline.core.disclosure import mask_phone
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound
from hotline.core.joining import Where
from hotline.core.orders import Order, Ordered
from hotline.core.phonecodes import CodeRefused, CodeTried, NotSent, read_code
from hotline.intake.heard import Hearing


def is_awaited(inbound: Inbound, point: Point, point_id: int) -> bool:
    """Return whether a message is a code that we wait for from this sender.

    By e-mail it must answer a letter of ours: whoever writes under another's name has not read that.
    """
    if not read_code(inbound.text) or not senders.waits_for_code(point):
        return False
    return point.channel is not Channel.EMAIL or senders.answers_ours(inbound.replies_to, point_id=point_id)


def numbers_in(ordered: Ordered | None) -> tuple[Point, ...]:
    """Return the number that an order says is the sender's; none where it is no such order, or no number.

    Its holder is dealt with as well: they are held together with the sender, before anything else is.
    """
    if ordered is None or ordered.order is not Order.PHONE:
        return ()
    try:
        return (read_phone(ordered.rest),)
    except NotAContact:
        return ()


def ask(hearing: Hearing, incoming: int) -> None:
    """Send a code to the number that was given; the number that they write from by SMS is theirs anyway."""
    if hearing.heard.body["doubted"]:
        return
    if not reaches_people(Channel.SMS):  # no code would come
        hearing.tell("talk_help", once=f"m{incoming}")
        return
    numbers = numbers_in(hearing.ordered)
    if not numbers:
        hearing.tell("talk_phone_refused", once=f"m{incoming}")
        return
    (number,) = numbers
    try:
        actions.ask_phone_code(_asker(hearing), number, language=hearing.language, now=hearing.now)
    except CodeRefused as refused:
        hearing.tell("talk_phone_own" if refused.why is NotSent.OWN else "talk_phone_refused", once=f"m{incoming}")
        return
    hearing.tell("talk_phone_sent", once=f"m{incoming}", own_words=mask_phone(number.value))


def take(hearing: Hearing, _where: Where) -> None:
    """Take the code that was typed, and say what became of it."""
    incoming = hearing.write_down(Became.ORDER)
    match actions.try_phone_code(_asker(hearing), read_code(hearing.text), now=hearing.now):
        case CodeTried.RIGHT:
            hearing.tell("talk_phone_joined", once=f"m{incoming}")
        case CodeTried.WRONG:
            hearing.tell("talk_phone_wrong", once=f"m{incoming}")
        case CodeTried.NONE:
            hearing.tell("talk_phone_refused", once=f"m{incoming}")


def _asker(hearing: Hearing) -> Asker:
    return Asker(blind(hearing.point.channel.value, hearing.point.value), point_id=hearing.heard.point_id)

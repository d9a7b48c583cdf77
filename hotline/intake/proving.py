"""Somebody who writes by chat or e-mail says which telephone is theirs, and proves it by a code that is sent there."""

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact, Point, read_phone
from hotline.casefile.queries import senders
from hotline.casefile.queries.phonecodes import Asker
from hotline.casefile.sealing import blind
from hotline.core.conversation import Became
from hotline.core.disclosure import mask_phone
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound
from hotline.core.joining import Where
from hotline.core.phonecodes import CodeRefused, CodeTried, read_code
from hotline.intake.heard import Hearing


def is_awaited(inbound: Inbound, point: Point, point_id: int) -> bool:
    """Return whether a message is a code that we wait for from this sender.

    By e-mail it must answer a letter of ours: whoever writes under another's name has not read that.
    """
    if not read_code(inbound.text) or not senders.waits_for_code(point):
        return False
    return point.channel is not Channel.EMAIL or senders.answers_ours(inbound.replies_to, point_id=point_id)


def ask(hearing: Hearing, incoming: int) -> None:
    """Send a code to the number that was given; whoever writes by SMS has shown theirs already."""
    if hearing.point.channel is Channel.SMS:
        hearing.tell("talk_help", once=f"m{incoming}")
        return
    if hearing.heard.body["doubted"]:
        return
    try:
        number = read_phone(hearing.ordered.rest if hearing.ordered else "")
        actions.ask_phone_code(_asker(hearing), number, language=hearing.language, now=hearing.now)
    except (NotAContact, CodeRefused):
        hearing.tell("talk_phone_refused", once=f"m{incoming}")
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

"""A message that belongs to a case that there is: a reply, a word more, a rating, or that it is not done."""

from hotline.casefile import actions
from hotline.casefile.queries import senders
from hotline.core.becoming import Became
from hotline.core.joining import SendersCase, Where
from hotline.intake.heard import Hearing


def reply(hearing: Hearing, where: Where) -> None:
    """Give the reply to whoever asked; one that is answered by now is a word more."""
    case = _case(where)
    if case.question is None:
        join(hearing, where)
        return
    incoming = hearing.write_down(Became.REPLY, request_id=case.request_id)
    try:
        actions.reply_question(case.question, words=hearing.text, pictures=hearing.heard.photos, now=hearing.now)
    except actions.AlreadyReplied:
        _add(hearing, case)
    _say_joined(hearing, case, incoming)


def join(hearing: Hearing, where: Where) -> None:
    """Add what was said to the case, where the operators read it."""
    case = _case(where)
    incoming = hearing.write_down(Became.JOINED, request_id=case.request_id)
    _add(hearing, case)
    _say_joined(hearing, case, incoming)


def not_done(hearing: Hearing, where: Where) -> None:
    """Reopen the case; when the days for that are over by now, it is a word more."""
    case = _case(where)
    try:
        actions.say_not_done(case.request_id, words=hearing.text, pictures=hearing.heard.photos, now=hearing.now)
    except (actions.NotAnsweredYet, actions.WindowClosed):
        join(hearing, where)
        return
    hearing.write_down(Became.NOT_DONE, request_id=case.request_id)


def rate(hearing: Hearing, where: Where) -> None:
    """Rate every agency that worked on the case alike: a number by SMS says no more."""
    case, stars = _case(where), int(hearing.text[0])
    incoming = hearing.write_down(Became.RATED, request_id=case.request_id)
    parts, is_merged = senders.parts_to_rate(case.request_id)
    for part in parts:
        if is_merged:
            actions.rate_incident(case.request_id, part_id=part, stars=stars, now=hearing.now)
        else:
            actions.rate(part, stars=stars, now=hearing.now)
    hearing.tell("rating_thanks", once=f"m{incoming}", request_id=case.request_id)


def _add(hearing: Hearing, case: SendersCase) -> None:
    actions.hear_reporter(case.request_id, words=hearing.text, pictures=hearing.heard.photos, now=hearing.now)


def _say_joined(hearing: Hearing, case: SendersCase, incoming: int) -> None:
    """Say where it went, but never to a machine: two of them would talk for ever."""
    if not hearing.heard.body.get("automatic"):
        hearing.tell("talk_joined", once=f"m{incoming}", request_id=case.request_id)


def _case(where: Where) -> SendersCase:
    if where.case is None:
        raise AssertionError("what joins a case names one")
    return where.case

"""A citizen's plain telephone, by whatever way its SMS come and go, and a report that goes there and back by it."""

import re
import time
from collections.abc import Callable
from typing import Protocol

from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Incoming, ServiceRequest
from hotline.casefile.queries import case_file
from hotline.core.text import fold
from tests import make
from tests.notify.smsc import Smsc
from tests.public.portal import add_photo_by_link

CITIZEN = "84908369123"
PLACE = "12 Lê Lợi, phường Sài Gòn"


class Phone(Protocol):
    """The telephone, with all that lies between it and us."""

    def say(self, text: str) -> None:
        """Write; it is read, and what we have to say to it leaves."""

    def settle(self) -> None:
        """Read what came and send what waits."""

    def heard(self) -> str:
        """Return all that it got so far."""


def there_and_back(phone: Phone, words: str) -> None:
    """In by these words, asked what and where, a photo by the link, asked by an operator, answered, "chưa xong": one case."""
    phone.say(words)
    until(lambda: "1." in phone.heard())
    phone.say("1")
    phone.say(PLACE)
    row = ServiceRequest.objects.get()
    assert (row.channel, row.words, row.place_words) == ("sms", words, PLACE)
    until(lambda: row.reference in phone.heard())

    until(lambda: re.search(r"/r/[\w-]+/", phone.heard()))
    add_photo_by_link(phone.heard())  # a plain telephone takes no pictures: whoever helps its owner opens the link
    assert row.attachments.count() == 1

    actions.ask(row.pk, words="Trụ đèn số mấy?", now=timezone.now(), actor=make.OPERATOR)
    phone.settle()
    until(lambda: fold("Trụ đèn số mấy?") in fold(phone.heard()))
    phone.say("Trụ số 12 ạ")
    assert [question.reply for question in case_file(row.reference).questions] == ["Trụ số 12 ạ"]

    answer = "Đơn vị đã thay bóng đèn."
    _handle(row, answer)
    phone.settle()
    until(lambda: fold(answer) in fold(phone.heard()))

    phone.say("CHƯA XONG, tối qua vẫn tắt")
    row.refresh_from_db()
    assert row.round == 2
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == ["turn", "turn", "turn", "reply", "not_done"]


def shown(centre: Smsc) -> str:
    """Return all that the centre handed to the citizen's telephone so far, whole: parts of several messages leave mixed."""
    whole: dict[str, str] = {}
    for one in centre.of("submit"):
        if one["to"].lstrip("+") == CITIZEN:
            message = one["udh"][0][:8] if one["udh"] else one["id"]
            whole[message] = whole.get(message, "") + one["text"]
    return "\n".join(whole.values())


def until(claim: Callable[[], object], within: float = 20.0) -> None:
    """Wait until this is true; seconds."""
    ends = time.monotonic() + within
    while not claim():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def _handle(row: ServiceRequest, answer: str) -> None:
    """Have everybody do their part, and the desk answer."""
    now = timezone.now()
    actions.forward(row.pk, now=now, actor=make.OPERATOR)
    for part in case_file(row.reference).parts:
        actions.accept_part(part.id, now=now, actor=make.officer(part))
        actions.file_result(part.id, note="Đã thay bóng.", evidence=[make.photo(now=now)], now=now, actor=make.officer(part))
        actions.accept_result(part.id, now=now, actor=make.DESK)
    actions.draft_answer(row.pk, words=answer, public_words=answer, now=now, actor=make.DESK)
    actions.send_answer(row.pk, now=now, actor=make.DESK)

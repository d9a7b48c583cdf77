"""The one answer while an agency still works: only with the reason why the desk does not wait."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.core.facts import PartRole
from hotline.core.status import AnswerState
from hotline.directory.queries import snapshot
from tests import make
from tests.answering.conftest import Send, page_of

WORDS = "Trung tâm đã vá xong ổ gà."


@pytest.fixture
def waiting(done: Opened) -> Opened:
    """Give a case whose lead is done while a helper still works."""
    now, helper = timezone.now(), snapshot().units["so-nn-mt"].id
    actions.propose(done.request_id, unit_id=helper, role=PartRole.CO_HANDLER, scope="Cây xanh", now=now, actor=make.OPERATOR)
    actions.forward(done.request_id, now=now, actor=make.OPERATOR)
    return done


def test_it_is_refused_without_and_sent_with_the_reason(desk: Client, waiting: Opened, send: Send) -> None:
    assert "Vì sao trả lời khi đơn vị chưa xong?" in page_of(desk, waiting)
    before = make.case(waiting)
    answer = send(desk, waiting, "draft", step="send", words=WORDS, public_words="", despite="")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Sở Nông nghiệp và Môi trường" in page
    assert WORDS in page, "nothing typed is lost"
    assert make.case(waiting) == before
    sent = send(desk, waiting, "draft", step="send", words=WORDS, public_words="", despite="Dân cần đi lại ngay.")
    assert sent.status_code == 302
    case = make.case(waiting)
    assert case.answer is not None
    assert case.answer.state is AnswerState.SENT
    assert [event.note for event in case.events if event.name == "answered_despite"] == ["Dân cần đi lại ngay."]


def test_it_is_not_asked_when_all_are_done(desk: Client, done: Opened) -> None:
    assert "Vì sao trả lời khi đơn vị chưa xong?" not in page_of(desk, done)

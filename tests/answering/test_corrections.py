"""A published answer is corrected: with its history for a mistake, without any trace of the old words for privacy."""

import html

from django.db import connection
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.core.status import AnswerState
from tests import make
from tests.answering.conftest import Send, deliver, page_of

SECRET = "ông Trần Văn Lộ"
NEW = {"words": "Đã nhắc nhở chủ nhà.", "public_words": "Đã nhắc nhở.", "step": "correct"}


def _answer_id(opened: Opened) -> int:
    answer = make.case(opened).answer
    assert answer is not None
    return answer.id


def _public(opened: Opened) -> list[tuple[str, str]]:
    versions = queries.public_case(opened.reference).case.answer or ()
    return [(version.words, version.why) for version in versions]


def _leaky(now_words: str = f"Đã nhắc nhở {SECRET}.") -> Opened:
    """Return a published case whose answer names somebody."""
    opened = make.with_results("pothole", now=timezone.now() - make.minutes(300))
    actions.accept_result(make.lead(opened).id, now=timezone.now(), actor=make.DESK)
    actions.draft_answer(opened.request_id, words=now_words, public_words=now_words, now=timezone.now(), actor=make.DESK)
    actions.send_answer(opened.request_id, now=timezone.now(), actor=make.DESK)
    deliver(opened, kept=now_words)
    actions.publish_answer(opened.request_id, public_words=now_words, now=timezone.now(), actor=make.DESK)
    return opened


def test_a_mistake_stays_in_the_history(desk: Client, published: Opened, send: Send) -> None:
    address = f"correct/{_answer_id(published)}"
    assert send(desk, published, address, correction="mistake", why="Sai ngày", **NEW).status_code == 302
    assert _public(published) == [("Đã vá xong ổ gà.", ""), ("Đã nhắc nhở.", "Sai ngày")]
    case = make.case(published)
    assert case.answer is not None
    assert case.answer.state is AnswerState.CORRECTED
    assert "corrected" in [message.event for message in case.messages]
    assert "Sửa chỗ sai" in page_of(desk, published)


def test_privacy_leaves_the_old_words_nowhere(desk: Client, city: None, send: Send) -> None:
    opened = _leaky()
    assert _tables_with(SECRET) != [], "the scan finds them while they are there"
    answer = send(desk, opened, f"correct/{_answer_id(opened)}", correction="privacy", why="Lộ tên người dân", **NEW)
    assert answer.status_code == 302
    assert _tables_with(SECRET) == []
    assert _kept_of_answers(opened) == [None]
    assert _public(opened) == [("", ""), ("Đã nhắc nhở.", "Lộ tên người dân")]
    page = page_of(desk, opened)
    assert SECRET not in page
    assert "Lời cũ đã rút để bảo vệ thông tin cá nhân." in page


def test_an_earlier_rounds_answer_can_be_corrected_too(desk: Client, city: None, send: Send) -> None:
    opened = _leaky()
    first = _answer_id(opened)
    actions.say_not_done(opened.request_id, words="Vẫn còn.", now=timezone.now())
    assert f"/answering/{opened.reference}/correct/{first}/" in page_of(desk, opened)
    assert send(desk, opened, f"correct/{first}", correction="privacy", why="Lộ tên", **NEW).status_code == 302
    assert _tables_with(SECRET) == []


def test_a_correction_says_which_kind_and_why(desk: Client, published: Opened, send: Send) -> None:
    before = make.case(published)
    answer = send(desk, published, f"correct/{_answer_id(published)}", **NEW)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Hãy chọn kiểu đính chính." in page
    assert "Hãy ghi lý do đính chính." in page
    assert "Đã nhắc nhở chủ nhà." in page
    assert make.case(published) == before


def test_the_same_words_again_are_no_correction(desk: Client, published: Opened, send: Send) -> None:
    current = make.case(published).answer
    assert current is not None
    typed = {"words": current.latest.words, "public_words": current.latest.public_words}
    answer = send(desk, published, f"correct/{current.id}", correction="privacy", why="Lộ tên", step="correct", **typed)
    assert answer.status_code == 422
    assert "Lời mới giống hệt lời cũ." in answer.content.decode()
    assert len(_public(published)) == 1


def test_what_looks_personal_is_looked_at_before_it_replaces_what_is_public(desk: Client, published: Opened, send: Send) -> None:
    typed = {**NEW, "public_words": "Gọi 0908 369 123.", "correction": "mistake", "why": "Sai số"}
    answer = send(desk, published, f"correct/{_answer_id(published)}", **typed)
    assert answer.status_code == 422
    assert _public(published) == [("Đã vá xong ổ gà.", "")]


def test_an_answer_of_another_case_is_not_there(desk: Client, published: Opened, city: None, send: Send) -> None:
    other = make.answered("pothole", now=timezone.now() - make.minutes(300))
    assert send(desk, published, f"correct/{_answer_id(other)}", correction="mistake", why="Sai", **NEW).status_code == 404


def test_a_draft_is_not_corrected(desk: Client, done: Opened, send: Send) -> None:
    actions.draft_answer(done.request_id, words="Nháp.", public_words="", now=timezone.now(), actor=make.DESK)
    answer = send(desk, done, f"correct/{_answer_id(done)}", correction="mistake", why="Sai", **NEW)
    assert answer.status_code == 409
    assert make.case(done).answer is not None


def _tables_with(words: str) -> list[str]:
    """Return every table of the database that has `words` in any text of any row."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def _kept_of_answers(opened: Opened) -> list[object]:
    """Return what is kept, sealed, of the replies that were sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM casefile_message WHERE request_id = %s AND event = 'answered'", [opened.request_id])
        return [row[0] for row in cursor.fetchall()]

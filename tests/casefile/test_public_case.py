"""Of a case everyone reads what a person approved for everyone, each thing for itself; what was only drafted stays inside."""

from datetime import datetime

from hotline.casefile import actions, mediafiles, queries
from hotline.casefile.facts import Opened
from hotline.casefile.mediafiles import Copy
from hotline.core.disclosure import Version
from hotline.core.facts import Correction
from tests import make
from tests.make import DESK, NOW, minutes

LEAK = "Bà Hoa Mai ở 12 Lê Lợi đã thấy đường vá xong."
GOOD = "Đã vá xong."


def test_a_draft_that_was_rewritten_before_it_was_sent_is_never_public(city: None, db: None) -> None:
    opened = make.with_results("pothole")
    actions.accept_result(make.lead(opened).id, now=NOW + minutes(150), actor=DESK)
    _draft(opened, LEAK, now=NOW + minutes(160))
    _draft(opened, GOOD, now=NOW + minutes(170))
    actions.send_answer(opened.request_id, now=NOW + minutes(180), actor=DESK)
    _publish(opened, GOOD, now=NOW + minutes(190))
    assert _public(opened) == (Version(GOOD),)


def test_what_was_corrected_before_it_was_published_is_never_public(city: None, db: None) -> None:
    opened = make.answered("pothole")
    _correct(opened, LEAK, Correction.MISTAKE, "Sai chỗ", now=NOW + minutes(181))
    _correct(opened, GOOD, Correction.MISTAKE, "Bà Hoa Mai xin bỏ tên", now=NOW + minutes(182))
    _publish(opened, GOOD, now=NOW + minutes(190))
    assert _public(opened) == (Version(GOOD),), "nobody outside read what was corrected, nor needs to know why"


def test_what_was_published_stays_beside_what_replaced_it(city: None, db: None) -> None:
    opened = make.answered("pothole")
    _publish(opened, GOOD, now=NOW + minutes(190))
    _correct(opened, "Đã vá hai chỗ.", Correction.MISTAKE, "Đếm nhầm", now=NOW + minutes(191))
    assert _public(opened) == (Version(GOOD), Version("Đã vá hai chỗ.", Correction.MISTAKE, "Đếm nhầm"))


def test_for_privacy_nothing_of_it_stays(city: None, db: None) -> None:
    opened = make.answered("pothole")
    _publish(opened, LEAK, now=NOW + minutes(190))
    _correct(opened, GOOD, Correction.PRIVACY, "Có tên", now=NOW + minutes(191))
    assert _public(opened) == (Version(""), Version(GOOD, Correction.PRIVACY, "Có tên"))


def test_a_photo_that_was_approved_lets_out_no_place(city: None, db: None) -> None:
    opened = make.report("pothole", attachments=(key := make.photo(),))
    mediafiles.write(key, Copy.PROPOSED, make.jpeg())
    copy = mediafiles.digest(make.jpeg())
    actions.publish_picture(make.case(opened).attachments[0].id, copy=copy, now=NOW + minutes(5), actor=DESK)
    public = queries.public_case(opened.reference).case
    assert (len(public.photos), public.point, public.place, public.words) == (1, None, None, None)
    actions.approve_public_words(opened.request_id, words="", place="đường Lê Lợi", now=NOW + minutes(6), actor=DESK)
    public = queries.public_case(opened.reference).case
    assert public.point is not None
    assert public.place == "đường Lê Lợi"


def _draft(opened: Opened, public_words: str, *, now: datetime) -> None:
    actions.draft_answer(opened.request_id, words=GOOD, public_words=public_words, now=now, actor=DESK)


def _publish(opened: Opened, public_words: str, *, now: datetime) -> None:
    for message in actions.lease_messages(["sms", "email"], limit=50, now=now):
        actions.mark_sent(message.id, provider_id="x", kept="x", now=now)
    actions.publish_answer(opened.request_id, public_words=public_words, now=now, actor=DESK)


def _correct(opened: Opened, words: str, correction: Correction, why: str, *, now: datetime) -> None:
    answer = make.case(opened).answers[0]
    actions.correct_answer(answer.id, words=words, public_words=words, correction=correction, why=why, now=now, actor=DESK)


def _public(opened: Opened) -> tuple[Version, ...] | None:
    return queries.public_case(opened.reference).case.answer

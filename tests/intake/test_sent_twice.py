"""A double click, a form sent again, fifty at once: one report. The same form with other content: refused, kindly."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from hotline.casefile.models import Contact, Message, ServiceRequest
from hotline.intake.models import FormDraft
from hotline.ui.templatetags.ui import reference_groups
from tests import make
from tests.intake import photos
from tests.intake.webform import WHO, Visitor, path_of, text_of

AT_ONCE = 50
REPORT = {"service_code": "pothole", "lat": "10.7769", "long": "106.7009", "description": "Ổ gà", "phone": make.PHONE}


def test_a_form_sent_again_leads_to_the_same_report(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    assert path_of(visitor.who()) == "/report/sent/"
    assert path_of(visitor.who()) == "/report/sent/"
    reference = ServiceRequest.objects.get().reference
    assert reference_groups(reference) in text_of(visitor.get("sent"))


def test_after_a_crash_before_the_form_was_marked(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    before = bytes(FormDraft.objects.get().body)
    visitor.who()
    FormDraft.objects.update(body=before)  # the report was committed, its form was not
    assert path_of(visitor.who()) == "/report/sent/"
    assert ServiceRequest.objects.count() == 1


@pytest.mark.parametrize("marked", [True, False], ids=["marked as sent", "not marked yet"])
def test_other_content_is_refused_and_says_what_was_kept(city: None, db: None, marked: bool) -> None:
    visitor = Visitor()
    visitor.until_who()
    before = bytes(FormDraft.objects.get().body)
    visitor.who()
    if not marked:
        FormDraft.objects.update(body=before)
    response = visitor.who(phone="0912345678")
    assert response.status_code == 422
    assert "Chúng tôi giữ bản đầu" in text_of(response)
    assert ServiceRequest.objects.count() == 1
    assert Contact.objects.count() == 1
    if marked:
        assert ServiceRequest.objects.get().reference.split("-")[2] in text_of(response)


def test_going_back_after_sending_begins_another_report(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    visitor.who()
    sent = visitor.token
    assert "Phản ánh trước đã được gửi" in text_of(visitor.get(""))
    visitor.what("flooding", words="Ngập")
    assert visitor.token != sent
    visitor.where()
    visitor.photos()
    visitor.slow_down()
    visitor.who()
    assert set(ServiceRequest.objects.values_list("service__code", flat=True)) == {"pothole", "flooding"}


def test_fifty_forms_at_once_make_one_report(city: None, committed_db: str) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    visitor.photos(photos.telling())
    visitor.slow_down()
    cookies = {name: morsel.value for name, morsel in visitor.client.cookies.items()}

    def send() -> tuple[int, str]:
        client = Client()
        client.cookies.load(cookies)
        response = client.post(f"/report/who/?d={visitor.token}", WHO)
        return response.status_code, response.headers["Location"]

    answers = _at_once(send)
    assert answers == [(302, f"/report/sent/?d={visitor.token}")] * AT_ONCE
    request = ServiceRequest.objects.get()
    assert Message.objects.filter(event="received").count() == 1
    assert request.attachments.count() == 1


def test_fifty_posts_with_one_key_make_one_report(city: None, committed_db: str) -> None:
    def send() -> tuple[int, bytes, str]:
        response = Client().post("/open311/v2/requests.json", REPORT, headers={"Idempotency-Key": "k-1"})
        return response.status_code, response.content, response.headers["Hotline-Private-Link"]

    answers = _at_once(send)
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert ServiceRequest.objects.count() == 1


def test_fifty_posts_without_a_key_make_fifty(city: None, committed_db: str) -> None:
    def send() -> int:
        return Client().post("/open311/v2/requests.json", REPORT).status_code

    assert _at_once(send) == [201] * AT_ONCE
    assert ServiceRequest.objects.count() == AT_ONCE


def _at_once[T](act: Callable[[], T]) -> list[T]:
    """Return what `act` gives to fifty who all begin at the same moment."""
    start, answers = Barrier(AT_ONCE), list[T]()

    def one() -> None:
        try:
            start.wait()
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers

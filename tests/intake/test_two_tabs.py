"""A form in two tabs: sent in one while photos of the other are still being read."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.http import HttpResponse

from hotline.casefile.models import ServiceRequest
from hotline.casefile.pictures import caging
from tests.intake import photos
from tests.intake.webform import Visitor, path_of


def test_a_photo_that_comes_too_late_leads_to_the_page_of_what_was_sent(city: None, committed_db: str) -> None:
    first = Visitor()
    first.until_who()
    second = Visitor()
    second.client.cookies, second.token = first.client.cookies, first.token

    def upload() -> HttpResponse:
        try:
            return second.photos(photos.telling())
        finally:
            connections.close_all()

    for _ in range(2):  # every seat of the cage is taken: the upload waits
        assert caging._SEATS.acquire(timeout=5)
    try:
        with ThreadPoolExecutor(1) as tab:
            waiting = tab.submit(upload)
            while not caging._SEATS._cond._waiters and not waiting.done():  # type: ignore[attr-defined] # until it waits there
                pass
            assert path_of(first.who()) == "/report/sent/"
            for _ in range(2):
                caging._SEATS.release()
            answer = waiting.result(30)
    finally:
        assert ServiceRequest.objects.count() == 1
    assert path_of(answer) == "/report/sent/"

"""Updates that others send, in a city that takes comments: each waits for a person of the desk."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM, Forward, Publish
from hotline.directory.queries import snapshot
from hotline.intake.reading import read_kept
from hotline.public.limits import COMMENTS_OF_A_NETWORK
from hotline.public.models import Comment
from tests import make
from tests.public.test_open311 import get
from tests.public.test_open311_updates import GOOD, UPDATES, post

pytestmark = [pytest.mark.parametrize("city", ["hue"], indirect=True), pytest.mark.usefixtures("city", "db")]


@pytest.fixture(autouse=True)
def no_keys() -> Iterator[None]:
    """Forget the keys that a test gave out: they are remembered for some seconds."""
    yield
    forget_setups()


def public_case(*, is_answered: bool = False) -> Opened:
    """Open a case of Huế that everyone may read from reception, or bring it to its answer."""
    from_reception = [one for one in snapshot().services.values() if one.publish is Publish.FROM_RECEPTION]
    service = next(one for one in from_reception if one.forward is Forward.OPERATOR)
    make_one = make.answered if is_answered else make.report
    return make_one(service.code, now=timezone.now() - timedelta(hours=5), place=make.place(snapshot().wards[0].code))


def test_an_update_waits_for_a_person_and_is_one_however_often_it_is_sent() -> None:
    opened = public_case(is_answered=True)
    fields = {
        "service_request_id": opened.reference,
        "update_id": "4711",
        "status": "OPEN",
        "updated_datetime": "2026-11-20T08:00:00+07:00",
        "description": "Lại lún rồi.",
        "email": "mai@example.org",
        "media_url": ["https://photos.example/1.jpg", "https://photos.example/2.jpg"],
    }
    first, again = post(fields), post({**fields, "description": "Lại lún rồi!"}, form="xml")
    assert (first.status_code, again.status_code) == (200, 200)
    (said,) = first.json()
    assert ET.fromstring(again.content).findtext("request_update/update_id") == said["update_id"]  # noqa: S314 - our own words
    comment = Comment.objects.get()
    assert (comment.not_done, comment.state) == (True, "waiting")
    assert comment.words == "Lại lún rồi.\nhttps://photos.example/1.jpg\nhttps://photos.example/2.jpg"
    assert "Lại lún" not in str(get(UPDATES))
    assert make.case(opened).request.phase == "resolved", "a stranger's word moves nothing"


def test_an_update_of_an_open_case_reopens_nothing() -> None:
    opened = public_case()
    assert post({"service_request_id": opened.reference, "status": "in_progress", "description": "Vẫn tối"}).status_code == 200
    assert not Comment.objects.get().not_done


def test_where_keys_were_given_out_an_update_needs_one() -> None:
    opened = public_case()
    actions.set_up_channel("open311", options={}, secrets={"keys": "k-1"}, now=timezone.now(), actor=SYSTEM)
    fields = {**GOOD, "service_request_id": opened.reference}
    assert [post(fields).status_code, post({**fields, "api_key": "k"}).status_code] == [403, 403]
    assert not Comment.objects.exists()
    assert post({**fields, "api_key": "k-1"}).status_code == 200


def test_the_reporter_s_own_word_is_no_comment_where_a_system_with_a_key_brings_it() -> None:
    opened = public_case(is_answered=True)
    actions.set_up_channel("open311", options={}, secrets={"keys": "k-1"}, now=timezone.now(), actor=SYSTEM)
    fields = {"service_request_id": opened.reference, "description": "Lại lún rồi", "status": "REOPEN", "api_key": "k-1"}
    assert post({**fields, "phone": make.PHONE}).status_code == 200
    while read_kept(timezone.now()):
        pass
    assert not Comment.objects.exists()
    assert make.case(opened).request.round == 2


def test_a_network_that_sends_too_many_waits_and_one_with_a_key_does_not() -> None:
    fields = {**GOOD, "service_request_id": public_case().reference}
    for number in range(COMMENTS_OF_A_NETWORK.most):
        assert post({**fields, "update_id": str(number)}).status_code == 200
    held_up = post({**fields, "update_id": "more"})
    assert (held_up.status_code, held_up.json()[0]["code"]) == (429, 429)
    assert int(held_up.headers["Retry-After"]) > 0
    actions.set_up_channel("open311", options={}, secrets={"keys": "k-1"}, now=timezone.now(), actor=SYSTEM)
    assert post({**fields, "update_id": "more", "api_key": "k-1"}).status_code == 200

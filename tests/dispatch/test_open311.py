"""An agency with an Open311 server gets each case there, and what that says becomes what the agency says."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.test import override_settings
from django.utils import timezone

from hotline.casefile import actions as casefile
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.status import Part
from hotline.dispatch import actions, queries
from hotline.dispatch.actions.notices import HANDS_OVER
from hotline.dispatch.facts import Kind, RemoteFacts
from hotline.dispatch.models import RemoteCase
from hotline.dispatch.polling import ask_systems
from hotline.dispatch.sending import send_notices
from tests import make
from tests.dispatch.conftest import Counterpart
from tests.dispatch.test_notices import entered, only, taken_in, waiting
from tests.public.portal import web_server


@dataclass
class GeoReport:
    """An Open311 server as the specification describes one. `record`: what it says of its one request."""

    record: dict[str, object] = field(default_factory=lambda: {"status": "open", "status_notes": None})
    tokens: bool = False
    photo: bytes = b""

    def say(self, method: str, path: str, _body: bytes) -> tuple[int, dict[str, str], bytes]:
        path = path.partition("?")[0]
        if method == "POST":
            return self._json([{"token": "t-1"} if self.tokens else {"service_request_id": 638344, "service_notice": None}], 201)
        if path.endswith("/tokens/t-1.json"):
            return self._json([{"service_request_id": "638344", "token": "t-1"}])
        if path.endswith("/photo.jpg"):
            return 200, {"Content-Type": "image/jpeg"}, self.photo
        if path.endswith("/requests/638344.json"):
            return self._json([{"service_request_id": "638344", **self.record}])
        return 404, {}, b"[]"

    def _json(self, content: object, status: int = 200) -> tuple[int, dict[str, str], bytes]:
        return status, {"Content-Type": "application/json"}, json.dumps(content).encode()


@pytest.fixture
def server(counterpart: Counterpart) -> GeoReport:
    """Give the agency's server."""
    one = GeoReport()
    counterpart.say = one.say
    return one


def handed_over(url: str, part: PartFacts) -> int:
    hook_id, _secret = entered(url, kind=Kind.OPEN311)
    waiting(hook_id, part)
    assert send_notices(timezone.now()) == 1
    return hook_id


def asked(hook_id: int) -> RemoteFacts:
    """Ask the server as the worker does ten minutes later; return how the part stands there."""
    RemoteCase.objects.update(next_at=timezone.now())
    ask_systems(timezone.now())
    [one] = queries.remote_cases(hook_id, limit=5)
    return one


def test_a_case_goes_there_without_who_reports(counterpart: Counterpart, server: GeoReport, city: None, db: None) -> None:
    words = f"Ổ gà lớn. Tôi là {make.NAME}, {make.PHONE}."
    opened = make.forwarded(now=timezone.now() - make.minutes(60), words=words)
    hook_id = handed_over(counterpart.url, make.lead(opened))
    [(method, path, headers, body)] = counterpart.taken
    sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert (method, path, sent["service_code"]) == ("POST", "/hook/requests.json", "pothole")
    assert (sent["api_key"], sent["jurisdiction_id"]) == ("khoa", "quan")
    assert headers["idempotency-key"] == f"hotline-{make.lead(opened).id}-1"
    assert opened.reference in sent["description"]
    assert sent["description"].startswith("Ổ gà lớn.")
    assert float(sent["lat"]) == pytest.approx(make.place().lat, abs=1e-5)
    for secret in (make.NAME, make.PHONE, opened.link, "phone", "last_name"):
        assert secret not in body.decode()
        assert secret not in str(sent)
    [remote] = queries.remote_cases(hook_id, limit=5)
    assert (remote.number, remote.state) == ("638344", "open")


def test_what_it_says_is_what_the_agency_says(
    counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts
) -> None:
    hook_id = handed_over(counterpart.url, part)
    asked(hook_id)
    assert make.lead(forwarded).state is Part.ACCEPTED
    server.record = {"status": "open", "status_notes": "Đang chờ xe."}
    asked(hook_id)
    asked(hook_id)
    notes = [event.note for event in make.case(forwarded).events if event.name == "progress_filed"]
    assert notes == ["Đang chờ xe."], "what was said before is not said again"
    server.photo = make.jpeg()
    photo = counterpart.url.replace("/hook", "/photo.jpg")
    server.record = {"status": "closed", "status_notes": "Đã vá xong.", "media_url": photo}
    assert asked(hook_id).state == "done"
    case = make.case(forwarded)
    assert (make.lead(forwarded).state, make.lead(forwarded).result) == (Part.RESULT_FILED, "Đã vá xong.")
    assert [one.part_id for one in case.attachments] == [part.id]
    assert (case.events[-1].actor_kind, case.events[-1].actor_unit) == ("agency", part.unit_id)


@pytest.mark.parametrize(("said", "is_over"), [("IN_PROGRESS", False), ("action scheduled", False), ("FIXED", True)])
def test_a_server_that_speaks_as_fixmystreet_does(
    said: str, *, is_over: bool, counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts
) -> None:
    hook_id = handed_over(counterpart.url, part)
    server.photo = make.jpeg()
    photos = [counterpart.url.replace("/hook", "/photo.jpg"), counterpart.url.replace("/hook", "/gone.jpg")]
    server.record = {"status": said, "status_notes": "Xong." if is_over else None, "media_url": photos if is_over else []}
    assert asked(hook_id).state == ("done" if is_over else "open")
    assert make.lead(forwarded).state is (Part.RESULT_FILED if is_over else Part.ACCEPTED)
    assert len(make.case(forwarded).attachments) == is_over


def test_closed_without_the_photo_that_the_service_asks_for(
    counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts
) -> None:
    hook_id = handed_over(counterpart.url, part)
    server.record = {"status": "closed", "status_notes": "Xong.", "media_url": "https://192.168.1.1/photo.jpg"}
    remote = asked(hook_id)
    assert (remote.state, remote.reason) == ("stuck", "lacks")
    assert make.lead(forwarded).state is Part.ACCEPTED
    assert make.case(forwarded).events[-1].note == "Xong."


def test_a_server_that_gives_a_token_first(
    counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts
) -> None:
    server.tokens = True
    hook_id = handed_over(counterpart.url, part)
    assert asked(hook_id).number == "638344"
    assert make.lead(forwarded).state is Part.ACCEPTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b'"x"',
        b"[" * 5000,
        b'[{"service_request_id": "638344", "status": "x"}]',
        b'[{"status": 1}]',
        b"\xff",
    ],
)
def test_an_answer_that_nobody_understands(
    content: bytes, counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts
) -> None:
    hook_id = handed_over(counterpart.url, part)
    before = make.case(forwarded)
    counterpart.say = lambda _method, _path, _body: (200, {}, content)
    remote = asked(hook_id)
    assert (remote.state, remote.reason) == ("open", "not_understood")
    assert make.case(forwarded) == before
    counterpart.say = server.say
    asked(hook_id)
    assert make.lead(forwarded).state is Part.ACCEPTED


def test_an_acknowledgement_without_a_number_is_tried_again(counterpart: Counterpart, part: PartFacts) -> None:
    counterpart.say = lambda _method, _path, _body: (201, {}, b"[{}]")
    hook_id = handed_over(counterpart.url, part)
    assert (only(hook_id).state, only(hook_id).reason) == ("waiting", "not_understood")
    assert queries.remote_cases(hook_id, limit=5) == []


def test_who_was_quicker_by_hand(counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts) -> None:
    hook_id = handed_over(counterpart.url, part)
    casefile.return_part(part.id, reason="not_ours", note="Không phải.", now=timezone.now(), actor=make.officer(part))
    before = make.case(forwarded)
    assert asked(hook_id).state == "done"
    assert make.case(forwarded) == before
    second = make.lead(make.forwarded(now=timezone.now() - make.minutes(30)))
    waiting(hook_id, second, event=2)
    casefile.return_part(second.id, reason="not_ours", note="Không phải.", now=timezone.now(), actor=make.officer(second))
    send_notices(timezone.now())
    assert [(one.state, one.reason) for one in queries.notices(hook_id, limit=1)] == [("dead", "over")]


def test_a_case_that_stands_merged_waits(counterpart: Counterpart, server: GeoReport, forwarded: Opened, part: PartFacts) -> None:
    hook_id = handed_over(counterpart.url, part)
    master = make.forwarded(now=timezone.now() - make.minutes(50))
    casefile.merge_requests(master.request_id, [forwarded.request_id], now=timezone.now(), actor=make.OPERATOR)
    remote = asked(hook_id)
    assert (remote.state, remote.reason) == ("open", "merged")
    casefile.undo_merge(forwarded.request_id, now=timezone.now(), actor=make.OPERATOR)
    asked(hook_id)
    assert make.lead(forwarded).state is Part.ACCEPTED


def test_a_part_that_comes_back_goes_there_again(counterpart: Counterpart, server: GeoReport, city: None, db: None) -> None:
    opened = make.answered(now=timezone.now() - timedelta(hours=5))
    part = make.lead(opened)
    hook_id, _secret = entered(counterpart.url, kind=Kind.OPEN311)
    casefile.say_not_done(opened.request_id, words="Vẫn còn.", reason="still_there", now=timezone.now())
    waiting(hook_id, part, name="part_reopened")
    send_notices(timezone.now())
    assert RemoteCase.objects.get().round == 2
    assert counterpart.taken[0][2]["idempotency-key"].endswith("-2")


def test_only_what_is_handed_over_goes_there(city: None, committed_db: str) -> None:
    hook_id, _secret = entered("https://agency.example/open311/v2", kind=Kind.OPEN311)
    opened = make.forwarded(now=timezone.now() - make.minutes(60))
    casefile.accept_part(make.lead(opened).id, now=timezone.now(), actor=make.officer(make.lead(opened)))
    taken_in()
    assert {one.name for one in queries.notices(hook_id, limit=50)} <= HANDS_OVER
    assert make.lead(opened).id in {one.part_id for one in queries.notices(hook_id, limit=50)}


def test_another_hotline_is_such_a_server(city: None, committed_db: str) -> None:
    """Our own GeoReport v2, over the wire: the case arrives there as a report, and its state comes back."""
    opened = make.forwarded(now=timezone.now() - make.minutes(60))
    part = make.lead(opened)
    with web_server() as address, override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
        system = actions.systems.System(Kind.OPEN311, "Hotline khác", f"{address}/open311/v2")
        user_id = make_head(part.unit_id)
        hook_id, _secret = actions.make_hook(part.unit_id, system, user_id=user_id, now=timezone.now())
        waiting(hook_id, part)
        send_notices(timezone.now())
        assert (only(hook_id).state, only(hook_id).reason) == ("sent", "")
        remote = asked(hook_id)
    assert remote.state == "open"
    assert remote.number not in ("", opened.reference)
    assert make.lead(opened).state is Part.ACCEPTED


def make_head(unit_id: int) -> int:
    from hotline.people.facts import Role
    from tests.people.persons import make_person

    return make_person("hanh", Role.AGENCY_HEAD, unit_id=unit_id)

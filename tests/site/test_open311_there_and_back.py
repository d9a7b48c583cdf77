"""Open311 from the report to "not done", over HTTP: by clients that we did not write, and by FixMyStreet's own requests."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any, Protocol

import pytest
from django.test import override_settings
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.apikeys import KEYS, OPEN311
from hotline.casefile.models import Incoming, Message, ServiceRequest
from hotline.casefile.queries import case_file
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.people.facts import Role
from tests import make
from tests.notify.recorder import Says, recorder
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in
from tests.public.fixmystreet import FixMyStreet
from tests.public.portal import web_server

KEY = "khoa-cua-ung-dung"
EMAIL = "minh@dan.example"
ASKED = "Trụ đèn số mấy?"
ANSWER = "Đơn vị đã thay bóng đèn."
PHOTO = "/photo.jpg"


class App(Protocol):
    """Whatever speaks for a citizen: it reports, looks where the report stands, and says what they write."""

    def report(self) -> str: ...
    def from_token(self, token: str) -> str: ...
    def request(self, reference: str) -> dict[str, Any]: ...
    def updates(self, reference: str) -> list[tuple[str, str, bool]]:
        """Return of each update its status, its words, and whether it has a photo."""

    def say(self, reference: str, words: str, *, photo: bool = False) -> None: ...
    def not_done(self, reference: str, words: str) -> None: ...


@dataclass
class ByThree:
    """`three` reports and reads updates, `georeport` reads requests: JSON. Updates are sent by the session of `three`."""

    address: str
    photos: str
    three: Any = None
    number: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        from three import Three  # type: ignore[import-untyped]

        self.three = Three(self.address, jurisdiction="hcmc", api_key=KEY)

    def report(self) -> str:
        said = self.three.post(
            "street_light",
            address="12 Lê Lợi, phường Sài Gòn",
            name="Minh Trần",
            email=EMAIL,
            description="Đèn hỏng",
            media=BytesIO(make.jpeg()),
            media_url=self.photos,
        )
        return str(said[0]["service_request_id"])

    def from_token(self, token: str) -> str:
        return str(self.three.token(token)[0]["service_request_id"])

    def request(self, reference: str) -> dict[str, Any]:
        from georeport import GeoReport  # type: ignore[import-untyped]

        found: dict[str, Any] = GeoReport(self.address, jurisdiction="hcmc").get_service_request(reference)
        return found

    def updates(self, reference: str) -> list[tuple[str, str, bool]]:
        told = self.three.get("servicerequestupdates", service_request_id=reference)
        return [(one["status"], one["description"], bool(one["media_url"])) for one in told]

    def say(self, reference: str, words: str, *, photo: bool = False, status: str = "open") -> None:
        fields = {"service_request_id": reference, "description": words, "email": EMAIL, "status": status, "api_key": KEY}
        fields |= {"update_id": str(next(self.number))} | ({"media_url": self.photos} if photo else {})
        answer = self.three.session.post(f"{self.address}/servicerequestupdates.json", data=fields)
        assert answer.json()[0]["update_id"]

    def not_done(self, reference: str, words: str) -> None:
        self.say(reference, words)


@dataclass
class ByFixMyStreet:
    """FixMyStreet's requests, and `georeport` for what stands where: XML. A comment carries the state that it holds then."""

    address: str
    photos: str
    number: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def site(self) -> FixMyStreet:
        return FixMyStreet(f"{self.address}/", KEY, "hcmc", extended_statuses=True, mark_reopen=True)

    def report(self) -> str:
        photos = [self.photos, f"{self.photos}?2"]
        return self.site.send_service_request("street_light", email=EMAIL, title="Đèn", detail="Đèn hỏng", photos=photos)

    def from_token(self, token: str) -> str:
        return self.site.get_service_request_id_from_token(token)

    def request(self, reference: str) -> dict[str, Any]:
        from georeport import GeoReport

        client = GeoReport(self.address, jurisdiction="hcmc", output_format="xml")
        found: dict[str, Any] = client.get_service_request(reference)
        return found

    def updates(self, reference: str) -> list[tuple[str, str, bool]]:
        words = {"confirmed": "open", "in progress": "in_progress", "fixed - council": "fixed"}
        told = self.site.get_service_request_updates()
        return [(words[state], text, bool(photos)) for of, state, text, photos in told if of == reference]

    def say(self, reference: str, words: str, *, photo: bool = False) -> None:
        link = self.photos if photo else ""
        number = next(self.number)
        assert self.site.post_service_request_update(number, reference, state="confirmed", text=words, email=EMAIL, photo=link)

    def not_done(self, reference: str, words: str) -> None:
        number = next(self.number)
        assert self.site.post_service_request_update(
            number, reference, state="confirmed", text=words, email=EMAIL, mark_open=True
        )


@pytest.fixture(params=[ByThree, ByFixMyStreet])
def app(request: pytest.FixtureRequest, city: str, committed_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)  # three was written for Python 2
    actions.set_up_channel(OPEN311, options={}, secrets={KEYS: KEY}, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    with recorder() as album, web_server() as address, override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
        album.says = Says(make.jpeg(), headers={"content-type": "image/jpeg"})
        yield request.param(f"{address}/open311/v2", f"{album.base}{PHOTO}")
    forget_setups()


def settle() -> list[str]:
    """Read all that came and send all that waits; return the words of what left by e-mail."""
    while read_kept(timezone.now()):
        pass
    phone = Phone()
    while Drain("email", phone).run(timezone.now() + timedelta(seconds=1)):
        pass
    return [one.text for one in phone.taken]


def test_a_report_there_and_back(app: App) -> None:
    reference = app.report()
    assert app.from_token(reference) == reference
    settle()
    row = ServiceRequest.objects.get()
    assert (row.reference, row.channel) == (reference, "open311")
    assert row.attachments.count() == 2
    found = app.request(reference)
    assert (found["status"], found["status_notes"]) == ("open", "Đã tiếp nhận")
    assert found["address_id"] == make.SAI_GON

    actions.ask(row.pk, words=ASKED, now=timezone.now(), actor=make.OPERATOR)
    assert any(ASKED in letter for letter in settle()), "the question itself is for the reporter alone"
    assert app.request(reference)["status_notes"] == "Đã tiếp nhận, chờ người phản ánh cho biết thêm"
    assert app.updates(reference)[-1] == (
        "open",
        "Tổng đài cần người phản ánh cho biết thêm. Câu hỏi ở trong tin nhắn, thư hoặc đường dẫn riêng của người đó.",
        False,
    )
    app.say(reference, "Trụ số 12 ạ", photo=True)
    assert settle() == [], "who writes there hears there what became of it"
    assert [question.reply for question in case_file(reference).questions] == ["Trụ số 12 ạ"]
    assert row.attachments.count() == 3
    assert app.request(reference)["status_notes"] == "Đã tiếp nhận"

    answer(row.pk, reference)
    settle()
    actions.publish_answer(row.pk, public_words=ANSWER, now=timezone.now(), actor=make.DESK)
    found = app.request(reference)
    assert (found["status"], found["service_notice"]) == ("closed", ANSWER)
    assert app.updates(reference)[-1][:2] == ("fixed", ANSWER)

    app.not_done(reference, "Tối qua vẫn tắt")
    settle()
    row.refresh_from_db()
    assert row.round == 2
    assert app.request(reference)["status"] == "open"
    assert app.updates(reference)[-1][0] == "open"
    assert list(Incoming.objects.order_by("id").values_list("became", "channel")) == [
        ("reply", "open311"),
        ("not_done", "open311"),
    ]
    assert Message.objects.filter(event="not_done_received").exists()
    thread = signed_in(make_person("lan", Role.OPERATOR)).get(f"/operator/{reference}/").content.decode()
    thread = thread.partition('id="talk"')[2]
    assert thread.index(ASKED) < thread.index("Trụ số 12 ạ") < thread.index("Tối qua vẫn tắt")
    assert "Open311" in thread[thread.index(ASKED) :]


def answer(request_id: int, reference: str) -> None:
    """Bring the case to its answer, as the agency and the desk do."""
    now = timezone.now()
    actions.forward(request_id, now=now, actor=make.OPERATOR)
    for part in case_file(reference).parts:
        actions.accept_part(part.id, now=now, actor=make.officer(part))
        actions.file_result(part.id, note="Đã thay bóng.", evidence=[make.photo(now=now)], now=now, actor=make.officer(part))
        actions.accept_result(part.id, now=now, actor=make.DESK)
    actions.draft_answer(request_id, words=ANSWER, public_words=ANSWER, now=now, actor=make.DESK)
    actions.send_answer(request_id, now=now, actor=make.DESK)

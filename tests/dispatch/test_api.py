"""An agency's system takes its work through the interface: the same door, the same refusals, nothing of anybody else."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions as casefile
from hotline.casefile.facts import ContactDraft, Opened, PartFacts
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.dispatch.models import TakenStep
from hotline.site.bodies import Whole
from tests import make
from tests.dispatch.conftest import LEAD, ROOT, System


def test_the_list_and_the_part(system: System, forwarded: Opened, part: PartFacts) -> None:
    listed = system.get("/parts").json()
    assert [(one["part"], one["reference"], one["state"]) for one in listed["parts"]] == [
        (part.id, forwarded.reference, "forwarded")
    ]
    assert listed["next_skip"] is None
    read = system.get(f"/parts/{part.id}").json()
    assert (read["reference"], read["words"], read["steps"]) == (
        forwarded.reference,
        "Ổ gà lớn giữa đường, rất nguy hiểm.",
        ["accept", "return"],
    )
    assert read["service"] == {"code": "pothole", "name": snapshot().services["pothole"].name.vi, "needs_photo": True}
    assert read["place"]["ward_code"] == make.SAI_GON
    assert [one["name"] for one in read["history"]] == ["forwarded"]
    assert any(one["due_at"] for one in read["deadlines"])


def test_pages_of_the_list(system: System, city: None) -> None:
    for _ in range(3):
        make.forwarded(now=timezone.now() - make.minutes(60))
    first = system.get("/parts", limit=2).json()
    assert (len(first["parts"]), first["next_skip"]) == (2, 2)
    second = system.get("/parts", limit=2, skip=2).json()
    assert (len(second["parts"]), second["next_skip"]) == (1, None)
    assert {one["part"] for one in first["parts"]}.isdisjoint(one["part"] for one in second["parts"])
    assert system.get("/parts", state="done").json()["parts"] == []


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"skip": -1}, {"state": "mine"}, {"what": 1}, {"limit": "x"}])
def test_a_list_asked_for_wrongly(system: System, query: dict[str, object]) -> None:
    answer = system.get("/parts", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "query-invalid")
    assert answer["Content-Type"] == "application/problem+json"


def test_from_acceptance_to_the_result(system: System, forwarded: Opened, part: PartFacts) -> None:
    assert system.step(part, "accept").json() == {
        "part": part.id,
        "step": "accept",
        "state": "accepted",
        "version": make.case(forwarded).request.version,
    }
    assert system.step(part, "progress", note="Đang chờ xe.").status_code == 200
    photo = system.photo(part)
    filed = system.step(part, "result", note="Đã vá xong.", photos=[photo], fine=0)
    assert filed.json()["state"] == "result_filed"
    case = make.case(forwarded)
    last = case.events[-1]
    assert (last.name, last.actor_kind, last.actor_unit, last.actor_user) == ("result_filed", "agency", part.unit_id, None)
    assert make.lead(forwarded).result == "Đã vá xong."
    assert [one.part_id for one in case.attachments] == [part.id]
    read = system.get(f"/parts/{part.id}").json()
    assert [one["by"] for one in read["photos"]] == ["agency"]
    shown = system.client.get(read["photos"][0]["url"], headers={"Authorization": f"Bearer {system.token}"})
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")


def test_returning(system: System, forwarded: Opened, part: PartFacts) -> None:
    answer = system.step(part, "return", reason="not_ours", note="Đường của phường.", to_unit="so-y-te")
    assert answer.json() == {"part": part.id, "step": "return", "state": "returned", "version": None}
    [returned] = [one for one in make.case(forwarded).parts if one.id == part.id]
    assert (returned.state, returned.returned_to) == (Part.RETURNED, snapshot().units["so-y-te"].id)
    assert system.get(f"/parts/{part.id}").status_code == 404


def test_committing(system: System, forwarded: Opened, accepted: PartFacts) -> None:
    day = (timezone.now() + timedelta(days=60)).date().isoformat()
    refused = system.step(accepted, "commit", note="Chờ vật tư.", due_on=day, photos=[])
    assert (refused.status_code, refused.json()["code"]) == (422, "commitment-no-photo")
    late = system.step(accepted, "commit", note="Chờ vật tư.", due_on="2020-01-02", photos=[system.photo(accepted)])
    assert (late.status_code, late.json()["code"]) == (422, "commitment-before-today")
    assert make.case(forwarded).commitments == ()
    done = system.step(accepted, "commit", note="Chờ vật tư.", due_on=day, photos=[system.photo(accepted)])
    assert done.status_code == 200, done.content
    assert [one.due_on.isoformat() for one in make.case(forwarded).commitments] == [day]
    assert system.get(f"/parts/{accepted.id}").json()["commitments"][0]["state"] == "standing"


def test_a_repeat_does_nothing_and_gets_the_same(system: System, forwarded: Opened, accepted: PartFacts) -> None:
    first = system.step(accepted, "progress", note="Đang chờ xe.", key="k1")
    case = make.case(forwarded)
    assert system.step(accepted, "progress", note="Đang chờ xe.", key="k1").json() == first.json()
    assert make.case(forwarded) == case
    other = system.step(accepted, "progress", note="Khác.", key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert make.case(forwarded) == case


def test_a_repeat_of_a_return_still_gets_its_answer(system: System, part: PartFacts) -> None:
    """The part is no longer the agency's, and yet its system has to learn that the return was taken."""
    asked = {"reason": "not_ours", "note": "Không phải."}
    first = system.step(part, "return", key="r", **asked)
    assert system.step(part, "return", key="r", **asked).json() == first.json()


def test_what_was_refused_leaves_its_key_free(system: System, forwarded: Opened, part: PartFacts) -> None:
    assert system.step(part, "progress", note="Chưa nhận.", key="k").status_code == 409
    assert not TakenStep.objects.exists()
    system.step(part, "accept")
    assert system.step(part, "progress", note="Chưa nhận.", key="k").status_code == 200


def test_the_same_key_of_another_agency_is_another_key(system: System, stranger: System, part: PartFacts) -> None:
    system.step(part, "accept", key="same")
    answer = stranger.step(part, "accept", key="same")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-part")


@pytest.mark.parametrize("name", ["accept", "return", "progress", "commit", "result"])
def test_another_agencys_key_finds_nothing(
    name: str, stranger: System, system: System, forwarded: Opened, accepted: PartFacts
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "return": {"reason": "not_ours", "note": "x"},
        "commit": {"note": "x", "due_on": "2030-01-01", "photos": []},
        "accept": {},
    }
    before = make.case(forwarded)
    answer = stranger.step(accepted, name, **bodies.get(name, {"note": "x"}))
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-part")
    assert stranger.get(f"/parts/{accepted.id}").status_code == 404
    assert stranger.post(f"/parts/{accepted.id}/photos", make.jpeg(), **{"Content-Type": "image/jpeg"}).status_code == 404
    assert stranger.get("/parts").json()["parts"] == []
    assert make.case(forwarded) == before
    assert not TakenStep.objects.exists()


def test_a_photo_sent_for_one_part_is_none_of_another(system: System, forwarded: Opened, accepted: PartFacts) -> None:
    second = make.lead(make.forwarded(now=timezone.now() - make.minutes(60)))
    system.step(second, "accept")
    photo = system.photo(accepted)
    answer = system.step(second, "result", note="Xong.", photos=[photo])
    assert (answer.status_code, answer.json()["code"]) == (422, "no-such-photo")
    assert system.step(second, "result", note="Xong.", photos=["made-up"]).status_code == 422


def test_a_photo_is_used_once(system: System, accepted: PartFacts) -> None:
    photo = system.photo(accepted)
    assert system.step(accepted, "progress", note="Vừa đào.", photos=[photo]).status_code == 200
    again = system.step(accepted, "progress", note="Vừa đào nữa.", photos=[photo])
    assert (again.status_code, again.json()["code"]) == (422, "no-such-photo")


@pytest.mark.parametrize(("what", "content"), [("no picture", b"hello"), ("nothing", b""), ("half", make.jpeg()[:300])])
def test_what_is_no_photo(what: str, content: bytes, system: System, accepted: PartFacts) -> None:
    answer = system.post(f"/parts/{accepted.id}/photos", content, **{"Content-Type": "image/jpeg"})
    assert (answer.status_code, answer.json()["code"]) == (422, "photo-refused")


def test_a_result_without_a_photo(system: System, forwarded: Opened, accepted: PartFacts) -> None:
    answer = system.step(accepted, "result", note="Xong.")
    assert (answer.status_code, answer.json()["code"]) == (422, "photo-missing")
    assert make.lead(forwarded).state is Part.ACCEPTED
    assert not TakenStep.objects.exists()


def test_a_version_that_is_over(system: System, forwarded: Opened, part: PartFacts) -> None:
    version = make.case(forwarded).request.version
    answer = system.step(part, "accept", version=version - 1)
    assert (answer.status_code, answer.json()["code"], answer.json()["version"]) == (409, "changed-meanwhile", version)
    assert system.step(part, "accept", version=version).status_code == 200


@pytest.mark.parametrize(
    ("what", "body", "code"),
    [
        ("no note", {"reason": "not_ours"}, "body-invalid"),
        ("an invisible note", {"reason": "not_ours", "note": "\u200b\x00"}, "note-empty"),
        ("a reason that is none", {"reason": "x", "note": "x"}, "unknown-reason"),
        ("a unit that is none", {"reason": "not_ours", "note": "x", "to_unit": "nowhere"}, "unknown-unit"),
        ("itself", {"reason": "not_ours", "note": "x", "to_unit": LEAD}, "unknown-unit"),
        ("what nobody knows", {"reason": "not_ours", "note": "x", "mine": 1}, "body-invalid"),
    ],
)
def test_a_return_that_is_none(
    what: str, body: dict[str, Any], code: str, system: System, forwarded: Opened, part: PartFacts
) -> None:
    before = make.case(forwarded)
    answer = system.step(part, "return", **body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert make.case(forwarded) == before


def test_a_complaint_is_not_sent_to_the_agency_that_it_is_about(system: System) -> None:
    opened = make.report("officials_conduct", attributes={"office": "dkdd-q2"})
    unit = snapshot().units[LEAD].id
    casefile.propose(opened.request_id, unit_id=unit, role=PartRole.CO_HANDLER, now=make.NOW, actor=make.DESK)
    casefile.forward(opened.request_id, now=make.NOW, actor=make.DESK)
    (part,) = [part for part in make.case(opened).parts if part.unit_id == unit]
    answer = system.step(part, "return", reason="not_ours", note="Của họ.", to_unit="dkdd-q2")
    assert (answer.status_code, answer.json()["code"]) == (422, "agency-named")


def test_requests_that_cannot_be_read(system: System, part: PartFacts) -> None:
    address = f"/parts/{part.id}/accept"
    assert system.post(address, b"{", key="k").json()["code"] == "body-unreadable"
    assert system.post(address, b"\xff", key="k").status_code == 400
    assert system.post(address, b"[" * 100_000, key="k").status_code in (400, 422)
    assert system.post(address, b"{}", key="").json()["code"] == "key-missing"
    assert system.post(address, b"{}", key="x" * 300).json()["code"] == "key-missing"
    assert system.post(address, b"{}", **{"Content-Type": "text/plain"}).status_code == 415
    assert system.post(address, b" " * 1_000_001).status_code == 413
    answer = system.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert system.get(f"/parts/{10**30}").status_code == 404
    nowhere = system.get("/parts/-1")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no-such-address")
    assert system.post(f"/parts/{10**30}/accept", b"{}").status_code == 404


def test_a_step_that_takes_nothing_needs_no_body(system: System, part: PartFacts) -> None:
    """As `curl -X POST` sends it."""
    headers = {"Authorization": f"Bearer {system.token}", "Idempotency-Key": "first"}
    taken = [system.client.generic("POST", f"{ROOT}/parts/{part.id}/accept", b"", "", headers=headers) for _ in range(2)]
    assert [(one.status_code, one.json()["state"]) for one in taken] == [(200, "accepted")] * 2
    result = f"{ROOT}/parts/{part.id}/result"
    without = system.client.generic("POST", result, b"", "", headers=headers | {"Idempotency-Key": "second"})
    assert (without.status_code, without.json()["code"]) == (422, "body-invalid")
    assert without.json()["detail"] == "Nội dung không đúng mẫu: Object missing required field `note`"


class Broken:
    """A line that says that it is gone; the web server's only ends, which `Whole` finds out."""

    def read(self, *_: int) -> bytes:
        raise OSError("the line broke")

    readline = read


@pytest.mark.parametrize("address", ["progress", "photos"])
@pytest.mark.parametrize("line", [Broken, lambda: Whole(BytesIO(b"{}"), 900)], ids=["said", "found out"])
def test_a_line_that_breaks_in_the_middle(line: Callable[[], object], address: str, system: System, accepted: PartFacts) -> None:
    headers = {"Authorization": f"Bearer {system.token}", "Idempotency-Key": "x"}
    sent: dict[str, Any] = {"wsgi.input": line(), "CONTENT_LENGTH": 900, "headers": headers}
    answer = system.client.post(f"{ROOT}/parts/{accepted.id}/{address}", b"{}", content_type="application/json", **sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "body-unreadable")
    assert not TakenStep.objects.exists()


def test_no_word_of_who_reports(system: System) -> None:
    """Canaries: the name, the number and the link of whoever reports are in no answer, whatever they wrote."""
    contact = ContactDraft(name=make.NAME, phone=make.PHONE, email=make.EMAIL)
    words = f"Ổ gà trước nhà tôi, tôi là {make.NAME}, gọi {make.PHONE}."
    opened = make.forwarded(now=timezone.now() - make.minutes(90), words=words, contact=contact)
    part = make.lead(opened)
    casefile.accept_part(part.id, now=timezone.now() - make.minutes(80), actor=make.officer(part))
    casefile.ask_reporter(part.id, words="Chỗ nào?", now=timezone.now() - make.minutes(70), actor=make.officer(part))
    [question] = make.case(opened).questions
    casefile.reply_question(question.id, words=f"Gọi {make.PHONE}", now=timezone.now() - make.minutes(60))
    told = system.get(f"/parts/{part.id}").content.decode() + system.get("/parts").content.decode()
    assert "Chỗ nào?" in told
    for secret in (make.NAME, make.PHONE, make.PHONE[1:], make.EMAIL, opened.link):
        assert secret not in told
    assert [one["name"] for one in json.loads(system.get(f"/parts/{part.id}").content)["history"]][-1] == "question_replied"


def test_the_document_and_the_codes(system: System) -> None:
    document = Client().get(f"{ROOT}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert {"/parts", "/parts/{part_id}", "/parts/{part_id}/result"} <= set(document["paths"])
    assert "forwarded" in document["webhooks"]
    codes = system.get("/codes").json()
    assert "not_ours" in {one["code"] for one in codes["return_reasons"]}
    assert LEAD in {one["code"] for one in codes["units"]}
    english = Client(headers={"Accept-Language": "en"}).get(f"{ROOT}/openapi.json").json()
    assert english["paths"]["/parts/{part_id}/accept"]["post"]["summary"] == "Accept"


def test_a_merged_report_stands_still(system: System, forwarded: Opened, part: PartFacts) -> None:
    master = make.forwarded(now=timezone.now() - make.minutes(50))
    casefile.merge_requests(
        master.request_id,
        [forwarded.request_id],
        why="Cùng một ổ gà.",
        now=timezone.now() - make.minutes(40),
        actor=make.OPERATOR,
    )
    before = make.case(forwarded)
    answer = system.step(part, "accept")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-part")
    assert make.case(forwarded) == before
    assert not TakenStep.objects.exists()

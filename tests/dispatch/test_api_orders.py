"""What binds an agency beside its parts comes by the interface too: directives, and what it is asked to explain itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hotline.casefile import actions as casefile
from hotline.casefile.facts import ContactDraft, Opened, PartFacts
from hotline.directory.queries import snapshot
from hotline.dispatch import queries
from hotline.dispatch.models import Notice, TakenStep
from hotline.dispatch.sending import send_notices
from hotline.people.facts import Role
from tests import make
from tests.dispatch.conftest import LEAD, OTHER, Counterpart, System, made_system
from tests.dispatch.test_notices import entered, taken_in
from tests.people.persons import make_person

BRANCH = "dkdd-q2"
"""The agency complained of."""


def soon() -> timedelta:
    return timedelta(days=30)


def directed(opened: Opened) -> int:
    """Return the number of a directive to the agency that leads the case."""
    return make.directed(opened, now=timezone.now() - make.minutes(10))[0]


class TestDirectives:
    def test_it_is_listed_read_and_answered(self, system: System, forwarded: Opened, accepted: PartFacts) -> None:
        number = directed(forwarded)
        [listed] = system.get("/directives").json()["directives"]
        assert (listed["directive"], listed["part"], listed["reference"]) == (number, accepted.id, forwarded.reference)
        assert (listed["state"], listed["task"], listed["paper"], listed["answer"]) == (
            "given",
            "Làm dứt điểm, báo cáo kết quả.",
            "123/UBND-ĐT",
            "",
        )
        read = system.get(f"/parts/{accepted.id}").json()
        assert [one["directive"] for one in read["directives"]] == [number]
        assert read["steps"] == ["progress", "commit", "result", "directive"], "a part that is directed is not sent back"
        photo = system.photo(accepted)
        asked: dict[str, Any] = {"directive": number, "note": "Đã vá xong.", "photos": [photo]}
        first = system.step(accepted, "directive", key="d", **asked)
        assert (first.status_code, first.json()["state"]) == (200, "accepted")
        assert system.step(accepted, "directive", key="d", **asked).json() == first.json()
        [answered] = system.get("/directives").json()["directives"]
        assert (answered["state"], answered["answer"], answered["outcome"]) == ("answered", "Đã vá xong.", "kept")
        assert [one.part_id for one in make.case(forwarded).attachments] == [accepted.id]
        assert "directive" not in system.get(f"/parts/{accepted.id}").json()["steps"]
        again = system.step(accepted, "directive", **asked)
        assert (again.status_code, again.json()["code"]) == (409, "not-now")

    def test_it_is_nobody_elses(self, system: System, stranger: System, forwarded: Opened, accepted: PartFacts) -> None:
        number = directed(forwarded)
        before = make.case(forwarded)
        assert stranger.get("/directives").json() == {"directives": []}
        assert stranger.step(accepted, "directive", directive=number, note="Xong.").status_code == 404
        other = make.lead(make.forwarded(now=timezone.now() - make.minutes(60)))
        wrong = system.step(other, "directive", directive=number, note="Xong.")
        assert (wrong.status_code, wrong.json()["code"]) == (404, "no-such-directive")
        assert system.step(accepted, "directive", directive=10**30, note="Xong.").status_code == 422
        assert system.step(accepted, "directive", directive=number, note=" \u200b ").json()["code"] == "note-empty"
        assert make.case(forwarded) == before
        assert not TakenStep.objects.exists()


@pytest.fixture
def branch(head_id: int) -> System:
    """Give the system of the agency complained of."""
    return made_system(BRANCH, head_id)


def asked(words: str = "Vì sao hồ sơ trễ?", **more: bool) -> tuple[Opened, int]:
    """Return a complaint, and the number of what the agency was asked to explain."""
    now = timezone.now()
    contact = ContactDraft(name=make.NAME, phone=make.PHONE, email=make.EMAIL)
    opened = make.complaint(contact=contact)
    day = (now + soon()).date()
    number = casefile.ask_explanation(opened.request_id, words=words, due_on=day, now=now, actor=make.DESK, **more)
    return opened, number


class TestExplanations:
    def test_it_is_listed_read_and_answered_once(self, branch: System) -> None:
        opened, number = asked()
        [listed] = branch.get("/explanations").json()["explanations"]
        assert listed == branch.get(f"/explanations/{number}").json()
        assert (listed["words"], listed["owed"], listed["dossier"], listed["reply"]) == ("Vì sao hồ sơ trễ?", True, "", "")
        first = branch.post(f"/explanations/{number}", {"words": "Do thiếu người đo đạc."}, key="x")
        assert (first.status_code, first.json()["explanation"]) == (200, number)
        repeat = branch.post(f"/explanations/{number}", {"words": "Do thiếu người đo đạc."}, key="x")
        assert repeat.json() == first.json()
        assert branch.post(f"/explanations/{number}", {"words": "Khác."}, key="x").json()["code"] == "key-reused"
        late = branch.post(f"/explanations/{number}", {"words": "Khác."})
        assert (late.status_code, late.json()["code"]) == (409, "explained")
        assert branch.get(f"/explanations/{number}").json()["reply"] == "Do thiếu người đo đạc."
        last = make.case(opened).events[-1]
        assert (last.name, last.actor_unit, last.actor_user) == ("explanation_given", snapshot().units[BRANCH].id, None)

    def test_nothing_of_the_case_is_told(self, branch: System) -> None:
        """Not which report it is, nor where, nor by whom: canaries over everything that the key opens."""
        opened, number = asked(f"Vì sao trễ? Người hỏi: {make.NAME}, {make.PHONE}.")
        told = "".join(
            branch.get(path).content.decode()
            for path in ("/explanations", f"/explanations/{number}", "/parts", "/directives", f"/parts/{make.lead(opened).id}")
        )
        assert "Vì sao trễ?" in told
        for secret in (opened.reference, make.NAME, make.PHONE, make.EMAIL, opened.link, "HS-2026-000777", "Ông Sáu"):
            assert secret not in told
        assert "part" not in branch.get(f"/explanations/{number}").json()

    @pytest.mark.parametrize("unit", [LEAD, OTHER])
    def test_it_is_nobody_elses(self, unit: str, branch: System, head_id: int) -> None:
        _opened, number = asked()
        stranger = made_system(unit, head_id)
        assert stranger.get("/explanations").json() == {"explanations": []}
        for answer in (stranger.get(f"/explanations/{number}"), stranger.post(f"/explanations/{number}", {"words": "Không."})):
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-explanation")
        assert branch.get(f"/explanations/{number}").json()["owed"] is True
        assert not TakenStep.objects.exists()

    def test_what_cannot_be_taken(self, branch: System, head_id: int) -> None:
        _opened, number = asked()
        address = f"/explanations/{number}"
        assert branch.post(address, {"words": " \u200b "}).json()["code"] == "note-empty"
        assert branch.post(address, {"words": ""}).status_code == 422
        assert branch.post(address, {"words": "x" * 8001}).status_code == 422
        assert branch.post(address, {"note": "x"}).status_code == 422
        assert branch.post(address, {"words": "x"}, key="").json()["code"] == "key-missing"
        assert branch.post(f"/explanations/{10**30}", {"words": "x"}).status_code == 404
        reader = made_system(BRANCH, head_id, reads_only=True)
        assert reader.get(address).status_code == 200
        assert reader.post(address, {"words": "x"}).json()["code"] == "reads-only"
        assert branch.get(address).json()["owed"] is True

    def test_the_superior_reads_what_was_explained_with_its_part(self, branch: System, head_id: int) -> None:
        opened, number = asked()
        part = make.lead(opened)
        superior = made_system(part.unit_code, head_id)
        branch.post(f"/explanations/{number}", {"words": "Do thiếu người."})
        [examined] = superior.get(f"/parts/{part.id}").json()["explanations"]
        assert (examined["words"], examined["reply"]) == ("Vì sao hồ sơ trễ?", "Do thiếu người.")


def test_a_webhook_tells_of_what_is_asked_and_of_no_case(city: None, committed_db: str, counterpart: Counterpart) -> None:
    user = make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[BRANCH].id)
    hook_id, _secret = entered(counterpart.url, unit=BRANCH, user_id=user)
    other, _secret = entered("https://health.example/hook", unit=OTHER, user_id=user)
    opened, number = asked()
    taken_in()
    [notice] = queries.notices(hook_id, limit=9)
    assert (notice.name, notice.part_id, notice.explanation_id) == ("explanation_asked", None, number)
    assert not Notice.objects.filter(hook_id=other).exists()
    send_notices(timezone.now())
    [body] = counterpart.bodies
    assert (body["type"], sorted(body["data"])) == ("explanation_asked", ["event", "explanation", "url"])
    assert body["data"]["url"].endswith(f"/api/agency/v1/explanations/{number}")
    assert opened.reference not in str(body)


def test_a_webhook_tells_that_nobody_waits_for_the_explanation_any_more(
    city: None, committed_db: str, counterpart: Counterpart
) -> None:
    user = make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[BRANCH].id)
    hook_id, _secret = entered(counterpart.url, unit=BRANCH, user_id=user)
    superior, _secret = entered("https://superior.example/hook", unit="so-nn-mt", user_id=user)
    opened, number = asked()
    now = timezone.now()
    casefile.name_agency(opened.request_id, agency="dkdd-q6", why="Nhầm.", is_supervisor=True, now=now, actor=make.DESK)
    taken_in()
    told = [(one.name, one.part_id, one.explanation_id) for one in queries.notices(hook_id, limit=9)]
    assert sorted(told) == [("explanation_asked", None, number), ("explanation_lapsed", None, number)]
    assert "explanation_lapsed" not in {one.name for one in queries.notices(superior, limit=9)}
    send_notices(timezone.now())
    send_notices(timezone.now())
    assert opened.reference not in str(counterpart.bodies)
    lapsed = counterpart.bodies[-1]
    assert (lapsed["type"], sorted(lapsed["data"])) == ("explanation_lapsed", ["event", "explanation", "url"])

"""The pages of an agency that is complained of, and of the superior that examines it."""

from typing import Any

import pytest
from django.test import Client

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.make import DESK, NAME, NOW, PHONE, minutes
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")

BRANCH, SUPERIOR = "dkdd-q2", "so-nn-mt"


@pytest.fixture
def named(city: None, db: None) -> Client:
    """Give the browser of somebody at the branch that is complained of."""
    return signed_in(make_person("sau", Role.FOCAL_POINT, unit_id=snapshot().units[BRANCH].id))


@pytest.fixture
def superior(city: None, db: None) -> Client:
    """Give the browser of somebody at the department above it."""
    return signed_in(make_person("tran", Role.FOCAL_POINT, unit_id=snapshot().units[SUPERIOR].id))


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """A complaint that the department has taken on."""
    return make.complaint()


def ask(browser: Client, opened: Opened, part: PartFacts, **typed: str) -> Any:
    fields = {"version": str(make.case(opened).request.version), "question": "Vì sao trễ?", "reply_on": make.days_on(30), **typed}
    return browser.post(f"/agency/{part.id}/explain/", fields)


def test_from_the_question_to_the_reply(named: Client, superior: Client, opened: Opened) -> None:
    part = make.lead(opened)
    desk = f"/agency/{part.id}/"
    assert "HS-2026-000777" in superior.get(desk).content.decode()
    assert "yêu cầu giải trình chờ trả lời" not in named.get("/agency/").content.decode()
    assert ask(superior, opened, part).status_code == 302
    assert "Chưa có giải trình." in superior.get(desk).content.decode()

    assert "Có 1 yêu cầu giải trình chờ trả lời" in named.get("/agency/").content.decode()
    listed = named.get("/agency/explanations/").content.decode()
    (number,) = [one.id for one in make.case(opened).explanations]
    address = f"/agency/explanations/{number}/"
    assert address in listed
    shown = named.get(address).content.decode()
    assert "Vì sao trễ?" in shown
    everything = [opened.reference, NAME, PHONE, "HS-2026-000777", "Hồ sơ trễ ba tháng", "Ông Sáu"]
    assert not [word for word in everything if word in shown + listed]
    assert named.get(desk).status_code == 404

    assert named.post(address, {"words": " "}).status_code == 422
    assert named.post(address, {"words": "Do thiếu người đo đạc."}).status_code == 302
    assert "Do thiếu người đo đạc." in superior.get(desk).content.decode()
    again = named.post(address, {"words": "Nói lại."})
    assert again.status_code == 409
    assert "Gửi rồi không sửa được." in again.content.decode()
    assert "Nói lại." in again.content.decode()


def test_it_is_asked_once_and_by_a_day_to_come(superior: Client, opened: Opened) -> None:
    part = make.lead(opened)
    assert ask(superior, opened, part, question="").status_code == 422
    gone = ask(superior, opened, part, reply_on="2020-01-01")
    assert gone.status_code == 422
    assert "Chọn ngày khác: từ hôm nay" in gone.content.decode()
    assert ask(superior, opened, part).status_code == 302
    assert ask(superior, opened, part).status_code == 409


def test_another_agency_finds_none_of_it(opened: Opened, stranger: Client, named: Client) -> None:
    number = actions.ask_explanation(opened.request_id, words="Vì sao?", due_on=NOW.date(), now=NOW + minutes(5), actor=DESK)
    assert named.get(f"/agency/explanations/{number}/").status_code == 200
    assert "Quá hạn" in named.get("/agency/explanations/").content.decode()
    assert stranger.get(f"/agency/explanations/{number}/").status_code == 404
    assert stranger.post(f"/agency/explanations/{number}/", {"words": "x"}).status_code == 404
    assert "Không có gì phải giải trình" in stranger.get("/agency/explanations/").content.decode()


def test_a_case_that_complains_of_nobody_offers_no_asking(officer: Client, accepted: PartFacts) -> None:
    assert f"/agency/{accepted.id}/explain/" not in officer.get(f"/agency/{accepted.id}/").content.decode()

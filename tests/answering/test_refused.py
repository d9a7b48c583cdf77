"""Whoever is not of the desk changes nothing there, whatever they send."""

import pytest
from django.test import Client

from hotline.casefile.facts import Opened
from tests import make
from tests.answering.conftest import Send

STEPS = ["draft", "publish", "report", "correct/{answer}", "results/{part}/accept", "results/{part}/return"]
TYPED = {
    "words": "Lời của người lạ.",
    "public_words": "Lời của người lạ.",
    "step": "send",
    "correction": "privacy",
    "why": "Vì thế.",
    "reason": "no_evidence",
    "note": "Vì thế.",
    "place": "",
}


def _addresses(opened: Opened) -> list[str]:
    answer = make.case(opened).answer
    ids = {"answer": answer.id if answer else 1, "part": make.lead(opened).id}
    return [step.format(**ids) for step in STEPS]


@pytest.mark.parametrize("who", ["operator", "officer"])
def test_others_are_refused_and_nothing_changes(who: str, request: pytest.FixtureRequest, sent: Opened, send: Send) -> None:
    browser: Client = request.getfixturevalue(who)
    before = make.case(sent)
    assert browser.get("/synthesis/").status_code == 403
    assert browser.get(f"/synthesis/{sent.reference}/").status_code == 403
    for address in _addresses(sent):
        assert send(browser, sent, address, **TYPED).status_code == 403, address
    assert make.case(sent) == before


def test_who_is_not_signed_in_is_asked_to(sent: Opened, send: Send) -> None:
    assert Client().get("/synthesis/").status_code == 302
    for address in _addresses(sent):
        assert send(Client(), sent, address, **TYPED).status_code == 401, address


def test_a_case_that_is_not_there(desk: Client, sent: Opened) -> None:
    for address in _addresses(sent):
        answer = desk.post(f"/answering/1022-2611-0000-0000-0/{address}/", {"version": 1, **TYPED})
        assert answer.status_code == 404, address


def test_reading_is_not_doing(desk: Client, sent: Opened) -> None:
    for address in _addresses(sent):
        assert desk.get(f"/answering/{sent.reference}/{address}/").status_code == 405, address

"""Following by the short code: status, phase and deadline, and nothing that tells codes apart."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.core.reference import LETTERS, NotAReference, parse_reference
from tests import make
from tests.public.portal import page

pytestmark = pytest.mark.usefixtures("city", "db")

UNKNOWN = "1022-2611-ZZZZ-ZZZZ-"
WRITTEN = [
    ("as it is written", lambda code: code),
    ("in small letters", str.lower),
    ("without dashes", lambda code: code.replace("-", "")),
    ("with spaces", lambda code: code.replace("-", " ")),
    ("without the number in front", lambda code: code.removeprefix("1022-")),
    ("with O for 0 and I for 1", lambda code: code.replace("0", "O").replace("1", "I")),
]


def follow(code: str, *, client: Client | None = None) -> tuple[int, str]:
    response = (client or Client()).post("/follow/", {"reference": code})
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(("how", "written"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_code_is_understood_however_it_is_typed(how: str, written: object) -> None:
    opened = make.report(now=timezone.now())
    assert callable(written)
    status, text = follow(written(opened.reference))
    assert status == 200
    assert "Đã tiếp nhận" in text


def test_it_tells_where_the_case_stands_and_by_when_and_nothing_else() -> None:
    opened = make.report("officials_conduct", now=timezone.now())
    _status, text = follow(opened.reference)
    assert "Trả lời trước" in text
    for kept_back in ("Ổ gà lớn", "Thái độ", make.NAME, "0908", "Sài Gòn", "Lê Lợi", opened.link):
        assert kept_back not in _main(text)


@pytest.mark.parametrize("service", ["officials_conduct", "rubbish", "emergency_fire"])
def test_never_published_and_not_yet_published_look_alike(service: str) -> None:
    now = timezone.now()
    pages = []
    for one in (service, "hardship"):
        opened = make.report(one, now=now)
        text = _main(page(f"/cases/{opened.reference}/")) if not _is_open(opened) else None
        if text:
            pages.append(_without_codes(text))
    assert len(set(pages)) <= 1


def test_unknown_and_misspelt_codes_are_answered_alike_and_cost_the_same() -> None:
    unknown = next(UNKNOWN + letter for letter in LETTERS if _holds(UNKNOWN + letter))
    misspelt = next(UNKNOWN + letter for letter in LETTERS if not _holds(UNKNOWN + letter))
    follow(unknown)  # the first page of a process reads more
    answers = []
    for code in (unknown, misspelt):
        with CaptureQueriesContext(connection) as asked:
            status, text = follow(code)
        answers.append((status, _without_codes(text), len(asked)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize("typed", ["", " ", "\x00", "\u202e1202", "<script>alert(1)</script>", "9" * 5000, "ế" * 59])
def test_whatever_is_typed_gets_a_kind_word(typed: str) -> None:
    status, text = follow(typed)
    assert status in (404, 422)
    assert "<script>alert" not in text
    assert 'class="errors"' in text


def test_late_is_said_and_no_longer_once_it_is_answered() -> None:
    late = make.report(now=make.NOW)
    assert "Đã quá hạn trả lời" in follow(late.reference)[1]
    answered = make.answered(now=make.NOW)
    assert "Đã quá hạn trả lời" not in follow(answered.reference)[1]


def test_a_paused_case_says_what_it_waits_for() -> None:
    opened = make.report("rubbish", now=timezone.now())
    actions.ask(opened.request_id, words="Ở đâu?", now=timezone.now(), actor=make.OPERATOR)
    assert "Thời hạn đang tạm dừng" in follow(opened.reference)[1]


def test_the_first_page_leads_to_it() -> None:
    assert 'action="/follow/"' in page("/")


def _holds(code: str) -> bool:
    try:
        return bool(parse_reference(code))
    except NotAReference:
        return False


def _is_open(opened: Opened) -> bool:
    return queries.public_case(opened.reference).case.is_open


def _main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def _without_codes(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"<span>\w+-?</span>", "", text)
    return re.sub(r"<time.*?</time>|1022-[\w-]+|value=\"[^\"]*\"", "", text)

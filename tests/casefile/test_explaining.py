"""The agency complained of reads what it is asked to explain, replies, and sees nothing else of the case."""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from hotline.casefile import actions
from hotline.casefile.access import agency_door
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Event, Explanation, Message, Note, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import Actor, ActorKind
from hotline.core.givendays import DayRefused
from hotline.core.status import MoveNotAllowed
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NAME, NOW, PHONE, minutes, officer

pytestmark = pytest.mark.usefixtures("city", "db")

BRANCH = "dkdd-q2"
BY = date(2026, 3, 9)


def unit(code: str) -> int:
    return snapshot().units[code].id


def viewer(code: str) -> Viewer:
    return Viewer(7, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit(code)}))


def complaint(*, hidden: bool = False) -> Opened:
    """A late dossier at a branch, in the hands of the department above it."""
    return make.complaint(contact=ContactDraft(name=NAME, phone=PHONE, hidden=hidden))


def asked(opened: Opened, words: str = "Vì sao hồ sơ trễ?", **how: object) -> int:
    typed = {"words": words, "due_on": BY, "now": NOW + minutes(5), "actor": DESK, **how}
    return actions.ask_explanation(opened.request_id, **typed)  # type: ignore[arg-type]


def replied(explanation: int, words: str = "Do thiếu người đo đạc.", *, by: str = BRANCH, at: int = 60) -> None:
    actions.explain(explanation, words=words, now=NOW + minutes(at), actor=Actor(ActorKind.AGENCY, user_id=7, unit_id=unit(by)))


def test_it_reads_the_question_and_no_more() -> None:
    opened = complaint()
    number = asked(opened, f"Vì sao trễ? Người hỏi: {NAME}, {PHONE}, mai@thu.example.")
    superior = make.lead(opened).id
    with agency_door(viewer(BRANCH)) as door:
        facts = door.explanation(number)
        assert (facts.due_on, facts.service, facts.dossier, facts.reply) == (BY, "Hồ sơ nhà đất trễ hẹn", "", "")
        assert not [word for word in (NAME, PHONE, "mai@thu") if word in facts.words]
        assert facts.words.startswith("Vì sao trễ?")
        assert [one.id for one in door.explanations(limit=5)] == [number]
        for table in ServiceRequest, Event, Note:
            assert not table.objects.only("id").exists()
        with pytest.raises(NoSuchCase):
            door.case(superior)
    told = Message.objects.filter(event="explanation_asked")
    assert told
    assert set(told.values_list("focal_point__unit_id", flat=True)) == {unit(BRANCH)}
    assert not [row for row in told if "reference" in row.facts or "part" in row.facts]


def test_the_question_names_neither_the_case_nor_the_dossier_whatever_was_typed() -> None:
    opened = complaint()
    spaced = " ".join(opened.reference.lower())
    number = asked(opened, f"Phản ánh {opened.reference} ({spaced}): hồ sơ hs 2026 000777 vì sao trễ?")
    replied(number)
    part = make.lead(opened)
    with agency_door(viewer("so-nn-mt")):
        other = actions.ask_explanation_for(
            part.id, words=f"Còn {opened.reference}, HS-2026-000777 thì sao?", now=NOW + minutes(70), actor=officer(part)
        )
    with agency_door(viewer(BRANCH)) as door:
        for one in (number, other):
            words = door.explanation(one).words
            assert not [told for told in (opened.reference, spaced, "000777") if told in words]
        assert "vì sao trễ?" in door.explanation(number).words
    again = asked(complaint(), "Hồ sơ HS-2026-000777 vì sao trễ?", tell_dossier=True)
    assert "HS-2026-000777" in Explanation.objects.get(pk=again).words


def test_an_erasure_takes_what_was_asked_and_said_and_the_dossiers_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    opened = complaint()
    number = asked(opened, tell_dossier=True)
    replied(number)
    (contact,) = {one.contact_id for one in make.case(opened).reporters}
    actions.erase_contact(contact, now=NOW + minutes(90), actor=DESK)
    row = Explanation.objects.get(pk=number)
    assert (row.words, row.dossier, row.reply) == ("", "", "–")
    with agency_door(viewer(BRANCH)) as door:
        assert door.explanation(number).dossier == ""


@pytest.mark.parametrize("code", ["dkdd-q6", "so-y-te", "vp-dkdd"])
def test_no_other_agency_reads_it(code: str) -> None:
    number = asked(complaint())
    with agency_door(viewer(code)) as door:
        assert door.explanations(limit=5) == ()
        with pytest.raises(NoSuchCase):
            door.explanation(number)
    with pytest.raises(NoSuchCase):
        replied(number, by=code)


def test_the_superior_asks_for_itself_and_reads_the_reply() -> None:
    opened = complaint()
    part = make.lead(opened)
    with agency_door(viewer("so-nn-mt")) as door:
        number = actions.ask_explanation_for(
            part.id, words="Vì sao? 0908 369 123", due_on=BY, now=NOW + minutes(5), actor=officer(part)
        )
        (facts,) = door.case(part.id).explanations
        assert facts.id == number
        assert "369" not in facts.words
    replied(number)
    with agency_door(viewer("so-nn-mt")) as door:
        (facts,) = door.case(part.id).explanations
        assert facts.reply == "Do thiếu người đo đạc."
    assert {row.facts["part"] for row in Message.objects.filter(event="explanation_given")} == {part.id}


def test_what_the_centre_asked_the_superior_reads_too() -> None:
    opened = complaint()
    replied(asked(opened))
    part = make.lead(opened)
    (co,) = [one.id for one in make.case(opened).parts if one.unit_code == "vp-ubnd-tp"]
    with agency_door(viewer("so-nn-mt")) as door:
        assert [one.reply for one in door.case(part.id).explanations] == ["Do thiếu người đo đạc."]
    with agency_door(viewer("vp-ubnd-tp")) as door:  # a co-handler examines nothing of it
        assert door.case(co).explanations == ()


def test_which_dossier_it_is_told_only_on_purpose_and_never_of_a_hidden_reporter() -> None:
    number = asked(complaint(), tell_dossier=True)
    with agency_door(viewer(BRANCH)) as door:
        assert door.explanation(number).dossier == "HS-2026-000777"
    assert "000777" not in Explanation.objects.get(pk=number).dossier
    secret = complaint(hidden=True)
    with pytest.raises(actions.DossierTellsWho):
        asked(secret, tell_dossier=True)
    assert Explanation.objects.filter(request_id=secret.request_id).count() == 0


# in words · what is typed · why not
REFUSED = [
    ("without words", {"words": " \u200b"}, actions.WordsMissing),
    ("by a day that is gone", {"due_on": date(2026, 3, 1)}, DayRefused),
    ("by a day that is nearly over", {"due_on": NOW.date(), "now": NOW + minutes(60 * 9)}, DayRefused),
    ("by a day in the next century", {"due_on": date(2126, 3, 9)}, DayRefused),
    ("on a version that is no more", {"version": 1}, actions.ChangedMeanwhile),
]


@pytest.mark.parametrize(("how", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_not_asked(how: dict[str, object], why: type[Exception]) -> None:
    opened = complaint()
    before = make.case(opened)
    with pytest.raises(why):
        asked(opened, **how)  # type: ignore[arg-type]
    assert make.case(opened) == before
    assert not Explanation.objects.exists()


def test_asked_once_at_a_time_and_of_somebody() -> None:
    opened = complaint()
    number = asked(opened)
    with pytest.raises(actions.AskedAlready):
        asked(opened)
    part = make.lead(opened)
    with agency_door(viewer("so-nn-mt")), pytest.raises(actions.AskedAlready):
        actions.ask_explanation_for(part.id, words="Vì sao?", due_on=BY, now=NOW + minutes(6), actor=officer(part))
    replied(number)
    with pytest.raises(actions.Explained):
        replied(number, "Nói lại.", at=61)
    assert asked(opened, now=NOW + minutes(62)) != number
    with pytest.raises(actions.NobodyNamed):
        asked(make.report("officials_conduct"))


def test_only_the_lead_that_took_it_on_asks() -> None:
    opened = complaint()
    (co,) = [part for part in make.case(opened).parts if part.unit_code == "vp-ubnd-tp"]
    how = {"words": "Vì sao?", "due_on": BY, "now": NOW + minutes(6)}
    with pytest.raises(actions.NotTheLead):
        actions.ask_explanation_for(co.id, actor=officer(co), **how)  # type: ignore[arg-type]
    part = make.lead(opened)
    actions.file_result(part.id, note="Xong.", evidence=[make.photo()], now=NOW + minutes(7), actor=officer(part))
    with pytest.raises(MoveNotAllowed):
        actions.ask_explanation_for(part.id, actor=officer(part), **how)  # type: ignore[arg-type]
    with pytest.raises(actions.WordsMissing):
        replied(asked(opened), " ")


def test_the_database_lets_the_one_named_write_nothing() -> None:
    number = asked(complaint())
    for change in (
        "UPDATE casefile_explanation SET reply = 'x', replied_at = now() WHERE id = %s",
        "DELETE FROM casefile_explanation WHERE id = %s",
        """INSERT INTO casefile_explanation (request_id, unit_id, service_id, words, due_on, asked_at)
        SELECT request_id, unit_id, service_id, 'x', due_on, asked_at FROM casefile_explanation WHERE id = %s""",
        "SELECT 1 FROM casefile_revealasked WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            _as_branch(change, number)


def _as_branch(statement: str, number: int) -> None:
    with agency_door(viewer(BRANCH)), connection.cursor() as cursor:
        cursor.execute(statement, [number])

"""Proof of a result: photos are held against the service's rule, and against every photo that any case ever had."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from hotline.casefile import actions
from hotline.casefile.actions import EvidenceHeld, EvidenceMissing, EvidenceRefused, Figures, Picture
from hotline.casefile.facts import AttachmentFacts, Opened, PartFacts
from hotline.casefile.mediafiles import new_key
from hotline.core.evidence import Doubt, Flaw, Measure
from hotline.core.facts import AttachmentKind
from hotline.core.status import Part
from tests import make
from tests.make import NOW, minutes

pytestmark = [pytest.mark.usefixtures("city", "db")]

STREET = 0x5A5A_3C3C_1234_8765
FINE = bytes.fromhex("5a5a3c3c12348765" * 4)
LATER = NOW + minutes(200)


def picture(*, file: int = 1, coarse: int = STREET, fine: bytes = FINE, **told: object) -> Picture:
    """Return a photo taken after the report, of a file and with hashes as given."""
    made = Picture(new_key(), (file << 200).to_bytes(32), coarse, 800, 600, None, LATER, fine)
    return replace(made, **told)  # type: ignore[arg-type]


def taken_on(service: str = "pothole", **changes: object) -> tuple[Opened, PartFacts]:
    """Open a case whose agency has taken its part on."""
    opened = make.forwarded(service, **changes)  # type: ignore[arg-type]
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(60), actor=make.officer(part))
    return opened, part


def file(part: PartFacts, *pictures: Picture, kind: AttachmentKind = AttachmentKind.EVIDENCE, **more: object) -> None:
    """File the part's result with photos, as its agency does."""
    for one in pictures:
        actions.keep_evidence(one, part_id=part.id, kind=kind, now=LATER + minutes(5))
    keys = [one.key for one in pictures]
    hand = make.officer(part)
    actions.file_result(part.id, note="Đã vá xong.", evidence=keys, now=LATER + minutes(10), actor=hand, **more)  # type: ignore[arg-type]


def findings(opened: Opened) -> list[tuple[str, str]]:
    """Return what is kept with the case's photos."""
    return [(one.flaw.value, one.measure.value) for photo in make.case(opened).attachments for one in photo.findings]


def evidence(opened: Opened) -> list[AttachmentFacts]:
    """Return the agencies' photos of a case."""
    return [one for one in make.case(opened).attachments if one.part_id]


ANOTHER = [
    ("the same file", {"file": 1}, "used_elsewhere"),
    ("the same picture, saved again: one bit of 64 differs", {"file": 2, "coarse": STREET ^ 1}, "used_elsewhere"),
    ("six bits over all four pieces", {"file": 2, "coarse": STREET ^ 0x0003_0001_0003_0001}, "used_elsewhere"),
]


@pytest.mark.parametrize(("what", "shown", "flaw"), ANOTHER, ids=[row[0] for row in ANOTHER])
def test_a_photo_of_another_case_is_refused_and_nothing_changes(what: str, shown: dict[str, int], flaw: str) -> None:
    other, other_part = taken_on()
    file(other_part, picture(file=1))
    opened, part = taken_on("street_light")
    before = make.case(opened)
    again = picture(**shown)  # type: ignore[arg-type]
    with pytest.raises(EvidenceRefused) as refused:
        file(part, again)
    [(key, (first, *_))] = refused.value.findings.items()
    assert (key, first.flaw, first.measure) == (again.key, flaw, Measure.REFUSE)
    assert other.reference not in str(refused.value)
    assert str(other.request_id) not in str(refused.value)
    assert make.case(opened) == before


def test_seven_bits_are_another_picture() -> None:
    _other, other_part = taken_on()
    file(other_part, picture(file=1))
    opened, part = taken_on("street_light")
    file(part, picture(file=2, coarse=STREET ^ 0x0003_0003_0003_0001))
    assert findings(opened) == [("place_unknown", "note")]


def test_one_much_like_it_waits_for_the_desk() -> None:
    _other, other_part = taken_on()
    file(other_part, picture(file=1))
    opened, part = taken_on("street_light")
    alike = bytes(byte ^ 1 for byte in FINE[:20]) + FINE[20:]
    file(part, picture(file=2, fine=alike))
    assert ("alike_elsewhere", "hold") in findings(opened)
    event = next(event for event in make.case(opened).events if event.name == "result_filed")
    assert event.facts["held"] == 1
    with pytest.raises(EvidenceHeld):
        actions.accept_result(part.id, now=LATER + minutes(20), actor=make.DESK)
    assert make.lead(opened).state is Part.RESULT_FILED
    why = "Hai trụ đèn cạnh nhau, đã gọi hỏi."
    actions.accept_result(part.id, despite=why, now=LATER + minutes(20), actor=make.DESK)
    accepted = make.case(opened).events[-1]
    assert (accepted.name, accepted.note, make.lead(opened).state) == ("result_accepted", why, Part.DONE)


def test_what_the_desk_sent_back_was_looked_at_then() -> None:
    opened, part = taken_on()
    far = picture(gps=(10.70, 106.60))
    file(part, far)
    assert ("too_far", "hold") in findings(opened)
    actions.return_result(part.id, reason="no_evidence", note="Chụp tại chỗ.", now=LATER + minutes(20), actor=make.DESK)
    near = replace(picture(file=2, coarse=~STREET), gps=(make.place().lat or 0.0, make.place().lon or 0.0))
    actions.keep_evidence(near, part_id=part.id, now=LATER + minutes(30))
    hand = make.officer(part)
    actions.file_result(part.id, note="Đã chụp lại.", evidence=[near.key], now=LATER + minutes(31), actor=hand)
    actions.accept_result(part.id, now=LATER + minutes(40), actor=make.DESK)
    assert make.lead(opened).state is Part.DONE


def test_the_reporters_own_photo_proves_nothing() -> None:
    shown = picture(taken_at=NOW - minutes(3))
    actions.keep_picture(shown, kind=AttachmentKind.REPORT, now=NOW)
    opened, part = taken_on(attachments=(shown.key,))
    again = picture(file=2, coarse=STREET ^ 1)
    with pytest.raises(EvidenceRefused) as refused:
        file(part, again)
    assert refused.value.findings[again.key][0].flaw is Flaw.USED_HERE
    assert evidence(opened) == []


REFUSED = [
    ("taken the day before the report", {"taken_at": NOW - timedelta(days=1)}, Flaw.TOO_EARLY),
    ("its date was edited", {"doubts": (Doubt.DIGITIZED_DIFFERS,)}, Flaw.DATE_EDITED),
]


@pytest.mark.parametrize(("what", "told", "flaw"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_photo_whose_time_is_wrong_is_refused(what: str, told: dict[str, object], flaw: Flaw) -> None:
    opened, part = taken_on()
    shown = picture(**told)  # type: ignore[arg-type]
    with pytest.raises(EvidenceRefused) as refused:
        file(part, shown)
    [first, *_] = refused.value.findings[shown.key]
    assert (first.flaw, first.measure) == (flaw, Measure.REFUSE)
    assert (make.lead(opened).state, evidence(opened)) == (Part.ACCEPTED, [])


def test_progress_is_held_against_the_same_rule() -> None:
    _opened, part = taken_on()
    early = picture(taken_at=NOW - timedelta(days=1))
    actions.keep_evidence(early, part_id=part.id, now=LATER)
    with pytest.raises(EvidenceRefused):
        actions.file_progress(part.id, note="Đang vá.", evidence=[early.key], now=LATER, actor=make.officer(part))


def test_a_new_round_needs_what_is_taken_in_it() -> None:
    opened = make.answered()
    actions.say_not_done(opened.request_id, words="Lại hư.", now=NOW + minutes(300))
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(310), actor=make.officer(part))
    old = picture(taken_at=NOW + minutes(200))
    actions.keep_evidence(old, part_id=part.id, now=NOW + minutes(320))
    with pytest.raises(EvidenceRefused) as refused:
        actions.file_result(part.id, note="Xong.", evidence=[old.key], now=NOW + minutes(320), actor=make.officer(part))
    assert refused.value.findings[old.key][0].flaw is Flaw.TOO_EARLY


def test_a_photo_of_progress_or_of_a_commitment_does_not_show_that_it_is_done() -> None:
    opened, part = taken_on()
    hand = make.officer(part)
    actions.file_progress(part.id, note="Đang vá.", evidence=[make.photo(now=LATER)], now=LATER, actor=hand)
    far = {"due_on": date(2026, 4, 30), "now": LATER, "actor": hand}
    actions.file_commitment(part.id, note="Chờ nhựa.", evidence=[make.photo(now=LATER)], **far)  # type: ignore[arg-type]
    with pytest.raises(EvidenceMissing):
        file(part)
    file(part, picture())
    # What came back proved something: the same photo need not be taken twice.
    actions.return_result(part.id, reason="not_done", note="Ghi rõ hơn.", now=LATER + minutes(20), actor=make.DESK)
    actions.file_result(part.id, note="Đã vá ba ổ gà.", evidence=[], now=LATER + minutes(30), actor=hand)
    assert make.lead(opened).state is Part.RESULT_FILED


def test_how_far_is_kept_and_where_is_not() -> None:
    opened, part = taken_on()
    place = make.place()
    file(part, picture(gps=((place.lat or 0) + 0.001, place.lon or 0)))
    [kept] = evidence(opened)
    assert kept.metres == pytest.approx(111, abs=1)
    assert kept.findings == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT camera::text || findings::text FROM casefile_attachment WHERE key = %s", [kept.key])
        assert cursor.fetchone() == ('{"metres": 111}[]',)


def test_a_photo_that_says_its_place_is_not_blamed_where_the_matter_has_no_point() -> None:
    opened, part = taken_on(place=replace(make.place(), lat=None, lon=None))
    file(part, picture(gps=(10.7769, 106.7009)), picture(file=2, coarse=~STREET, fine=FINE[::-1]))
    assert findings(opened) == [("place_unknown", "note")], "only of the one that says nothing"


def test_minutes_alone_are_proof_only_where_the_profile_says_so() -> None:
    opened, part = taken_on("pavement_encroachment")
    file(part, picture(taken_at=None), kind=AttachmentKind.MINUTES, figures=Figures(fine=49_000_000, counted=7))
    filed = make.lead(opened)
    assert (filed.state, filed.fine, filed.counted) == (Part.RESULT_FILED, 49_000_000, 7)
    event = next(event for event in make.case(opened).events if event.name == "result_filed")
    assert (event.facts["fine"], event.facts["counted"]) == (49_000_000, 7)
    _other, pothole = taken_on()
    with pytest.raises(EvidenceMissing):
        file(pothole, picture(file=9, coarse=~STREET), kind=AttachmentKind.MINUTES)


def test_a_new_round_has_figures_of_its_own() -> None:
    opened, part = taken_on("pavement_encroachment")
    file(part, picture(), figures=Figures(fine=3_000_000, counted=1))
    actions.accept_result(part.id, now=LATER + minutes(20), actor=make.DESK)
    actions.draft_answer(opened.request_id, words="Xong.", public_words="Xong.", now=LATER + minutes(21), actor=make.DESK)
    actions.send_answer(opened.request_id, now=LATER + minutes(22), actor=make.DESK)
    actions.say_not_done(opened.request_id, words="Lại lấn.", now=LATER + minutes(60))
    again = make.lead(opened)
    assert (again.fine, again.counted) == (None, None)


@pytest.mark.parametrize(("fine", "counted"), [(-1, None), (10**12 + 1, None), (None, -1), (None, 10**6 + 1)])
def test_what_is_no_figure(fine: int | None, counted: int | None) -> None:
    with pytest.raises(ValueError, match=r"-1|1000001|1000000000001"):
        Figures(fine, counted)


def test_an_agency_learns_that_a_photo_was_used_and_not_where() -> None:
    _other, other_part = taken_on("street_light")
    file(other_part, picture(file=1))
    opened, part = taken_on()
    again = picture(file=1)
    actions.keep_evidence(again, part_id=part.id, now=LATER)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hotline.units', %s, true)", [str(part.unit_id)])
        cursor.execute("SET LOCAL ROLE hotline_agency")
        cursor.execute("SELECT * FROM casefile_sightings(%s, %s)", [[again.key], opened.request_id])
        found = cursor.fetchall()
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config('hotline.units', '', true)")
    assert [row[1:] for row in found] == [(False, True, 0, 0)] * 2

"""One report of several matters becomes several, and whoever sent it is answered to each."""

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.actions import Matter
from hotline.casefile.facts import CaseFile, ContactDraft, Opened
from hotline.casefile.models import Message, Reporter, ServiceRequest
from hotline.core.facts import AttachmentKind
from hotline.core.status import MoveNotAllowed
from hotline.core.text import TextTooLong
from hotline.directory.queries import snapshot
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
NOW = make.NOW
AT = NOW + make.minutes(40)
LIGHT = Matter("street_light", "Đèn trước nhà bà Nguyễn Thị Hoa Mai hỏng.")
WORDS = "Ổ gà trước cửa, và đèn hỏng."


def split(report: Opened, *matters: Matter) -> list[CaseFile]:
    made = actions.split_request(report.request_id, matters, now=AT, actor=make.OPERATOR)
    return [by_number(number) for number in made]


def by_number(number: int) -> CaseFile:
    return queries.case_file(queries.references_of([number])[number], language="vi")


def refused(error: type[Exception], report: Opened, *matters: Matter) -> None:
    before = (make.case(report), ServiceRequest.objects.count())
    with pytest.raises(error):
        split(report, *matters)
    assert (make.case(report), ServiceRequest.objects.count()) == before


def test_each_further_matter_is_a_report_of_its_own() -> None:
    report = make.report(words=WORDS)
    before = make.case(report)
    light, rubbish = split(report, LIGHT, Matter("rubbish", "Rác chưa gom."))
    assert [light.request.service, rubbish.request.service] == ["street_light", "rubbish"]
    assert light.request.reference != report.reference
    assert light.request.place == before.request.place
    assert light.parts
    assert (make.case(report).request.words, make.case(report).parts) == (WORDS, before.parts)
    assert make.case(report).events[-1].facts == {"requests": [light.request.id, rubbish.request.id]}
    assert light.events[-1].facts == {"from": report.request_id}


def test_the_same_people_are_told_and_answered_to_each() -> None:
    report = make.report(words=WORDS)
    light = split(report, LIGHT)[0].request.id
    kept = Reporter.objects.get(request_id=report.request_id)
    own = Reporter.objects.get(request_id=light)
    assert (own.contact_id, own.point_id, own.channel, own.main) == (kept.contact_id, kept.point_id, kept.channel, True)
    assert list(Message.objects.filter(request_id=light).values_list("event", "reporter_id")) == [("split", own.pk)]
    actions.answer_at_once(light, words="Đã thay bóng.", now=AT, actor=make.DESK)
    assert Message.objects.filter(reporter=own, event="answered").exists()
    assert make.case(report).answer is None


def test_agencies_read_no_name_in_it_and_erasing_blanks_all_of_it() -> None:
    report = make.report(words=WORDS)
    light = split(report, LIGHT)[0].request
    assert "Hoa Mai" not in light.agency_words
    contact = Reporter.objects.get(request_id=light.id).contact_id
    assert set(actions.erase_contact(contact, now=AT, actor=make.OPERATOR).requests) == {report.request_id, light.id}
    assert by_number(light.id).request.words == ""


def test_splitting_costs_the_citizen_no_time() -> None:
    report = make.report(words=WORDS)
    (light,) = split(report, LIGHT)
    answer = next(clock for clock in light.clocks if clock.stops == "answered")
    forward = next(clock for clock in light.clocks if clock.stops == "forwarded")
    assert (answer.started_at, forward.started_at) == (NOW, AT)
    alone = make.case(make.report("street_light", now=NOW))
    assert answer.due_at == next(clock for clock in alone.clocks if clock.stops == "answered").due_at


def test_photos_that_show_it_go_along() -> None:
    keys = [make.photo(now=NOW, kind=AttachmentKind.REPORT) for _ in range(2)]
    report = make.report(words=WORDS, attachments=tuple(keys))
    first, second = make.case(report).attachments
    (light,) = split(report, Matter("street_light", "Đèn hỏng.", (second.id,)))
    assert [one.id for one in light.attachments] == [second.id]
    assert [one.id for one in make.case(report).attachments] == [first.id]


def test_no_photo_of_another_case_is_taken() -> None:
    keys = [make.photo(now=NOW, kind=AttachmentKind.REPORT)]
    other, report = make.report(attachments=tuple(keys)), make.report(words=WORDS)
    (light,) = split(report, Matter("street_light", "Đèn hỏng.", (make.case(other).attachments[0].id,)))
    assert not light.attachments
    assert len(make.case(other).attachments) == 1


def test_a_report_without_anybody_can_be_split() -> None:
    (light,) = split(make.report(words=WORDS, contact=None), LIGHT)
    assert not light.reporters


def test_everybody_of_a_report_by_mail_is_told_by_mail() -> None:
    report = make.report(words=WORDS, contact=ContactDraft(name="Tư", email="tu@dan.example"))
    (light,) = split(report, LIGHT)
    assert [(one.event, one.channel) for one in light.messages] == [("split", "email")]


@pytest.mark.parametrize(
    ("why", "matters", "error"),
    [
        ("nothing", (), actions.NothingToSplit),
        ("without words", (Matter("street_light", "  \u200b "),), actions.NothingToSplit),
        ("the whole again", (Matter("pothole", WORDS.upper()),), actions.NothingToSplit),
        ("the second is nothing", (LIGHT, Matter("rubbish", "")), actions.NothingToSplit),
        ("no such service", (LIGHT, Matter("no-such", "Gì đó.")), actions.UnknownService),
        ("too long", (Matter("street_light", "đèn " * 4000),), TextTooLong),
    ],
)
def test_what_is_no_further_matter_is_refused(why: str, matters: tuple[Matter, ...], error: type[Exception]) -> None:
    assert why
    refused(error, make.report(words=WORDS), *matters)


def test_what_is_over_or_merged_is_not_split() -> None:
    answered, master, report = make.answered(), make.report(), make.report(words=WORDS)
    refused(MoveNotAllowed, answered, LIGHT)
    actions.merge_requests(master.request_id, [report.request_id], now=NOW, actor=make.OPERATOR)
    refused(actions.StandsMerged, report, LIGHT)


def test_a_place_that_is_needed_is_asked_for_first() -> None:
    free = next(one.code for one in snapshot().services.values() if one.place.value != "required")
    refused(actions.PlaceMissing, make.report(free), LIGHT)


def test_what_was_split_can_be_merged_back() -> None:
    report = make.report(words=WORDS)
    (light,) = split(report, LIGHT)
    actions.merge_requests(report.request_id, [light.request.id], now=AT, actor=make.OPERATOR)
    assert by_number(light.request.id).request.master_id == report.request_id


def test_what_is_split_off_belongs_to_both_hotlines_of_the_whole() -> None:
    report = make.report()
    actions.join_stream(report.request_id, stream="thanh-uy", now=NOW, actor=make.OPERATOR)
    (light,) = split(report, LIGHT)
    assert (light.request.stream, light.request.also_stream) == ("1022", "thanh-uy")


def test_a_second_hotline_that_does_not_take_the_matter_gets_none_of_it() -> None:
    report = make.report("public_service_question", place=make.place())
    actions.join_stream(report.request_id, stream="dich-vu-cong", now=NOW, actor=make.OPERATOR)
    (light,) = split(report, LIGHT)
    assert (light.request.stream, light.request.also_stream) == ("1022", "")

"""One flood brings two hundred reports: merged, half taken out again, and everybody is answered with a text of their own."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.members import FollowMasters
from hotline.casefile.models import AnswerVersion, Merge, Message, Rating, ServiceRequest
from hotline.core.merging import MergeRefused
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Accepted, Outgoing
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
MANY = 200
NOW = timezone.now() - timedelta(days=2)
MERGED, UNDONE, SENT = NOW + timedelta(hours=1), NOW + timedelta(hours=2), NOW + timedelta(hours=5)
WORDS = "Nước đã rút, cống đã thông lúc 14 giờ."


@dataclass
class Phone:
    """A counterpart that takes every text and remembers to whom it went."""

    taken: list[Outgoing] = field(default_factory=list)
    leaves_machine: bool = False

    def send(self, outgoing: Outgoing) -> Accepted:
        self.taken.append(outgoing)
        return Accepted(f"phone-{outgoing.id}")

    def close(self) -> None:
        pass


def contact(n: int) -> ContactDraft:
    """Every second citizen is reached by SMS, the others by e-mail."""
    name = f"Người Dân Số {n}"
    return ContactDraft(name=name, phone=f"0908{n:06d}") if n % 2 else ContactDraft(name=name, email=f"dan{n}@thu.example")


def flood(n: int) -> Opened:
    return make.report("flooding", now=NOW + timedelta(seconds=n), words=f"Nhà số {n} ngập.", contact=contact(n))


def stands(one: Opened) -> tuple[object, ...]:
    """What a report had before it was merged, and has to have again."""
    case = make.case(one)
    clocks = tuple((clock.id, clock.state, clock.outcome, clock.stops) for clock in case.clocks)
    return case.request.screening, case.request.phase, case.parts, clocks, case.request.words, case.reporters


def work_and_answer(one: Opened) -> None:
    actions.forward(one.request_id, now=SENT - timedelta(hours=2), actor=make.OPERATOR)
    for part in [part for part in make.case(one).parts if part.state == "forwarded"]:
        officer = make.officer(part)
        actions.accept_part(part.id, now=SENT - timedelta(minutes=100), actor=officer)
        evidence = [make.photo(now=SENT - timedelta(minutes=62))]
        actions.file_result(part.id, note="Đã thông cống.", evidence=evidence, now=SENT - timedelta(minutes=60), actor=officer)
        actions.accept_result(part.id, now=SENT - timedelta(minutes=30), actor=make.DESK)
    actions.draft_answer(one.request_id, words=WORDS, public_words=WORDS, now=SENT - timedelta(minutes=20), actor=make.DESK)
    actions.send_answer(one.request_id, now=SENT, actor=make.DESK)


@pytest.mark.long
def test_two_hundred_reports_of_one_flood() -> None:
    everybody = [flood(n) for n in range(1, MANY + 1)]
    master, others = everybody[0], everybody[1:]
    alone, together = others[::2], others[1::2]
    before = {one.request_id: stands(one) for one in alone}

    actions.merge_requests(master.request_id, [one.request_id for one in others], now=MERGED, actor=make.OPERATOR)
    assert queries.count_merged(master.request_id) == MANY - 1
    waiting = {row.reference for row in queries.operator_queue(limit=500)}
    assert waiting & {one.reference for one in everybody} == {master.reference}

    actions.undo_merges([one.request_id for one in alone], of=master.request_id, now=UNDONE, actor=make.OPERATOR)
    assert queries.count_merged(master.request_id) == len(together)
    assert {one.request_id: stands(one) for one in alone} == before

    work_and_answer(master)
    for one in alone:
        actions.answer_at_once(one.request_id, words=WORDS, now=SENT, actor=make.DESK)
    follower = FollowMasters()
    assert follower(SENT + timedelta(seconds=1)) == len(together)
    assert follower(SENT + timedelta(seconds=2)) == 0

    cases = ServiceRequest.objects.filter(pk__in=[one.request_id for one in everybody])
    assert set(cases.values_list("phase", flat=True)) == {"resolved"}
    given = AnswerVersion.objects.filter(answer__request__in=cases, words=WORDS)
    assert given.values("answer__request").distinct().count() == MANY
    _everybody_gets_a_text_of_their_own(everybody)
    for one in together[:3]:
        with pytest.raises(MergeRefused):
            actions.undo_merge(one.request_id, now=SENT + timedelta(hours=1), actor=make.OPERATOR)

    part = make.lead(master).id
    for n, one in enumerate(together[:10]):
        actions.rate_incident(one.request_id, part_id=part, stars=1 + n % 5, now=SENT + timedelta(hours=1))
    assert Rating.objects.filter(part_id=part).count() == 10
    actions.say_not_done(together[10].request_id, words="Nhà tôi còn ngập.", now=SENT + timedelta(hours=2))
    left = ServiceRequest.objects.get(pk=together[10].request_id)
    assert (left.master_id, left.phase) == (None, "in_progress")
    assert queries.count_merged(master.request_id) == len(together) - 1
    assert Merge.objects.filter(ended_at=None).count() == len(together) - 1


def _everybody_gets_a_text_of_their_own(everybody: list[Opened]) -> None:
    """Every message of an answer leaves once, to its own reporter, with their own reference and link and nobody else's."""
    answers = Message.objects.filter(event="answered", request_id__in=[one.request_id for one in everybody])
    assert answers.count() == len(everybody)
    sms, mail = Phone(), Phone()
    for channel, phone in (("sms", sms), ("email", mail)):
        while Drain(channel, phone).run(timezone.now() + timedelta(seconds=1)):
            pass
    texts = {text.to: text for text in [*sms.taken, *mail.taken] if WORDS[:20] in text.text}
    assert len(texts) == len(everybody)
    for n, one in enumerate(everybody, 1):
        to = f"+84908{n:06d}" if n % 2 else f"dan{n}@thu.example"
        assert one.reference in texts[to].text
        assert f"/r/{one.link}" in texts[to].text

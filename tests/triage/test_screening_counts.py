"""What the supervisor counts of screening: what words proposed, what people decided, and what came back, apart."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hotline.casefile.queries import screened
from tests import make
from tests.triage.forms import send
from tests.triage.test_recurrence_pages import came_back


def test_the_supervisor_counts_what_was_proposed_and_decided(supervisor: Client, operator: Client) -> None:
    now = timezone.now()
    since = now - timedelta(days=1)
    refused = make.report("pothole", now=now, words="Tôi khiếu nại quyết định này.")
    send(operator, refused, "refuse", reason="complaint")
    taken_on = make.report("pothole", now=now, words="Tôi khiếu nại vì ổ gà.")
    send(operator, taken_on, "accept")
    make.report("pothole", now=now, words="Tôi tố cáo ông A.")
    other = make.report("pothole", now=now)
    send(operator, other, "refuse", reason="abuse")
    danger = make.report("pothole", now=now, words="Cháy nhà!")
    send(operator, danger, "emergency", urgent="no")
    make.report("pothole", now=now, words="Có người bị mắc kẹt.")
    unseen = make.report("pothole", now=now)
    send(operator, unseen, "emergency", urgent="yes")
    counted = {row.code: row for row in screened.screened_by_reason(since=since)}
    complaint = counted["complaint"]
    assert (complaint.proposed, complaint.as_proposed, complaint.taken_on, complaint.waiting, complaint.refused) == (
        2,
        1,
        1,
        0,
        1,
    )
    assert (counted["denunciation"].proposed, counted["denunciation"].waiting) == (1, 1)
    assert (counted["abuse"].proposed, counted["abuse"].refused) == (0, 1)
    said = screened.emergencies_since(since=since)
    assert (said.proposed, said.confirmed, said.denied, said.undecided, said.without_words) == (2, 0, 1, 1, 1)
    shown = supervisor.get("/supervisor/screening/").content.decode()
    assert "Đây là khiếu nại" in shown
    assert "Sàng lọc và tái diễn" in supervisor.get("/supervisor/").content.decode()


def test_recurrences_are_counted_apart(supervisor: Client, operator: Client) -> None:
    _first, opened = came_back()
    now = timezone.now()
    since = now - timedelta(days=1)
    assert [(row.came_back, row.denied, row.most_times) for row in screened.recurrences_by_service(since=since)] == [(1, 0, 2)]
    assert [row.reference for row in screened.oftenest_back(since=since, limit=9)] == [opened.reference]
    shown = supervisor.get("/supervisor/screening/").content.decode()
    assert f'href="/operator/{opened.reference}/#recurrence"' in shown
    send(operator, opened, "deny-recurrence")
    assert [(row.came_back, row.denied, row.most_times) for row in screened.recurrences_by_service(since=since)] == [(0, 1, 0)]
    assert screened.oftenest_back(since=since, limit=9) == ()


def test_nobody_else_reads_the_counts(operator: Client, officer: Client, client: Client) -> None:
    for browser in (operator, officer):
        assert browser.get("/supervisor/screening/").status_code == 403
    assert client.get("/supervisor/screening/").status_code == 302


def test_a_supervisor_of_one_hotline_counts_its_reports_alone(operator: Client) -> None:
    _first, opened = came_back()
    make.report("pothole", now=timezone.now(), words="Tôi khiếu nại, cháy nhà.")
    since, own = timezone.now() - timedelta(days=1), make.case(opened).request.stream
    for streams, found in ((frozenset({own}), 1), (frozenset({"another"}), 0)):
        assert len(screened.oftenest_back(since=since, limit=9, streams=streams)) == found
        assert len(screened.recurrences_by_service(since=since, streams=streams)) == found
        assert len(screened.screened_by_reason(since=since, streams=streams)) == found
        assert screened.emergencies_since(since=since, streams=streams).proposed == found

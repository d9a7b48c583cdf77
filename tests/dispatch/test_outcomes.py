"""What an answer to a notice means, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from hotline.core.retry import Failure, next_try_at
from hotline.dispatch.outcomes import PATIENCE, outcome_of

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TABLE = [
    ("taken", 200, "", "", Failure.TEMPORARY, None),
    ("taken, nothing said", 204, "", "", Failure.TEMPORARY, None),
    ("elsewhere: not followed", 301, "", "redirect", Failure.TEMPORARY, None),
    ("refused: somebody may mend it within the day", 401, "", "refused", Failure.TEMPORARY, None),
    ("nobody wants to hear from us", 410, "", "gone", Failure.PERMANENT, None),
    ("busy", 429, "120", "busy", Failure.THROTTLED, timedelta(seconds=120)),
    ("busy until a moment", 503, "Sun, 22 Nov 2026 03:01:00 GMT", "busy", Failure.THROTTLED, timedelta(minutes=1)),
    ("busy until a moment that is over", 503, "Sun, 22 Nov 2026 02:00:00 GMT", "busy", Failure.THROTTLED, timedelta(0)),
    ("busy, said strangely", 503, "soon", "busy", Failure.THROTTLED, None),
    ("broken", 500, "", "fault", Failure.TEMPORARY, None),
]


@pytest.mark.parametrize(("what", "status", "retry_after", "reason", "failure", "after"), TABLE, ids=[row[0] for row in TABLE])
def test_what_an_answer_means(
    what: str, status: int, retry_after: str, reason: str, failure: Failure, after: timedelta | None
) -> None:
    outcome = outcome_of(status, retry_after, now=NOW)
    assert (outcome.reason, outcome.status, outcome.failure, outcome.after) == (reason, status, failure, after)
    assert outcome.is_taken == (200 <= status < 300)


def test_a_notice_is_tried_for_a_day_less_and_less_often() -> None:
    at, waits = NOW, []
    for failures in range(1, 1000):
        following = next_try_at(PATIENCE, message="notice-1", failures=failures, failed_at=at, made_at=NOW)
        if following is None:
            break
        waits.append(following - at)
        at = following
    assert timedelta(hours=22) < at - NOW <= timedelta(hours=24)
    assert waits[0] < timedelta(seconds=7)
    assert max(waits) <= timedelta(hours=1)
    assert 25 < len(waits) < 60

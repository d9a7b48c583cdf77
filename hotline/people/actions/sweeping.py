"""What signing in leaves behind and nobody needs any more."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

KEEP_FAILURES = timedelta(days=30)
"""How long failed sign-ins can be looked up; they stop counting after minutes."""


def sweep(now: datetime) -> int:
    """Delete sessions that are over and old failed sign-ins; return how many rows went."""
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    failures, _ = AccessAttempt.objects.filter(attempt_time__lt=now - KEEP_FAILURES).delete()
    return sessions + int(failures)

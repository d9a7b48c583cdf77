"""What signing in leaves behind and nobody needs any more."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from hotline.people.models import SignIn, StartLink

KEEP_FAILURES = timedelta(days=30)
"""How long failed sign-ins can be looked up; they stop counting after minutes."""

KEEP_SIGN_INS = timedelta(days=30)
"""How long after its last use a session's device is known. That somebody signed in stays in the person's history."""


def sweep(now: datetime) -> int:
    """Delete sessions that are over, old failed sign-ins and links; return how many rows went."""
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    failures, _ = AccessAttempt.objects.filter(attempt_time__lt=now - KEEP_FAILURES).delete()
    sign_ins, _ = SignIn.objects.filter(seen_at__lt=now - KEEP_SIGN_INS).delete()
    links, _ = StartLink.objects.filter(until__lt=now).delete()
    return sessions + int(failures) + sign_ins + links

"""Whom a cookie stands for: each page of somebody signed in asks for session and account, both worked out once."""

from datetime import datetime

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from hotline.people.models import User
from hotline.rows.questions import Question

_SESSION = Question(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, datetime)
_USER = Question(lambda number: User.objects.filter(pk=number), int)


class SessionStore(db.SessionStore):
    """Django's sessions in the database (SESSION_ENGINE)."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class Accounts(AuthenticationBackend):  # type: ignore[misc] # allauth says nothing of its types
    """allauth's accounts; it says who may sign in, and with what."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session while it is open."""
        user = _USER.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

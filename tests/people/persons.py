"""People for tests: made through the real actions, signed in through the real page or at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.people import actions, sessions
from hotline.people.facts import How, Role

PASSWORD = "bốn chữ dễ nhớ"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def make_person(name: str, *roles: Role, unit_id: int | None = None, password: str = PASSWORD) -> int:
    """Open an account `name@centre.example` that holds the roles since 2026 and return its number."""
    email = f"{name}@centre.example"
    user_id = actions.create_user(email, name=name.title(), password=password, now=NOW, actor=SYSTEM)
    for role in roles:
        actions.grant_role(user_id, role=role, unit_id=unit_id, now=NOW, actor=SYSTEM)
    return user_id


def signed_in(user_id: int) -> Client:
    """Return a browser in which this person has just signed in, without the page."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id), backend="hotline.people.recognising.Accounts")
    request = RequestFactory().get("/", headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    request.session = client.session
    sessions.begin(request, user_id=user_id, how=How.PASSWORD, now=timezone.now())
    request.session.save()
    return client

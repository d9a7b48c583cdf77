"""Made-up people of a demonstration, one for each desk. Their passwords belong to this installation alone."""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth import get_user_model

from hotline.casefile.keys import keys
from hotline.core.facts import SYSTEM
from hotline.directory.queries import snapshot
from hotline.people import actions
from hotline.people.facts import Role
from hotline.site.demo.script import Person, Script, read_script


def sign_ins() -> list[tuple[str, str, str]]:
    """Return role, e-mail address and password of everyone who can sign in to look around."""
    return [(person.what, person.email, password_of(person.email)) for person in read_script().people]


def password_of(email: str) -> str:
    """Return the demonstration password of one person: told by this installation's key, so nothing need be kept."""
    told = hmac.digest(keys().index, f"demonstration:{email}".encode(), "sha256")
    return "1022-" + base64.b32encode(told[:10]).decode().lower()[:12]


def known_people() -> Mapping[str, int]:
    """Return the user ids of those who were made, by e-mail address."""
    addresses = [person.email for person in read_script().people]
    return dict(get_user_model().objects.filter(email__in=addresses).values_list("email", "id"))


def make_people(script: Script, *, now: datetime) -> Mapping[str, int]:
    """Make everyone who is not there yet and return their user ids by e-mail address."""
    return {person.email: _make(person, now=now) for person in script.people}


def _make(person: Person, *, now: datetime) -> int:
    user_id = actions.create_user(person.email, name=person.name, password=password_of(person.email), now=now, actor=SYSTEM)
    for role in person.roles:
        unit_id = snapshot().units[person.unit].id if person.unit else None
        actions.grant_role(user_id, role=Role(role), unit_id=unit_id, stream=person.stream, now=now, actor=SYSTEM)
    return user_id

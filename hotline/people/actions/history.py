"""The one way an event about a person is written."""

from datetime import datetime

from hotline.core.facts import Actor
from hotline.people.facts import EventKind, Role
from hotline.people.models import PersonEvent


def write(
    kind: EventKind,
    *,
    user_id: int,
    now: datetime,
    actor: Actor,
    role: Role | None = None,
    unit_id: int | None = None,
    stream: str = "",
) -> None:
    """Write what happened to `user_id` and who did it."""
    PersonEvent.objects.create(
        at=now, kind=kind, user_id=user_id, actor_id=actor.user_id, role=role or "", unit_id=unit_id, stream=stream
    )

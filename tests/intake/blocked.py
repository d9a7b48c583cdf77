"""Somebody who wrote is blocked, and what became of what they write."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.models import Incoming
from hotline.core.facts import Actor, ActorKind
from tests import make

OPERATOR = Actor(ActorKind.STAFF)
WHY = "Chửi bới nhiều lần"


def point() -> int:
    """Return the point that wrote last."""
    return Incoming.objects.order_by("-id").values_list("point_id", flat=True)[0]


def message() -> int:
    """Return the number of the last message, by which pages name who wrote it."""
    return Incoming.objects.order_by("-id").values_list("id", flat=True)[0]


def block(*, days: int = 7, **more: Any) -> int:
    """Have the one who wrote last blocked by an operator."""
    return actions.block_sender(point(), days=days, reason=WHY, now=timezone.now(), actor=OPERATOR, **more)


def became() -> str:
    """Return what became of the last message."""
    return Incoming.objects.order_by("-id")[0].became


def own_case() -> Opened:
    """Return a case of Mrs. Mai, whose telephone the relay speaks for."""
    return make.forwarded("pothole", now=timezone.now() - timedelta(hours=5))

"""Whether this installation lives, and whether it can take work: /healthz and /readyz."""

import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.site.installation import read_json

HEARTBEAT_FRESH = 15.0  # seconds
RETRY_AFTER = 2  # seconds


@never_cache
@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    """Answer that this process serves; asks nothing of the database."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when a report could be taken and worked on now, else 503 with the first thing that is missing."""
    for check, asks in CHECKS.items():
        if why := asks():
            answer = JsonResponse({"ready": False, "check": check, "reason": why}, status=503)
            answer["Retry-After"] = str(RETRY_AFTER)
            return answer
    return JsonResponse({"ready": True})


def _no_database() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "the database cannot be reached"
    return None


def _unapplied_migrations() -> str | None:
    if _known_applied:
        return None
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return f"{len(missing)} migrations are not applied"
    # What was applied stays so while this process's code runs; the graph is costly to build at every question.
    _known_applied.append(True)
    return None


def _no_profile() -> str | None:
    from hotline.directory.queries import profile_is_loaded

    return None if profile_is_loaded() else "no city profile is loaded"


def _no_sign_of(name: str) -> str | None:
    file = settings.DATA / "run" / f"{name}.json"
    try:
        silent = time.time() - file.stat().st_mtime
    except OSError:
        return f"the {name} has not started"
    if silent > HEARTBEAT_FRESH:
        return f"the {name} has been silent for {silent:.0f} s"
    stuck = (read_json(file) or {}).get("stuck")
    return f"the {name} hangs: {', '.join(sorted(stuck))}" if stuck else None


_known_applied: list[bool] = []
CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _no_database,
    "migrations": _unapplied_migrations,
    "profile": _no_profile,
    "worker": partial(_no_sign_of, "worker"),
    "sender": partial(_no_sign_of, "sender"),
}

"""Bring an installation up to date before it serves: migrations, keys, the city's profile, the demonstration.

A process of its own (`python -m hotline.site.prepare`), so that the supervisor stays small and never loads Django.
Prints its progress; exit code 2 with one line for what stands in the way.
"""

import argparse
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

import django
from django.utils import timezone

from hotline.site.installation import Installation, profile_folder
from hotline.site.prepared import Prepared, stamp_of
from hotline.site.refusal import REFUSED, Refused


def main(arguments: list[str]) -> int:
    """Prepare the installation of the environment; a new demonstration gets the first of `--demo N` cases besides its stories."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", type=int, default=0)
    wanted = parser.parse_args(arguments)
    django.setup()
    installation = Installation(Path(os.environ["HOTLINE_DATA"]))
    try:
        _prepare(installation, demo=wanted.demo)
    except Refused as refused:
        print(f"hotline: {refused}", file=sys.stderr)
        return REFUSED
    return 0


def _prepare(installation: Installation, *, demo: int) -> None:
    from django.conf import settings

    from hotline.notify import senders
    from hotline.site.maps import tilestore

    for fault in (*senders.check(), *tilestore.faults(settings.TILES_SOURCE, settings.TILES_ATTRIBUTION)):
        raise Refused(fault)
    _migrate()
    _make_keys(installation)
    _load_profile(os.environ["HOTLINE_PROFILE"])
    if os.environ["HOTLINE_DEMO"] == "1":
        _seed(installation, count=demo)
    stamp = stamp_of(installation, os.environ)
    Prepared(sign_ins=_sign_ins(), has_people=_has_people(), stamp=stamp).keep(installation)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from hotline.site.grants import grant_unclaimed

    executor = MigrationExecutor(connections["owner"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        print(f"  migrating: {len(missing)} steps", flush=True)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    grant_unclaimed()
    connections.close_all()


def _make_keys(installation: Installation) -> None:
    """Make the keys of a new installation. Where there is a record, new keys could open nothing of it: they are asked for."""
    from django.db import connection

    from hotline.casefile.keys import KeysMissing, keys, make_keys

    try:
        keys()
    except KeysMissing as missing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM casefile_event)")
            (has_record,) = cursor.fetchone()
        if has_record:
            raise Refused(f"The keys of this record are not in {installation.keys}: restore them from the backup.") from missing
        make_keys(installation.keys)


def _load_profile(name: str) -> None:
    from hotline.directory.actions import load_profile
    from hotline.directory.profile import BadProfile

    try:
        loaded = load_profile(profile_folder(name), now=timezone.now())
    except BadProfile as bad:
        print("\n".join(f"  {fault}" for fault in bad.faults), file=sys.stderr)
        raise Refused(f"The profile {name} is refused: mend the {len(bad.faults)} places above.") from bad
    print(f"  profile {name}: {loaded}", flush=True)


def _seed(installation: Installation, *, count: int) -> None:
    from hotline.site.demo import seed

    decided = installation.decided()
    if decided is None or decided.seeded:
        return
    if _has_people():
        raise Refused("The database holds people already, and a demonstration must begin empty: empty it, or use --no-demo.")
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    seed(count, now=timezone.now(), stopping=stopping.is_set)
    if stopping.is_set():
        raise Refused("The demonstration was not finished; the next start begins it anew.")
    installation.decide(replace(decided, seeded=True, cases=count))


def _sign_ins() -> list[tuple[str, str, str]]:
    if os.environ["HOTLINE_DEMO"] != "1":
        return []
    from hotline.site.demo import sign_ins

    return sign_ins()


def _has_people() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model().objects.exists())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

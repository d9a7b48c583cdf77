"""Grow or reset a demonstration: demo seed N · demo reset [--yes]. An installation for real refuses both.

seed N brings it up to N everyday cases besides its stories; Ctrl-C leaves it whole, and the next time goes on from there.
reset throws its cases and people away, those you made while trying things too; the next bin/hotline run makes it anew.
"""

import signal
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

from hotline.site.attach import attached, reset_demonstration
from hotline.site.commands._arguments import parser_for
from hotline.site.installation import Decided, Installation, installation_at
from hotline.site.prepared import Prepared
from hotline.site.refusal import Refused


def main(arguments: list[str]) -> int:
    """Do what is asked. Raises Refused."""
    parser = parser_for(__doc__, "demo")
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="seed|reset")
    seeding = deeds.add_parser("seed", help="bring it up to N everyday cases")
    seeding.add_argument("count", type=int, metavar="N")
    resetting = deeds.add_parser("reset", help="throw everything away and begin anew")
    resetting.add_argument("--yes", action="store_true", help="do not ask")
    for deed in (seeding, resetting):
        deed.add_argument("--data", metavar="DIR", default=None, help="the data folder")
    asked = parser.parse_args(arguments)
    installation = installation_at(asked.data)
    decided = _demonstration(installation)
    return _seed(installation, asked.count) if asked.deed == "seed" else _reset(installation, decided, yes=asked.yes)


def _demonstration(installation: Installation) -> Decided:
    decided = installation.decided()
    if decided is None:
        raise Refused(f"Nothing is set up in {installation.folder}: begin with bin/hotline run.")
    if not decided.demo:
        raise Refused(f"{installation.folder} is not a demonstration: nothing in it is made up, and nothing was touched.")
    return decided


def _seed(installation: Installation, count: int) -> int:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with attached(installation.folder, begun=True):
        from hotline.site.demo import tell_everyday
        from hotline.site.demo.filling import Interrupted
        from hotline.site.demo.seeding import BeingFilled

        decided = _demonstration(installation)
        if not decided.seeded:
            raise Refused("The demonstration has no people and stories yet: begin with bin/hotline run.")
        installation.decide(replace(decided, cases=max(count, decided.cases)))
        try:
            whole = tell_everyday(count, now=datetime.now(UTC), stopping=stopping.is_set, prefix="")
        except BeingFilled as error:
            raise Refused("Another command is filling this demonstration: let it finish, or end it.") from error
        except Interrupted as error:
            raise Refused("A process was ended from outside; what was told is whole. The same command goes on.") from error
    if not whole:
        print("Stopped; what was told is whole. The same command goes on.")
    return 0 if whole else 130


def _reset(installation: Installation, decided: Decided, *, yes: bool) -> int:
    if not yes:
        if not sys.stdin.isatty():
            raise Refused("This throws the whole demonstration away: say --yes.")
        answer = input(f"Throw away all cases, people and photos of the demonstration in {installation.folder}? [y/N] ")
        if answer.strip().lower() not in {"y", "yes", "c", "có", "co"}:
            print("Nothing was touched.")
            return 1
    # First the word that it is not finished: whatever happens from here on, the next start begins it anew.
    reset_demonstration(installation, replace(decided, seeded=False, cases=0))
    Prepared.forget(installation)
    print("The demonstration is empty. bin/hotline run makes it anew, with the same sign-ins.")
    return 0

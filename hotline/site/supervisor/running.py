"""The life of `bin/hotline run`: prepare, start the children, say when it is ready, keep them, end them."""

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from hotline.site.attach import SERVER_LOCK, Settled, begin_anew, embedded_settled, exported, external_database, patience_with
from hotline.site.demojournal import journal_of
from hotline.site.embedded import server
from hotline.site.embedded.cluster import make_cluster
from hotline.site.embedded.place import place_of
from hotline.site.installation import Installation, write_json
from hotline.site.prepared import Prepared, stamp_of
from hotline.site.refusal import Refused
from hotline.site.supervisor import programs
from hotline.site.supervisor.child import Process, end_group, ended
from hotline.site.supervisor.keeper import LOOK_EVERY, Keeper
from hotline.site.supervisor.log import last_lines
from hotline.site.supervisor.plan import DEMONSTRATION_CASES, Wanted, addresses, decide, free_port, lmtp_wanted
from hotline.site.supervisor.readiness import Missing, what_is_missing

OTHERS_WITHIN = 5.0  # seconds in which another command may finish with the data folder
READY_WITHIN = 180.0  # seconds; on a busy machine a minute was too little, and what cannot start has died before
SLOW_AFTER = 8.0  # seconds without readiness after which the reason is shown
UNPREPARED = {"migrations", "profile"}
HOPELESS_AFTER = 3  # deaths in a row of one child before the installation was ever ready


@dataclass(slots=True)
class Running:
    """One run: its folder, what was asked for, where it serves and what it keeps."""

    installation: Installation
    wanted: Wanted
    keeper: Keeper
    address: str = ""
    is_ready: bool = False
    is_stopping: bool = False
    filling: Process | None = None

    def write_state(self) -> None:
        """Tell other commands (and whoever looks) which processes belong to this run."""
        pids = {child.name: child.process.pid for child in self.keeper.children if child.process}
        state = {
            "pid": os.getpid(),
            "address": self.address,
            "ready": self.is_ready,
            "stopping": self.is_stopping,
            "children": pids,
        }
        write_json(self.installation.state_file, state)

    def say_stopping(self) -> None:
        """Tell other commands, before anything ends, that the server is about to go: none begins to use it any more."""
        self.is_stopping = True
        with suppress(OSError):  # a full disk keeps nothing from ending
            self.write_state()


def run(installation: Installation, wanted: Wanted) -> int:
    """Run the installation until a signal comes; returns the exit code. Raises Refused."""
    running = Running(installation, wanted, Keeper())
    running.keeper.listen()
    running.keeper.changed = lambda _children: running.write_state()
    port = free_port(wanted.host, wanted.port)
    with installation.lock(SERVER_LOCK, patience=patience_with(installation, OTHERS_WITHIN)) as ours:
        if not ours:
            raise Refused(f"Another hotline command is using {installation.folder}: end it first, or choose another --data DIR.")
        try:
            return _start(running, port=port) or _keep(running)
        finally:
            running.say_stopping()
            if running.filling is not None:
                ended(running.filling)
                end_group(running.filling)
            running.keeper.finish(_say)
            installation.state_file.unlink(missing_ok=True)


def _start(running: Running, *, port: int) -> int:
    """Bring everything up to readiness; returns an exit code when that ended early."""
    installation, keeper, wanted = running.installation, running.keeper, running.wanted
    decide(installation, wanted)
    running.address, hosts = addresses(wanted.host, port)
    lmtp = lmtp_wanted()
    _say(f"data folder {installation.folder}")
    settled = external_database(installation) or _embedded(running)
    allowed = ",".join(filter(None, [os.environ.get("HOTLINE_ALLOWED_HOSTS"), hosts]))
    public = os.environ.get("HOTLINE_PUBLIC_URL") or running.address
    environment = exported({**settled.environment(), "HOTLINE_ALLOWED_HOSTS": allowed, "HOTLINE_PUBLIC_URL": public})
    is_prepared = "" != Prepared.of(installation).stamp == stamp_of(installation, environment)
    if not is_prepared and (code := _prepare(running, environment)):
        return code
    if keeper.stopping.is_set():
        return 0
    _say("starting web and worker")
    for worker in programs.workers(installation, environment=environment):
        keeper.begin(worker)
    if lmtp:
        keeper.begin(programs.mail(installation, environment=environment))
    keeper.begin(programs.web(installation, host=wanted.host, port=port, environment=environment))
    return _wait_until_ready(running, environment)


def _embedded(running: Running) -> Settled:
    place = place_of(running.installation)
    is_new = make_cluster(place)
    if is_new:
        _say("made a database of its own")
    running.keeper.adopt(programs.postgres(place, server.start(place)))
    _say("PostgreSQL is running")
    decided = running.installation.decided()
    if decided and decided.demo and not decided.seeded and not is_new:
        _say("the demonstration was reset, or not finished last time: begun anew")
        begin_anew(running.installation, place)
    return embedded_settled(running.installation, place)


def _prepare(running: Running, environment: dict[str, str]) -> int:
    demo = DEMONSTRATION_CASES if running.wanted.demo is None else running.wanted.demo
    _say("preparing")
    process = programs.preparation(demo=demo, environment=environment)
    while process.poll() is None and not running.keeper.stopping.wait(LOOK_EVERY):
        running.keeper.look(_say)
    if process.poll() is None:
        ended(process)
        return 0
    return process.returncode


def _wait_until_ready(running: Running, environment: dict[str, str]) -> int:
    begun, told = time.monotonic(), ""
    missing = what_is_missing(running.address)
    while missing and not running.keeper.stopping.wait(LOOK_EVERY):
        running.keeper.look(_say)
        missing = what_is_missing(running.address)
        if missing is None:
            break
        took = time.monotonic() - begun
        if took > READY_WITHIN or any(child.backoff.deaths >= HOPELESS_AFTER for child in running.keeper.children):
            return _give_up(running, missing)
        # Somebody put another database under a folder that was prepared before.
        if missing.check in UNPREPARED and (code := _prepare(running, environment)):
            return code
        if took > SLOW_AFTER and missing.reason != told:
            _say(f"not ready yet: {missing.reason}")
            told = missing.reason
    if not running.keeper.stopping.is_set():
        running.is_ready = True
        running.write_state()
        _greet(running)
        _fill(running, environment)
    return 0


def _fill(running: Running, environment: dict[str, str]) -> None:
    """Let a demonstration that has fewer cases than it is to have get them now, while people look around already."""
    decided = running.installation.decided()
    if not decided or not decided.demo:
        return
    count = max(decided.cases, running.wanted.demo or 0)
    if count > decided.cases:
        running.installation.decide(replace(decided, cases=count))
    if count > len(journal_of(running.installation).told()):
        running.filling = programs.everyday(count=count, environment=environment)


def _give_up(running: Running, missing: Missing) -> int:
    _say(f"not ready: {missing.reason}")
    for child in running.keeper.children:
        if said := last_lines(child.log):
            _say(f"the log of {child.name}, {child.log}, ends with:\n{said}")
    return 1


def _greet(running: Running) -> None:
    prepared = Prepared.of(running.installation)
    lines = ["", f"ready: {running.address}", ""]
    if prepared.sign_ins:
        lines.append(f"Demonstration: made-up people and cases. What to try as whom: {running.address}/tour/")
        lines.append(f"Staff sign in there with one click, or at {running.address}/accounts/login/")
        widths = [max(len(entry[column]) for entry in prepared.sign_ins) for column in (0, 1)]
        lines += [f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {password}" for role, email, password in prepared.sign_ins]
    elif not prepared.has_people:
        command = f"bin/hotline manage createadmin E-MAIL --data {running.installation.folder}"
        lines.append(f"Nobody can sign in yet. Make the first administrator:  {command}")
    _print("\n".join([*lines, "Ctrl-C ends everything."]))


def _keep(running: Running) -> int:
    running.keeper.keep(_say)
    return 0


def _say(line: str) -> None:
    _print(f"hotline: {line}")


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError:
        # Whoever read this has gone (a closed terminal, `| head`): that ends neither the hotline nor its orderly stop.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

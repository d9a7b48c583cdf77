"""Tells many everyday cases at once: a few processes, each case one transaction, ended cleanly at any moment."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from itertools import islice

from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from hotline.casefile.actions.requestids import forget_ids
from hotline.directory.queries import snapshot
from hotline.site.demo.everyday import Everyday
from hotline.site.demo.photos import Album
from hotline.site.demo.replay import Replay
from hotline.site.demo.script import read_script, script_file
from hotline.site.demo.texts import phrasebook
from hotline.site.demojournal import Journal
from hotline.site.embedded.launch import die_with_parent

PROCESSES = max(1, min(4, os.cpu_count() or 1))
_LOOKED_AT = 2000  # cases whose photos are drawn before the processes begin, each once for all of them
_AHEAD = 3  # cases handed out to each process beyond the one it tells


class Interrupted(Exception):
    """A process that told cases was ended from outside; what it had told is whole."""


def everyday_at(now: datetime) -> Everyday:
    """Return the everyday of this installation's city."""
    return Everyday(snapshot(), read_script(), phrasebook(script_file()), now)


def fill(
    numbers: Iterable[int],
    *,
    people: Mapping[str, int],
    album: Album,
    journal: Journal,
    now: datetime,
    stopping: Callable[[], bool],
    told: Callable[[], None],
) -> None:
    """Tell the everyday cases of these numbers that the journal does not have; `told` is called after each.

    Ends early, with every case that was begun whole, when `stopping` says so. Raises Interrupted.
    """
    known = journal.told()
    todo = [number for number in numbers if number not in known]
    if not todo:
        return
    _make_photos_ready(todo, people=people, album=album, now=now)
    _hang_up()
    try:
        with ProcessPoolExecutor(
            min(PROCESSES, len(todo)),
            mp_context=multiprocessing.get_context("fork"),
            initializer=_begin,
            initargs=(os.getpid(), people, album, now),
        ) as pool:
            _hand_out(pool, iter(todo), journal=journal, stopping=stopping, told=told)
    except BrokenProcessPool as error:
        raise Interrupted from error
    finally:
        journal.close()


def _hang_up() -> None:
    """End every connection, those that wait in a pool too: no two processes may speak on one line."""
    connections.close_all()
    for each in connections.all():
        if isinstance(each, DatabaseWrapper):
            each.close_pool()


def _hand_out(
    pool: ProcessPoolExecutor,
    todo: Iterable[int],
    *,
    journal: Journal,
    stopping: Callable[[], bool],
    told: Callable[[], None],
) -> None:
    numbers = iter(todo)
    running: set[Future[int]] = {pool.submit(_tell, number) for number in islice(numbers, PROCESSES * _AHEAD)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            journal.add(future.result())
            told()
            if not stopping() and (number := next(numbers, None)) is not None:
                running.add(pool.submit(_tell, number))


def _make_photos_ready(todo: Iterable[int], *, people: Mapping[str, int], album: Album, now: datetime) -> None:
    """Draw what the cases will want. Of many, what the first want: the few others are drawn by whoever first needs them."""
    everyday = everyday_at(now)
    replay = Replay(script=read_script(), people=people, album=album, now=now)
    stories = (everyday.case(number) for number in islice(todo, _LOOKED_AT))
    album.make_ready(scene for story in stories for scene in replay.scenes(story))


def _begin(parent: int, people: Mapping[str, int], album: Album, now: datetime) -> None:
    """Begin a process: it ends when its parent says so, and need not wait for the disk at each of thousands of commits."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    die_with_parent(parent, signal.SIGKILL)
    forget_ids()  # those that the parent took are the parent's
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # as in the web server
    connection.features.uses_savepoints = False  # a case is told whole or not at all: none of its actions fails alone
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    connection.connection.prepare_threshold = 5  # the same hundred statements, each of one case, thousands of times
    _Telling.everyday = everyday_at(now)
    _Telling.replay = Replay(script=read_script(), people=people, album=album, now=now)


def _tell(number: int) -> int:
    _Telling.replay.tell(_Telling.everyday.case(number))
    return number


class _Telling:
    """What one process of the pool keeps from case to case."""

    everyday: Everyday
    replay: Replay

"""Makes the demonstration: people and stories, the first everyday cases, one in each state, and then as many as wanted."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from hotline.casefile.actions import seal_batch
from hotline.casework.loops import end_overruns
from hotline.site.demo.ends import MONTHS, first_ends
from hotline.site.demo.filling import fill
from hotline.site.demo.people import known_people, make_people
from hotline.site.demo.photos import Album
from hotline.site.demo.progress import Progress
from hotline.site.demo.replay import Replay
from hotline.site.demo.script import read_script
from hotline.site.demojournal import journal_of
from hotline.site.installation import Installation

FIRST = len(first_ends())
"""So many everyday cases are there before anybody is let in: one at least in each state."""


def seed(count: int, *, now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
    """Make the people, replay the stories and tell the first of `count` everyday cases, through the real actions."""
    script = read_script()
    if not script.people:
        print("  the profile has no demonstration", flush=True)
        return
    people = make_people(script, now=now - timedelta(days=MONTHS + 10))
    album = Album()
    replay = Replay(script=script, people=people, album=album, now=now)
    album.make_ready(scene for story in script.stories for scene in replay.scenes(story))
    progress = Progress("demonstration: stories", len(script.stories), prefix="  ")
    for stories in script.tellings():
        replay.tell_together(stories)
        for _story in stories:
            progress.step()
    progress.end()
    end_overruns(now)  # what a promise covers, as the worker would have seen it
    tell_everyday(min(count, FIRST), now=now, album=album, stopping=stopping)


class BeingFilled(Exception):
    """Another process tells everyday cases of this installation."""


def tell_everyday(
    count: int,
    *,
    now: datetime,
    album: Album | None = None,
    stopping: Callable[[], bool] = lambda: False,
    prefix: str = "  ",
) -> bool:
    """Tell everyday cases until there are `count`; return whether there are. What an earlier start told is left alone.

    Raises BeingFilled, Interrupted.
    """
    installation = Installation(settings.DATA)
    with installation.lock("demonstration", patience=0) as ours:
        if not ours:
            raise BeingFilled
        whole = _tell(count, now=now, album=album, stopping=stopping, prefix=prefix)
    _seal(now)
    return whole


def _tell(count: int, *, now: datetime, album: Album | None, stopping: Callable[[], bool], prefix: str) -> bool:
    journal = journal_of(Installation(settings.DATA))
    known = sum(number < count for number in journal.told())
    progress = Progress("demonstration", count, known, prefix=prefix)
    try:
        fill(
            range(count),
            people=known_people(),
            album=album or Album(),
            journal=journal,
            now=now,
            stopping=stopping,
            told=progress.step,
        )
    finally:
        progress.end()
    return progress.done >= count


def _seal(now: datetime) -> None:
    while seal_batch(now):
        pass

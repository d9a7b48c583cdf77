"""Seeds the demonstration: the stories first, then everyday cases spread over the last weeks."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hotline.casefile.actions import seal_batch
from hotline.directory.queries import snapshot
from hotline.site.demo.people import make_people
from hotline.site.demo.replay import Replay
from hotline.site.demo.script import Script, Story, read_script

EVERYDAY_DAYS = 21
_ORDINARY = 1022  # the same demonstration every time


def seed(count: int, *, now: datetime, progress: Callable[[str], None]) -> None:
    """Make the people, replay the stories and `count` everyday cases, through the real actions.

    A story that was begun before a crash is not begun again: its key is known.
    """
    script = read_script()
    if not script.people:
        progress("the profile has no demonstration")
        return
    people = make_people(script, now=now - timedelta(days=60))
    replay = Replay(people=people, now=now)
    told = [*script.stories, *_everyday(script, count)]
    for number, story in enumerate(told, start=1):
        replay.tell(story)
        if number % 10 == 0 or number == len(told):
            progress(f"demonstration: {number} of {len(told)} cases")
    while seal_batch(now):
        pass


def _everyday(script: Script, count: int) -> Iterator[Story]:
    dice = random.Random(_ORDINARY)  # noqa: S311 - made-up cases, no secret
    services = snapshot().services
    matters = [story for story in script.everyday if story.service in services]
    for number in range(count):
        matter = matters[number % len(matters)]
        lat, lon, place = dice.choice(script.spots)
        has_place = services[matter.service].place.value != "none"
        yield replace(
            matter,
            code=f"everyday-{number}",
            days_ago=(number * EVERYDAY_DAYS) // max(count, 1),
            at=f"{dice.randrange(6, 22):02}:{dice.randrange(60):02}",
            lat=lat + dice.uniform(-0.004, 0.004) if has_place else None,
            lon=lon + dice.uniform(-0.004, 0.004) if has_place else None,
            place=f"{dice.randrange(1, 400)} {place}" if has_place else "",
            phone=f"09900{dice.randrange(100_000):05}",
            steps=matter.steps or dice.choice(script.courses),
        )

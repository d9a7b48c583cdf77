"""Every event has its words: on the operator's timeline, and, where people are told of it, in the profile's texts."""

import ast

from hotline.directory.text_events import TEXT_EVENTS
from hotline.notify.words import EVENTS as NAMES_OF_MESSAGES
from hotline.triage.eventnames import EVENTS as NAMES_ON_THE_TIMELINE
from tests.rules.sources import ALL_OF_IT, called_name, calls, modules, none_breaks

pytestmark = ALL_OF_IT

RECORDING = {"record": 1, "event_row": 1}
TELLING = {"tell_reporters": 1, "tell_agency": 2, "tell_centre": 1}


def test_every_recorded_event_has_words_on_the_timeline() -> None:
    none_breaks("give it words in hotline/triage/eventnames.py", sorted(_named(RECORDING) - set(NAMES_ON_THE_TIMELINE)))


def test_every_message_has_a_text_and_a_name() -> None:
    told = _named(TELLING)
    assert told
    none_breaks("give it a text in hotline/directory/text_events.py", sorted(told - set(TEXT_EVENTS)))
    none_breaks("give it a name in hotline/notify/words.py", sorted(told - set(NAMES_OF_MESSAGES)))


def _named(functions: dict[str, int]) -> set[str]:
    """The event names written out in calls of the case file's own functions, by the place of their argument."""
    found = set()
    for path, tree in modules("hotline").items():
        for call in calls(tree) if path.startswith("hotline/casefile/actions/") else ():
            place = functions.get(called_name(call).rsplit(".", 1)[-1])
            if place is not None and len(call.args) > place:
                found |= {
                    text.value
                    for text in ast.walk(call.args[place])
                    if isinstance(text, ast.Constant) and isinstance(text.value, str)
                }
    return found

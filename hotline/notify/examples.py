"""What stands in a provider's template that an administrator tries out: it belongs to no case, so its values are examples."""

from collections.abc import Collection
from datetime import datetime

from hotline.directory.facts import Directory, Text, TextChannel
from hotline.directory.text_events import TEXT_EVENTS, Audience
from hotline.notify.outgoing import ZNS
from hotline.notify.words import EVENTS


def templated_events(directory: Directory) -> tuple[tuple[str, str], ...]:
    """Return the events that have a template of Zalo's, each with what it is called."""
    found = {event for (event, channel, _language), text in directory.texts.items() if channel == TextChannel.SMS and _has(text)}
    return tuple((event, str(EVENTS.get(event, event))) for event in sorted(found))


def templates_missing(directory: Directory) -> tuple[list[str], list[str]]:
    """Return what citizens are told of a case and Zalo cannot say: events whose template has no id yet, and those without one."""
    without_id: list[str] = []
    without: list[str] = []
    for event, told in TEXT_EVENTS.items():
        if told.audience is not Audience.CITIZEN or "link" not in told.placeholders:
            continue
        text = directory.texts[event, TextChannel.SMS, "vi"]
        if not _has(text):
            declared = any(template.provider == ZNS for template in text.templates)
            (without_id if declared else without).append(str(EVENTS[event]))
    return without_id, without


def examples(
    names: Collection[str], directory: Directory, *, language: str, public_url: str, words: str, at: datetime
) -> dict[str, str]:
    """Return an example for each name; `words` say that this is a try, and stand for whatever people write."""
    city = directory.city
    known = {
        "reference": f"{city.reference_number}-0000-0000-0000-0",
        "service": next(iter(directory.services.values())).name.in_language(language),
        "place": city.name.in_language(language),
        "agency": city.centre_name.in_language(language),
        "due": f"{at.astimezone(city.zone):%H:%M %d/%m/%Y}",
        **dict.fromkeys(("link", "case_link", "desk_link", "map_link"), f"{public_url}/"),
        **dict.fromkeys(("received", "open", "late"), "0"),
    }
    return {name: known.get(name, words) for name in names}


def _has(text: Text) -> bool:
    return any(template.provider == ZNS and template.is_approved for template in text.templates)

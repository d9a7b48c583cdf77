"""Reading the directory: one frozen snapshot for every hot path, and the texts that are sent."""

from hotline.directory.facts import Text
from hotline.directory.keeping import NoProfile, forget, snapshot
from hotline.directory.models import ProfileVersion

__all__ = ["NoProfile", "NoText", "forget", "profile_is_loaded", "snapshot", "text_for"]


class NoText(Exception):
    """The profile has no text for this event, channel and language; it would not have been accepted without one."""


def profile_is_loaded() -> bool:
    """Return whether there is a current profile."""
    return ProfileVersion.objects.filter(current=True).exists()


def text_for(event: str, channel: str, language: str) -> Text:
    """Return what is sent for an event by "sms" or "email"; Vietnamese for languages other than "en". Raises NoText."""
    try:
        return snapshot().texts[event, channel, "en" if language.startswith("en") else "vi"]
    except KeyError:
        raise NoText(f"{event} by {channel} in {language}") from None

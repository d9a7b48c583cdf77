"""Keys, systems and notices as the pages show them: in words, and whose they are today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotline.directory.facts import Directory
from hotline.directory.queries import snapshot
from hotline.dispatch import wording
from hotline.dispatch.facts import AttemptFacts, HookFacts, NoticeFacts, RemoteFacts, TokenFacts


@dataclass(frozen=True, slots=True)
class Owner:
    """The agency whose a key or a system is. `before`: the one that it was given to, where that is no more since `since`."""

    name: str
    before: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A key as the page shows it. `is_open`: it still opens something."""

    token: TokenFacts
    owner: Owner
    is_open: bool


@dataclass(frozen=True, slots=True)
class HookRow:
    """A system as the page shows it."""

    hook: HookFacts
    owner: Owner
    kind: wording.Words


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as the page shows it, with its state and each try in words."""

    notice: NoticeFacts
    name: wording.Words
    state: tuple[wording.Words, str, str]
    why: str
    tries: Sequence[tuple[AttemptFacts, str]]


@dataclass(frozen=True, slots=True)
class RemoteRow:
    """A part at an Open311 server as the page shows it."""

    remote: RemoteFacts
    state: tuple[wording.Words, str, str]
    why: str


def token_row(one: TokenFacts, *, now: datetime, language: str) -> TokenRow:
    """Return a key as the page shows it."""
    return TokenRow(one, _owner(one.unit_id, snapshot(), language), is_open=one.revoked_at is None and one.until > now)


def hook_row(one: HookFacts, *, language: str) -> HookRow:
    """Return a system as the page shows it."""
    return HookRow(one, _owner(one.unit_id, snapshot(), language), wording.KINDS.get(one.kind, one.kind))


def notice_row(one: NoticeFacts) -> NoticeRow:
    """Return a notice as the page shows it."""
    tries = [(tried, wording.reason_words(tried.reason, tried.status)) for tried in one.attempts]
    why = wording.reason_words(one.reason)
    return NoticeRow(one, wording.NAMES.get(one.name, one.name), wording.STATES[one.state], why, tries)


def remote_row(one: RemoteFacts) -> RemoteRow:
    """Return a part at an Open311 server as the page shows it."""
    return RemoteRow(one, wording.REMOTE[one.state], wording.reason_words(one.reason))


def _owner(unit_id: int, city: Directory, language: str) -> Owner:
    given, heir = (city.units_by_id.get(one) for one in (unit_id, city.heir_of(unit_id)))
    if given is None or heir is None:
        return Owner("")
    if given is heir:
        return Owner(given.name.in_language(language), since=given.valid_to)
    return Owner(heir.name.in_language(language), given.name.in_language(language), given.valid_to)

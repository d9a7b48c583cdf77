"""Zalo's tokens: one that opens for a day, and one that is good for a new pair, once.

One process at a time asks for a new pair; the others wait for it. The pair is stored in one transaction. When it cannot be,
because the database is away, it stays in memory, is used, and is stored by the next message.

What cannot be saved: a process that dies after Zalo gave the pair and before it was stored, and an answer that never arrived.
The old token is then used up, Zalo refuses it, and an administrator signs in again and types a new one; until then messages
wait.
"""

import hashlib
import json
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

from hotline.core.channels import Setup
from hotline.notify import actions, queries
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.facts import Pair, TokenFacts

HOST = "https://oauth.zaloapp.com"
NAME = "zalo"
EARLY = timedelta(minutes=10)
"""So long before its end a token is renewed; clocks differ, and a message under way takes its time."""

LIVES = timedelta(hours=25)
"""Of a token that opens, where the answer does not say."""

KEPT_FRESH = timedelta(hours=20)
"""A pair this old is renewed though nobody sends: one that is never used ends for good, after three months it is said."""

ASKED_AGAIN = timedelta(minutes=10)
"""After a refusal. Most last until somebody signs in; some are Zalo's trouble of an hour."""

_WITHIN, _PAUSE = 4.0, 0.1

log = structlog.get_logger(__name__)
_unsaved: dict[str, tuple[str, Pair]] = {}
_guard = Lock()


class NoToken(Exception):
    """There is no token now. `why`: "sign-in" (an administrator must), "renewing" (another is at it) or what failed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class ZaloTokens:
    """Gives the token that opens, and fetches a new pair when it is over, or Zalo calls it stale."""

    line: Line = field(default_factory=lambda: Line("zalo-token", HOST))

    def usable(self, setup: Setup, *, stale: str = "", now: datetime, within: float = _WITHIN) -> str:
        """Return a token that opens, another than `stale`, within so many seconds. Raises NoToken."""
        ends = time.monotonic() + within
        self._save_what_is_left(now)
        while True:
            known = self._known(setup)
            if _opens(known, stale, now=now):
                return known.access
            if left := _left_over(stale, now=now):
                return left
            if known.refused_at is not None and now - known.refused_at < ASKED_AGAIN:
                raise NoToken("sign-in")
            by = uuid.uuid4().hex
            used = actions.take_token(NAME, by=by, had=known.access, now=now)
            if used is not None:
                return self._renewed(setup, used, by=by, now=now, within=ends - time.monotonic())
            if time.monotonic() + _PAUSE > ends:
                raise NoToken("renewing")
            time.sleep(_PAUSE)

    def _known(self, setup: Setup) -> TokenFacts:
        """Return the tokens as they stand, begun anew where an administrator set up others."""
        typed = setup.secrets.get("refresh_token", "")
        if not typed:
            raise NoToken("sign-in")
        seed, made_of = _digest(typed), _digest([setup.options.get("app_id"), setup.secrets.get("app_secret"), typed])
        found = queries.token(NAME)
        if found is None or found.made_of != made_of:
            actions.begin_token(NAME, seed=seed, made_of=made_of, refresh=typed)
            found = queries.token(NAME)
        if found is None:
            raise NoToken("sign-in")
        return found

    def _renewed(self, setup: Setup, used: str, *, by: str, now: datetime, within: float) -> str:
        form = {"app_id": setup.options.get("app_id", ""), "refresh_token": used, "grant_type": "refresh_token"}
        try:
            answer = self.line.post(
                "/v4/oa/access_token",
                form=form,
                headers={"secret_key": setup.secrets.get("app_secret", "")},
                within=within,
            )
        except NotAnswered as nobody:
            actions.give_token_back(NAME, by=by)
            raise NoToken(nobody.outcome.reason) from None
        finally:
            self.line.close()
        pair = _pair(answer.said, now=now)
        if pair is None:
            actions.keep_refusal(NAME, used=used, why=_code(answer.said), now=now)
            raise NoToken("sign-in")
        with _guard:
            _unsaved[NAME] = (used, pair)
        self._save_what_is_left(now)
        return pair.access

    def _save_what_is_left(self, now: datetime) -> None:
        """Store the pair that could not be stored when it came."""
        with _guard:
            left = _unsaved.get(NAME)
        if left is None:
            return
        try:
            actions.keep_pair(NAME, left[1], used=left[0], now=now)
        except (OperationalError, InterfaceError):
            return  # the message goes out by what is in memory; the next one tries again
        with _guard:
            if _unsaved.get(NAME) == left:
                del _unsaved[NAME]


def tokens_of(setup: Setup | None) -> ZaloTokens:
    """Return the tokens of an account; `token_host` of its set-up stands for Zalo in tests."""
    return ZaloTokens(Line("zalo-token", (setup.options.get("token_host") if setup else "") or HOST))


def keep_fresh(setup: Setup | None, *, stays_here: bool, now: datetime) -> bool:
    """Renew a pair that has grown old, and return whether one was. `stays_here`: nothing may leave this machine."""
    found = queries.token(NAME)
    if setup is None or found is None or found.renewed_at is None or now - found.renewed_at < KEPT_FRESH:
        return False
    tokens = tokens_of(setup)
    if stays_here and tokens.line.leaves_machine:
        return False
    try:
        tokens.usable(setup, stale=found.access, now=now)
    except NoToken as none:
        log.warning("zalo gave no new tokens", why=none.why)
        return False
    return True


def _opens(known: TokenFacts, stale: str, *, now: datetime) -> bool:
    is_over = known.expires_at is not None and known.expires_at - now < EARLY
    return bool(known.access) and known.access != stale and not is_over


def _left_over(stale: str, *, now: datetime) -> str:
    """Return the token that is in this process alone, if it opens."""
    with _guard:
        left = _unsaved.get(NAME)
    return left[1].access if left and left[1].access != stale and left[1].expires_at - now >= EARLY else ""


def _pair(said: Any, *, now: datetime) -> Pair | None:
    access, refresh = said.get("access_token"), said.get("refresh_token")
    if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
        return None
    lives = str(said.get("expires_in", ""))
    seconds = int(lives) if lives.isascii() and lives.isdecimal() else LIVES.total_seconds()
    return Pair(access, refresh, now + timedelta(seconds=min(seconds, 10**7)))


def _code(said: Any) -> str:
    return str(said.get("error", "no-token"))[:40]


def _digest(of: Any) -> bytes:
    return hashlib.sha256(json.dumps(of).encode()).digest()

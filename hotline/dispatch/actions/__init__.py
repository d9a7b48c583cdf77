"""What this stage writes: keys, steps taken with them, whom to tell, what came of it. Cases go by the case file's own door."""

from .keeping import sweep
from .keys import NoSuchToken, make_token, revoke_token, take_turn, token_was_used
from .notices import (
    LEASE,
    NotDone,
    ask_for_try,
    attempted,
    give_up,
    hook_answers,
    hook_is_silent,
    lease_notices,
    replay,
    take_in,
    taken_over,
    try_again,
)
from .once import KeyReused, claim, keep_answer
from .remote import ask_later, lease_cases, remote_case_made, remote_case_over, remote_case_said
from .systems import NoSuchHook, end_hook, make_hook

__all__ = [
    "LEASE",
    "KeyReused",
    "NoSuchHook",
    "NoSuchToken",
    "NotDone",
    "ask_for_try",
    "ask_later",
    "attempted",
    "claim",
    "end_hook",
    "give_up",
    "hook_answers",
    "hook_is_silent",
    "keep_answer",
    "lease_cases",
    "lease_notices",
    "make_hook",
    "make_token",
    "remote_case_made",
    "remote_case_over",
    "remote_case_said",
    "replay",
    "revoke_token",
    "sweep",
    "take_in",
    "take_turn",
    "taken_over",
    "token_was_used",
    "try_again",
]

"""What intake does again and again: reads what was kept; clears away forms nobody finished, photos nobody claimed, old keys."""

from datetime import datetime, timedelta

from hotline.casefile.actions import forget_erased_senders, forget_keys, forget_parts, forget_phone_codes, hand_silent_over
from hotline.casefile.pictures.sweeping import forget_originals, sweep_strays, sweep_unclaimed
from hotline.core.loops import Loop
from hotline.directory.queries import snapshot
from hotline.intake import simulated
from hotline.intake.mail.imap import fetch as fetch_hosted_box
from hotline.intake.reading import read_kept
from hotline.intake.report.actions import forget_forms
from hotline.intake.report.facts import DRAFT_LIFE
from hotline.intake.shortmessages import give_lone_parts

_LOOSE_FOR = timedelta(days=1)
_KEYS_LIVE = timedelta(days=30)
_SILENT_FOR = timedelta(days=1)
"""Whoever says nothing for so long while making a report leaves it to an operator."""
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 24 * 3600.0


def _forms(now: datetime) -> int:
    return forget_forms(before=now - DRAFT_LIFE)


def _photos(now: datetime) -> int:
    return sweep_unclaimed(before=now - _LOOSE_FOR)


def _keys(now: datetime) -> int:
    return forget_keys(before=now - _KEYS_LIVE)


def _strays(now: datetime) -> int:
    sweep_strays(before=now - _LOOSE_FOR)
    simulated.forget_photos(before=now - _LOOSE_FOR)
    return 0  # everything was looked at: once a day is enough


def _originals(now: datetime) -> int:
    forget_originals(before=now - timedelta(days=snapshot().windows.keep_originals_days))
    return 0


def _given_parts(now: datetime) -> int:
    forget_parts(now=now)
    return 0


def _blocks(now: datetime) -> int:
    forget_erased_senders(now=now)
    return 0


def _codes(now: datetime) -> int:
    forget_phone_codes(now=now)
    return 0


def _silent(now: datetime) -> int:
    return hand_silent_over(before=now - _SILENT_FOR)


LOOPS = (
    Loop("intake.read", 0.3, read_kept),
    Loop("intake.lone_parts", 10.0, give_lone_parts),
    Loop("intake.hosted_box", 1.0, fetch_hosted_box),
    Loop("intake.silent", _MINUTE, _silent),
    Loop("intake.forget_forms", _HOUR, _forms),
    Loop("intake.sweep_photos", _HOUR, _photos),
    Loop("intake.forget_keys", _HOUR, _keys),
    Loop("intake.forget_parts", _HOUR, _given_parts),
    Loop("intake.forget_codes", 10 * _MINUTE, _codes),
    Loop("intake.forget_blocks", _DAY, _blocks),
    Loop("intake.sweep_strays", _DAY, _strays),
    Loop("intake.forget_originals", _DAY, _originals),
)

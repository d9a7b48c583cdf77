"""What worker and sender do for parts that belong to several stages: the connection to the SMSC, by which messages go and come.

And each says how the connections do that it holds: the sender the SMSC's, the worker the mail box's.
"""

import atexit
from datetime import datetime

import structlog
from django.db import close_old_connections
from django.utils import timezone

from hotline.casefile.queries.setups import setup_of
from hotline.core.connections import Condition
from hotline.core.loops import Loop
from hotline.intake.mail import imap
from hotline.intake.shortmessages import take
from hotline.notify.configuration import configuration
from hotline.notify.smpp.account import Account, UnusableSetup, account_of
from hotline.notify.smpp.link import LINK
from hotline.site.connections import IMAP, SMPP, tell

log = structlog.get_logger(__name__)


def keep_linked(now: datetime) -> int:
    """Have the connection that is set up now, or none."""
    account, why = _account()
    LINK.keep(account, hear)
    tell(SMPP, Condition(is_up=False, error=why, error_at=now) if why else LINK.condition)
    return 0


def tell_of_box(_now: datetime) -> int:
    """Say how the connection to the hosted box does."""
    tell(IMAP, imap.condition())
    return 0


def hear(pdu: bytes) -> None:
    """Keep what the SMSC hands over. When this returns it may be told so."""
    close_old_connections()
    try:
        take(pdu, timezone.now())
    finally:
        close_old_connections()


def _account() -> tuple[Account | None, str]:
    """Return the account; none, and why, while it cannot be used, or would leave the machine of a demonstration."""
    setup = setup_of(SMPP)
    if setup is None:
        return None, ""
    try:
        account = account_of(setup)
    except UnusableSetup as why:
        log.warning("the set-up of SMPP does not do", why=str(why))
        return None, "setup"
    if configuration().is_demonstration and not account.is_here:
        log.warning("a demonstration connects to no SMSC but its own machine's")
        return None, "demonstration"
    return account, ""


atexit.register(LINK.stop)  # a sender that is told to stop says goodbye to the SMSC
LOOPS = (Loop("site.smpp", 2.0, keep_linked, sends=True), Loop("site.hosted_box", 2.0, tell_of_box))

"""Open the account of an administrator: the first one, or one more when all have left."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from hotline.core.facts import SYSTEM
from hotline.people import actions
from hotline.people.facts import Role

VARIABLE = "HOTLINE_ADMIN_PASSWORD"
_NOBODY = f"There is no terminal to ask on. Give the password in the variable {VARIABLE}, or as a line on standard input."


class Command(BaseCommand):
    """Open an administrator's account; the password is asked for, piped in, or read from HOTLINE_ADMIN_PASSWORD."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the e-mail address and the name."""
        parser.add_argument("email")
        parser.add_argument("--name", default="Quản trị hệ thống")

    def handle(self, *, email: str, name: str, **_options: Any) -> None:
        """Open the account and say how to go on."""
        password = os.environ.get(VARIABLE) or _asked()
        with override("en"):  # as all that commands say
            try:
                validate_email(email)
                validate_password(password, get_user_model()(email=email, name=name))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        now = timezone.now()
        try:
            with transaction.atomic():
                user_id = actions.create_user(email, name=name, password=password, now=now, actor=SYSTEM)
                actions.grant_role(user_id, role=Role.ADMINISTRATOR, unit_id=None, now=now, actor=SYSTEM)
        except actions.AddressTaken as error:
            raise CommandError(f"{email} has an account already. An administrator can give it the role.") from error
        self.stdout.write(f"{email} can sign in at /accounts/login/ now.")


def _asked() -> str:
    """Return the password that somebody types twice, or the first line of what is piped in. Raises CommandError."""
    if sys.stdin is None or not sys.stdin.isatty():  # getpass would warn, and show what is typed
        return _piped()
    try:
        first = getpass.getpass("Password (12 characters or more): ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise CommandError(_NOBODY) from None
    if first != again:
        raise CommandError("The two were not the same. Nothing was done.")
    return first


def _piped() -> str:
    password = sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
    if not password:
        raise CommandError(_NOBODY)
    return password

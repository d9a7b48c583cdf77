"""Open the account of an administrator: the first one, or one more when all have left."""

import getpass
import os
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


class Command(BaseCommand):
    """Open an account with the role of administrator; the password is asked for, or read from HOTLINE_ADMIN_PASSWORD."""

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
    try:
        first = getpass.getpass("Password (12 characters or more): ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise CommandError(f"Nobody is there to ask. Give the password in {VARIABLE}.") from None
    if first != again:
        raise CommandError("The two were not the same. Nothing was done.")
    return first

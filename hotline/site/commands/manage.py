"""Run one of Django's management commands on this installation (migrate, createadmin, shell …).

Usage: bin/hotline manage [--data DIR] COMMAND …      bin/hotline manage help lists them.
"""

from hotline.site.attach import attached, ends_cleanly
from hotline.site.commands._arguments import split_data
from hotline.site.prepared import Prepared
from hotline.site.refusal import Refused

OF_THE_OWNER = {"migrate", "sqlmigrate", "showmigrations"}


def main(arguments: list[str]) -> int:
    """Run the management command. Migrations run as owner of the tables and are followed by the application's grants."""
    ends_cleanly()
    data, rest = split_data(arguments)
    with attached(data, begun=rest[:1] == ["createadmin"]) as settled:
        Prepared.forget(settled.installation)
        from django.core.management import CommandError, ManagementUtility

        from hotline.site.grants import grant_unclaimed

        name = rest[0] if rest else "help"
        if name in OF_THE_OWNER and not any(word.startswith("--database") for word in rest):
            rest.append("--database=owner")
        try:
            ManagementUtility(["bin/hotline manage", *rest]).execute()
        except CommandError as error:
            raise Refused(str(error)) from error
        if name == "migrate":
            grant_unclaimed()
    return 0

"""E-mail addresses are known again however they are spelt: those that are on record get the index that they would have now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def reindex(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Read the addresses, which lie sealed: only the program can say how they are spelt."""
    from django.utils import timezone

    from hotline.casefile.actions.reindexing import reindex_addresses

    reindex_addresses(now=timezone.now(), using=editor.connection.alias)


class Migration(migrations.Migration):
    """Each sender by itself, so that nobody waits for all of them. What old code writes meanwhile: bin/hotline contacts reindex."""

    atomic = False
    dependencies = [("casefile", "0043_lean_indexes")]

    operations = [migrations.RunPython(reindex, migrations.RunPython.noop)]

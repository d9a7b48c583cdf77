"""Sets a way in or out of an installation up, as an administrator does, by its own Python: a child that is attached to it.

`python -m bench.rig.settingup --data DIR` reads one JSON object from stdin: name, options, secrets.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

from bench.rig.house import House, plain_environment
from hotline.site.installation import REPOSITORY

WITHIN = 120.0  # seconds


def set_up(house: House, name: str, *, options: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Set a channel or sender of a running installation up. Raises CalledProcessError."""
    command = [sys.executable, "-P", "-m", "bench.rig.settingup", "--data", str(house.installation.folder)]
    environment = {**plain_environment(), "PYTHONPATH": str(REPOSITORY)}
    said = json.dumps({"name": name, "options": dict(options), "secrets": dict(secrets)})
    subprocess.run(command, input=said, text=True, check=True, env=environment, timeout=WITHIN)


def main(arguments: list[str]) -> int:
    """Do what stdin says in the installation of a folder."""
    from hotline.site.attach import attached

    said = json.load(sys.stdin)
    with attached(arguments[-1]):
        from django.utils import timezone

        from hotline.casefile import actions
        from hotline.core.facts import SYSTEM

        actions.set_up_channel(said["name"], options=said["options"], secrets=said["secrets"], now=timezone.now(), actor=SYSTEM)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

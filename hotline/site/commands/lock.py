"""Choose anew the versions of all packages and write them, with hashes and without hosts, to the lock files.

For maintainers: requirements.in and requirements-dev.in give requirements.lock, requirements-uv.in and requirements-node.in
the installers' own. (npm writes package-lock.json itself.)
"""

import os
import subprocess

from hotline.site.commands._arguments import parser_for
from hotline.site.installation import REPOSITORY

LOCKS = {
    "requirements.lock": (["requirements.in", "requirements-dev.in"], "3.12"),
    "requirements-node.lock": (["requirements-node.in"], "3.12"),
    "requirements-uv.lock": (["requirements-uv.in"], "3.8"),  # fetched by whichever Python can make an environment
}


def main(arguments: list[str]) -> int:
    """Write the lock files; the newest versions with --upgrade, else only what changed in the .in files."""
    parser = parser_for(__doc__, "lock")
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of everything")
    asked = parser.parse_args(arguments)
    for lock, (sources, python) in LOCKS.items():
        # By standard input: the lock then names no file of this machine.
        text = "".join((REPOSITORY / source).read_text() for source in sources)
        options = [
            "--custom-compile-command=bin/hotline lock",
            "--universal",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-annotate",
            f"--python-version={python}",
        ]
        upgrade = ["--upgrade"] if asked.upgrade else []
        command = [os.environ["HOTLINE_UV"], "pip", "compile", "--quiet", *options, *upgrade, "-", "-o", lock]
        code = subprocess.run(command, input=text, text=True, cwd=REPOSITORY, check=False).returncode
        if code:
            return code
        print(f"{lock} written")
    return 0

"""Check the project itself: style, types, imports, profiles, house rules, deployment settings. check [STEP …]

Every step runs, whatever the others say; the exit code is not zero when one failed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hotline.site.commands._arguments import parser_for
from hotline.site.installation import REPOSITORY

FOLDERS = [name for name in ("hotline", "tests", "bench", "faults") if any((REPOSITORY / name).rglob("*.py"))]

STEPS: dict[str, Sequence[str]] = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", *FOLDERS],
    "imports": ["-c", "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"],
    "profiles": ["-m", "hotline.site.commands", "profile", "check"],
    # Templates, translations, addresses, settings and names: tests/rules.
    "rules": ["-m", "pytest", "-q", "tests/rules"],
    "deploy": ["-m", "django", "check", "--deploy", "--fail-level=WARNING"],
}


def main(arguments: list[str]) -> int:
    """Run the steps that are named, or all."""
    parser = parser_for(__doc__, "check")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"any of: {', '.join(STEPS)}")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.steps) - set(STEPS)):
        parser.error(f"no step {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="hotline-check-") as folder:
        failed = [name for name in asked.steps or STEPS if not _passes(name, folder)]
    print(f"hotline: check failed: {', '.join(failed)}" if failed else "hotline: check passed", flush=True)
    return 1 if failed else 0


def _passes(name: str, folder: str) -> bool:
    print(f"== {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run([sys.executable, *STEPS[name]], cwd=REPOSITORY, env=_environment(name, folder), check=False).returncode
    print(f"== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.1f} s", flush=True)
    return code == 0


def _environment(name: str, folder: str) -> dict[str, str]:
    """Settings with which Django can be read without a database, as it would stand behind a city's own address."""
    if name not in {"types", "deploy"}:
        return dict(os.environ)
    settings = {
        "HOTLINE_DATA": folder,
        "HOTLINE_DATABASE_URL": "postgresql:///nowhere",
        "HOTLINE_PUBLIC_URL": "https://hotline.example",
        "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
    }
    Path(folder, "keys").mkdir(exist_ok=True)
    return {**os.environ, **settings}

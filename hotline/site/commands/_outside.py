"""Commands that hand over to a module named on the command line, outside the package: bench.NAME, faults.NAME."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from hotline.site.installation import REPOSITORY
from hotline.site.refusal import Refused


def names_in(package: str) -> list[str]:
    """Return the names that a command may be given: the modules of a top-level folder, less those with an underscore."""
    folder = REPOSITORY / package
    return sorted(m.name for m in pkgutil.iter_modules([str(folder)]) if not m.name.startswith("_") and _has_main(folder, m.name))


def module_named(package: str, name: str) -> ModuleType:
    """Return the module `package.name`. Raises Refused with the names that there are."""
    known = names_in(package)
    if name not in known:
        raise Refused(f"There is no '{name}' in {package}: {', '.join(known) or 'nothing yet'}.")
    return importlib.import_module(f"{package}.{name}")


def _has_main(folder: Path, name: str) -> bool:
    module = folder / f"{name}.py"
    source = module if module.exists() else folder / name / "__init__.py"
    return "\ndef main(" in source.read_text()  # at the margin: a method of that name is none

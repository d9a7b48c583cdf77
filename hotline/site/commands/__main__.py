"""Find the command that was asked for and run it."""

import ast
import importlib
import pkgutil
import sys
from pathlib import Path

from hotline.site import commands
from hotline.site.catalogues import compile_stale
from hotline.site.refusal import REFUSED, Refused

ABOUT = "Hotline: a city's citizen service line. Tổng đài tiếp nhận và trả lời người dân."


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit code: 2 for what stands in its way, in one line."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in {"-h", "--help", "help"}:
        print(_help())
        return 0
    if name not in _names():
        print(f"hotline: there is no command '{name}'. bin/hotline --help lists them.", file=sys.stderr)
        return REFUSED
    compile_stale()
    try:
        return int(importlib.import_module(f"{commands.__name__}.{name}").main(rest))
    except Refused as refused:
        print(f"hotline: {refused}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141


def _names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(commands.__path__) if not module.name.startswith("_"))


def _help() -> str:
    lines = [f"  {name:<8} {_summary(name)}" for name in _names()]
    usage = "Usage: bin/hotline COMMAND [--data DIR] …        bin/hotline COMMAND --help"
    return "\n".join([ABOUT, "", usage, "", *lines, "", "Settings come from the environment: docs/settings.md."])


def _summary(name: str) -> str:
    source = Path(commands.__path__[0], f"{name}.py").read_text()
    words = ast.get_docstring(ast.parse(source)) or ""
    return words.splitlines()[0].rstrip(".") if words else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

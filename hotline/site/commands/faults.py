"""Break things on purpose and check that nothing acknowledged is lost: faults NAME|all [--quick] [--json] [--mutant M] …

Each is a module of faults/ with a main(arguments) of its own; `all` runs every one and fails when one fails.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from typing import Any

from hotline.site.commands._arguments import parser_for
from hotline.site.commands._outside import module_named, names_in


def main(arguments: list[str]) -> int:
    """Run the faults and return the exit code: not zero when a figure misses its goal."""
    if not arguments or arguments[0].startswith("-"):
        parser = parser_for(__doc__, "faults")
        parser.add_argument("name", help=f"all, or one of: {', '.join(names_in('faults')) or 'none yet'}")
        parser.parse_args(arguments)
    name, rest = arguments[0], arguments[1:]
    if name != "all":
        return int(module_named("faults", name).main(rest))
    return _all_as_one_object(rest) if "--json" in rest else _all(rest)


def _all(arguments: list[str]) -> int:
    codes = {name: int(module_named("faults", name).main(arguments)) for name in names_in("faults")}
    failed = [name for name, code in codes.items() if code]
    print(f"faults: {len(codes) - len(failed)} held, {len(failed)} failed {' '.join(failed)}".rstrip(), flush=True)
    return 1 if failed else 0


def _all_as_one_object(arguments: list[str]) -> int:
    """Print one object for all suites, each figure's name preceded by its suite's."""
    figures: list[dict[str, Any]] = []
    codes = []
    for name in names_in("faults"):
        said = io.StringIO()
        with redirect_stdout(said):
            codes.append(int(module_named("faults", name).main(arguments)))
        print(said.getvalue(), end="", file=sys.stderr, flush=True)
        found = json.loads(said.getvalue())
        figures += [{**figure, "name": f"{name}.{figure['name']}"} for figure in found["figures"]]
    is_ok = not any(codes)
    print(json.dumps({"name": "all", "ok": is_ok, "figures": figures}, ensure_ascii=False), flush=True)
    return 0 if is_ok else 1

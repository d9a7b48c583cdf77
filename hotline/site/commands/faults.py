"""Break things on purpose and check that nothing acknowledged is lost: faults NAME|all [--quick] [--mutant M] …

Each is a module of faults/ with a main(arguments) of its own; `all` runs every one and fails when one fails.
"""

from hotline.site.commands._arguments import parser_for
from hotline.site.commands._outside import module_named, names_in


def main(arguments: list[str]) -> int:
    """Run the faults and return the exit code: not zero when a figure misses its goal."""
    if not arguments or arguments[0].startswith("-"):
        parser = parser_for(__doc__, "faults")
        parser.add_argument("name", help=f"all, or one of: {', '.join(names_in('faults')) or 'none yet'}")
        parser.parse_args(arguments)
    name, rest = arguments[0], arguments[1:]
    names = names_in("faults") if name == "all" else [name]
    codes = {}
    for each in names:
        print(f"== faults {each}", flush=True)
        codes[each] = int(module_named("faults", each).main(rest))
    failed = [each for each, code in codes.items() if code]
    if name == "all":
        print(f"== faults: {len(names) - len(failed)} held, {len(failed)} failed {' '.join(failed)}".rstrip(), flush=True)
    return 1 if failed else 0

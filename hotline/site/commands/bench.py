"""Measure one path under load and print its figures: bench NAME [--json] …

Each is a module of bench/ with a main(arguments) of its own; bin/hotline bench NAME --help says what it takes.
"""

from hotline.site.commands._arguments import parser_for
from hotline.site.commands._outside import module_named, names_in


def main(arguments: list[str]) -> int:
    """Run the measurement and return its exit code: not zero when a figure misses its goal."""
    if not arguments or arguments[0].startswith("-"):
        parser = parser_for(__doc__, "bench")
        parser.add_argument("name", help=f"one of: {', '.join(names_in('bench')) or 'none yet'}")
        parser.parse_args(arguments)
    return int(module_named("bench", arguments[0]).main(arguments[1:]))

"""What the commands' arguments have in common: --data, and words that belong to someone else."""

import argparse


def parser_for(module_doc: str | None, name: str) -> argparse.ArgumentParser:
    """Return a parser for `bin/hotline NAME` that knows --data and says what the command's docstring says."""
    parser = argparse.ArgumentParser(
        prog=f"hotline {name}", description=module_doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder (else HOTLINE_DATA, else ./var of the repository)")
    return parser


def split_data(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Take --data DIR out of arguments that are passed on as they are; gives the folder and the rest.

    Whatever stands behind `--` is left alone.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data")
    end = arguments.index("--") if "--" in arguments else len(arguments)
    known, rest = parser.parse_known_args(arguments[:end])
    return known.data, [*rest, *arguments[end:]]

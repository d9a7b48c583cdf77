"""The commands of bin/hotline: one module each, found by its name. Its docstring's first line is its line in --help.

A command has `main(arguments: list[str]) -> int`, the exit code. A module whose name begins with an underscore is none.
"""

"""Tells the everyday cases that a demonstration still lacks, while it is served: `python -m hotline.site.demofill --count N`.

What was interrupted goes on at the next start. Exit code 0 also when it was told to stop.
"""

import argparse
import os
import signal
import sys
import threading

import django
from django.db import OperationalError
from django.utils import timezone

_YIELDS = 10  # niceness: whoever looks around comes first


def main(arguments: list[str]) -> int:
    """Tell until there are as many as wanted or a signal comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, required=True)
    wanted = parser.parse_args(arguments)
    os.nice(_YIELDS)
    django.setup()
    from hotline.site.demo.filling import Interrupted
    from hotline.site.demo.seeding import BeingFilled, tell_everyday

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        tell_everyday(wanted.count, now=timezone.now(), stopping=stopping.is_set, prefix="hotline: ")
    except BeingFilled:
        print("hotline: another command is filling the demonstration", flush=True)
    except (Interrupted, OperationalError):
        print("hotline: the demonstration has fewer cases than wanted; the next start goes on", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

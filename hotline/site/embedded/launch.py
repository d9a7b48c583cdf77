"""Start one program so that it dies with the process that asked for it, and never as root where it must not be.

Run as a file, between fork and exec: `python -I -S launch.py PARENT SIGNAL IDENTITY PROGRAM ARGS…`. A file of its own
because code between fork and exec of a process with threads can hang. IDENTITY is `same`, `user:UID:GID` (needs root) or
`namespace:UID:GID`: a user namespace in which the caller is that user, so that PostgreSQL, which refuses root, runs
on root's own files. Linux only. Exit code 71: the identity was refused by the machine.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
IDENTITY_REFUSED = 71


def main(argv: list[str]) -> None:
    """Become the program."""
    parent, number, identity, *program = argv
    try:
        _become(identity)
    except OSError as error:
        print(f"{identity}: {error}", file=sys.stderr)
        raise SystemExit(IDENTITY_REFUSED) from error
    die_with_parent(int(parent), int(number))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.execv(program[0], program)  # the caller names the program; no shell between


def die_with_parent(parent: int, number: int) -> None:
    """Have the kernel send this process the signal `number` when its parent ends. Exits when it has ended already."""
    # After the identity is changed: a change of credentials clears it.
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)


def _become(identity: str) -> None:
    kind, _, numbers = identity.partition(":")
    if kind == "same":
        return
    user, group = (int(number) for number in numbers.split(":"))
    if kind == "user":
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        return
    outside_user, outside_group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    _write("setgroups", "deny")
    _write("uid_map", f"{user} {outside_user} 1")
    _write("gid_map", f"{group} {outside_group} 1")


def _write(name: str, text: str) -> None:
    with open(f"/proc/self/{name}", "w") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])

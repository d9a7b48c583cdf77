"""A filter of system calls (seccomp) for the caged decoder, which cannot be taken off again. Read by its path: see cage.py."""

import ctypes
import os
import struct
import sys

# By machine, from Linux's tables: AUDIT_ARCH, the numbers of clone and clone3, and those of what a decoder never needs: execve,
# execveat, fork, vfork, socket, socketpair, open, openat, openat2, creat, ptrace, kill, process_vm_readv and _writev,
# io_uring_setup, bpf, userfaultfd, unshare, setns, mount, keyctl, memfd_create.
CALLS = {
    "x86_64": (
        0xC000003E, 56, 435,
        (59, 322, 57, 58, 41, 53, 2, 257, 437, 85, 101, 62, 310, 311, 425, 321, 323, 272, 308, 165, 250, 319),
    ),
    "aarch64": (
        0xC00000B7, 220, 435,
        (221, 281, 198, 199, 56, 437, 117, 129, 270, 271, 425, 280, 282, 97, 268, 40, 219, 279),
    ),
}  # fmt: skip
_LOAD, _EQUAL, _AT_LEAST, _HAS_BIT, _GIVE = 0x20, 0x15, 0x35, 0x45, 0x06  # of the packet filter's language
_ALLOWED, _KILL, _DENIED, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x50001, 0x50026  # EPERM; ENOSYS, whereupon libc takes clone
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # where they lie in what the kernel shows
_OTHER_NUMBERING = 1 << 30  # x32's
_THREAD = 0x10000  # CLONE_THREAD
_SET_SECCOMP, _BY_FILTER = 22, 2


def forbid_calls(libc: ctypes.CDLL) -> bool:
    """Forbid processes, programs, files, sockets and looking at others; threads stay. False where that cannot be done.

    Asks for PR_SET_NO_NEW_PRIVS before. A call by another machine's numbering ends the process.
    """
    if os.uname().machine not in CALLS or sys.maxsize < 1 << 32:
        return False
    steps = _steps(*CALLS[os.uname().machine])
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    return bool(libc.prctl(_SET_SECCOMP, _BY_FILTER, program, 0, 0) == 0)


def _steps(machine: int, clone: int, clone3: int, forbidden: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """Return the program: what to do, how far to jump if so and if not, and with what."""
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine), (_GIVE, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    steps += [(_AT_LEAST, 0, 1, _OTHER_NUMBERING), (_GIVE, 0, 0, _DENIED)]
    for number in forbidden:
        steps += [(_EQUAL, 0, 1, number), (_GIVE, 0, 0, _DENIED)]
    steps += [(_EQUAL, 0, 1, clone3), (_GIVE, 0, 0, _UNKNOWN), (_EQUAL, 0, 3, clone)]
    steps += [(_LOAD, 0, 0, _FIRST_ARGUMENT), (_HAS_BIT, 1, 0, _THREAD), (_GIVE, 0, 0, _DENIED)]
    return [*steps, (_GIVE, 0, 0, _ALLOWED)]

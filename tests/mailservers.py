"""Mail servers that others wrote, each from folders of its own, on this machine alone: postfix, and dovecot with sieve.

Whatever goes to another domain than ours is thrown away (`default_transport = discard:`): no letter leaves. Both want to be
started by root; where neither root nor sudo is there, they count as missing.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

US, DAN = "1022.example", "dan.example"
"""The hotline's domain, and that of citizens."""
ON_LEAVE = 'require ["vacation"];\nvacation :days 1 :addresses ["{0}"] "Toi dang nghi phep.";\n'
"""A script for the box of somebody (their address) who is on leave."""
GONE = f"gone@{DAN}"
"""Somebody who is not there any more: letters to them come back."""
PASSWORD = "mat-khau"
_WITHIN = 30.0  # seconds
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def missing() -> str:
    """Return which of the mail servers cannot be used here, and why; empty when all is there."""
    lacking = [name for name in ("postfix", "dovecot") if not shutil.which(name, path=_PATH)]
    if not lacking and not list(Path("/usr/lib/dovecot").glob("modules/lib90_sieve_plugin.so")):
        lacking = ["dovecot-sieve"]
    if not lacking and _as_root() is None:
        return "postfix and dovecot must be started by root"
    return f"{', '.join(lacking)} not installed" if lacking else ""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


@dataclass
class MailServers:
    """Both servers: `smtp` takes letters for all, `imap` opens the boxes of dan.example. `folder` holds everything of theirs."""

    folder: Path
    lmtp: int
    """Where the hotline takes letters: a port on which the test listens."""
    smtp: int = field(default_factory=free_port)
    imap: int = field(default_factory=free_port)
    _inbox: int = field(default_factory=free_port)

    def wait_for_queue(self, count: int) -> None:
        """Wait until so many letters are in postfix's queue."""
        self.wait_until(lambda: len(self.queue()) == count)

    def queue(self) -> list[str]:
        """Return what postfix has not delivered yet."""
        listed = _run("postqueue", "-c", str(self.folder / "etc"), "-j")
        return [line for line in listed.stdout.splitlines() if line.strip()]

    def flush(self) -> None:
        """Have postfix try again what it could not deliver."""
        _run("postqueue", "-c", str(self.folder / "etc"), "-f")

    def sieve(self, user: str, script: str) -> None:
        """Give somebody of dan.example a script for what comes in."""
        home = self.folder / "home" / user
        home.mkdir(parents=True, exist_ok=True)
        (home / "own.sieve").write_text(script)
        _own(home)

    def wait_until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so; what the servers wrote down is shown when it never is."""
        until = time.monotonic() + _WITHIN
        while not is_so():
            if time.monotonic() > until:
                logs = "\n".join(file.read_text(errors="replace")[-4000:] for file in sorted(self.folder.glob("*.log")))
                raise AssertionError(f"not within {_WITHIN:.0f} s; the mail servers say:\n{logs}")
            time.sleep(0.05)


@contextmanager
def mail_servers(lmtp: int) -> Iterator[MailServers]:
    """Run both; skips the test where one is missing, fails it under CI."""
    if why := missing():
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = Path(tempfile.mkdtemp(prefix="hotline-mail-"))  # short: sockets lie in it, and both servers' users must get there
    folder.chmod(0o755)
    servers = MailServers(folder, lmtp)
    with ExitStack() as ending:
        ending.callback(_remove, folder)
        _start_postfix(servers, ending)
        _start_dovecot(servers, ending)
        for port in (servers.smtp, servers.imap):
            servers.wait_until(partial(_answers, port))
        yield servers


def _start_postfix(servers: MailServers, ending: ExitStack) -> None:
    etc = servers.folder / "etc"
    for name in ("etc", "spool", "lib"):
        (servers.folder / name).mkdir()
    (etc / "main.cf").write_text(
        _MAIN.format(folder=servers.folder, lmtp=servers.lmtp, inbox=servers._inbox, us=US, dan=DAN, gone=GONE)
    )
    (etc / "master.cf").write_text(_MASTER.format(port=servers.smtp))
    _run("chown", "postfix", str(servers.folder / "lib"))
    ending.callback(_run, "postfix", "-c", str(etc), "stop", may_fail=True)
    _run("postfix", "-c", str(etc), "start")


def _start_dovecot(servers: MailServers, ending: ExitStack) -> None:
    config = servers.folder / "dovecot.conf"
    (servers.folder / "home").mkdir()
    _own(servers.folder / "home")
    config.write_text(
        _DOVECOT.format(
            folder=servers.folder, imap=servers.imap, inbox=servers._inbox, smtp=servers.smtp, password=PASSWORD, owner=_BOXES_OF
        )
    )
    started = subprocess.Popen(
        [*(_as_root() or []), "/usr/sbin/dovecot", "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    ending.callback(started.wait, 30)
    ending.callback(started.terminate)


_BOXES_OF = "mail"  # a user that every Debian has


def _own(folder: Path) -> None:
    _run("chown", "-R", f"{_BOXES_OF}:{pwd.getpwnam(_BOXES_OF).pw_gid}", str(folder))


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode else None


def _run(*command: str, may_fail: bool = False) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [*(_as_root() or []), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PATH": _PATH},
    )
    assert may_fail or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done


def _remove(folder: Path) -> None:
    with suppress(OSError):
        _run("rm", "-rf", str(folder), may_fail=True)


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        try:
            probe.connect(("127.0.0.1", port))
            return bool(probe.recv(1))
        except OSError:
            return False


_MAIN = """
compatibility_level = 3.6
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
queue_directory = {folder}/spool
data_directory = {folder}/lib
mail_owner = postfix
setgid_group = postdrop
maillog_file_prefixes = {folder}
maillog_file = {folder}/postfix.log
myhostname = mx.{us}
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
recipient_delimiter = +
virtual_mailbox_domains = {us}, {dan}
virtual_mailbox_maps = static:all
default_transport = discard:
relayhost =
smtp_dns_support_level = disabled
message_size_limit = 25000000
transport_maps = inline:{{
    {{ {us} = lmtp:inet:127.0.0.1:{lmtp} }},
    {{ {dan} = lmtp:inet:127.0.0.1:{inbox} }},
    {{ away.{dan} = error:5.1.1 nobody of this name }} }}
virtual_alias_maps = inline:{{ {{ {gone} = nobody@away.{dan} }} }}
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
transport_retry_time = 1s
lmtp_connect_timeout = 5s
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_uid = {owner}
mail_gid = {owner}
first_valid_uid = 1
mail_location = maildir:{folder}/home/%u/box
auth_username_format = %Lu
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/home/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {inbox}
  }}
}}
service stats {{
  chroot =
}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@dan.example
  hostname = mx.dan.example
}}
plugin {{
  sieve = file:{folder}/home/%u/own.sieve
}}
submission_host = 127.0.0.1:{smtp}
"""

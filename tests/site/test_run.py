"""`bin/hotline run`, for real: it comes up, outlives the death of any of its processes, and leaves nothing behind.

One installation for all tests of this file, in the order written; each leaves it running and ready.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from smtplib import LMTP, SMTPDataError
from typing import Any
from urllib.request import urlopen

import psutil
import pytest

from tests.rules.sources import ROOT

SOON = 30.0  # seconds; a fault must be over within 10, which `faults` measures, but the tests share the machine
pytestmark = pytest.mark.xdist_group("run")


@dataclass
class Run:
    """A running installation."""

    folder: Path
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        read = json.loads((self.folder / "run" / "state.json").read_text())
        assert isinstance(read, dict)
        return read

    def child(self, name: str) -> psutil.Process:
        return psutil.Process(self.state()["children"][name])

    def page(self, path: str) -> str:
        with urlopen(self.state()["address"] + path, timeout=SOON) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())

    @property
    def port(self) -> int:
        return int(self.state()["address"].rsplit(":", 1)[1])

    def post(self, path: str, pieces: Iterable[bytes], headers: dict[str, str]) -> int:
        """Send a body in pieces, its length unsaid; return the answer's status."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        try:
            connection.request(
                "POST", path, body=pieces, headers={"Transfer-Encoding": "chunked", **headers}, encode_chunked=True
            )
            return connection.getresponse().status
        finally:
            connection.close()

    def get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()


def command(*words: str, **environment: str) -> "subprocess.Popen[str]":
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "DATABASE_"))}
    arguments = [sys.executable, "-P", "-m", "hotline.site.commands", *words]
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        env={**settings, "PYTHONPATH": str(ROOT), "HOTLINE_PROFILE": "hcmc", **environment},
    )


def ends(*words: str, **environment: str) -> tuple[int, str]:
    process = command(*words, **environment)
    try:
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, said


def within(seconds: float, is_so: Callable[[], object]) -> float:
    """Wait until it is so; gives the seconds that it took."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("một nơi")
    running = Run(folder, command("run", "--data", str(folder), "--port", "0", "--no-demo", HOTLINE_LMTP=str(folder / "lmtp")))
    assert running.process.stdout is not None
    for line in running.process.stdout:
        running.said.append(line)
        if line.startswith("Ctrl-C"):
            break
    else:
        pytest.fail("".join(running.said), pytrace=False)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(30)
        running.process.stdout.close()


def test_says_what_it_does_and_where_it_serves(run: Run) -> None:
    words = "".join(run.said)
    assert f"ready: {run.state()['address']}" in words
    assert "createadmin" in words
    assert (run.get("/healthz"), run.get("/readyz")) == (200, 200)


@pytest.mark.parametrize("name", ["PostgreSQL", "web", "worker", "sender", "mail"])
def test_a_killed_child_comes_back(run: Run, name: str) -> None:
    killed = run.child(name)
    below = killed.children(recursive=True)
    killed.kill()
    within(SOON, lambda: run.state()["children"].get(name, killed.pid) != killed.pid and run.get("/readyz") == 200)
    assert not [process.pid for process in below if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_a_body_in_pieces_is_read(run: Run) -> None:
    fields = {"service_code": "street_light", "lat": "10.7769", "long": "106.7009"}
    parts = [f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n'.encode() for name in fields]
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    assert run.post("/open311/v2/requests.json", [*parts, b"--B--\r\n"], kind) == 201
    for framing in ("Transfer-Encoding: chunked\r\n\r\nfff\r\n", "Content-Length: 4000\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", run.port), timeout=SOON) as broken:
            head = "POST /open311/v2/requests.json HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            head += f"Content-Type: {kind['Content-Type']}\r\n{framing}"
            broken.sendall(head.encode() + b"".join(parts))
            broken.shutdown(socket.SHUT_WR)
            assert broken.recv(100).startswith(b"HTTP/1.1 400"), "half a report is none"


def test_letters_wait_at_the_mail_server_until_the_channel_is_set_up(run: Run) -> None:
    within(SOON, lambda: _answers(run.folder / "lmtp"))
    with LMTP(str(run.folder / "lmtp")) as client, pytest.raises(SMTPDataError) as refused:
        client.sendmail("an@dan.example", ["1022@1022.example"], b"From: an@dan.example\r\n\r\nx\r\n")
    assert refused.value.smtp_code == 451


def test_where_nobody_can_take_letters_is_said(tmp_path: Path) -> None:
    code, said = ends("run", "--data", str(tmp_path), "--port", "0", "--no-demo", HOTLINE_LMTP="somewhere")
    assert (code, "HOTLINE_LMTP" in said) == (2, True)


def _answers(socket_file: Path) -> bool:
    try:
        with LMTP(str(socket_file)):
            return True
    except OSError:
        return False


def test_a_killed_web_process_is_replaced(run: Run) -> None:
    master = run.child("web")
    one, other = (process for process in master.children() if "resource_tracker" not in " ".join(process.cmdline()))
    one.kill()
    within(SOON, lambda: len([process for process in master.children() if process.pid != one.pid and _works(process)]) == 2)
    assert other.is_running()
    within(SOON, lambda: run.get("/readyz") == 200)


def test_a_killed_backend_is_survived(run: Run) -> None:
    postmaster = run.child("PostgreSQL")
    backend = next(process for process in postmaster.children() if "hotline_login" in process.cmdline()[0])
    backend.kill()
    within(SOON, lambda: not backend.is_running() and run.get("/readyz") == 200)
    assert run.child("PostgreSQL").pid == postmaster.pid


def test_a_silent_worker_is_told_by_readyz(run: Run) -> None:
    """Stopped, not dead: nobody restarts it, so readiness has to say it."""
    worker = run.child("worker")
    worker.suspend()
    try:
        old = time.time() - 60
        os.utime(run.folder / "run" / "worker.json", (old, old))
        assert run.get("/readyz") == 503
        assert run.get("/healthz") == 200
    finally:
        worker.resume()
    within(SOON, lambda: run.get("/readyz") == 200)


def test_another_command_uses_the_running_database(run: Run) -> None:
    code, said = ends("manage", "showmigrations", "--data", str(run.folder))
    assert (code, "[X]" in said, "[ ]" in said) == (0, True, False)
    assert run.get("/readyz") == 200


def test_a_second_run_on_the_same_folder_is_refused(run: Run) -> None:
    code, said = ends("run", "--data", str(run.folder), "--port", "0")
    assert code == 2
    assert said.count("\n") == 1
    assert "using" in said


@pytest.mark.long
def test_another_city_in_another_folder_runs_beside_it(run: Run, tmp_path: Path) -> None:
    other = command("run", "--profile", "binhduong", "--data", str(tmp_path), "--port", "0", "--no-demo")
    assert other.stdout is not None
    try:
        assert any(line.startswith("ready:") for line in other.stdout)
        beside = Run(tmp_path, other)
        assert beside.state()["address"] != run.state()["address"]
        name = "Đường dây nóng 1022 Bình Dương"
        assert (name in beside.page("/"), name in run.page("/")) == (True, False)
        assert (beside.get("/readyz"), run.get("/readyz")) == (200, 200)
    finally:
        other.terminate()
        other.communicate(timeout=30)
    assert other.returncode == 0
    assert run.get("/readyz") == 200


def test_a_port_in_use_is_refused(run: Run, tmp_path: Path) -> None:
    port = run.state()["address"].rsplit(":", 1)[1]
    code, said = ends("run", "--data", str(tmp_path), "--port", port)
    assert (code, said) == (2, f"hotline: Port {port} on 127.0.0.1 is in use: end what uses it, or choose another with --port.\n")


@pytest.mark.long
def test_a_killed_supervisor_takes_everything_with_it_and_the_next_start_is_whole(run: Run) -> None:
    """Then Ctrl-C on the new one: exit code 0, nothing left running, no state left behind."""
    below = psutil.Process(run.process.pid).children(recursive=True)
    run.process.kill()
    run.process.wait()
    within(SOON, lambda: not [process for process in below if _works(process)])
    with socket.create_server(("127.0.0.1", int(run.state()["address"].rsplit(":", 1)[1]))):
        pass  # nobody listens there; lines that wait for their end keep nobody from serving, as create_server allows
    again = command("run", "--data", str(run.folder), "--port", "0")
    assert again.stdout is not None
    assert any(line.startswith("ready:") for line in again.stdout)
    below = psutil.Process(again.pid).children(recursive=True)
    again.send_signal(signal.SIGINT)
    said, _ = again.communicate(timeout=30)
    assert again.returncode == 0, said
    assert "stopping PostgreSQL" in said
    assert not [process for process in below if _works(process)]
    assert not (run.folder / "run" / "state.json").exists()
    assert not (run.folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.long
def test_a_reader_who_leaves_ends_nothing_but_the_words(run: Run) -> None:
    """`bin/hotline run | head`, on the folder that the test before left in order: it runs on, and still stops in order."""
    quiet = command("run", "--data", str(run.folder), "--port", "0")
    run = Run(run.folder, quiet)
    assert quiet.stdout is not None
    quiet.stdout.readline()
    quiet.stdout.close()
    within(SOON * 2, lambda: (run.folder / "run" / "state.json").exists() and run.state()["ready"])
    quiet.terminate()
    assert quiet.wait(30) == 0
    assert not (run.folder / "run" / "state.json").exists()


def _works(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

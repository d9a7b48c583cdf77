"""The portal as its readers use it: browsers of citizens, and a real web server for foreign clients."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from hotline.casefile.facts import Opened
from tests import make


def link(opened: Opened, *more: str) -> str:
    """Return an address of the reporter's private page."""
    return f"/r/{opened.link}/" + "".join(f"{part}/" for part in more)


def page(address: str, *, status: int = 200, client: Client | None = None) -> str:
    """Return a page as everyone reads it."""
    response = (client or Client()).get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode() if not response.streaming else response.getvalue().decode(errors="replace")


def add_photo_by_link(message: str) -> None:
    """Open the private link that stands in a message of ours, and add a photo there by its form."""
    opened = re.findall(r"https?://\S+?(/r/[\w-]+/)", message)[-1]
    [form] = [one for one in re.findall(r"<form.*?</form>", page(opened), re.DOTALL) if "photos-photos" in one]
    [address] = re.findall(r'action="([^"]+)"', form)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    photo = SimpleUploadedFile("den.jpg", make.jpeg(), "image/jpeg")
    assert Client().post(address, {**hidden, "photos-photos": photo}).status_code == 302


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002
        return

    def handle(self) -> None:
        try:
            super().handle()
        finally:
            connections.close_all()


@contextmanager
def web_server() -> Iterator[str]:
    """Give the address of this installation, served on a free port to whoever speaks HTTP."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

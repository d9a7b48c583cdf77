"""Bodies as they reach the application: whole, and of a known length.

Django reads as far as Content-Length says: of a body in pieces (Transfer-Encoding: chunked, or HTTP/2), whose length nobody
said, nothing at all. Some programs and proxies send deliveries and photos so. Such a body is read to its end beforehand, in a
file once it is large, and goes on with its length; every limit of a form, a photo or a delivery then holds as ever.

The web server does not say when a connection breaks off: the body only ends. Half a report must not become one, so it is
looked at whether a body is as long as it was to be; one in pieces is taken where its own end can be told.
"""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

from django.core.exceptions import BadRequest

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST_BYTES = 100 * 1000 * 1000
"""Of a body in pieces: more than any form of ours takes with all of its photos."""
_IN_MEMORY = 1 << 20
_PIECE = 1 << 16
_TAIL = 200  # a boundary has at most 70 letters (RFC 2046)
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Readable(Protocol):
    """What a server gives to read a body from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""

    def readline(self, size: int, /) -> bytes:
        """Return a line, up to so many bytes of it."""


class Whole:
    """A body that must be as long as it was to be. Django's own limit goes around it, so that nothing is read beyond."""

    def __init__(self, source: Readable, length: int) -> None:
        self._source, self._left = source, length

    def read(self, size: int, /) -> bytes:
        """Return so many bytes. Raises BadRequest where the body breaks off."""
        pieces = []
        while size > 0:
            piece = self._source.read(size)
            pieces.append(self._counted(piece))
            size = min(size - len(piece), self._left)
        return b"".join(pieces)

    def readline(self, size: int, /) -> bytes:
        """Return a line. Raises BadRequest where the body breaks off."""
        return self._counted(self._source.readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if not piece and self._left > 0:
            raise BadRequest("the body broke off")
        return piece


def whole_bodies(application: Application) -> Application:
    """Return the WSGI application with every body whole and of a known length."""

    def read(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in _BODILESS:
            return application(environ, start_response)
        if _is_in_pieces(environ):
            return _read_beforehand(application, environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return read


def _is_in_pieces(environ: dict[str, Any]) -> bool:
    """Return whether the length is not said. Only a server that ends what is read where the body ends may be read so."""
    return bool(environ.get("wsgi.input_terminated")) and not environ.get("CONTENT_LENGTH")


def _read_beforehand(application: Application, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with SpooledTemporaryFile(_IN_MEMORY) as body:
        length, tail = _copied(environ["wsgi.input"], body)
        if length > MOST_BYTES:
            return _refused(start_response, "413 Content Too Large", "Nội dung quá lớn.")
        kind, _semicolon, more = environ.get("CONTENT_TYPE", "").partition(";")
        if length and kind.strip().lower() == "application/x-www-form-urlencoded":  # half of one is one
            return _refused(start_response, "411 Length Required", "Biểu mẫu này cần Content-Length.")
        if length and kind.strip().lower().startswith("multipart/") and not _is_closed(more, tail):
            return _refused(start_response, "400 Bad Request", "Nội dung chưa đến hết. Hãy gửi lại.")
        body.seek(0)
        environ |= {"CONTENT_LENGTH": str(length), "wsgi.input": body}
        return application(environ, start_response)


def _copied(source: Readable, body: Any) -> tuple[int, bytes]:
    """Copy to its end, or to where it is too large; return how many bytes there were, and the last of them."""
    length, tail = 0, b""
    while length <= MOST_BYTES and (piece := source.read(_PIECE)):
        length += len(piece)
        tail = (tail + piece)[-_TAIL:]
        body.write(piece)
    return length, tail


def _is_closed(parameters: str, tail: bytes) -> bool:
    """Return whether the last boundary of a form of several parts is there."""
    boundary = next((one.partition("=")[2] for one in parameters.split(";") if one.strip().lower().startswith("boundary=")), "")
    return bool(boundary) and f"--{boundary.strip().strip('"')}--".encode() in tail


def _refused(start_response: Callable[..., Any], status: str, words: str) -> Iterable[bytes]:
    content = words.encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))])
    return [content]

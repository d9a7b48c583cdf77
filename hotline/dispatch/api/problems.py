"""What is wrong with a request, as RFC 9457 writes it: a code for machines, a sentence for people, the status twice."""

from typing import Any

import msgspec
from django.http import HttpResponse

TYPE = "application/problem+json"
_BUSY = 5


class Problem(Exception):
    """A request that is not done as it stands. `more` are members of the answer beside the usual ones.

    `again_in`: seconds after which it may be sent again; 0 where waiting does not help.
    """

    def __init__(self, status: int, code: str, detail: str, *, again_in: int = 0, **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.more = status, code, detail, more
        self.again_in = again_in or (_BUSY if status == 503 else 0)


def answered(value: object, *, status: int = 200) -> HttpResponse:
    """Return an answer as JSON, for this system only."""
    response = HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refused(problem: Problem) -> HttpResponse:
    """Return what is wrong."""
    body = {"type": "about:blank", "status": problem.status, "code": problem.code, "detail": problem.detail, **problem.more}
    response = answered(body, status=problem.status)
    response.headers["Content-Type"] = TYPE
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hotline"'
    if problem.again_in:
        response.headers["Retry-After"] = str(problem.again_in)
    return response

"""What is wrong with a request, as RFC 9457 writes it: a code for machines, a sentence for people, the status twice."""

from typing import Any

import msgspec
from django.http import HttpResponse

TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is not done as it stands. `more` are members of the answer beside the usual ones."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.more = status, code, detail, more


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
    if problem.status == 503:
        response.headers["Retry-After"] = "5"
    return response

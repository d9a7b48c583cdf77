"""Who may come in to an agency's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from hotline.casefile import actions as casefile
from hotline.people.facts import Role
from hotline.people.guards import roles


def of_agency[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only people of agencies in; what is not theirs is not there, and nothing of it stays in a cache."""

    @roles(Role.FOCAL_POINT, Role.AGENCY_HEAD)
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except casefile.NoSuchCase:
            raise Http404 from None
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded

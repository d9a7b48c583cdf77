"""GET of GeoReport v2. `hotline.site.open311` decides by method which stage answers an address."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile import queries
from hotline.casefile.apikeys import keys_are_needed
from hotline.casefile.refusals import NoSuchCase
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory import queries as directory
from hotline.people.guards import public
from hotline.public.guessing import TOO_MANY, count_wrong, seconds, wait_before_guess
from hotline.public.open311.asking import Unreadable, read, require_jurisdiction
from hotline.public.open311.encoding import Form, Listed, Record, Refusal, answered, refused
from hotline.public.open311.records import definition_record, request_record, service_record

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"

type Answer[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Impatient(Exception):
    """Too many wrong codes: `wait` says how long no other is looked at."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def geo_report[**P](view: Answer[P]) -> Answer[P]:
    """Open the view to everyone, of this jurisdiction only, and answer what cannot be read in GeoReport's own way."""

    @public
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        form: Form = "xml" if kwargs.get("form") == "xml" else "json"
        try:
            require_jurisdiction(request.GET.dict(), directory.snapshot())
            return view(request, *args, **kwargs)
        except Unreadable as unreadable:
            return refused(*unreadable.refusals, form=form)
        except Impatient as impatient:
            words = _("Nhiều mã sai quá. Hãy thử lại sau %(seconds)s giây.") % {"seconds": seconds(impatient.wait)}
            response = refused(Refusal(TOO_MANY, words), form=form)
            response.headers["Retry-After"] = str(seconds(impatient.wait))
            return response

    return guarded


@geo_report
def discovery(_request: HttpRequest, *, form: Form) -> HttpResponse:
    """Say where this city's endpoint is and what it speaks."""
    snapshot = directory.snapshot()
    changed = snapshot.version.loaded_at.astimezone(snapshot.city.zone).isoformat(timespec="seconds")
    endpoint: Record = {
        "specification": _SPECIFICATION,
        "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": changed,
        "type": "test" if settings.IS_DEMONSTRATION else "production",
        "formats": Listed("format", ["text/xml", "application/json"]),
    }
    contact = _("Gọi %(number)s hoặc viết đến %(email)s.") % {"number": snapshot.city.number, "email": snapshot.city.email}
    record: Record = {
        "changeset": changed,
        "contact": contact,
        "key_service": contact if keys_are_needed() else _("Không cần khóa."),
        "endpoints": Listed("endpoint", [endpoint]),
    }
    return answered("discovery", record, form=form)


@geo_report
def services(_request: HttpRequest, *, form: Form) -> HttpResponse:
    """List the services in the order of the report form."""
    snapshot, language = directory.snapshot(), _language()
    listed = [snapshot.services[code] for group in snapshot.groups for code in group.services if code in snapshot.services]
    records = [service_record(service, snapshot, language=language) for service in listed]
    return answered("services", Listed("service", records), form=form)


@geo_report
def service(_request: HttpRequest, *, code: str, form: Form) -> HttpResponse:
    """Say what may be asked about a service."""
    found = directory.snapshot().services.get(code)
    if found is None:
        raise Unreadable(Refusal(404, _("Không có lĩnh vực “%(code)s”.") % {"code": code[:60]}))
    return answered("service_definition", definition_record(found, language=_language()), form=form)


@geo_report
def requests_list(request: HttpRequest, *, form: Form) -> HttpResponse:
    """List published requests of 90 days, at most 1000; or those asked for by code, unpublished ones with the least."""
    snapshot, now, language = directory.snapshot(), timezone.now(), _language()
    asked = read(request.GET.dict(), snapshot)
    references = None
    if asked.references is not None:
        require_patience(request)
        references = [reference for text in asked.references if (reference := parsed_reference(text))]
    found = queries.open311_requests(
        references=references,
        services=asked.services,
        phases=asked.phases,
        start=asked.start,
        end=asked.end,
        now=now,
        language=language,
    )
    if asked.references is not None:
        count_wrong(request, codes=len(asked.references) - len(found), now=now)
    records = [request_record(case, snapshot, language=language) for case in found]
    return answered("service_requests", Listed("request", records), form=form)


@geo_report
def request_one(request: HttpRequest, *, reference: str, form: Form) -> HttpResponse:
    """Return one request, as a list of one."""
    found, language = found_case(request, reference), _language()
    record = request_record(found, directory.snapshot(), language=language)
    return answered("service_requests", Listed("request", [record]), form=form)


@geo_report
def token_one(request: HttpRequest, *, token: str, form: Form) -> HttpResponse:
    """Return the code behind a token. Here every report has its code at once, and the code is its own token."""
    reference = found_case(request, token).case.reference
    record: Record = {"service_request_id": reference, "token": token}
    return answered("service_requests", Listed("request", [record]), form=form)


def found_case(request: HttpRequest, code: str) -> queries.PublicCase:
    """Return the case of a code. A wrong one counts as a guess, be it misspelt or only unknown. Raises Unreadable."""
    require_patience(request)
    try:
        return queries.public_case(parsed_reference(code) or "", language=_language())
    except NoSuchCase:
        count_wrong(request, codes=1, now=timezone.now())
        raise Unreadable(Refusal(404, _("Không có phản ánh nào mang mã này."))) from None


def require_patience(request: HttpRequest) -> None:
    """Raise Impatient for whoever tried too many wrong codes."""
    if wait := wait_before_guess(request, now=timezone.now()):
        raise Impatient(wait)


def parsed_reference(text: str) -> str | None:
    """Return a reference as it is written, or None for what is none."""
    try:
        return parse_reference(text, number=directory.snapshot().city.reference_number)
    except NotAReference:
        return None


def _language() -> str:
    return get_language() or "vi"

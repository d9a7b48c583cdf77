"""The page that asks whoever is signed in to show again who it is, in the middle of what they were doing.

It carries along what a form was sending and sends it to the same address together with the proof, so several tabs do not
disturb each other, nothing is kept on the server, and "back" finds what was typed.
"""

from urllib.parse import urlencode, urlsplit

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from hotline.people import proving, queries
from hotline.people.forms.proof import PREFIX, ProofForm

_OURS = (f"{PREFIX}-", "csrfmiddlewaretoken")
_GIVEN = f"{PREFIX}-given"


def confirm_first(request: HttpRequest) -> HttpResponseBase | None:
    """Return the page that asks, or None when the view may go on: it was shown lately, or with this very request."""
    now = timezone.now()
    if proving.is_fresh(request, now=now):
        _drop_proof(request)
        return None
    if request.headers.get("HX-Request"):
        here = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/staff/"
        return HttpResponseClientRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': here})}")
    factors = queries.factors_of(int(request.user.pk or 0))
    is_given = _GIVEN in request.POST
    form = ProofForm(request.POST if is_given else None, user=request.user, factors=factors, now=now)  # type: ignore[arg-type]
    if not (is_given and form.is_valid()):
        return _page(request, form)
    proving.remember(request, now=now)
    request.session.cycle_key()
    if request.POST[_GIVEN] == "GET":
        return redirect(request.get_full_path())
    _drop_proof(request)
    return None


def _page(request: HttpRequest, form: ProofForm) -> HttpResponse:
    method = request.POST.get(_GIVEN) or request.method
    carried = [(name, value) for name, values in request.POST.lists() if not name.startswith(_OURS) for value in values]
    given = {
        "form": form,
        "method": "POST" if method == "POST" else "GET",
        "carried": carried,
        "back": _page_before(request),
        "minutes": int(settings.HOTLINE_FRESH.total_seconds() // 60),
        "passkey_options": begin_authentication(request.user) if "credential" in form.fields else None,
    }
    page = render(request, "people/confirm.html", given, status=401)
    page["Cache-Control"] = "no-store"
    return page


def _page_before(request: HttpRequest) -> str:
    """Return where to go for whoever does not want to: the page they came from, if it is one of ours."""
    before = request.POST.get(f"{PREFIX}-back") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours and urlsplit(before).path != request.path else "/staff/"


def _drop_proof(request: HttpRequest) -> None:
    """Take the proof out of what the view is given: a password is none of its business."""
    if _GIVEN in request.POST:
        rest = request.POST.copy()
        for name in [name for name in rest if name.startswith(_OURS[0])]:
            del rest[name]
        request.POST = rest  # type: ignore[assignment]

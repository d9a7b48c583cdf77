"""One's own account: second steps, sessions, and the pages around signing in that are not django-allauth's."""

import ipaddress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline.core.facts import Actor, ActorKind
from hotline.people import actions, enrolment, queries, sessions
from hotline.people.access import signed_in as viewer_of_page
from hotline.people.facts import HOW_NAMES, SignInFacts
from hotline.people.forms import StartForm
from hotline.people.guards import fresh, open_without_second_step, public, signed_in

CODE_LENGTH = 100


@signed_in
@open_without_second_step
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Show one's second steps and sessions."""
    viewer, now = viewer_of_page(request), timezone.now()
    here, is_overdue = sessions.number_of(request), enrolment.is_overdue(request, user_id=viewer.user_id, now=now)
    given = {
        "factors": queries.factors_of(viewer.user_id),
        "sessions": [shown(one, here=here) for one in sessions.open_ones(user_id=viewer.user_id, now=now)],
        "due": enrolment.due(request),
        "is_overdue": is_overdue,
        "is_required": enrolment.is_required(),
        "has_password": request.user.has_usable_password(),  # type: ignore[union-attr]
        "named_address": _named_address(request),
        "is_numbered": _is_numbered(request),
        "now": now,
    }
    return render(request, "people/security.html", given)


@signed_in
@open_without_second_step
@require_POST
def end_session(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """End one of one's sessions; this one is ended by signing out."""
    viewer = viewer_of_page(request)
    if sign_in_id == sessions.number_of(request):
        return redirect("account_logout")
    actor = Actor(ActorKind.STAFF, user_id=viewer.user_id)
    if actions.close_session(sign_in_id, user_id=viewer.user_id, now=timezone.now(), actor=actor):
        messages.success(request, _("Đã kết thúc phiên đó. Thiết bị ấy phải đăng nhập lại."))
    else:
        messages.info(request, _("Phiên đó đã kết thúc rồi."))
    return redirect("mfa_index")


@signed_in
@open_without_second_step
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    viewer = viewer_of_page(request)
    actor = Actor(ActorKind.STAFF, user_id=viewer.user_id)
    here = sessions.number_of(request)
    ended = actions.close_sessions(viewer.user_id, but=here, now=timezone.now(), actor=actor)
    words = _("Đã kết thúc các phiên khác: %(n)d.") % {"n": ended} if ended else _("Không có phiên nào khác.")
    messages.success(request, words)
    return redirect("mfa_index")


@signed_in
@open_without_second_step
@fresh
@require_GET
def confirm(request: HttpRequest) -> HttpResponse:
    """Go on to where somebody wanted to go who has just shown who it is."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "/staff/")


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Set a password with a link that an administrator gave: once, within a day. Without its code, ask for that."""
    now, code = timezone.now(), (code or request.GET.get("code", ""))[:CODE_LENGTH]
    if not code:
        return render(request, "people/start_code.html", {"is_bad": False})
    try:
        owner = queries.person(actions.owner_of_link(code, now=now), now=now)
        form = StartForm(request.POST if request.method == "POST" else None, name=owner.name, email=owner.email)
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return _secret(render(request, "people/start.html", {"form": form, "person": owner, "code": code}, status=status))
        actions.use_link(code, hashed=form.hashed(), now=now)
    except actions.LinkNotGood:
        return render(request, "people/start_code.html", {"is_bad": True}, status=404)
    messages.success(request, _("Đã đặt mật khẩu. Mời bạn đăng nhập."))
    return redirect("account_login")


def shown(one: SignInFacts, *, here: int | None) -> dict[str, Any]:
    """Return one session as a page lists it."""
    return {"facts": one, "device": one.device, "how": HOW_NAMES[one.how], "is_here": one.id == here}


def nothing_by_password(view: Any) -> Any:
    """Let a view of one's password open only for somebody who has one: else a link is still to be used."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():  # type: ignore[union-attr]
            messages.info(request, _("Bạn chưa có mật khẩu. Hãy dùng liên kết mà người quản trị đã cấp."))
            return redirect("mfa_index")
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer

    return guarded


def _secret(page: HttpResponse) -> HttpResponse:
    """Let the address of a page, which is a secret, travel nowhere."""
    page["Referrer-Policy"] = "no-referrer, strict-origin"
    return page


def _is_numbered(request: HttpRequest) -> bool:
    """Return whether the address of this page is a number, for which no browser makes passkeys."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _named_address(request: HttpRequest) -> str:
    """Return this page at "localhost" when it is open at this machine's own number; else nothing."""
    host, _colon, port = request.get_host().partition(":")
    return f"{request.scheme}://localhost:{port}{request.path}" if host == "127.0.0.1" and port else ""

"""Where an agency's head, or an administrator, connects systems: keys, whom to tell, and every notice with its tries."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile.access import with_predecessors
from hotline.core.ordering import vietnamese_key
from hotline.directory.queries import snapshot
from hotline.dispatch import actions, queries
from hotline.dispatch.actions.systems import System
from hotline.dispatch.api import ROOT
from hotline.dispatch.facts import Kind
from hotline.dispatch.forms import HookForm, TokenForm, Units
from hotline.dispatch.rows import hook_row, notice_row, remote_row, token_row
from hotline.people.access import signed_in
from hotline.people.facts import Role, Viewer
from hotline.people.guards import fresh, roles

ROWS = 50
_connecting = roles(Role.AGENCY_HEAD, Role.ADMINISTRATOR)


@_connecting
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """List the keys and the systems of the viewer's agencies, an administrator's: all."""
    return _systems_page(request)


@_connecting
@fresh
@require_POST
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a key and show it, this once."""
    viewer = signed_in(request)
    form = TokenForm(request.POST, units=_units(viewer))
    if not form.is_valid():
        return _systems_page(request, token_form=form, status=422)
    typed = form.cleaned_data
    token = actions.make_token(
        form.unit_id, name=typed["name"], reads_only=typed["reads_only"], user_id=viewer.user_id, now=timezone.now()
    )
    return _shown_once(request, {"token": token, "name": typed["name"]})


@_connecting
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a key back."""
    said = _("Đã thu hồi khóa. Hệ thống dùng khóa này không vào được nữa.")
    return _ended(request, actions.revoke_token, token_id, said=said)


@_connecting
@fresh
@require_POST
def new_hook(request: HttpRequest) -> HttpResponse:
    """Enter a system; show the secret that its webhooks are signed with, this once."""
    viewer = signed_in(request)
    form = HookForm(request.POST, units=_units(viewer))
    if not form.is_valid():
        return _systems_page(request, hook_form=form, status=422)
    typed = form.cleaned_data
    system = System(
        Kind(typed["kind"]),
        typed["name"],
        typed["url"],
        typed["jurisdiction"].strip(),
        typed["service"].strip(),
        typed["key"].strip(),
    )
    hook_id, secret = actions.make_hook(form.unit_id, system, user_id=viewer.user_id, now=timezone.now())
    if secret:
        return _shown_once(request, {"secret": secret, "name": typed["name"], "hook_id": hook_id})
    messages.success(request, _("Đã nối với máy chủ. Việc chuyển đến đơn vị từ bây giờ sẽ được gửi sang."))
    return redirect("dispatch:hook", hook_id)


@_connecting
@require_safe
def hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Show one system with what it was told, the newest first."""
    found = queries.hook(_number(hook_id), _own(signed_in(request)))
    if found is None:
        raise Http404
    before = request.GET.get("before", "")
    listed = queries.notices(hook_id, before=int(before) if re.fullmatch("[0-9]{1,18}", before) else None, limit=ROWS + 1)
    given = {
        "row": hook_row(found, language=_language()),
        "notices": [notice_row(one) for one in listed[:ROWS]],
        "remote": [remote_row(one) for one in queries.remote_cases(hook_id, limit=ROWS)] if found.kind == Kind.OPEN311 else [],
        "is_webhook": found.kind == Kind.WEBHOOK,
        "links_to_parts": signed_in(request).has(Role.AGENCY_HEAD),
        "previous": "?" if before else "",
        "following": f"?before={listed[ROWS - 1].id}" if len(listed) > ROWS else "",
        "now": timezone.now(),
    }
    return render(request, "dispatch/hook.html", given)


@_connecting
@require_POST
def end_hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Tell a system nothing more."""
    return _ended(request, actions.end_hook, hook_id, said=_("Đã ngừng kết nối. Những gì đang chờ sẽ không gửi nữa."))


@_connecting
@require_POST
def try_hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Send a webhook that tells of nothing."""
    try:
        actions.ask_for_try(_number(hook_id), unit_ids=_own(signed_in(request)), now=timezone.now())
    except actions.NoSuchHook:
        raise Http404 from None
    messages.success(request, _("Đang gửi thử. Vài giây nữa tải lại trang để xem máy chủ trả lời gì."))
    return redirect("dispatch:hook", hook_id)


@_connecting
@require_POST
def replay(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Send one notice again."""
    try:
        hook_id = actions.replay(_number(notice_id), unit_ids=_own(signed_in(request)), now=timezone.now())
    except actions.NoSuchHook:
        raise Http404 from None
    except actions.NotDone:
        messages.info(request, _("Tin này đang chờ gửi rồi."))
        return redirect("dispatch:systems")
    messages.success(request, _("Tin đã vào hàng chờ và sẽ gửi trong vài giây nữa."))
    return redirect("dispatch:hook", hook_id)


def _ended(request: HttpRequest, end: Callable[..., None], number: int, *, said: str) -> HttpResponse:
    """End what a system had by what was given to it, and come back to the list."""
    viewer = signed_in(request)
    try:
        end(_number(number), unit_ids=_own(viewer), user_id=viewer.user_id, now=timezone.now())
    except (actions.NoSuchToken, actions.NoSuchHook):
        raise Http404 from None
    messages.success(request, said)
    return redirect("dispatch:systems")


def _systems_page(
    request: HttpRequest, *, token_form: TokenForm | None = None, hook_form: HookForm | None = None, status: int = 200
) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    units, own = _units(viewer), _own(viewer)
    given = {
        "tokens": [token_row(one, now=now, language=_language()) for one in queries.tokens(own)],
        "hooks": [hook_row(one, language=_language()) for one in queries.hooks(own)],
        "token_form": token_form or TokenForm(units=units),
        "hook_form": hook_form or HookForm(units=units),
        "one_unit": units[0][1] if len(units) == 1 else "",
        "document": f"{ROOT}/openapi.json",
        "now": now,
    }
    return render(request, "dispatch/systems.html", given, status=status)


def _shown_once(request: HttpRequest, given: Mapping[str, Any]) -> HttpResponse:
    page = render(request, "dispatch/shown_once.html", {**given, "now": timezone.now()})
    page["Cache-Control"] = "private, no-store"
    return page


def _own(viewer: Viewer) -> frozenset[int] | None:
    """Return the agencies whose systems the viewer may connect, with those that they go on with; None for all."""
    return None if viewer.has(Role.ADMINISTRATOR) else with_predecessors(viewer.headed)


def _units(viewer: Viewer) -> Units:
    own, language = _own(viewer), _language()
    named = [(one.id, one.name.in_language(language)) for one in snapshot().units.values() if own is None or one.id in own]
    return sorted(named, key=lambda pair: vietnamese_key(pair[1]))


def _number(number: int) -> int:
    if number >= 2**63:
        raise Http404
    return number


def _language() -> str:
    return get_language() or "vi"

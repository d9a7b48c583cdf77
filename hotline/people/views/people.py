"""Signing in leads here: one's own desk, and the administrator's pages of people."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline.core.facts import Actor, ActorKind
from hotline.core.ordering import vietnamese_key
from hotline.directory.queries import snapshot
from hotline.people import actions, queries, sessions
from hotline.people.access import signed_in as viewer_of_page
from hotline.people.desks import desks_of
from hotline.people.facts import EVENT_NAMES, ROLE_NAMES, PersonEventFacts, PersonFacts, Role
from hotline.people.forms import NameForm, PersonForm, RoleForm
from hotline.people.guards import fresh, roles, signed_in

from .account import shown

administrators = roles(Role.ADMINISTRATOR)


@signed_in
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """Send everybody to their desk; who has none reads which roles they hold."""
    viewer = viewer_of_page(request)
    desks = desks_of(viewer)
    if desks:
        return redirect(desks[0].url)
    return render(request, "people/landing.html", {"roles": [ROLE_NAMES[role] for role in sorted(viewer.roles)]})


@administrators
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List everybody who has an account."""
    words = request.GET.get("q", "").strip().replace("\0", "")[:100]
    now = timezone.now()
    units = _unit_names()
    found = queries.people(words=words, now=now)
    strong = queries.with_second_factor(one.id for one in found)
    listed = [{"person": one, "roles": _held(one, units), "has_second_step": one.id in strong} for one in found]
    return render(request, "people/people.html", {"people": listed, "q": words, "now": now})


@administrators
@fresh
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account and give a link with which its owner sets a password."""
    asked = request.POST if request.method == "POST" else None
    person, role = PersonForm(asked), RoleForm(asked, units=_units(), streams=_streams(), optional=True)
    if asked is None or not (person.is_valid() and role.is_valid()):
        return render(request, "people/new.html", {"form": person, "role_form": role}, status=200 if asked is None else 422)
    now, actor = timezone.now(), _actor(request)
    try:
        user_id = actions.create_user(
            person.cleaned_data["email"],
            name=person.cleaned_data["name"],
            password=None,
            now=now,
            actor=actor,
        )
    except actions.AddressTaken:
        person.add_error("email", _("Địa chỉ này đã có tài khoản."))
        return render(request, "people/new.html", {"form": person, "role_form": role}, status=422)
    if role.cleaned_data["role"]:
        chosen = Role(role.cleaned_data["role"])
        unit_id, stream = role.cleaned_data["unit_id"], role.cleaned_data["stream"]
        actions.grant_role(user_id, role=chosen, unit_id=unit_id, stream=stream, now=now, actor=actor)
    return _link_page(request, user_id, actions.give_link(user_id, now=now, actor=actor))


@administrators
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show one person: roles, history, and what an administrator can do."""
    return _person_page(request, user_id)


@administrators
@require_POST
def rename(request: HttpRequest, user_id: int) -> HttpResponse:
    """Write down another name."""
    _found(user_id)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _person_page(request, user_id, name_form=form, status=422)
    actions.rename(user_id, name=form.cleaned_data["name"], now=timezone.now(), actor=_actor(request))
    return redirect("people:person", user_id)


@administrators
@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    _found(user_id)
    form = RoleForm(request.POST, units=_units(), streams=_streams())
    if form.is_valid():
        chosen = Role(form.cleaned_data["role"])
        unit_id, stream = form.cleaned_data["unit_id"], form.cleaned_data["stream"]
        try:
            actions.grant_role(user_id, role=chosen, unit_id=unit_id, stream=stream, now=timezone.now(), actor=_actor(request))
        except actions.RoleHeld:
            form.add_error("role", _("Người này đang giữ vai trò đó rồi."))
        else:
            return redirect("people:person", user_id)
    return _person_page(request, user_id, role_form=form, status=422)


@administrators
@require_POST
def revoke(request: HttpRequest, user_id: int, membership_id: int) -> HttpResponse:
    """Take a role."""
    if membership_id not in {held.id for held in _found(user_id).memberships}:
        raise Http404
    try:
        actions.revoke_role(membership_id, now=timezone.now(), actor=_actor(request))
    except actions.LastAdministrator:
        messages.error(request, _("Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho người khác trước."))
    except actions.RoleNotHeld:
        messages.info(request, _("Vai trò này vừa được thôi giữ rồi."))
    return redirect("people:person", user_id)


@administrators
@require_POST
def deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account."""
    _found(user_id)
    try:
        actions.deactivate(user_id, now=timezone.now(), actor=_actor(request))
    except actions.OwnAccount:
        messages.error(request, _("Bạn không tự khóa tài khoản của mình được. Hãy nhờ một người quản trị khác."))
    except actions.LastAdministrator:
        messages.error(request, _("Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho người khác trước."))
    return redirect("people:person", user_id)


@administrators
@require_POST
def reactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    _found(user_id)
    actions.reactivate(user_id, now=timezone.now(), actor=_actor(request))
    return redirect("people:person", user_id)


@administrators
@fresh
@require_POST
def link(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a link that sets a new password, to somebody who forgot theirs or fears that somebody knows it."""
    if not _found(user_id).is_active:
        messages.error(request, _("Tài khoản này đang khóa. Hãy mở lại trước."))
        return redirect("people:person", user_id)
    return _link_page(request, user_id, actions.give_link(user_id, now=timezone.now(), actor=_actor(request)))


@administrators
@fresh
@require_POST
def remove_factors(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take all second steps of somebody who has lost the telephone or the key."""
    _found(user_id)
    actions.remove_factors(user_id, now=timezone.now(), actor=_actor(request))
    messages.success(request, _("Đã gỡ. Lần đăng nhập tới người đó chỉ cần mật khẩu, rồi phải thêm bước xác nhận mới."))
    return redirect("people:person", user_id)


@roles(Role.ADMINISTRATOR, Role.SUPERVISOR)
@require_GET
def open_sessions(request: HttpRequest) -> HttpResponse:
    """List who is signed in now, and on what."""
    now, here = timezone.now(), sessions.number_of(request)
    listed = [shown(one, here=here) for one in sessions.open_ones(now=now)]
    return render(request, "people/sessions.html", {"sessions": listed, "now": now})


@roles(Role.ADMINISTRATOR, Role.SUPERVISOR)
@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """End all sessions of somebody; of one's own, all but this one."""
    name = _found(user_id).name
    ended = actions.close_sessions(user_id, but=sessions.number_of(request), now=timezone.now(), actor=_actor(request))
    words = _("Đã kết thúc mọi phiên của %(name)s.") if ended else _("%(name)s không có phiên nào đang mở.")
    messages.success(request, words % {"name": name})
    is_from_person = request.POST.get("from") == "person" and viewer_of_page(request).has(Role.ADMINISTRATOR)
    return redirect("people:person", user_id) if is_from_person else redirect("people:sessions")


def _person_page(
    request: HttpRequest,
    user_id: int,
    *,
    name_form: NameForm | None = None,
    role_form: RoleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found, now = _found(user_id), timezone.now()
    units, here = _unit_names(), sessions.number_of(request)
    given = {
        "person": found,
        "factors": queries.factors_of(user_id),
        "sessions": [shown(one, here=here) for one in sessions.open_ones(user_id=user_id, now=now)],
        "now": now,
        "memberships": _held(found, units),
        "events": [_told(event, units) for event in queries.events_of(user_id)],
        "name_form": name_form or NameForm({"name": found.name}),
        "role_form": role_form or RoleForm(units=_units(), streams=_streams()),
    }
    return render(request, "people/person.html", given, status=status)


def _link_page(request: HttpRequest, user_id: int, code: str) -> HttpResponse:
    """Show the link once: it is kept nowhere."""
    address = settings.PUBLIC_URL + reverse("start_with", args=[code])
    given = {"person": _found(user_id), "code": code, "address": address, "without_code": settings.PUBLIC_URL + reverse("start")}
    page = render(request, "people/link_given.html", given)
    page["Cache-Control"] = "no-store"
    return page


def _found(user_id: int) -> PersonFacts:
    try:
        return queries.person(user_id, now=timezone.now())
    except queries.NoSuchPerson as error:
        raise Http404 from error


def _held(person: PersonFacts, units: Mapping[int, str]) -> list[dict[str, object]]:
    return [
        {"id": one.id, "words": _role_words(one.role, one.unit_id, units, one.stream), "from_at": one.from_at}
        for one in person.memberships
    ]


def _told(event: PersonEventFacts, units: Mapping[int, str]) -> dict[str, object]:
    role = _role_words(event.role, event.unit_id, units, event.stream)
    return {"at": event.at, "name": EVENT_NAMES[event.kind], "by": event.by, "role": role}


def _role_words(role: Role | None, unit_id: int | None, units: Mapping[int, str], stream: str) -> str:
    if role is None:
        return ""
    of = units.get(unit_id, "") if unit_id else dict(_streams()).get(stream, stream)
    return f"{ROLE_NAMES[role]} · {of}" if of else str(ROLE_NAMES[role])


def _streams() -> list[tuple[str, str]]:
    """Return the city's hotlines, the centre's own first."""
    language = get_language() or "vi"
    return [(one.code, one.name.in_language(language)) for one in snapshot().centre.streams]


def _units() -> list[tuple[int, str]]:
    """Return the agencies of today, by name."""
    language = get_language() or "vi"
    named = [(unit.id, unit.name.in_language(language)) for unit in snapshot().units.values()]
    return sorted(named, key=lambda unit: vietnamese_key(unit[1]))


def _unit_names() -> dict[int, str]:
    """Return the names of all agencies, of closed ones too."""
    language = get_language() or "vi"
    return {unit.id: unit.name.in_language(language) for unit in snapshot().units_by_id.values()}


def _actor(request: HttpRequest) -> Actor:
    return Actor(ActorKind.STAFF, user_id=viewer_of_page(request).user_id)

"""Every door there is, and who may open each: written here, apart from the code.

A route that is not in this table fails: whoever adds a page says here who may open it.
"""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hotline.directory.queries import snapshot
from hotline.people.facts import AGENCY_ROLES, Role
from tests.people.persons import make_person, signed_in

EVERYBODY = frozenset[Role]()
STAFF = frozenset(Role)
OPERATORS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
DESK = frozenset({Role.SYNTHESIS, Role.SUPERVISOR})
CENTRE = OPERATORS | DESK
SUPERVISOR = frozenset({Role.SUPERVISOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
WATCHERS = SUPERVISOR | ADMINISTRATOR
OWN_AGENCY = frozenset(AGENCY_ROLES)
CONNECTING = frozenset({Role.AGENCY_HEAD, Role.ADMINISTRATOR})

DOORS: dict[str, frozenset[Role]] = {
    "": EVERYBODY, "healthz": EVERYBODY, "readyz": EVERYBODY, "city.css": EVERYBODY, "i18n/setlang/": EVERYBODY,
    "contact/": EVERYBODY,
    "ui/": EVERYBODY, "ui/staff/": EVERYBODY, "emblem.svg": EVERYBODY, "icons.svg": EVERYBODY, "look/": EVERYBODY,
    "open311/": EVERYBODY, "map/base.json": EVERYBODY, "map/place": EVERYBODY, "map/search": EVERYBODY,
    "map/tiles/<z>/<x>/<y>.png": EVERYBODY,
    "open311/discovery": EVERYBODY, "open311/services": EVERYBODY, "open311/services/<code>": EVERYBODY,
    "open311/requests": EVERYBODY, "open311/requests/<reference>": EVERYBODY, "open311/tokens/<token>": EVERYBODY,
    "open311/servicerequestupdates": EVERYBODY, "open311/<asked>": EVERYBODY,
    "accounts/login/": EVERYBODY, "accounts/logout/": EVERYBODY, "accounts/password/change/": STAFF,
    "accounts/login/second/": EVERYBODY, "accounts/login/passkey/": EVERYBODY,
    "accounts/start/": EVERYBODY, "accounts/start/<code>/": EVERYBODY, "accounts/confirm/": STAFF,
    **{
        f"accounts/security/{page}": STAFF
        for page in (
            "", "app/", "app/remove/", "passkeys/add/", "passkeys/<pk>/", "passkeys/<pk>/remove/", "codes/", "codes/new/",
            "sessions/end/", "sessions/<sign_in_id>/end/",
        )
    },
    "report/": EVERYBODY, "report/where/": EVERYBODY, "report/photos/": EVERYBODY, "report/photos/<key>.jpg": EVERYBODY,
    "services.json": EVERYBODY, "report/who/": EVERYBODY, "report/sent/": EVERYBODY,
    "near/": EVERYBODY, "cases/feed.atom": EVERYBODY, "cases/map/": EVERYBODY, "cases/map/points.json": EVERYBODY,
    "follow/": EVERYBODY, "cases/": EVERYBODY, "cases/<reference>/": EVERYBODY, "media/<key>.jpg": EVERYBODY,
    "r/<token>/": EVERYBODY, "r/<token>/photo/<key>.jpg": EVERYBODY, "r/<token>/photos/": EVERYBODY,
    "r/<token>/reply/<question_id>/": EVERYBODY, "r/<token>/rate/<part_id>/": EVERYBODY, "r/<token>/not-done/": EVERYBODY,
    "tour/": EVERYBODY, "tour/enter/": EVERYBODY,
    "staff/": STAFF,
    "staff/people/": ADMINISTRATOR, "staff/people/new/": ADMINISTRATOR, "staff/people/<user_id>/": ADMINISTRATOR,
    "staff/people/<user_id>/rename/": ADMINISTRATOR, "staff/people/<user_id>/roles/": ADMINISTRATOR,
    "staff/people/<user_id>/roles/<membership_id>/end/": ADMINISTRATOR,
    "staff/people/<user_id>/deactivate/": ADMINISTRATOR, "staff/people/<user_id>/reactivate/": ADMINISTRATOR,
    "staff/people/<user_id>/link/": ADMINISTRATOR, "staff/people/<user_id>/factors/remove/": ADMINISTRATOR,
    "staff/people/sessions/": WATCHERS, "staff/people/<user_id>/sessions/end/": WATCHERS,
    **{
        f"staff/calendars/{page}": ADMINISTRATOR
        for page in (
            "", "<code>/", "<code>/change/", "decisions/<decision_id>/", "decisions/<decision_id>/moved.part",
            "decisions/<decision_id>/apply/", "decisions/<decision_id>/drop/",
        )
    },
    **{
        f"staff/rules/{page}": ADMINISTRATOR
        for page in ("", "<code>/", "<code>/preview/", "<code>/add/", "<code>/take-back/")
    },
    **{
        f"staff/channels/{page}": ADMINISTRATOR for page in ("", "senders/", "try/<channel>/", "tried/<number>/", "way/<name>/")
    },
    "phone/": EVERYBODY, "phone/<channel>/": EVERYBODY, "phone/<channel>/say/": EVERYBODY,
    "staff/photo/<key>.jpg": CENTRE, "staff/photo/<key>/public.jpg": CENTRE,
    "operator/": OPERATORS, "operator/queue.part": OPERATORS, "operator/next/": OPERATORS, "operator/new/": OPERATORS,
    "in/<name>/": EVERYBODY, "place/<token>/": EVERYBODY, "operator/messages/": OPERATORS,
    "operator/messages/<number>/": OPERATORS, "operator/messages/m/<number>/": OPERATORS,
    "operator/senders/<number>/": OPERATORS, "operator/senders/<number>/through/": OPERATORS,
    "operator/senders/<number>/lift/": OPERATORS,
    "triage/<reference>/join/": OPERATORS, "triage/<reference>/part/": OPERATORS,
    "supervisor/deliveries/": SUPERVISOR, "supervisor/deliveries/<number>/again/": SUPERVISOR,
    "supervisor/deliveries/<number>/": SUPERVISOR,
    **{
        f"supervisor/blocks/{page}": SUPERVISOR
        for page in (
            "", "<number>/", "<number>/lift/", "<number>/prolong/", "<number>/photo/<key>.jpg", "<number>/m/<message>/",
        )
    },
    "r/<token>/number/": EVERYBODY, "r/<token>/number/code/": EVERYBODY,
    "r/<token>/number/withdraw/": EVERYBODY,
    "operator/wards/": OPERATORS, "operator/wards/<request_id>/": OPERATORS,
    "supervisor/wards/": SUPERVISOR | {Role.LEADER}, "supervisor/wards.csv": SUPERVISOR | {Role.LEADER},
    "operator/<reference>/": OPERATORS, "synthesis/<reference>/": DESK, "supervisor/": SUPERVISOR,
    "supervisor/commitments/": SUPERVISOR,
    "casework/<reference>/commitments/<commitment_id>/approve/": SUPERVISOR,
    "casework/<reference>/commitments/<commitment_id>/decline/": SUPERVISOR,
    **{
        f"triage/<reference>/{deed}/": OPERATORS
        for deed in (
            "accept", "verify", "ask", "refuse", "answer", "service", "level", "place", "forward", "propose", "withdraw",
            "agency-words", "pause", "resume", "stream", "stream/leave", "alike", "merge", "undo", "leave", "split",
            "emergency", "link-recurrence", "deny-recurrence", "restore-recurrence",
        )
    },
    "supervisor/screening/": SUPERVISOR, "supervisor/returns/": SUPERVISOR, "triage/<reference>/rule/": SUPERVISOR,
    "triage/<reference>/settle/": OPERATORS, "triage/<reference>/scope/": OPERATORS,
    "agency/<part_id>/down/": OWN_AGENCY, "agency/<part_id>/draft/": OWN_AGENCY,
    **{f"agency/<part_id>/below/<under_id>/{deed}/": OWN_AGENCY for deed in ("accept", "return", "back")},
    "triage/<reference>/reconsider/": SUPERVISOR, "triage/<reference>/reveal/": CENTRE, "triage/<reference>/write/": CENTRE,
    "triage/<reference>/reveal/open/": CENTRE, "triage/<reference>/reveal/decide/": CENTRE,
    "triage/<reference>/name/": OPERATORS, "triage/<reference>/explain/": CENTRE,
    "agency/explanations/": OWN_AGENCY, "agency/explanations/<explanation_id>/": OWN_AGENCY,
    "agency/<part_id>/explain/": OWN_AGENCY,
    "agency/commitments/": OWN_AGENCY, "agency/directives/": OWN_AGENCY, "agency/<part_id>/directive/": OWN_AGENCY,
    **{f"synthesis/dossiers/{page}": DESK for page in ("", "<dossier_id>/", "<dossier_id>/to-trinh.pdf", "<dossier_id>/write/")},
    **{f"synthesis/dossiers/<dossier_id>/{deed}/": SUPERVISOR for deed in ("withdraw", "decide")},
    **{
        f"synthesis/dossiers/<dossier_id>/directives/<directive_id>/{deed}/": SUPERVISOR
        for deed in ("accept", "return", "lift")
    },
    "oversight/<reference>/dossier/": DESK,
    "agency/": OWN_AGENCY, "agency/<part_id>/": OWN_AGENCY, "agency/<part_id>/photo/<key>.jpg": OWN_AGENCY,
    "agency/<part_id>/kept/<token>.jpg": OWN_AGENCY,
    **{f"agency/<part_id>/{deed}/": OWN_AGENCY for deed in ("accept", "result", "progress", "commit", "ask", "assign", "return")},
    "cases/<reference>/comments/": EVERYBODY, "synthesis/comments/": DESK,
    "synthesis/comments/<comment_id>/publish/": DESK, "synthesis/comments/<comment_id>/decline/": DESK,
    "synthesis/": DESK, "synthesis/<reference>/photos/<key>/": DESK,
    "answering/<reference>/results/<part_id>/accept/": DESK, "answering/<reference>/results/<part_id>/return/": DESK,
    "answering/<reference>/draft/": DESK, "answering/<reference>/publish/": DESK, "answering/<reference>/report/": DESK,
    "answering/<reference>/correct/<answer_id>/": DESK,
    **{f"answering/<reference>/photos/<key>/{deed}/": DESK for deed in ("cover", "publish", "withdraw")},
    "watch/": CENTRE, "watch/calls/": OPERATORS, "watch/calls/<call_id>/": OPERATORS,
    "agency/today/": OWN_AGENCY, "agency/calendar/": OWN_AGENCY, "agency/calendar/new/": OWN_AGENCY,
    "agency/calendar/end/": OWN_AGENCY, "calendar/<token>.ics": EVERYBODY,
    **{
        f"systems/{page}": CONNECTING
        for page in (
            "", "keys/new/", "keys/<token_id>/revoke/", "new/", "<hook_id>/", "<hook_id>/end/", "<hook_id>/try/",
            "notices/<notice_id>/again/",
        )
    },
    # Opened by a key of one agency, which nobody of these holds: everybody gets 401 (tests/dispatch).
    **{
        f"api/agency/v1/{page}": EVERYBODY
        for page in (
            "openapi.json", "codes", "parts", "parts/<part_id>", "parts/<part_id>/photos", "parts/<part_id>/photos/<key>.jpg",
            *(f"parts/<part_id>/{deed}" for deed in ("accept", "return", "progress", "commit", "result", "directive")),
            "directives", "explanations", "explanations/<explanation_id>",
        )
    },
    "api/<address>": EVERYBODY,
    "notify/outbox/": SUPERVISOR, "notify/outbox/revive/": SUPERVISOR,
    "notify/dead/": SUPERVISOR, "notify/dead/<message_id>/revive/": SUPERVISOR,
}  # fmt: skip

LEAD, OTHER = "ql-ha-tang-giao-thong", "so-y-te"


def routes() -> list[str]:
    """Every route there is, each converter and named group written <name>."""
    return list(dict.fromkeys(plain(route) for route in _walk(get_resolver())))


def plain(route: str) -> str:
    """Return a route as the table writes it."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    route = route.replace("\\.", ".").replace("^", "").replace("$", "").replace("(?:v2/)?", "").replace("v2/", "")
    return re.sub(r"\.<form>$", "", route)


def signed_in_as(role: Role | None, *, unit: str) -> Client:
    """Return a browser of somebody in this role, of an agency where it is an agency's; of a stranger for None."""
    if role is None:
        return Client()
    unit_id = snapshot().units[unit].id if role in AGENCY_ROLES else None
    return signed_in(make_person(role.value.replace("_", ""), role, unit_id=unit_id))


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        elif isinstance(entry, URLPattern):
            yield route

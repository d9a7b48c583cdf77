"""Every door × every role × own and other agency: who gets in is written here, apart from the code, and each is tried.

A route that is not in this table fails: whoever adds a page says here who may open it.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened
from hotline.casefile.queries import agencies, agencydesk
from hotline.casefile.refusals import NoSuchCase
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.people.facts import AGENCY_ROLES, Role, Viewer
from tests import make
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


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """An answered case of Quân's agency, with a photo and a dead message."""
    return make.answered("pothole", now=timezone.now() - make.minutes(300), attachments=(make.photo(),))


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "anonymous")
def test_every_door_with_every_role(opened: Opened, role: Role | None) -> None:
    client = _client(role, unit=LEAD)
    values = _values(opened)
    wrong = [problem for route in _routes() for problem in _tried(client, route, values, role)]
    assert wrong == []


@pytest.mark.parametrize("role", sorted(AGENCY_ROLES))
def test_another_agency_finds_nothing_of_it(opened: Opened, role: Role) -> None:
    client = _client(role, unit=OTHER)
    values = _values(opened)
    for route in _routes():
        if "<part_id>" not in route or not route.startswith("agency/"):
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(_path(route, values)).status_code
            assert status in (404, 405), (method, route, status)
    assert opened.reference not in client.get("/agency/").content.decode()


def test_with_the_applications_filters_off_the_database_alone_refuses(opened: Opened) -> None:
    """The filter is given every unit there is; what the door's role may see is still the other agency's: nothing."""
    everywhere = frozenset(unit.id for unit in snapshot().units.values())
    part = make.lead(opened)
    stranger = Viewer(1, "Dung", frozenset({Role.FOCAL_POINT}), frozenset({snapshot().units[OTHER].id}))
    now, hand = timezone.now(), make.officer(part)
    with agency_door(stranger):
        assert agencydesk.desk(everywhere, agencydesk.Sort(frozenset(Part)), now=timezone.now(), language="vi") == ()
        assert agencydesk.desk_counts(everywhere, now=timezone.now()).of_states == ()
        with pytest.raises(NoSuchCase):
            agencies.case_of_part(part.id, everywhere, language="vi")
        with pytest.raises(NoSuchCase):
            agencies.picture_of_part(part.id, "0" * 32, everywhere)
        with pytest.raises(NoSuchCase):
            actions.accept_part(part.id, now=now, actor=hand)
    owner = Viewer(2, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    with agency_door(owner):
        assert agencies.case_of_part(part.id, everywhere, language="vi").request.reference == opened.reference


TABLES = (
    "servicerequest", "assignment", "clock", "event", "note", "question", "answer", "reporter", "attachment",
    "commitment", "explanation", "rating",
)  # fmt: skip
CLOSED = ("contact", "contactpoint", "delivery", "message", "answerversion", "intakekey", "seal", "revealasked", "merge")


@pytest.mark.parametrize("units", ["", "other"], ids=["no unit set", "another agency"])
def test_row_by_row_the_agency_role_sees_nothing_of_others(opened: Opened, units: str) -> None:
    number = str(snapshot().units[OTHER].id) if units else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hotline.units', %s, true)", [number])
        cursor.execute("SET LOCAL ROLE hotline_agency")
        for table in TABLES:
            cursor.execute(f"SELECT count(id) FROM casefile_{table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("table", CLOSED)
def test_what_an_agency_has_no_grant_on(opened: Opened, table: str) -> None:
    _refused(f"SELECT * FROM casefile_{table}")


@pytest.mark.parametrize("column", ["words", "place_words", "link_token", "link_hash"])
def test_columns_an_agency_has_no_grant_on(opened: Opened, column: str) -> None:
    _refused(f"SELECT {column} FROM casefile_servicerequest")


@pytest.mark.parametrize(("table", "column"), [("reporter", "contact_id"), ("reporter", "point_id"), ("attachment", "gps")])
def test_columns_that_lead_to_the_reporter(opened: Opened, table: str, column: str) -> None:
    _refused(f"SELECT {column} FROM casefile_{table}")


def _refused(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("RESET ROLE")


def _tried(client: Client, route: str, values: dict[str, str], role: Role | None) -> Iterator[str]:
    allowed = DOORS.get(route)
    if allowed is None:
        yield f"{route}: not in the table of doors"
        return
    path = _path(route, values)
    for method in ("get", "post"):
        if route.startswith("accounts/logout") and method == "post":
            continue  # it would end the walk
        # An unfinished form of the case's page comes back on the desk that it names.
        status = getattr(client, method)(path, {"desk": "synthesis"} if role is Role.SYNTHESIS else {}).status_code
        if status >= 500 and route != "readyz":  # in tests there is no worker, and it says so
            yield f"{method} {route}: {status}"
        elif allowed is EVERYBODY or role in allowed:
            if status == 403:
                yield f"{method} {route}: {role} is refused"
        elif role is None and status not in (302, 401, 403, 404, 405):
            yield f"{method} {route}: anonymous gets {status}"
        elif role is not None and status not in (403, 404, 405):
            yield f"{method} {route}: {role} gets {status}"
        elif role is None and status == 302 and "login" not in client.get(path).headers.get("Location", ""):
            yield f"{method} {route}: anonymous is not sent to sign in"


def _values(opened: Opened) -> dict[str, str]:
    case = make.case(opened)
    return {
        "code": "pothole",
        "asked": "requests.csv",
        "reference": opened.reference,
        "token": opened.link,
        "key": case.attachments[0].key,
        "part_id": str(make.lead(opened).id),
        "answer_id": str(case.answers[0].id),
        "message_id": str(case.messages[0].id),
        "message": "1",
        "request_id": "1",
        "question_id": "1",
        "comment_id": "1",
        "commitment_id": "1",
        "explanation_id": "1",
        "dossier_id": str(make.submitted(opened, now=timezone.now())),
        "directive_id": "1",
        "under_id": "1",
        "decision_id": "1",
        "user_id": "1",
        "membership_id": "1",
        **dict.fromkeys("zxy", "1"),
        "pk": "1",
        "sign_in_id": "1",
        "call_id": "1",
        "token_id": "1",
        "address": "1",
        "hook_id": "1",
        "channel": "1",
        "notice_id": "1",
        "name": "1",
        "number": "1",
    }


def _path(route: str, values: dict[str, str]) -> str:
    if route.startswith("agency/<part_id>/kept"):
        values = {**values, "token": "x" * 40}
    path = "/" + re.sub(r"<(\w+)>", lambda found: values[found[1]], route)
    return path.replace("/open311/", "/open311/v2/") + ".json" if route.startswith("open311/") else path


def _routes() -> list[str]:
    """Every route there is, each converter and named group written <name>."""
    return list(dict.fromkeys(_plain(route) for route in _walk(get_resolver())))


def _plain(route: str) -> str:
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    route = route.replace("\\.", ".").replace("^", "").replace("$", "").replace("(?:v2/)?", "").replace("v2/", "")
    return re.sub(r"\.<form>$", "", route)


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def _client(role: Role | None, *, unit: str) -> Client:
    if role is None:
        return Client()
    unit_id = snapshot().units[unit].id if role in AGENCY_ROLES else None
    return signed_in(make_person(role.value.replace("_", ""), role, unit_id=unit_id))

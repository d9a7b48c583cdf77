"""After an administrative change an agency's keys and systems go on with the agency that took over its work."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions as casefile
from hotline.casefile.facts import Opened, PartFacts
from hotline.casefile.queries.successions import succession_progress
from hotline.core.facts import SYSTEM
from hotline.directory.facts import UnitKind
from hotline.directory.models import Unit
from hotline.directory.queries import forget, snapshot
from hotline.dispatch import actions, queries
from hotline.dispatch.facts import Kind
from hotline.dispatch.models import Notice, RemoteCase, Token
from hotline.dispatch.sending import send_notices
from hotline.people import actions as people
from hotline.people.facts import Role
from tests import make
from tests.dispatch.conftest import Counterpart, System, made_system
from tests.dispatch.test_notices import entered, taken_in
from tests.people.persons import make_person, signed_in

SAI_GON, BEN_THANH = "ubnd-26740", "ubnd-26743"
MERGED = """old_code,new_code,is_default,new_ward
26740,26740,1,Phường Trung Tâm
26743,26740,1,Phường Trung Tâm
""".encode()


def change() -> None:
    """Carry the merger of two wards out, and all that it does to cases."""
    now = timezone.now()
    done = casefile.carry_out_succession(MERGED, file_name="map.csv", now=now, partial=True)
    while (row := succession_progress(done.directory.id)) and row.ended_at is None:
        casefile.succession_on(now + timedelta(seconds=10))


@pytest.fixture
def head_id(city: None, db: None) -> int:
    """Give the number of Lan, head of the ward that is about to end."""
    return make_person("lan", Role.AGENCY_HEAD, unit_id=snapshot().units[BEN_THANH].id)


def in_hand(service: str = "rubbish") -> tuple[Opened, PartFacts]:
    """Return a case that the ward has, and its part."""
    opened = make.forwarded(service, place=make.place("26743"), now=timezone.now() - make.minutes(60))
    return opened, make.lead(opened)


def test_a_key_goes_on_with_whoever_took_over(head_id: int) -> None:
    system = made_system(BEN_THANH, head_id)
    opened, part = in_hand()
    change()
    assert [one["part"] for one in system.get("/parts").json()["parts"]] == [part.id]
    assert system.step(part, "accept").status_code == 200
    last = make.case(opened).events[-1]
    assert (last.name, last.actor_unit) == ("part_accepted", snapshot().units[SAI_GON].id)
    row = Token.objects.get()
    assert snapshot().units_by_id[row.unit_id].code == BEN_THANH, "whom it was given to stays on record"


def test_the_heirs_head_sees_it_with_where_it_comes_from_and_takes_it_back(head_id: int) -> None:
    system = made_system(BEN_THANH, head_id)
    made_system(SAI_GON, head_id)
    change()
    lan = signed_in(head_id)
    page = lan.get("/systems/").content.decode()
    assert page.count("nhận từ Ủy ban nhân dân phường Bến Thành") == 1
    assert page.count("nhận từ Ủy ban nhân dân phường Sài Gòn") == 1
    number = Token.objects.order_by("id").values_list("id", flat=True)[0]
    stranger = signed_in(make_person("tam", Role.AGENCY_HEAD, unit_id=snapshot().units["so-y-te"].id))
    assert stranger.post(f"/systems/keys/{number}/revoke/").status_code == 404
    assert system.get("/parts").status_code == 200
    assert lan.post(f"/systems/keys/{number}/revoke/").status_code == 302
    assert system.get("/parts").status_code == 401


def test_whoever_only_helps_in_one_agency_connects_no_system_of_it(head_id: int) -> None:
    """Lan heads her ward and is a focal point of another: of that she makes no key, and sees none."""
    other = snapshot().units["so-y-te"].id
    people.grant_role(head_id, role=Role.FOCAL_POINT, unit_id=other, now=make.NOW, actor=SYSTEM)
    theirs = made_system("so-y-te", head_id)
    lan = signed_in(head_id)
    assert lan.post("/systems/keys/new/", {"name": "x", "unit": other}).status_code == 200
    assert Token.objects.latest("id").unit_id == snapshot().units[BEN_THANH].id
    number = Token.objects.order_by("id").values_list("id", flat=True)[0]
    assert lan.post(f"/systems/keys/{number}/revoke/").status_code == 404
    assert theirs.get("/parts").status_code == 200


def test_a_webhook_is_told_of_the_change_and_of_what_comes_after(city: None, committed_db: str) -> None:
    user = make_person("lan", Role.AGENCY_HEAD, unit_id=snapshot().units[BEN_THANH].id)
    hook_id, _secret = entered("https://ward.example/hook", unit=BEN_THANH, user_id=user)
    stranger, _secret = entered("https://health.example/hook", unit="so-y-te", user_id=user)
    _opened, part = in_hand()
    taken_in()
    change()
    heir = snapshot().units[SAI_GON].id
    casefile.accept_part(part.id, now=timezone.now(), actor=make.officer(make.lead(_opened)))
    new = make.lead(make.forwarded("rubbish", place=make.place("26740"), now=timezone.now()))
    assert new.unit_id == heir
    taken_in()
    told = [(one.name, one.part_id) for one in reversed(queries.notices(hook_id, limit=50))]
    assert told == [("forwarded", part.id), ("part_succeeded", part.id), ("part_accepted", part.id), ("forwarded", new.id)]
    assert queries.notices(stranger, limit=50) == []


def test_what_an_open311_server_has_is_not_sent_there_again(city: None, committed_db: str, counterpart: Counterpart) -> None:
    user = make_person("lan", Role.AGENCY_HEAD, unit_id=snapshot().units[BEN_THANH].id)
    there, _secret = entered(counterpart.url, unit=BEN_THANH, user_id=user, kind=Kind.OPEN311)
    counterpart.say = lambda _method, _path, _body: (201, {}, b'[{"service_request_id": "638344"}]')
    _opened, part = in_hand()
    taken_in()
    send_notices(timezone.now())
    assert RemoteCase.objects.get().part_id == part.id
    _second, waiting = in_hand()  # forwarded, and not yet sent when the change comes
    taken_in()
    change()
    elsewhere, _secret = entered(counterpart.url, unit=SAI_GON, user_id=user, kind=Kind.OPEN311)
    taken_in()
    assert sorted((one.name, one.part_id) for one in Notice.objects.filter(hook_id=there)) == [
        ("forwarded", part.id),
        ("forwarded", waiting.id),
    ]
    own = Notice.objects.filter(hook_id=elsewhere).values_list("name", "part_id")
    assert sorted(own) == [("part_succeeded", part.id), ("part_succeeded", waiting.id)], "the heir's own system had neither"
    while send_notices(timezone.now()):
        pass
    assert set(RemoteCase.objects.values_list("hook_id", "part_id")) == {
        (hook_id, one.id) for hook_id in (there, elsewhere) for one in (part, waiting)
    }
    asked = actions.lease_cases(limit=9, now=timezone.now())
    assert [case.unit_id for case in asked] == [snapshot().units[SAI_GON].id] * 4, "asked about and answered as the heir"


def test_a_key_of_an_agency_that_nobody_follows_opens_nothing_new(head_id: int) -> None:
    gone = Unit.objects.create(
        code="ubnd-quan-cu",
        kind=UnitKind.DISTRICT_COMMITTEE.value,
        name_vi="Ủy ban nhân dân quận cũ",
        name_en="Former district",
        valid_from=date(2020, 1, 1),
        valid_to=date(2025, 7, 1),
        made_up=True,
    )
    forget()
    token = actions.make_token(gone.pk, name="Cũ", reads_only=False, user_id=head_id, now=timezone.now())
    _opened, part = in_hand()
    assert System(token).get("/parts").json()["parts"] == []
    assert System(token).step(part, "accept").status_code == 404
    page = signed_in(make_person("an", Role.ADMINISTRATOR)).get("/systems/").content.decode()
    assert "đơn vị không còn từ 01/07/2025, không có việc mới" in page

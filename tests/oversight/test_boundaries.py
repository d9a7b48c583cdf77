"""Figures by ward and agency: the same before and after a change on the boundaries of before, and right on those of today."""

from datetime import timedelta

import pytest
from django.test import Client

from hotline.casefile import actions
from hotline.core.facts import Place, PlaceHow
from hotline.directory.queries import snapshot, successions
from hotline.oversight.boundaries import Figures, figures
from hotline.people.facts import Role
from tests import make
from tests.make import DESK, NOW, minutes, officer
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")

LATER = NOW + timedelta(days=1)
MERGED = "old_code,new_code,is_default,new_ward\n26740,26740,1,Phường Trung Tâm\n26743,26740,1,Phường Trung Tâm\n".encode()
SPLIT = """old_code,new_code,is_default,new_ward,new_lat,new_lon
26740,99001,1,Phường Sài Gòn Đông,10.7805,106.7100
26740,99002,0,Phường Sài Gòn Tây,10.7805,106.6980
""".encode()


def carried(content: bytes, *, at: int = 0) -> int:
    now = LATER + minutes(at)
    done = actions.carry_out_succession(content, file_name="map.csv", now=now, partial=True)
    for _turn in range(3):
        actions.succession_on(now + timedelta(seconds=10))
    return done.directory.id


def some_cases() -> None:
    for code in ("26740", "26740", "26743", "26737"):
        area = snapshot().areas[code]
        place = Place(area.lat, area.lon, "12 Lê Lợi", area.id, code, PlaceHow.NEAREST_CENTRE)
        part = make.lead(make.forwarded("rubbish", place=place))
        actions.accept_part(part.id, now=NOW + minutes(30), actor=officer(part))
    make.answered("rubbish", place=make.place("26740"))
    make.report("officials_conduct", words="Không rõ nơi nào.")


def by_name(found: Figures) -> dict[str, tuple[int, int]]:
    return {one.name: (one.received, one.open) for one in found.wards}


def test_a_merger_leaves_the_figures_of_before_as_they_were() -> None:
    some_cases()
    before = figures(before=None, language="vi")
    change = carried(MERGED)
    assert figures(before=change, language="vi").wards == tuple(
        type(one)(one.code, one.name, has_ended=one.code in ("26740", "26743"), **_counts(one)) for one in before.wards
    )
    old = {one.name: (one.given, one.in_hand, one.done) for one in before.agencies}
    assert {one.name: (one.given, one.in_hand, one.done) for one in figures(before=change, language="vi").agencies} == old
    now = figures(before=None, language="vi")
    assert by_name(now) == {"Phường Trung Tâm": (4, 3), "Phường Tân Định": (1, 1), "": (1, 1)}
    assert now.sums == before.sums
    assert not any(one.has_ended for one in now.wards)
    heir = next(one for one in now.agencies if "Trung Tâm" in one.name)
    assert (heir.given, heir.in_hand, heir.done) == (4, 3, 1)


def test_what_comes_in_after_it_stands_in_its_own_ward_on_both() -> None:
    some_cases()
    change = carried(MERGED)
    make.report("rubbish", place=make.place("26740"), now=LATER + minutes(60))
    assert by_name(figures(before=None, language="vi"))["Phường Trung Tâm"] == (5, 4)
    old = by_name(figures(before=change, language="vi"))
    assert (old["Phường Sài Gòn"], old["Phường Bến Thành"], old["Phường Trung Tâm"]) == ((3, 2), (1, 1), (1, 1))


def test_a_split_ward_stands_until_somebody_decides_and_a_second_change_follows_on() -> None:
    some_cases()
    before = by_name(figures(before=None, language="vi"))
    first = carried(SPLIT)
    assert by_name(figures(before=None, language="vi"))["Phường Sài Gòn"] == (3, 2)
    from hotline.casefile.queries.successions import waiting_cases

    for row in waiting_cases(limit=9):
        actions.settle_succession(row.id, area_id=row.between[0].id, now=LATER, actor=DESK)
    now = by_name(figures(before=None, language="vi"))
    assert (now["Phường Sài Gòn Đông"], now["Phường Sài Gòn"]) == ((2, 2), (1, 0))
    again = "old_code,new_code,is_default,new_ward\n99001,99003,1,Phường Đông\n26743,99003,1,Phường Đông\n"
    second = carried(again.encode(), at=60)
    assert by_name(figures(before=None, language="vi"))["Phường Đông"] == (3, 3)
    assert by_name(figures(before=second, language="vi")) == {**now, "Phường Bến Thành": (1, 1)}
    assert by_name(figures(before=first, language="vi")) == before


def test_the_page_and_its_table(client: Client) -> None:
    some_cases()
    change = carried(MERGED)
    boss = signed_in(make_person("ha", Role.SUPERVISOR))
    page = boss.get("/supervisor/wards/").content.decode()
    assert "Phường Trung Tâm" in page
    assert "Phường Bến Thành" not in page
    old = boss.get(f"/supervisor/wards/?before={change}").content.decode()
    assert "Phường Bến Thành" in old
    table = boss.get(f"/supervisor/wards.csv?before={change}").content.decode("utf-8-sig").splitlines()
    assert table[0] == 'Mã,"Phường, xã",Tiếp nhận,Đang xử lý,Đã trả lời,Từ chối'
    assert "26743,Phường Bến Thành,1,1,0,0" in table
    assert [boss.get(f"/supervisor/wards/?before={wrong}").status_code for wrong in ("x", "99")] == [404, 404]
    assert successions()[0].closed == 2


def _counts(one: object) -> dict[str, int]:
    return {name: getattr(one, name) for name in ("received", "open", "resolved", "refused")}

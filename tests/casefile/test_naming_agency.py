"""The centre says whom a report complains of: what that agency had of it is taken away, and nothing brings it back."""

from collections.abc import Callable
from datetime import datetime

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.actions.splitting import Matter
from hotline.casefile.facts import Opened
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import PartRole
from hotline.core.merging import MergeRefused
from hotline.core.returning import SupervisorDecides
from hotline.core.status import MoveNotAllowed, Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, minutes, officer

pytestmark = pytest.mark.usefixtures("city", "db")

WARD, CITY, INSPECTORATE = "ubnd-26740", "ubnd-tp", "thanh-tra-tp"


def unit(code: str) -> int:
    return snapshot().units[code].id


def states(opened: Opened) -> dict[str, Part]:
    return {part.unit_code: part.state for part in make.case(opened).parts}


def named(opened: Opened, agency: str = WARD, *, at: int = 30, **how: object) -> None:
    actions.name_agency(opened.request_id, agency=agency, now=NOW + minutes(at), actor=DESK, **how)  # type: ignore[arg-type]


def of_the_ward(*, done: int = 0) -> Opened:
    """A complaint that nobody's agency was named in, and the ward itself got: `done` steps on its way to a result."""
    opened = make.report("officials_conduct", words="Cán bộ phường đòi thêm giấy tờ.")
    actions.propose(opened.request_id, unit_id=unit(WARD), role=PartRole.LEAD, now=NOW + minutes(1), actor=DESK)
    part = make.lead(opened)
    steps: list[Callable[[datetime], object]] = [
        lambda at: actions.forward(opened.request_id, now=at, actor=DESK),
        lambda at: actions.accept_part(part.id, now=at, actor=officer(part)),
        lambda at: actions.file_result(part.id, note="Không có.", evidence=[make.photo(now=at)], now=at, actor=officer(part)),
        lambda at: actions.accept_result(part.id, now=at, actor=DESK),
    ]
    for number, step in enumerate(steps[:done]):
        step(NOW + minutes(2 + number))
    return opened


STEPS = ["proposed", "forwarded", "taken on", "result filed", "result taken"]


@pytest.mark.parametrize("done", range(5), ids=STEPS)
def test_what_it_had_is_taken_from_it_however_far_it_was(done: int) -> None:
    opened = of_the_ward(done=done)
    part = make.lead(opened)
    named(opened)
    assert states(opened) == {WARD: Part.WITHDRAWN, CITY: Part.PROPOSED}
    viewer = Viewer(7, "Phường", frozenset({Role.FOCAL_POINT}), frozenset({unit(WARD)}))
    with agency_door(viewer) as door, pytest.raises(NoSuchCase):
        door.case(part.id)


def test_its_own_dossier_and_official_are_kept_sealed_with_it() -> None:
    opened = of_the_ward()
    named(opened, answers={"official": "Bà Tư một cửa"})
    assert make.case(opened).request.attributes == {"office": WARD, "official": "Bà Tư một cửa"}
    named(opened, answers={"official": ""})
    assert make.case(opened).request.attributes == {"office": WARD}


def test_put_under_a_service_that_does_not_ask_it_is_still_kept_away() -> None:
    opened = make.report("officials_conduct", attributes={"office": WARD})
    actions.recategorise(opened.request_id, service="pothole", now=NOW + minutes(3), actor=DESK)
    actions.relocate(opened.request_id, place=make.place(), now=NOW + minutes(4), actor=DESK)
    assert WARD not in states(opened)
    for role in PartRole.LEAD, PartRole.CO_HANDLER:
        with pytest.raises(actions.AgencyNamed):
            actions.propose(opened.request_id, unit_id=unit(WARD), role=role, now=NOW + minutes(5), actor=DESK)


def test_by_no_way_does_it_come_to_the_one_named() -> None:
    opened = make.report("land_dossier", attributes={"office": "vp-dkdd"})
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=DESK)
    part = make.lead(opened)
    assert part.unit_code == "so-nn-mt"
    at, hand = NOW + minutes(4), officer(part)
    actions.accept_part(part.id, now=NOW + minutes(3), actor=officer(part))
    for below in "vp-dkdd", "dkdd-q2":  # itself, and a branch that obeys it
        with pytest.raises(actions.AgencyNamed):
            actions.hand_down(part.id, unit_id=unit(below), now=at, actor=hand)
        with pytest.raises(actions.AgencyNamed):
            actions.return_part(part.id, reason="not_competent", note="Của họ.", to_unit_id=unit(below), now=at, actor=hand)
        with pytest.raises(actions.AgencyNamed):
            actions.propose(opened.request_id, unit_id=unit(below), role=PartRole.CO_HANDLER, now=at, actor=DESK)
    assert set(states(opened)) == {"so-nn-mt", "vp-ubnd-tp"}


def test_nor_by_the_supervisors_decision() -> None:
    opened = make.report("officials_conduct", attributes={"office": "dkdd-q2"})
    for number in range(3):
        try:
            actions.forward(opened.request_id, now=NOW + minutes(10 * number + 2), actor=DESK)
        except SupervisorDecides:
            break
        part = make.lead(opened)
        at = NOW + minutes(10 * number + 3)
        actions.return_part(part.id, reason="not_competent", note="Không phải việc của tôi.", now=at, actor=officer(part))
        other = snapshot().units[("thanh-tra-tp", "so-noi-vu", "so-tu-phap")[number]].id
        actions.propose(opened.request_id, unit_id=other, role=PartRole.LEAD, now=at, actor=DESK)
    with pytest.raises(actions.AgencyNamed):
        actions.decide_whose(
            opened.request_id, unit_id=unit("dkdd-q2"), role=PartRole.LEAD, why="Của họ.", now=NOW + minutes(90), actor=DESK
        )


def test_a_report_that_comes_back_does_not_go_back_to_it() -> None:
    opened = of_the_ward(done=4)
    actions.draft_answer(opened.request_id, words="Không có.", public_words="", now=NOW + minutes(20), actor=DESK)
    actions.send_answer(opened.request_id, now=NOW + minutes(21), actor=DESK)
    with pytest.raises(MoveNotAllowed):
        named(opened, at=22)  # answered: nothing is left to take away
    actions.say_not_done(opened.request_id, words="Vẫn đòi.", now=NOW + minutes(25), actor=DESK)
    named(opened)
    assert states(opened) == {WARD: Part.WITHDRAWN, CITY: Part.PROPOSED}


def test_a_complaint_of_the_city_goes_to_nobody_but_the_inspectorate() -> None:
    opened = of_the_ward()
    named(opened, CITY)
    assert states(opened) == {WARD: Part.WITHDRAWN}
    with pytest.raises(actions.AgencyNamed):
        actions.propose(opened.request_id, unit_id=unit("so-noi-vu"), role=PartRole.LEAD, now=NOW + minutes(31), actor=DESK)
    actions.propose(opened.request_id, unit_id=unit(INSPECTORATE), role=PartRole.LEAD, now=NOW + minutes(32), actor=DESK)
    assert states(opened)[INSPECTORATE] is Part.PROPOSED


def test_only_a_supervisor_says_that_it_is_another_and_why() -> None:
    opened = of_the_ward()
    named(opened)
    for how in {}, {"why": "Nhầm."}, {"is_supervisor": True}, {"is_supervisor": True, "why": " \u200b"}:
        for agency in "", "so-y-te":
            with pytest.raises(actions.SupervisorUnnames):
                named(opened, agency, **how)
    assert make.case(opened).request.attributes == {"office": WARD}
    named(opened, "so-y-te", is_supervisor=True, why="Người dân nói nhầm nơi.")
    assert make.case(opened).request.attributes == {"office": "so-y-te"}
    assert make.case(opened).events[-1].name != "agency_named" or make.case(opened).events[-1].note
    named(opened, "", is_supervisor=True, why="Không phản ánh ai cả.", at=40)
    assert make.case(opened).request.attributes == {}


def test_an_agency_that_is_not_there_is_refused_and_nothing_changes() -> None:
    opened = of_the_ward()
    before = make.case(opened)
    with pytest.raises(actions.UnknownAgency):
        named(opened, "so-xe-buyt")
    with pytest.raises(actions.ChangedMeanwhile):
        named(opened, version=before.request.version + 1)
    assert make.case(opened) == before


def test_what_is_split_off_a_complaint_is_kept_away_too() -> None:
    opened = make.report(
        "late_dossier", words="Trễ hẹn. Cán bộ còn đòi tiền.", attributes={"office": "so-noi-vu", "dossier": "HS-1"}
    )
    matter = Matter("officials_conduct", "Cán bộ còn đòi tiền.")
    again = Matter("late_dossier", "Hồ sơ khác cũng trễ.")
    numbers = actions.split_request(opened.request_id, [matter, again], now=NOW + minutes(3), actor=DESK)
    conduct, late = [queries.case_file(queries.references_of(numbers)[number]) for number in numbers]
    assert dict(conduct.request.attributes) == {"office": "so-noi-vu"}
    assert dict(late.request.attributes) == {"office": "so-noi-vu", "dossier": "HS-1"}
    assert [part.unit_code for part in conduct.parts] == [CITY]


def test_complaints_are_merged_only_with_those_of_the_same_agency() -> None:
    one, same, other = (make.report("officials_conduct", attributes={"office": office}) for office in (WARD, WARD, "so-y-te"))
    with pytest.raises(MergeRefused):
        actions.merge_requests(one.request_id, [other.request_id], now=NOW + minutes(3), actor=DESK)
    with pytest.raises(MergeRefused):
        actions.merge_requests(make.report("pothole").request_id, [one.request_id], now=NOW + minutes(3), actor=DESK)
    actions.merge_requests(one.request_id, [same.request_id], now=NOW + minutes(4), actor=DESK)

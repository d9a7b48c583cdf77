"""A report that complains of an agency goes to its superior by rule, and by nobody's hand to the one named."""

from collections.abc import Mapping

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.core.facts import Channel, PartRole
from hotline.directory.queries import snapshot
from tests.make import DESK, NOW

pytestmark = pytest.mark.usefixtures("city", "db")


def complaint(attributes: Mapping[str, str]) -> Opened:
    contact = ContactDraft(phone="0990012345")
    draft = Draft(
        service="officials_conduct",
        words="Đòi thêm giấy tờ.",
        channel=Channel.WEB,
        contact=contact,
        attributes=attributes,
    )
    return actions.open_request(draft, now=NOW)


def units_of(opened: Opened) -> list[str]:
    return [snapshot().units_by_id[part.unit_id].code for part in queries.case_file(opened.reference).parts]


# in words · the agency named · who gets it
NAMED = [
    ("a ward", "ubnd-26740", ["ubnd-tp"]),
    ("a branch", "dkdd-q2", ["vp-dkdd"]),
    ("a department", "so-y-te", ["ubnd-tp"]),
    ("the one above all", "ubnd-tp", []),
    ("one that is not there", "so-xe-buyt", []),
    ("nobody", "", []),
]


@pytest.mark.parametrize(("named", "units"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_it_goes_by_rule_to_the_superior(named: str, units: list[str]) -> None:
    assert units_of(complaint({"office": named} if named else {})) == units


@pytest.mark.parametrize("role", list(PartRole))
def test_nobody_can_hand_it_to_the_one_named(role: PartRole) -> None:
    opened = complaint({"office": "dkdd-q2"})
    named, other = snapshot().units["dkdd-q2"].id, snapshot().units["thanh-tra-tp"].id
    with pytest.raises(actions.AgencyNamed):
        actions.propose(opened.request_id, unit_id=named, role=role, now=NOW, actor=DESK)
    assert units_of(opened) == ["vp-dkdd"]
    actions.propose(opened.request_id, unit_id=other, role=PartRole.CO_HANDLER, now=NOW, actor=DESK)
    assert units_of(opened) == ["vp-dkdd", "thanh-tra-tp"]


def test_put_under_another_service_it_still_knows_whom_it_is_about() -> None:
    opened = complaint({"office": "so-noi-vu"})
    actions.recategorise(opened.request_id, service="late_dossier", now=NOW, actor=DESK)
    standing = [part for part in queries.case_file(opened.reference).parts if part.state == "proposed"]
    leads = [snapshot().units_by_id[part.unit_id].code for part in standing if part.role == PartRole.LEAD]
    assert leads == ["ubnd-tp"]  # the rule says Home Affairs, which is the one named

"""Which desk each role works at. A desk is an address; the stage that owns it decides again who may enter."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.people.facts import Role, Viewer


@dataclass(frozen=True, slots=True)
class DeskOfRoles:
    """A desk, its address, its icon, and the roles that work at it."""

    name: Promise
    url: str
    icon: str
    roles: frozenset[Role]


DESKS = (
    DeskOfRoles(_("Bàn tổng đài"), "/operator/", "inbox", frozenset({Role.OPERATOR, Role.SUPERVISOR})),
    DeskOfRoles(_("Bàn tổng hợp"), "/synthesis/", "document", frozenset({Role.SYNTHESIS})),
    DeskOfRoles(_("Bàn của đơn vị"), "/agency/", "building", frozenset({Role.FOCAL_POINT, Role.AGENCY_HEAD})),
    DeskOfRoles(_("Giám sát"), "/supervisor/", "clock", frozenset({Role.SUPERVISOR})),
    DeskOfRoles(_("Quản trị"), "/staff/people/", "people", frozenset({Role.ADMINISTRATOR})),
)
"""In the order in which somebody with several roles gets one first."""


def desks_of(viewer: Viewer) -> list[DeskOfRoles]:
    """Return the desks the viewer works at, the first one first."""
    return [desk for desk in DESKS if viewer.has(*desk.roles)]

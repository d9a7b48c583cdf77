"""What the rest of Hotline is told about people: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What somebody does here. One person may hold several, each since and until a moment."""

    OPERATOR = "operator"
    SYNTHESIS = "synthesis"
    SUPERVISOR = "supervisor"
    FOCAL_POINT = "focal_point"
    AGENCY_HEAD = "agency_head"
    LEADER = "leader"
    HOME_AFFAIRS = "home_affairs"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, Promise] = {
    Role.OPERATOR: _("Tổng đài viên"),
    Role.SYNTHESIS: _("Bộ phận tổng hợp"),
    Role.SUPERVISOR: _("Giám sát tổng đài"),
    Role.FOCAL_POINT: _("Đầu mối của đơn vị"),
    Role.AGENCY_HEAD: _("Thủ trưởng đơn vị"),
    Role.LEADER: _("Lãnh đạo thành phố"),
    Role.HOME_AFFAIRS: _("Sở Nội vụ"),
    Role.ADMINISTRATOR: _("Quản trị hệ thống"),
}

AGENCY_ROLES = frozenset({Role.FOCAL_POINT, Role.AGENCY_HEAD})
"""Roles that somebody holds for one agency, and that see its cases only."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: asked once for a request, before anything else is read. `unit_ids` are of agency roles only."""

    user_id: int
    name: str
    roles: frozenset[Role]
    unit_ids: frozenset[int]

    def has(self, *roles: Role) -> bool:
        """Return whether the viewer holds any of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """One role that somebody holds, for an agency or for none."""

    id: int
    role: Role
    unit_id: int | None
    from_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person with the roles held now."""

    id: int
    name: str
    email: str
    is_active: bool
    must_change_password: bool
    last_sign_in_at: datetime | None
    memberships: tuple[MembershipFacts, ...]


class EventKind(StrEnum):
    """What can happen to a person here; kept for ever."""

    CREATED = "created"
    RENAMED = "renamed"
    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    PASSWORD_GIVEN = "password_given"  # noqa: S105 - the name of an event
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"


EVENT_NAMES: dict[EventKind, Promise] = {
    EventKind.CREATED: _("Đã lập tài khoản"),
    EventKind.RENAMED: _("Đã sửa họ tên"),
    EventKind.ROLE_GRANTED: _("Đã giao vai trò"),
    EventKind.ROLE_REVOKED: _("Đã thôi vai trò"),
    EventKind.DEACTIVATED: _("Đã khóa tài khoản"),
    EventKind.REACTIVATED: _("Đã mở lại tài khoản"),
    EventKind.PASSWORD_GIVEN: _("Đã cấp mật khẩu tạm"),
    EventKind.PASSWORD_CHANGED: _("Đã đổi mật khẩu"),
    EventKind.SIGNED_IN: _("Đã đăng nhập"),
    EventKind.SIGNED_OUT: _("Đã đăng xuất"),
    EventKind.SESSION_ENDED: _("Phiên làm việc hết hạn"),
}


@dataclass(frozen=True, slots=True)
class PersonEventFacts:
    """One thing that happened to a person. `by` is who did it; empty for the person themselves or the command line."""

    at: datetime
    kind: EventKind
    by: str
    role: Role | None
    unit_id: int | None

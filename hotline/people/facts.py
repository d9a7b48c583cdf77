"""What the rest of Hotline is told about people: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.core.streams import EVERY, Streams


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

CENTRE_ROLES = frozenset({Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR})
"""Roles that somebody may hold for one hotline (luồng tiếp nhận) alone, and that see its cases only then."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: asked once for a request, before anything else is read. `unit_ids` are of agency roles only.

    `headed`: those of `unit_ids` that the viewer heads. `streams`: the hotlines whose cases somebody of the centre sees, empty
    for all (`core.streams`).
    """

    user_id: int
    name: str
    roles: frozenset[Role]
    unit_ids: frozenset[int]
    streams: Streams = EVERY
    headed: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Return whether the viewer holds any of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """One role that somebody holds, for an agency or for none; `stream`: for one hotline alone, "" for all."""

    id: int
    role: Role
    unit_id: int | None
    from_at: datetime
    stream: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person with the roles held now."""

    id: int
    name: str
    email: str
    is_active: bool
    has_password: bool
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
    SESSION_CLOSED = "session_closed"
    CODE_REFUSED = "code_refused"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - the name of an event
    RECOVERY_CODE_USED = "recovery_code_used"
    CODES_ADDED = "codes_added"
    CODES_REMOVED = "codes_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    FACTORS_REMOVED = "factors_removed"
    LINK_GIVEN = "link_given"


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
    EventKind.SESSION_CLOSED: _("Phiên đăng nhập bị kết thúc"),
    EventKind.CODE_REFUSED: _("Mã xác nhận sai"),
    EventKind.PASSWORD_REFUSED: _("Xác nhận bằng mật khẩu sai"),
    EventKind.RECOVERY_CODE_USED: _("Đã dùng một mã dự phòng"),
    EventKind.CODES_ADDED: _("Đã bật mã của ứng dụng xác thực"),
    EventKind.CODES_REMOVED: _("Đã tắt mã của ứng dụng xác thực"),
    EventKind.PASSKEY_ADDED: _("Đã thêm khóa truy cập"),
    EventKind.PASSKEY_REMOVED: _("Đã bỏ khóa truy cập"),
    EventKind.RECOVERY_CODES_MADE: _("Đã lấy bộ mã dự phòng mới"),
    EventKind.FACTORS_REMOVED: _("Đã gỡ mọi bước xác nhận thứ hai"),
    EventKind.LINK_GIVEN: _("Đã cấp liên kết đặt mật khẩu"),
}


@dataclass(frozen=True, slots=True)
class PersonEventFacts:
    """One thing that happened to a person. `by` is who did it; empty for the person themselves or the command line."""

    at: datetime
    kind: EventKind
    by: str
    role: Role | None
    unit_id: int | None
    stream: str = ""


class How(StrEnum):
    """With what somebody signed in."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    PASSWORD_AND_CODE = "password_and_code"  # noqa: S105 - the name of a way
    PASSWORD_AND_KEY = "password_and_key"  # noqa: S105 - the name of a way
    PASSWORD_AND_RECOVERY = "password_recovery"  # noqa: S105 - the name of a way
    PASSKEY = "passkey"


HOW_NAMES: dict[How, Promise] = {
    How.PASSWORD: _("mật khẩu"),
    How.PASSWORD_AND_CODE: _("mật khẩu và mã"),
    How.PASSWORD_AND_KEY: _("mật khẩu và khóa truy cập"),
    How.PASSWORD_AND_RECOVERY: _("mật khẩu và mã dự phòng"),
    How.PASSKEY: _("khóa truy cập"),
}


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """One session of somebody: no place, only which browser on which system."""

    id: int
    user_id: int
    name: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    how: How
    browser: str
    system: str

    @property
    def device(self) -> str:
        """Return the device in words, like "Chrome trên Windows"."""
        if self.browser and self.system:
            return gettext("%(browser)s trên %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or gettext("Thiết bị không rõ loại")


@dataclass(frozen=True, slots=True)
class PasskeyFacts:
    """One passkey as its owner named it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class FactorFacts:
    """What somebody can show beside a password."""

    codes_since: datetime | None = None
    passkeys: tuple[PasskeyFacts, ...] = ()
    recovery_left: int = 0

    @property
    def any(self) -> bool:
        """Return whether there is a second step at all."""
        return self.codes_since is not None or bool(self.passkeys)

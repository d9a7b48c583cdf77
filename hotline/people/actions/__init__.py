"""The only hands that write about people. Each writes what it did into the person's own history."""

from .accounts import (
    AddressTaken,
    LastAdministrator,
    OwnAccount,
    create_user,
    deactivate,
    reactivate,
    rename,
)
from .factors import record_factor, remove_factors, try_code, try_password
from .passwords import LinkNotGood, change_password, give_link, owner_of_link, use_link
from .roles import RoleHeld, RoleNotHeld, StreamMismatch, UnitMismatch, grant_role, hand_over_roles, revoke_role
from .sessions import begin_session, close_session, close_sessions, record_session_end, see_session, sign_out

__all__ = [
    "AddressTaken",
    "LastAdministrator",
    "LinkNotGood",
    "OwnAccount",
    "RoleHeld",
    "RoleNotHeld",
    "StreamMismatch",
    "UnitMismatch",
    "begin_session",
    "change_password",
    "close_session",
    "close_sessions",
    "create_user",
    "deactivate",
    "give_link",
    "grant_role",
    "hand_over_roles",
    "owner_of_link",
    "reactivate",
    "record_factor",
    "record_session_end",
    "remove_factors",
    "rename",
    "revoke_role",
    "see_session",
    "sign_out",
    "try_code",
    "try_password",
    "use_link",
]

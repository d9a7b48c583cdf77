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
from .passwords import change_password, give_password
from .roles import RoleHeld, RoleNotHeld, UnitMismatch, grant_role, revoke_role
from .sessions import record_session_end, record_sign_in, record_sign_out

__all__ = [
    "AddressTaken",
    "LastAdministrator",
    "OwnAccount",
    "RoleHeld",
    "RoleNotHeld",
    "UnitMismatch",
    "change_password",
    "create_user",
    "deactivate",
    "give_password",
    "grant_role",
    "reactivate",
    "record_session_end",
    "record_sign_in",
    "record_sign_out",
    "rename",
    "revoke_role",
]

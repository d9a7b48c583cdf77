"""Where django-allauth asks what this installation does: nobody signs up, every sign-in and sign-out is remembered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.people import actions, devices, enrolment, proving, sessions
from hotline.people.facts import EventKind, How
from hotline.people.models import User
from hotline.ui.words import when

_CHANGES = {
    "mfa/email/totp_activated": EventKind.CODES_ADDED,
    "mfa/email/totp_deactivated": EventKind.CODES_REMOVED,
    "mfa/email/webauthn_added": EventKind.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": EventKind.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": EventKind.RECOVERY_CODES_MADE,
}
"""The notices with which allauth tells that somebody's second steps have changed, and what we remember of it."""

_SECOND = {"totp": How.PASSWORD_AND_CODE, "webauthn": How.PASSWORD_AND_KEY, "recovery_codes": How.PASSWORD_AND_RECOVERY}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's account adapter for people who work here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail hoặc mật khẩu chưa đúng. Bạn hãy thử lại."),
        "too_many_login_attempts": _("Đã thử quá nhiều lần. Bạn hãy đợi vài phút rồi thử lại."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Return False: administrators open accounts."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kwargs: Any) -> None:  # noqa: ARG002
        """Say what went wrong with a passkey, nothing else: the page one arrives on shows that it worked."""
        if message and level == messages.ERROR:
            messages.error(request, message)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Write into the person's history that their second steps changed. Messages leave through `notify` only."""
        if kind := _CHANGES.get(template_prefix):
            now = timezone.now()
            actions.record_factor(kind, user_id=user.pk, now=now)
            enrolment.look(self.request, user_id=user.pk, now=now)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who this is; a closed account answers like a wrong password, so that nobody learns of it."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:  # noqa: ARG002 - allauth's signature
        """Answer a passkey of a closed account like one that nobody has."""
        messages.error(request, gettext("Khóa truy cập này không mở tài khoản nào ở đây."))
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Start counting the session, remember the sign-in and the device."""
        sessions.begin(request, user_id=user.pk, how=_how(request, user), now=timezone.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(response, request, email=user.email)
        if by := enrolment.due(request):
            words = gettext("Hãy thêm bước xác nhận thứ hai trước %(when)s, trong mục Bảo mật tài khoản.")
            messages.warning(request, words % {"when": when(by)})
        return response

    def logout(self, request: HttpRequest) -> None:
        """Remember the sign-out and end the session."""
        if request.user.is_authenticated:
            actions.sign_out(int(request.user.pk), sign_in_id=sessions.number_of(request), now=timezone.now())
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that its owner has chosen; their other sessions end."""
        user.set_password(password)
        here = sessions.number_of(context.request)
        actions.change_password(user.pk, hashed=user.password, but=here, now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Return where one goes after changing the password."""
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Return whether whoever is signed in has to show again who it is."""
        return not proving.is_fresh(context.request, now=timezone.now())

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return our one page for it, which offers all ways that this person has."""
        return [{"id": "confirm", "description": "", "url": reverse("account_reauthenticate")}] if user.is_authenticated else []


def _how(request: HttpRequest, user: User) -> How:
    """Return with what somebody has just signed in."""
    records = get_authentication_records(request, user)
    if any(record.get("passwordless") for record in records):
        return How.PASSKEY
    second = next((record.get("type") for record in reversed(records) if record["method"] == "mfa"), None)
    return _SECOND.get(str(second), How.PASSWORD)

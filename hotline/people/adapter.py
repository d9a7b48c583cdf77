"""Where django-allauth asks what this installation does: nobody signs up, every sign-in and sign-out is remembered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.people import actions, devices, sessions
from hotline.people.models import User


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

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page one arrives on shows that it worked, and allauth's words are not ours."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: messages leave through the outbox of `notify` only."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who this is; a closed account answers like a wrong password, so that nobody learns of it."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Start counting the session, remember the sign-in and the device."""
        now = timezone.now()
        sessions.begin(request, now=now)
        actions.record_sign_in(user.pk, now=now)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(response, request, email=user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Remember the sign-out and end the session."""
        if request.user.is_authenticated:
            actions.record_sign_out(int(request.user.pk), now=timezone.now())
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that its owner has chosen."""
        user.set_password(password)
        actions.change_password(user.pk, hashed=user.password, now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Return where one goes after changing the password."""
        return "/staff/"

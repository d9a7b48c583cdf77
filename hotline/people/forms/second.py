"""allauth's forms of second steps, in our own words, with our own count of wrong codes."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.people import actions, onetime
from hotline.people.onetime import digits_of

from .refusing import try_again_later

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20, "spellcheck": "false"}
WRONG = _("Mã chưa đúng, hoặc đã dùng rồi. Hãy chờ mã tiếp theo và thử lại.")


class CodeForm(AuthenticateForm):  # type: ignore[misc] # allauth has no types
    """The code after the password: of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Mã xác nhận"), _("6 số trong ứng dụng xác thực, hoặc một mã dự phòng 8 số.")
        field.widget.attrs = {**_CODE, "autofocus": True}
        field.error_messages["required"] = _("Hãy ghi mã.")

    def clean_code(self) -> str:
        """Try the code, and count it when it is wrong."""
        tried = actions.try_code(self.user.pk, typed=self.cleaned_data["code"], now=timezone.now())
        if not isinstance(tried, Authenticator):
            raise forms.ValidationError(try_again_later(tried) if tried else WRONG)
        self.authenticator = tried
        return str(self.cleaned_data["code"])


class AppForm(ActivateTOTPForm):  # type: ignore[misc] # allauth has no types
    """The first code of a new app: it shows that the app has read the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:  # the page is shown again, and the app may have read its secret already
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown
        field = self.fields["code"]
        field.label, field.help_text = _("Mã 6 số trong ứng dụng"), _("Mã đổi sau mỗi 30 giây.")
        field.widget.attrs = dict(_CODE)
        field.error_messages["required"] = _("Hãy ghi mã.")

    def clean_code(self) -> str:
        """Check the code against the secret on this page."""
        if onetime.step_of(self.secret, self.cleaned_data["code"], now=timezone.now()) is None:
            raise forms.ValidationError(_("Mã chưa đúng. Hãy xem lại đồng hồ của điện thoại, rồi ghi mã đang hiện."))
        return digits_of(self.cleaned_data["code"])

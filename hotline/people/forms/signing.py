"""allauth's forms of passwords, in our own words. Any password may be pasted, and shown while it is typed."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.people import actions
from hotline.people.models import User
from hotline.people.passwords import one_spelling

from .administration import EMAIL_ERRORS
from .refusing import try_again_later

HINT = _("Ít nhất 12 ký tự. Một câu dễ nhớ chỉ mình bạn nghĩ ra là tốt nhất.")


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, email.error_messages = _("E-mail"), {**email.error_messages, **EMAIL_ERRORS}
        email.widget.attrs.update(autocomplete="username", autofocus=True, spellcheck="false", maxlength=254)
        password.label, password.help_text = _("Mật khẩu"), ""
        password.error_messages["required"] = _("Hãy ghi mật khẩu.")
        password.widget.attrs["data-reveal"] = ""
        for field in (email, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_password(self) -> str:
        """Return the password in the spelling that is hashed."""
        return one_spelling(self.cleaned_data["password"])


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc] # allauth has no types
    """The password one has, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": (_("Mật khẩu hiện tại"), "", "current-password"),
            "password1": (_("Mật khẩu mới"), HINT, "new-password"),
            "password2": (_("Gõ lại mật khẩu mới"), "", "new-password"),
        }
        for name, (label, hint, autocomplete) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = _("Hãy ghi ô này.")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update({"autocomplete": autocomplete, "data-reveal": ""})

    def clean_oldpassword(self) -> str:
        """Check the password one has; a few wrong ones, and none is looked at for a while."""
        old = one_spelling(self.cleaned_data["oldpassword"])
        tried = actions.try_password(self.user.pk, password=old, now=timezone.now())
        if tried is True:
            return old
        raise forms.ValidationError(try_again_later(tried) if tried else _("Mật khẩu hiện tại chưa đúng."))

    def clean_password1(self) -> str:
        """Return the new password in the spelling that is hashed."""
        return one_spelling(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        """Return it as the other one is spelt."""
        return one_spelling(self.cleaned_data["password2"])


class StartForm(forms.Form):
    """The password that somebody chooses with a link, twice."""

    password1 = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "data-reveal": ""}),
        error_messages={"required": _("Hãy ghi ô này.")},
    )
    password2 = forms.CharField(
        label=_("Gõ lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "data-reveal": ""}),
        error_messages={"required": _("Hãy ghi ô này.")},
    )

    def __init__(self, *args: Any, name: str, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = User(name=name, email=email)

    def clean_password1(self) -> str:
        """Return the password in the spelling that is hashed. Raises ValidationError for a weak one."""
        password = one_spelling(self.cleaned_data["password1"])
        validate_password(password, self.owner)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first is not None and second is not None and first != one_spelling(second):
            self.add_error("password2", _("Hai lần gõ chưa giống nhau."))
        return cleaned

    def hashed(self) -> str:
        """Return the hash of what was chosen."""
        self.owner.set_password(self.cleaned_data["password1"])
        return self.owner.password

"""Showing again who one is: by password, by a code, or by a passkey, whichever was given."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.people import actions
from hotline.people.facts import FactorFacts
from hotline.people.models import User
from hotline.people.passwords import one_spelling

from .passkeys import LONGEST, PasskeyAgainForm
from .refusing import try_again_later
from .second import WRONG

PREFIX = "proof"


class _OneOfThem(forms.CharField):
    """A field that need not be filled in, since another one may be; no page says "optional" beside it."""

    def validate(self, value: object) -> None:
        """Take an empty one too: the form asks for one of them."""


class ProofForm(forms.Form):
    """One of three; its fields begin with `proof-`, so that they can stand in a form of any other page."""

    password = _OneOfThem(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-reveal": ""}),
    )
    code = _OneOfThem(
        label=_("Mã xác nhận"),
        max_length=20,
        help_text=_("6 số trong ứng dụng xác thực, hoặc một mã dự phòng 8 số."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )
    credential = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput())

    def __init__(self, typed: Any = None, *, user: User, factors: FactorFacts, now: datetime) -> None:
        super().__init__(typed, prefix=PREFIX, use_required_attribute=False)
        self.user, self.now = user, now
        if not user.has_usable_password():
            del self.fields["password"]
        if factors.codes_since is None and not factors.recovery_left:
            del self.fields["code"]
        if not factors.passkeys:
            del self.fields["credential"]

    def clean(self) -> dict[str, Any]:
        """Try what was given; what is wrong is counted."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        if given.get("credential"):
            self._try_passkey(given["credential"])
        elif given.get("code"):
            self._try_code(given["code"])
        elif given.get("password"):
            self._try_password(given["password"])
        else:
            raise forms.ValidationError(_("Hãy xác nhận bằng một trong các cách dưới đây."))
        return given

    def _try_passkey(self, credential: str) -> None:
        if not PasskeyAgainForm({"credential": credential}, user=self.user).is_valid():
            raise forms.ValidationError(_("Khóa truy cập chưa được nhận. Hãy thử lại, hoặc dùng cách khác."))

    def _try_code(self, code: str) -> None:
        tried = actions.try_code(self.user.pk, typed=code, now=self.now)
        if not isinstance(tried, Authenticator):
            self.add_error("code", try_again_later(tried) if tried else WRONG)

    def _try_password(self, password: str) -> None:
        tried = actions.try_password(self.user.pk, password=one_spelling(password), now=self.now)
        if tried is not True:
            self.add_error("password", try_again_later(tried) if tried else _("Mật khẩu chưa đúng."))

"""allauth's forms that read what a browser says of a passkey, with rubbish answered like a wrong key."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.utils.translation import gettext_lazy as _

MALFORMED = (
    ValueError, TypeError, LookupError, AttributeError, struct.error, RecursionError, OverflowError, NotImplementedError,
    UnsupportedAlgorithm,
)  # fmt: skip
"""What fido2's readers raise for bytes that are no credential: they are written for what browsers send."""

LONGEST = 20_000
"""Letters. A credential with a certificate of its maker has five thousand."""


class _Read:
    """Reads a credential; one that nobody's device made is a wrong one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential(widget=forms.HiddenInput)  # type: ignore[attr-defined]

    def clean_credential(self) -> Authenticator:
        """Return the passkey that this credential is of. Raises ValidationError for any other."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class Credential(forms.JSONField):
    """A credential as JSON: an object, neither too long nor too deep to be one."""

    def to_python(self, value: Any) -> Any:
        """Return the object. Raises ValidationError for anything else."""
        if isinstance(value, str) and len(value) > LONGEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            found = super().to_python(value)
        except (RecursionError, ValueError) as error:  # too deep, or a number of thousands of digits
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found is not None and not isinstance(found, dict):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class PasskeySignInForm(_Read, LoginWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A passkey alone, at sign-in: whose it is stands in what the device says."""


class PasskeySecondForm(_Read, AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A passkey after the password."""


class PasskeyAgainForm(_Read, ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A passkey of whoever is signed in, to show again who it is."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A new passkey and what its owner calls it. Every one can sign in alone, so each asks for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential(widget=forms.HiddenInput)
        self.fields["name"] = forms.CharField(
            label=_("Tên của khóa"),
            help_text=_("Để bạn nhận ra nó, ví dụ: điện thoại của tôi."),
            max_length=60,
            required=False,
            error_messages={"max_length": _("Tên dài quá.")},
        )
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True

    def clean_passwordless(self) -> bool:
        """Return True whatever was sent."""
        return True

    def clean(self) -> dict[str, Any]:
        """Check what the device says about the new key."""
        try:
            checked: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return checked


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Tên của khóa"),
            max_length=60,
            error_messages={"required": _("Hãy ghi tên."), "max_length": _("Tên dài quá.")},
        )

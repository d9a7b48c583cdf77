"""What people fill in: to sign in, to show who they are, and as administrators."""

from .administration import NameForm, PersonForm, RoleForm
from .passkeys import PasskeyForm, PasskeyNameForm, PasskeySecondForm, PasskeySignInForm
from .proof import ProofForm
from .second import AppForm, CodeForm
from .signing import NewPasswordForm, SignInForm, StartForm

__all__ = [
    "AppForm",
    "CodeForm",
    "NameForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasskeyNameForm",
    "PasskeySecondForm",
    "PasskeySignInForm",
    "PersonForm",
    "ProofForm",
    "RoleForm",
    "SignInForm",
    "StartForm",
]

"""What every form carries that stands on a case's page: which version of the case it was drawn from."""

from typing import Any

from django import forms


class VersionedForm(forms.Form):
    """Carries the version of the case in a hidden field. `name` keeps ids apart where several forms stand on one page."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, name: str, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name.replace('.', '_')}_%s", **more})
        self.name = name

    def renew(self, version: int) -> None:
        """Let the form, shown again with what was typed, carry the version that is in force now."""
        self.retype(version=version)

    def retype(self, **values: object) -> None:
        """Put other values into what was typed, to show the form again with them; all values of another name stay."""
        typed = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: every photo that was ticked
        for name, value in values.items():
            typed[name] = value
        self.data = typed

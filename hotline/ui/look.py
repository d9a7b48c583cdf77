"""How a reader wants pages to look: which set of colours, how large the letters. Kept in a cookie, chosen without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "look"
COLOURS: Mapping[str, Promise] = {
    "auto": _("Theo máy"),
    "light": _("Sáng"),
    "dark": _("Tối"),
    "contrast": _("Tương phản cao"),
}
SIZES: Mapping[str, str] = {"100": "100 %", "125": "125 %", "150": "150 %"}

_DARK, _CONTRAST = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"


@dataclass(frozen=True, slots=True)
class Look:
    """One reader's choice: a key of COLOURS and one of SIZES."""

    colours: str = "auto"
    size: str = "100"

    @property
    def dark(self) -> str:
        """Return for which media the dark set holds: "" for none. Paper is never dark."""
        return {"light": "", "dark": "screen"}.get(self.colours, f"screen and {_DARK}")

    @property
    def contrast(self) -> str:
        """Return for which media the high-contrast set holds."""
        return "screen" if self.colours == "contrast" else f"screen and {_CONTRAST}"

    @property
    def schemes(self) -> str:
        """Return the schemes for the browser's own furniture, before a style sheet has come."""
        return self.colours if self.colours in {"light", "dark"} else "light dark"

    def changed(self, *, colours: str = "", size: str = "") -> "Look":
        """Return this look with what is asked for; what is not a known choice stays as it was."""
        return Look(colours if colours in COLOURS else self.colours, size if size in SIZES else self.size)

    def as_cookie(self) -> str:
        """Return the cookie's value."""
        return f"{self.colours}.{self.size}"


def look_of(cookies: Mapping[str, str]) -> Look:
    """Return the look that the cookies ask for; a cookie that says nothing we know asks for nothing."""
    colours, _dot, size = cookies.get(COOKIE, "").partition(".")
    return Look().changed(colours=colours, size=size)

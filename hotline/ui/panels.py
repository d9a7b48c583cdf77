"""Pages made of several stages' panels: what a panel is given, and how a form that could not be done shows its page again.

A panel is a function of a stage's panels.py: `(reference, viewer, now, *, page) -> html`. Its forms post to their own
stage, with `{{ page.hidden }}` inside, and come back to the page they stood on: by `PanelPage.address` when all went
well, by `shown_again` with an `Unfinished` when not, so that nothing typed is lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

DESKS = {"operator": "operator-case", "synthesis": "synthesis-case"}
"""The pages of a case by the desk they belong to, and the names of their addresses."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form that was sent and could not be done. `name` says which ("triage.refuse"), `words` why, in a sentence.

    `status` is 409 when somebody else was quicker or the case no longer allows it, 422 when something typed is wrong.
    """

    name: str
    form: BaseForm
    words: str
    status: int = 422


@dataclass(frozen=True, slots=True)
class PanelPage:
    """The page a panel stands on: which desk's, and the form that came back, if one did."""

    request: HttpRequest
    reference: str
    desk: str
    unfinished: Unfinished | None = None
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def address(self) -> str:
        """Return where the page is."""
        return case_address(self.reference, desk=self.desk)

    @property
    def hidden(self) -> SafeString:
        """Return the hidden fields of every form on the page: the token against forgery, and the way back."""
        return format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="desk" value="{}">',
            get_token(self.request),
            self.desk,
        )

    @property
    def is_fresh(self) -> bool:
        """Return whether the page was only opened: nothing came back, and nothing was asked of it in its address."""
        return self.unfinished is None and not self.request.GET

    def form[F: BaseForm](self, name: str, fresh: Callable[[], F]) -> F:
        """Return the form `name` as it was typed if it is the one that came back, else a fresh one."""
        if self.unfinished is not None and self.unfinished.name == name:
            return cast("F", self.unfinished.form)
        return fresh()

    def is_open(self, name: str) -> bool:
        """Return whether the form `name` came back, so that it is shown unfolded."""
        return self.unfinished is not None and self.unfinished.name == name

    def once[T](self, name: str, read: Callable[[], T]) -> T:
        """Return what `read` gave to the first panel that asked for `name`: panels of one page share what they read."""
        if name not in self._kept:
            self._kept[name] = read()
        return cast("T", self._kept[name])

    def render(self, template: str, given: Mapping[str, Any]) -> SafeString:
        """Return the panel's template with what it is given and this page as `page`."""
        return render_to_string(template, {**given, "page": self}, request=self.request)


class Panel(Protocol):
    """One matter of a case's page, drawn by the stage it belongs to; empty when there is nothing to show."""

    def __call__(self, reference: str, viewer: Any, now: Any, /, *, page: PanelPage) -> str:
        """Return the panel's HTML."""


def case_address(reference: str, *, desk: str = "operator") -> str:
    """Return the address of a case's page; an unknown desk means the operator's."""
    return reverse(DESKS.get(desk, DESKS["operator"]), args=[reference])


def shown_again(request: HttpRequest, reference: str, unfinished: Unfinished) -> HttpResponseBase:
    """Return the page that the form came from, drawn anew, with the form as it was typed."""
    found = resolve(case_address(reference, desk=request.POST.get("desk", "")))
    view = cast("Callable[..., HttpResponseBase]", found.func)
    return view(request, *found.args, **found.kwargs, unfinished=unfinished)

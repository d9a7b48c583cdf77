"""The forms of the private page: which are offered now, and the one that came back with its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms

from hotline.casefile.facts import PartFacts, QuestionFacts
from hotline.directory import queries as directory
from hotline.public.forms import CodeForm, NotDoneForm, NumberForm, PhotosForm, RateForm, ReplyForm
from hotline.public.mycase import MyCase


def photo_limit(page: MyCase) -> int:
    """Return how many photos one form may bring: the profile's number, and no more than the case still takes."""
    return min(directory.snapshot().windows.photos, page.photo_room)


@dataclass(frozen=True, slots=True)
class MyForms:
    """The page's forms. `bound` came back with errors; `ticket` holds `kept` photos that need not be sent again."""

    page: MyCase
    bound: forms.Form | None = None
    ticket: str = ""
    kept: int = 0

    @property
    def replies(self) -> list[tuple[QuestionFacts, forms.Form]]:
        """Return each open question with its form."""
        return [(one, self._form(f"question{one.id}", self._reply)) for one in self.page.open_questions]

    @property
    def ratings(self) -> list[tuple[PartFacts, forms.Form]]:
        """Return each part that may be rated with its form, which holds the rating given before."""
        return [(part, self._form(f"part{part.id}", partial(_rating, part))) for part in self.page.rated_parts]

    @property
    def not_done(self) -> forms.Form | None:
        """Return the form that reopens the case, while its window is open."""
        if self.page.not_done_until is None:
            return None
        return self._form("not-done", lambda prefix: NotDoneForm(prefix=prefix, photo_limit=photo_limit(self.page)))

    @property
    def photos(self) -> forms.Form | None:
        """Return the form that adds photos, while they help."""
        if not self.page.may_add_photos:
            return None
        return self._form("photos", lambda prefix: PhotosForm(prefix=prefix, photo_limit=photo_limit(self.page)))

    @property
    def number(self) -> forms.Form:
        """Return the form that asks for a code to the reporter's number."""
        return self._form("number", lambda prefix: NumberForm(prefix=prefix))

    @property
    def code(self) -> forms.Form:
        """Return the form that takes the code."""
        return self._form("code", lambda prefix: CodeForm(prefix=prefix))

    @property
    def limit(self) -> int:
        """Return how many photos one form may bring."""
        return photo_limit(self.page)

    def _reply(self, prefix: str) -> forms.Form:
        return ReplyForm(prefix=prefix, photo_limit=photo_limit(self.page))

    def _form(self, prefix: str, fresh: Callable[[str], forms.Form]) -> forms.Form:
        return self.bound if self.bound is not None and self.bound.prefix == prefix else fresh(prefix)


def _rating(part: PartFacts, prefix: str) -> forms.Form:
    return RateForm(prefix=prefix, initial={"stars": str(part.rating)} if part.rating else None)

"""The public page of one case, put together from what disclosure lets out."""

from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.queries import PublicCase
from hotline.core.disclosure import Version
from hotline.core.facts import Correction
from hotline.public.wording import phase_sentence, place_line
from hotline.ui.facts import Moment, Photo

_STEPS: dict[str, tuple[str | Promise, str]] = {
    "received": (gettext_lazy("Đã tiếp nhận"), ""),
    "in_progress": (gettext_lazy("Đang xử lý"), "amber"),
    "resolved": (gettext_lazy("Đã xử lý"), "green"),
    "refused": (gettext_lazy("Từ chối"), ""),
    "reopened": (gettext_lazy("Mở lại: người dân thấy chưa xong"), "red"),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version of the answer that was replaced: its words, or that they were taken down, and why."""

    words: str
    is_taken_down: bool
    why: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What the page shows. `earlier` is newest first; `answer` is empty while none is published."""

    found: PublicCase
    place: str
    sentence: str
    photos: tuple[Photo, ...]
    story: tuple[Moment, ...]
    answer: str
    corrected_why: str
    earlier: tuple[Earlier, ...]


def page_of(found: PublicCase) -> PublicPage:
    """Return the page of a case that is public."""
    case = found.case
    versions = case.answer or ()
    return PublicPage(
        found=found,
        place=place_line(case.place, found.area_name),
        sentence=phase_sentence(case.phase),
        photos=tuple(_photo(key, n) for n, key in enumerate(case.photos, 1)),
        story=tuple(Moment(step.at, str(_STEPS[step.name][0]), tone=_STEPS[step.name][1]) for step in reversed(found.steps)),
        answer=versions[-1].words if versions else "",
        corrected_why=versions[-1].why if versions else "",
        earlier=earlier_of(versions),
    )


def earlier_of(versions: tuple[Version, ...]) -> tuple[Earlier, ...]:
    """Return the versions before the one in force, newest first, each with why the next one replaced it."""
    listed = [Earlier(old.words, _is_taken_down(old, new), new.why) for old, new in pairwise(versions)]
    return tuple(reversed(listed))


def _is_taken_down(old: Version, new: Version) -> bool:
    return not old.words or new.correction is Correction.PRIVACY


def _photo(key: str, n: int) -> Photo:
    url = reverse("public:photo", args=[key])
    return Photo(url=url, full_url=url, alt=_("Ảnh %(n)s của phản ánh") % {"n": n})

"""The public page of one case, put together from what disclosure lets out."""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.queries import PublicCase
from hotline.core.disclosure import Version
from hotline.core.facts import Correction
from hotline.public.caselines import lines_of
from hotline.public.filters import address
from hotline.public.wording import phase_sentence, place_line
from hotline.ui.facts import CaseLine, Moment, Photo

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
    """What the page shows. `earlier` is newest first; `answer` is empty while none is published.

    `pair` is how it was and how it is now, where both are public; `photos` are the others.
    `chain`: all reports of the matter, where it came up here more than once. `alike` are further cases of the same service
    in the same ward, `alike_url` and `ward_url` the lists that hold more.
    """

    found: PublicCase
    place: str
    sentence: str
    pair: tuple[Photo, ...]
    photos: tuple[Photo, ...]
    story: tuple[Moment, ...]
    answer: str
    corrected_why: str
    earlier: tuple[Earlier, ...]
    chain: tuple[CaseLine, ...]
    alike: tuple[CaseLine, ...]
    alike_url: str
    ward_url: str
    share_url: str


def page_of(found: PublicCase, *, alike: tuple[PublicCase, ...], chain: tuple[PublicCase, ...] = ()) -> PublicPage:
    """Return the page of a case that is public."""
    case = found.case
    versions = case.answer or ()
    pair = _pair(found)
    shown = {case.reference, *(told.case.reference for told in chain)}
    return PublicPage(
        found=found,
        place=place_line(case.place, found.area_name),
        sentence=phase_sentence(case.phase),
        pair=pair,
        photos=tuple(
            _photo(key, n, found)
            for n, key in enumerate(case.photos, 1)
            if not pair or _url(key) not in {one.url for one in pair}
        ),
        story=tuple(Moment(step.at, str(_STEPS[step.name][0]), tone=_STEPS[step.name][1]) for step in reversed(found.steps)),
        answer=versions[-1].words if versions else "",
        corrected_why=versions[-1].why if versions else "",
        earlier=earlier_of(versions),
        chain=lines_of(chain, place=False),
        alike=lines_of((one for one in alike if one.case.reference not in shown), place=False),
        alike_url=address(reverse("public:cases"), {"service": case.service or "", **_area(case.area)}),
        ward_url=address(reverse("public:cases"), _area(case.area)) if case.area else "",
        share_url=settings.PUBLIC_URL + reverse("public:case", args=[case.reference]),
    )


def earlier_of(versions: tuple[Version, ...]) -> tuple[Earlier, ...]:
    """Return the versions before the one in force, newest first, each with why the next one replaced it."""
    listed = [Earlier(old.words, _is_taken_down(old, new), new.why) for old, new in pairwise(versions)]
    return tuple(reversed(listed))


def _is_taken_down(old: Version, new: Version) -> bool:
    return not old.words or new.correction is Correction.PRIVACY


def _pair(found: PublicCase) -> tuple[Photo, ...]:
    """Return the first photo of those who reported and the last of those who worked; nothing while one of them is missing."""
    before = [key for key in found.case.photos if key not in {*found.evidence, *found.progress, *found.minutes}]
    after = [key for key in found.case.photos if key in found.evidence]
    if not (before and after):
        return ()
    return (
        Photo(url=_url(before[0]), full_url=_url(before[0]), alt=_("Ảnh người dân gửi"), caption=_("Trước khi xử lý")),
        Photo(url=_url(after[-1]), full_url=_url(after[-1]), alt=_("Ảnh đơn vị chụp khi xong"), caption=_("Sau khi xử lý")),
    )


def _photo(key: str, n: int, found: PublicCase) -> Photo:
    if key in found.minutes or key in found.progress:
        words = _("Biên bản của đơn vị, đã che tên người") if key in found.minutes else _("Trong khi xử lý")
        return Photo(url=_url(key), full_url=_url(key), alt=words, caption=words)
    return Photo(url=_url(key), full_url=_url(key), alt=_("Ảnh %(n)s của phản ánh") % {"n": n})


def _url(key: str) -> str:
    return reverse("public:photo", args=[key])


def _area(code: str | None) -> dict[str, str]:
    return {"area": code} if code else {}

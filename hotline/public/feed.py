"""Public cases as an Atom feed (RFC 4287): what a newsroom, a neighbourhood or a ward reads without coming by."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from hotline.casefile.queries import PublicCase
from hotline.directory import queries as directory
from hotline.public.filters import FilterForm, address
from hotline.public.wording import PHASES, language, place_line


def atom(cases: Sequence[PublicCase], *, form: FilterForm) -> bytes:
    """Return the feed of a list. Each entry is updated when its case moves on, and keeps its id for ever."""
    city = directory.snapshot().city
    centre = city.centre_name.in_language(language())
    title = _("Phản ánh đã công bố")
    narrowed = form.title()
    feed = Atom1Feed(
        title=f"{title} · {centre}" + (f" · {narrowed}" if narrowed else ""),
        link=settings.PUBLIC_URL + address(reverse("public:cases"), form.chosen()),
        feed_url=settings.PUBLIC_URL + address(reverse("public:feed"), form.chosen()),
        description=_("Những gì người dân báo và các đơn vị đã làm."),
        language=language(),
        author_name=centre,
    )
    for one in cases:
        case = one.case
        link = settings.PUBLIC_URL + reverse("public:case", args=[case.reference])
        place = place_line(case.place, one.area_name)
        said = [PHASES[case.phase], place, case.words or "", case.answer[-1].words if case.answer else ""]
        feed.add_item(
            title=f"{one.service_name}, {place}" if place else str(one.service_name),
            link=link,
            unique_id=f"{settings.PUBLIC_URL}/cases/{case.reference}/",
            description="<br>".join(str(escape(part)) for part in said if part),
            pubdate=one.received_at,
            updateddate=one.changed_at,
            categories=[str(one.service_name)],
        )
    return feed.writeString("utf-8").encode()

"""What every page is given: whose hotline this is, the main pages, and for staff who is looking and their desks.

Read only when a template asks, so that a citizen's page touches no session and a page of errors needs no database.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hotline.casefile.queries import count_to_decide, count_waiting_commitments
from hotline.casefile.queries.conversations import count_waiting as count_written
from hotline.directory.queries import snapshot
from hotline.people.access import viewer_of
from hotline.people.desks import DeskOfRoles, desks_of
from hotline.people.facts import Role, Viewer
from hotline.public.queries import count_waiting
from hotline.site.deskcounts import calls_to_make, directed_to, due_at_agency, due_at_centre
from hotline.ui.facts import City, Desk, NavItem
from hotline.ui.look import look_of

_KEPT = "_hotline_desks"
WATCH, CALLS, TODAY = "/watch/", "/watch/calls/", "/agency/today/"
MESSAGES = "/operator/messages/"
_COMMITMENTS = "/supervisor/commitments/"
SYSTEMS = "/systems/"
_DOSSIERS, _DIRECTIVES = "/synthesis/dossiers/", "/agency/directives/"
_PAGES: dict[str, tuple[tuple[Promise, str, str], ...]] = {
    "/operator/": (
        (gettext_lazy("Hàng chờ"), "/operator/", "inbox"),
        (gettext_lazy("Ghi qua điện thoại"), "/operator/new/", "phone"),
        (gettext_lazy("Tin nhắn chờ xem"), MESSAGES, "chat"),
        (gettext_lazy("Hạn hôm nay"), WATCH, "clock"),
        (gettext_lazy("Gọi nhắc đơn vị"), CALLS, "bell"),
    ),
    "/synthesis/": (
        (gettext_lazy("Bàn tổng hợp"), "/synthesis/", "document"),
        (gettext_lazy("Hạn hôm nay"), WATCH, "clock"),
        (gettext_lazy("Trình UBND"), _DOSSIERS, "flag"),
    ),
    "/agency/": (
        (gettext_lazy("Việc của đơn vị"), "/agency/", "building"),
        (gettext_lazy("Hạn hôm nay"), TODAY, "clock"),
        (gettext_lazy("Chỉ đạo của UBND"), _DIRECTIVES, "flag"),
        (gettext_lazy("Cam kết của đơn vị"), "/agency/commitments/", "document"),
        (gettext_lazy("Lịch hạn"), "/agency/calendar/", "calendar"),
        (gettext_lazy("Kết nối hệ thống"), SYSTEMS, "send"),
    ),
    "/staff/people/": (
        (gettext_lazy("Người dùng"), "/staff/people/", "people"),
        (gettext_lazy("Lịch làm việc"), "/staff/calendars/", "calendar"),
        (gettext_lazy("Quy định thời hạn"), "/staff/rules/", "clock"),
        (gettext_lazy("Kênh liên lạc"), "/staff/channels/", "chat"),
        (gettext_lazy("Kết nối hệ thống"), SYSTEMS, "send"),
    ),
    "/supervisor/": (
        (gettext_lazy("Theo dõi hạn"), "/supervisor/", "clock"),
        (gettext_lazy("Cam kết thời hạn"), _COMMITMENTS, "calendar"),
        (gettext_lazy("Trình UBND"), _DOSSIERS, "flag"),
        (gettext_lazy("Sổ trả lại"), "/supervisor/returns/", "return"),
        (gettext_lazy("Sàng lọc, tái diễn"), "/supervisor/screening/", "filter"),
        (gettext_lazy("Số liệu theo địa bàn"), "/supervisor/wards/", "map"),
        (gettext_lazy("Tin không gửi được"), "/notify/dead/", "send"),
        (gettext_lazy("Tin đến không đọc được"), "/supervisor/deliveries/", "inbox"),
        (gettext_lazy("Người gửi bị chặn"), "/supervisor/blocks/", "stop"),
        (gettext_lazy("Đang đăng nhập"), "/staff/people/sessions/", "people"),
    ),
}
"""Pages of a desk beside its first one; a desk that is not here has only that."""

_COMMENTS = "/synthesis/comments/"
"""A page of the synthesis desk in cities where people comment, with the number of those that wait."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    return {
        "city": SimpleLazyObject(city),
        "is_demonstration": settings.IS_DEMONSTRATION,
        "look": look_of(request.COOKIES),
        "here": SimpleLazyObject(lambda: _address(request)),
        "site_nav": SimpleLazyObject(lambda: _main_pages(request.path)),
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "desks": SimpleLazyObject(lambda: _desks(request)),
        "current_desk": SimpleLazyObject(lambda: next((desk for desk in _desks(request) if desk.is_current), None)),
    }


def city() -> City:
    """Return the city of this installation, in the language of the page."""
    facts = snapshot().city
    language = get_language() or "vi"
    return City(
        name=facts.name.in_language(language),
        portal=facts.centre_name.in_language(language),
        number=facts.number,
        dial=facts.dial,
        colour=facts.colour,
        emblem="/emblem.svg" if facts.emblem else "",
    )


def _address(request: HttpRequest) -> str:
    """Return the address to come back to: this page's, or that of the page whose form was just sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    return f"{sent_from.path}?{sent_from.query}" if sent_from.query else sent_from.path


def _main_pages(path: str) -> list[NavItem]:
    pages = [(_("Gửi phản ánh"), "/report/"), (_("Theo dõi"), "/follow/"), (_("Xem phản ánh"), "/cases/")]
    return [NavItem(name, url, is_current=path.startswith(url)) for name, url in pages]


def _desks(request: HttpRequest) -> list[Desk]:
    viewer = viewer_of(request)
    if viewer is None:
        return []
    if not hasattr(request, _KEPT):
        now, path = timezone.now(), request.path
        # An agency's page is drawn as an agency's role, which may not count what others have to do.
        counted = {desk.url for desk in desks_of(viewer) if desk.url == "/agency/" or not path.startswith("/agency/")}
        kept: list[Desk] = []
        for desk in desks_of(viewer):
            listed = {item.url for one in kept for item in one.items}  # a page of two desks stands under the first
            listed |= set() if viewer.has(Role.AGENCY_HEAD, Role.ADMINISTRATOR) else {SYSTEMS}
            kept.append(_desk(desk, path, _counts(desk, viewer, now) if desk.url in counted else {}, listed))
        setattr(request, _KEPT, kept)
    desks: list[Desk] = getattr(request, _KEPT)
    return desks


def _counts(desk: DeskOfRoles, viewer: Viewer, now: datetime) -> dict[str, int | None]:
    """Return what waits on the pages of a desk, by address."""
    match desk.url:
        case "/operator/":
            return {
                WATCH: due_at_centre(viewer, now=now),
                CALLS: calls_to_make(viewer, now=now) or None,
                MESSAGES: count_written() or None,
            }
        case "/synthesis/":
            comments = {_COMMENTS: count_waiting(streams=viewer.streams) or None} if snapshot().public.comments else {}
            return {WATCH: due_at_centre(viewer, now=now), **_to_decide(viewer), **comments}
        case "/agency/":
            return {TODAY: due_at_agency(viewer, now=now), _DIRECTIVES: directed_to(viewer) or None}
        case "/supervisor/":
            return {_COMMITMENTS: count_waiting_commitments(streams=viewer.streams) or None, **_to_decide(viewer)}
    return {}


def _to_decide(viewer: Viewer) -> dict[str, int | None]:
    """Return how many answers to directives wait for the supervisor's word."""
    return {_DOSSIERS: count_to_decide(streams=viewer.streams) or None} if viewer.has(Role.SUPERVISOR) else {}


def _desk(desk: DeskOfRoles, path: str, counts: dict[str, int | None], listed: Collection[str]) -> Desk:
    pages = _PAGES.get(desk.url, ()) or ((desk.name, desk.url, desk.icon),)
    if desk.url == "/synthesis/" and snapshot().public.comments:
        pages = (*pages, (gettext_lazy("Ý kiến công khai"), _COMMENTS, "chat"))
    pages = tuple(page for page in pages if page[1] not in listed)
    here = max((url for _name, url, _icon in pages if path.startswith(url)), key=len, default="")
    items = [NavItem(str(name), url, icon, is_current=url == here, count=counts.get(url)) for name, url, icon in pages]
    return Desk(str(desk.name), desk.url, desk.icon, items, is_current=bool(here))

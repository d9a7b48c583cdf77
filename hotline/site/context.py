"""What every page is given: whose hotline this is, the main pages, and for staff who is looking and their desks.

Read only when a template asks, so that a citizen's page touches no session and a page of errors needs no database.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.directory.queries import snapshot
from hotline.people.access import viewer_of
from hotline.people.desks import DeskOfRoles, desks_of
from hotline.ui.facts import City, Desk, NavItem


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    return {
        "city": SimpleLazyObject(city),
        "site_nav": SimpleLazyObject(lambda: _main_pages(request.path)),
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "desks": SimpleLazyObject(lambda: _desks(request)),
    }


def city() -> City:
    """Return the city of this installation, in the language of the page."""
    facts = snapshot().city
    language = get_language() or "vi"
    return City(
        name=facts.name.in_language(language),
        portal=facts.centre_name.in_language(language),
        number=facts.number,
        dial=facts.number,
    )


def _main_pages(path: str) -> list[NavItem]:
    pages = [(_("Gửi phản ánh"), "/report/"), (_("Theo dõi"), "/follow/"), (_("Xem phản ánh"), "/cases/")]
    return [NavItem(name, url, is_current=path.startswith(url)) for name, url in pages]


def _desks(request: HttpRequest) -> list[Desk]:
    viewer = viewer_of(request)
    return [] if viewer is None else [_desk(desk, request.path) for desk in desks_of(viewer)]


def _desk(desk: DeskOfRoles, path: str) -> Desk:
    is_current = path.startswith(desk.url)
    name = str(desk.name)
    return Desk(name, desk.url, desk.icon, [NavItem(name, desk.url, desk.icon, is_current)], is_current)

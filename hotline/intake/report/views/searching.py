"""Finding a service by what people call it: for the first page and for whoever chooses one at a desk, as they type."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.directory.finding import FoundService, find_services
from hotline.people.guards import public

_KEPT_SECONDS = 300


@public
@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Return the services that `q` may mean, each with why, and a sentence that says how many."""
    typed = request.GET.get("q", "")
    found = found_for(typed)
    listed = [{"code": one.code, "name": one.name, "hint": one.hint, "why": why(one)} for one in found]
    response = JsonResponse({"found": listed, "said": said(typed, found)})
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def found_for(typed: str) -> tuple[FoundService, ...]:
    """Return the services that were likely meant, in the language of the page."""
    return find_services(typed, language=get_language() or "vi")


def why(one: FoundService) -> str:
    """Return why a service is offered."""
    return _("vì có từ “%(words)s”") % {"words": one.because}


def said(typed: str, found: tuple[FoundService, ...]) -> str:
    """Return what to say of a search; nothing of none."""
    if not typed.strip():
        return ""
    if not found:
        return _("Không thấy việc nào như vậy. Hãy thử chữ khác, hoặc mở nhóm gần nhất.")
    return ngettext("Tìm thấy %(n)s việc gần đúng nhất:", "Tìm thấy %(n)s việc gần đúng nhất:", len(found)) % {"n": len(found)}

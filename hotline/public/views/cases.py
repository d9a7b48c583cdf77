"""The public list of cases, and the public page of one."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.refusals import NoSuchCase
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.status import Phase
from hotline.directory import queries as directory
from hotline.people.guards import public
from hotline.public import cursors
from hotline.public.forms import FilterForm
from hotline.public.guessing import opens_with_a_code
from hotline.public.publiccase import page_of
from hotline.public.wording import language, phase_sentence

ROWS = 20


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List cases that are public, newest first."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return render(request, "public/cases.html", {"form": form, "cases": (), "now": timezone.now()}, status=404)
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    before = request.GET.get("before", "")
    found, follows = queries.public_cases(
        limit=ROWS,
        before=cursors.read(before) if before else None,
        service=chosen.get("service"),
        area=chosen.get("area"),
        phase=Phase(chosen["phase"]) if "phase" in chosen else None,
        language=language(),
    )
    given = {
        "form": form,
        "cases": found,
        "is_narrowed": bool(chosen),
        "newest": f"?{urlencode(chosen)}" if before else "",
        "following": f"?{urlencode({**chosen, 'before': cursors.written(follows)})}" if follows else "",
        "now": timezone.now(),
    }
    return render(request, "public/cases.html", given)


@public
@require_safe
@opens_with_a_code
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what everyone may read of a case; before it is published, where it stands and by when."""
    try:
        written = parse_reference(reference, number=directory.snapshot().city.reference_number)
        found = queries.public_case(written, language=language())
    except (NotAReference, NoSuchCase):
        raise Http404 from None
    if written != reference:
        return redirect("public:case", written, permanent=True)
    now = timezone.now()
    if not found.case.is_open:
        given = {"found": found, "sentence": phase_sentence(found.case.phase), "now": now}
        return render(request, "public/followed.html", given)
    return render(request, "public/case.html", {"page": page_of(found), "now": now})

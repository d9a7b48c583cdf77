"""The public list of cases, the same as a feed, and the public page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.refusals import NoSuchCase
from hotline.core.disclosure import Public
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory import queries as directory
from hotline.people.guards import public
from hotline.public import cursors
from hotline.public import queries as own
from hotline.public.caselines import lines_of
from hotline.public.comments import CommentForm, are_open
from hotline.public.feed import atom
from hotline.public.filters import FilterForm, address
from hotline.public.freshness import keep, sent_once, tag
from hotline.public.guessing import opens_with_a_code
from hotline.public.publiccase import page_of
from hotline.public.wording import count_words, language, phase_sentence

ROWS = 20
ENTRIES = 50
ALIKE = 4


@public
@require_safe
@sent_once(shared=False)
def listed(request: HttpRequest) -> HttpResponse:
    """List cases that are public, newest first."""
    form, now = FilterForm(request.GET), timezone.now()
    if form.status != 200:
        return render(request, "public/cases.html", {"form": form, "cases": (), "now": now}, status=form.status)
    before = request.GET.get("before", "")
    position = cursors.read(before) if before else None
    narrowing, chosen = form.narrowing(now=now), form.chosen()
    page = queries.public_cases(narrowing, limit=ROWS, before=position, language=language())
    given = {
        "form": form,
        "cases": lines_of(page.cases, words=True, agency=True),
        "title": form.title(),
        "is_narrowed": bool(chosen),
        "count": count_words(queries.count_public(narrowing, page)) if chosen and position is None else "",
        "newest": address(request.path, chosen) if before else "",
        "following": address(request.path, chosen, before=cursors.written(page.follows)) if page.follows else "",
        "feed": address(reverse("public:feed"), chosen),
        "map": address(reverse("public:map"), chosen),
        "now": now,
    }
    return render(request, "public/cases.html", given)


@public
@require_safe
@sent_once(shared=True)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest cases of a list as an Atom feed (RFC 4287)."""
    form = FilterForm(request.GET)
    if form.status != 200:
        raise Http404
    page = queries.public_cases(form.narrowing(now=timezone.now()), limit=ENTRIES, language=language())
    return HttpResponse(atom(page.cases, form=form), content_type="application/atom+xml; charset=utf-8")


@public
@require_safe
@opens_with_a_code
def case(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show what everyone may read of a case; before it is published, where it stands and by when."""
    found = found_case(reference)
    if found.case.reference != reference:
        return redirect("public:case", found.case.reference, permanent=True)
    return case_page(request, found)


def found_case(reference: str) -> queries.PublicCase:
    """Return the case of a reference, typed any way. Raises Http404."""
    try:
        written = parse_reference(reference, number=directory.snapshot().city.reference_number)
        return queries.public_case(written, language=language())
    except (NotAReference, NoSuchCase):
        raise Http404 from None


def case_page(
    request: HttpRequest, found: queries.PublicCase, *, comment: CommentForm | None = None, status: int = 200
) -> HttpResponseBase:
    """Return the page of a case, with a comment as it was typed where it could not be taken."""
    now = timezone.now()
    alike = _alike(found.case)
    chain = queries.public_chain(found.case.reference, language=language()) if found.case.is_open else ()
    said = own.comments_on(queries.request_id_of(found.case.reference)) if found.case.is_open and are_open() else ()
    etag = tag(request, repr(found), repr(said), *(one.case.reference for one in alike), repr(chain))
    unchanged = get_conditional_response(request, etag=etag) if comment is None else None
    if unchanged:
        return keep(unchanged, etag=etag)
    if not found.case.is_open:
        given = {"found": found, "sentence": phase_sentence(found.case.phase), "now": now}
        return keep(render(request, "public/followed.html", given), etag=etag)
    given = {
        "page": page_of(found, alike=alike, chain=chain),
        "said": said,
        "comment": comment or (CommentForm(now=now) if are_open() else None),
        "is_thanked": comment is None and request.GET.get("said") == "1",
        "now": now,
    }
    return keep(render(request, "public/case.html", given, status=status), etag=etag)


def _alike(case: Public) -> tuple[queries.PublicCase, ...]:
    """Return the newest cases of the same service in the same ward, this one among them; none of one that is not public."""
    snapshot = directory.snapshot()
    if not case.service or not case.area or case.service not in snapshot.services or case.area not in snapshot.areas:
        return ()
    narrowing = queries.Narrowing(services=(case.service,), area=case.area)
    return queries.public_cases(narrowing, limit=ALIKE, language=language()).cases

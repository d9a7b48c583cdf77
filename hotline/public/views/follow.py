"""Following a case by its short code: status words, phase and deadline, nothing more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hotline.casefile import queries
from hotline.casefile.refusals import NoSuchCase
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory import queries as directory
from hotline.people.guards import public
from hotline.public.forms import FollowForm
from hotline.public.guessing import NOT_FOUND, opens_with_a_code
from hotline.public.wording import language, phase_sentence


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@opens_with_a_code
def follow(request: HttpRequest) -> HttpResponse:
    """Take a code and say where its case stands. Codes that nobody has, misspelt or not, are answered alike."""
    if request.method != "POST":
        return render(request, "public/follow.html", {"form": FollowForm()})
    form = FollowForm(request.POST)
    if not form.is_valid():
        return render(request, "public/follow.html", {"form": form}, status=422)
    try:
        found = queries.public_case(_code(form.cleaned_data["reference"]), language=language())
    except NoSuchCase:
        form.say_unknown()
        return render(request, "public/follow.html", {"form": form}, status=NOT_FOUND)
    given = {"found": found, "sentence": phase_sentence(found.case.phase), "now": timezone.now()}
    return render(request, "public/followed.html", given)


def _code(typed: str) -> str:
    """Return the code as it is written, or the empty one that no case has: what is misspelt is looked up like any other."""
    try:
        return parse_reference(typed, number=directory.snapshot().city.reference_number)
    except NotAReference:
        return ""

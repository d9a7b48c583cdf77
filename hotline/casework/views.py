"""The agency's desk. Every word of a case is read and written inside `agency_door`: what is not theirs is not there (404).

Before the door opens, colleagues are read and uploads are decoded: an agency's role may do neither, and takes no seconds.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions as casefile
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.evidencewords import refusal_of
from hotline.casefile.mediafiles import Copy, NotAKey, path_of
from hotline.casework import pages, photos, stepforms, words
from hotline.casework.below import BELOW_STEPS, BelowStep, form_name
from hotline.casework.desk import desk_page
from hotline.casework.directivewords import OwnDirective, directive_line
from hotline.casework.forms import StepForm
from hotline.casework.guarding import of_agency
from hotline.casework.keeping import keeping_page
from hotline.casework.promisewords import REFUSED
from hotline.casework.refusals import REFUSALS
from hotline.casework.shownphotos import kept_previews
from hotline.casework.steps import STEPS, Doing, Step
from hotline.core.commitments import CommitmentRefused
from hotline.core.directives import DirectiveRefused
from hotline.core.facts import Actor, ActorKind, AttachmentKind
from hotline.core.status import MoveNotAllowed
from hotline.people.access import signed_in
from hotline.people.facts import PersonFacts, Viewer
from hotline.people.queries import members_of
from hotline.ui.fields import PhotosField


@of_agency
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the parts of the viewer's agencies, what is due first at the top."""
    viewer, now = signed_in(request), timezone.now()
    with agency_door(viewer) as door:
        page = desk_page(
            door,
            tab=request.GET.get("tab", ""),
            mine=viewer.user_id if "mine" in request.GET else None,
            page=_page_number(request),
            now=now,
            language=_language(),
        )
        given = {"previous": _turned(request, page.previous), "following": _turned(request, page.following)}
        return render(request, "casework/desk.html", {"page": page, **given, "now": now})


@of_agency
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Show how the viewer's agencies kept their deadlines and commitments, and each commitment."""
    now = timezone.now()
    with agency_door(signed_in(request)) as door:
        page = keeping_page(door, now=now, language=_language())
        return render(request, "casework/own_commitments.html", {"page": page, "now": now})


@of_agency
@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """List what the viewer's agencies were directed to do and are not done with."""
    with agency_door(signed_in(request)) as door:
        lines = [OwnDirective(row, directive_line(row.directive)) for row in door.open_directives(language=_language())]
        return render(request, "casework/directives.html", {"lines": lines, "now": timezone.now()})


@of_agency
@require_safe
def case(request: HttpRequest, part_id: int) -> HttpResponse:
    """Show one part with the steps that can be taken now."""
    viewer, now = signed_in(request), timezone.now()
    colleagues = members_of(viewer.unit_ids, now=now)
    with agency_door(viewer) as door:
        return _shown(request, _page(door, part_id, colleagues), now=now)


@of_agency
@require_POST
def step(request: HttpRequest, part_id: int, name: str) -> HttpResponse:
    """Take a step; when it cannot be taken, show the page again with the reason and everything that was typed."""
    viewer, now = signed_in(request), timezone.now()
    colleagues = members_of(viewer.unit_ids, now=now)
    with agency_door(viewer) as door:  # nothing is decoded for a part that is not theirs
        form = _form(request, name, _page(door, part_id, colleagues))
    kept = _kept(request, form, part_id=part_id, now=now)
    with agency_door(viewer) as door:
        page = _page(door, part_id, colleagues)
        status = _taken(STEPS[name], form, page=page, kept=kept, viewer=viewer, now=now)
        if status == _DONE:
            messages.success(request, str(STEPS[name].done_by(page.part)))
            return redirect("casework:desk") if name == "return" else redirect("casework:case", part_id)
        form.renew(page.request.version)
        return _shown(request, page, now=now, bound=form, kept=kept, status=status)


@of_agency
@require_POST
def below(request: HttpRequest, part_id: int, under_id: int, name: str) -> HttpResponse:
    """Take or send back the result of a unit under the agency, or take the work back; say why when that cannot be."""
    viewer, now = signed_in(request), timezone.now()
    colleagues = members_of(viewer.unit_ids, now=now)
    chosen = BELOW_STEPS[name]
    form = chosen.form(request.POST, name=form_name(name, under_id))
    with agency_door(viewer) as door:
        page = _page(door, part_id, colleagues)
        status = _done_below(chosen, form, page=page, under_id=under_id, viewer=viewer, now=now)
        if status == _DONE:
            messages.success(request, str(chosen.done))
            return redirect("casework:case", part_id)
        form.renew(page.request.version)
        return _shown(request, page, now=now, bound=form, status=status)


@of_agency
@require_safe
def photo(request: HttpRequest, part_id: int, key: str) -> HttpResponseBase:
    """Serve the clean copy of a photo of the case: the reporter's or the agency's own."""
    with agency_door(signed_in(request)) as door:
        return _picture(door.picture(part_id, key).key)


@of_agency
@require_safe
def kept(request: HttpRequest, part_id: int, token: str) -> HttpResponseBase:
    """Serve a photo that was uploaded with a form that still has errors."""
    with agency_door(signed_in(request)) as door:
        door.case(part_id)
        return _picture(photos.key_of(token, part_id=part_id))


_DONE = 302
_UPLOADS = {"photos": AttachmentKind.EVIDENCE, "minutes": AttachmentKind.MINUTES}
_LAST_PAGE = 10**6


def _page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; what is no number is the first."""
    asked = request.GET.get("page", "")
    return min(int(asked), _LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1


def _turned(request: HttpRequest, page: int) -> str:
    """Return the address of another page of the same list, "" for page 0."""
    if not page:
        return ""
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"{request.path}?{asked.urlencode()}"


def _taken(
    chosen: Step, form: StepForm, *, page: pages.CasePage, kept: Sequence[photos.Kept], viewer: Viewer, now: datetime
) -> int:
    """Take the step and return _DONE; or the status of the page that says, on the form, why it was not taken."""
    if not form.is_valid():
        return 422
    evidence = [one.key for one in kept]
    try:
        owed = page.owed.directive.id if page.owed else 0
        chosen.do(Doing(page.part, form.cleaned_data, evidence, now, _hand(viewer, page), directive=owed))
    except tuple(REFUSALS) as refused:
        field, why, status = REFUSALS[type(refused)]
        form.add_error(field if field in form.fields else None, str(why))
        return status
    except MoveNotAllowed:
        form.add_error(None, str(words.not_now(page.part.state, is_under=page.part.above is not None)))
        return 409
    except casefile.EvidenceRefused as refused:
        form.refused = refused.findings
        for n, one in enumerate(kept, 1):
            if why := refusal_of(refused.findings.get(one.key, ())):
                form.add_error("photos", str(words.PHOTO_REFUSED) % {"n": n, "why": why})
        return 422
    except (DirectiveRefused, casefile.NoSuchCase):
        form.add_error(None, str(words.NOT_DIRECTED))
        return 409
    except CommitmentRefused as refused:
        at, said = REFUSED[refused.why]
        form.add_error(at or None, str(said))
        return 422
    return _DONE


def _done_below(chosen: BelowStep, form: StepForm, *, page: pages.CasePage, under_id: int, viewer: Viewer, now: datetime) -> int:
    """Do to a part that was handed down what its form asks; return as `_taken` does."""
    if not form.is_valid():
        return 422
    typed = form.cleaned_data
    try:
        chosen.do(page.part.id, under_id, typed, now=now, actor=_hand(viewer, page), version=typed["version"])
    except casefile.ChangedMeanwhile:
        form.add_error(None, str(words.CHANGED))
        return 409
    except casefile.DirectiveStands:
        form.add_error(None, str(words.BELOW_DIRECTED))
        return 409
    except MoveNotAllowed:
        form.add_error(None, str(words.BELOW_NOT_NOW))
        return 409
    return _DONE


def _hand(viewer: Viewer, page: pages.CasePage) -> Actor:
    """Return whose hand acts: the viewer's, for the part's agency."""
    return Actor(ActorKind.AGENCY, user_id=viewer.user_id, unit_id=page.part.unit_id)


def _page(door: AgencyDoor, part_id: int, colleagues: Sequence[PersonFacts]) -> pages.CasePage:
    file = door.case(part_id, language=_language())
    directives = door.directives(part_id, language=_language())
    chain = door.chain(file.request.id, language=_language())
    return pages.case_page(file, part_id=part_id, colleagues=colleagues, now=timezone.now(), directives=directives, chain=chain)


def _form(request: HttpRequest, name: str, page: pages.CasePage) -> StepForm:
    asked = stepforms.options(name, page)
    if "needs_photo" in asked and request.POST.getlist("kept"):
        asked["needs_photo"] = False
    return STEPS[name].form(request.POST, request.FILES, name=name, **asked)


def _kept(request: HttpRequest, form: StepForm, *, part_id: int, now: datetime) -> tuple[photos.Kept, ...]:
    """Return the form's photos, those of an earlier try first; what is wrong with one is said on the form."""
    before = photos.kept_before(request.POST.getlist("kept"), part_id=part_id)
    form.is_valid()
    kept = before
    for name, kind in _UPLOADS.items():
        uploads = photos.received(form.cleaned_data.get(name) or (), part_id=part_id, kind=kind, now=now)
        for refusal in uploads.refusals:
            form.add_error(name, refusal)
        kept += uploads.kept
    field = form.fields.get("photos")
    if isinstance(field, PhotosField) and len(kept) > field.limit * sum(name in form.fields for name in _UPLOADS):
        form.add_error("photos", str(words.TOO_MANY_PHOTOS) % {"n": field.limit})
    return kept


def _shown(
    request: HttpRequest,
    page: pages.CasePage,
    *,
    now: datetime,
    bound: StepForm | None = None,
    kept: Sequence[photos.Kept] = (),
    status: int = 200,
) -> HttpResponse:
    given = {
        "page": page,
        "forms": stepforms.forms_of(page, bound=bound),
        "below": stepforms.below_of(page, bound=bound),
        "bound": bound,
        "kept": kept_previews(kept, refused=bound.refused if bound else {}),
        "now": now,
    }
    return render(request, "casework/case.html", given, status=status)


def _picture(key: str) -> FileResponse:
    try:
        file = path_of(key, Copy.CLEAN).open("rb")
    except (FileNotFoundError, NotAKey):
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg")


def _language() -> str:
    return get_language() or "vi"

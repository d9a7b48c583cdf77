"""The pages of an agency that is complained of: what it is asked, and its reply. Nothing else of the case is on them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hotline.casefile import actions as casefile
from hotline.casefile.access import agency_door
from hotline.casework import words
from hotline.casework.explaining import SHOWN, lines, state_of
from hotline.casework.forms import ExplainForm
from hotline.casework.guarding import of_agency
from hotline.core.facts import Actor, ActorKind
from hotline.people.access import signed_in


@of_agency
@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """List what the viewer's agencies are to explain, or explained."""
    with agency_door(signed_in(request)) as door:
        found = door.explanations(limit=SHOWN, language=get_language() or "vi")
    now = timezone.now()
    return render(request, "casework/explanations.html", {"lines": lines(found, now=now), "now": now})


@of_agency
@require_http_methods(["GET", "HEAD", "POST"])
def explanation(request: HttpRequest, explanation_id: int) -> HttpResponse:
    """Show what is asked, and take the reply. It is written outside the agency's door, which has no way to the case."""
    viewer, now = signed_in(request), timezone.now()
    with agency_door(viewer) as door:
        facts = door.explanation(explanation_id, language=get_language() or "vi")
    form, status = ExplainForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            actor = Actor(ActorKind.AGENCY, user_id=viewer.user_id, unit_id=facts.unit_id)
            try:
                casefile.explain(explanation_id, words=form.cleaned_data["words"], now=now, actor=actor)
            except (casefile.Explained, casefile.ExplanationLapsed) as refused:
                form.add_error(None, str(words.LAPSED if isinstance(refused, casefile.ExplanationLapsed) else words.EXPLAINED))
                status = 409
            except casefile.WordsMissing:
                form.add_error("words", str(words.NO_WORDS))
            else:
                messages.success(request, _("Đã gửi giải trình. Cơ quan cấp trên và trung tâm đọc được."))
                return redirect("casework:explanation", explanation_id)
    state, tone = state_of(facts, now=now)
    given = {"one": facts, "state": state, "tone": tone, "form": form, "now": now}
    return render(request, "casework/explanation.html", given, status=status)

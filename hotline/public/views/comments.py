"""Comments: written by anyone under a public case, let through or kept back by the desk."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import queries as casefile
from hotline.casefile.access import actor_of
from hotline.core.streams import Streams
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import public, roles
from hotline.public import actions, queries
from hotline.public.comments import CommentForm, DeclineForm, PublishForm, are_open, proposed_words
from hotline.public.guessing import opens_with_a_code, seconds
from hotline.public.limits import comment_limits_of
from hotline.public.queries import Waiting
from hotline.public.views.cases import case_page, found_case
from hotline.ui.words import length

desk_only = roles(Role.SYNTHESIS, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Line:
    """One comment on the desk: its case, and the two forms that decide about it."""

    comment: Waiting
    reference: str
    publish: PublishForm
    decline: DeclineForm


@public
@require_POST
@opens_with_a_code
def comment(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a comment. It waits for a person; whoever wrote it is told so."""
    found = found_case(reference)
    if not (are_open() and found.case.is_open and found.case.reference == reference):
        raise Http404
    now = timezone.now()
    form = CommentForm(request.POST, now=now)
    if not form.is_valid():
        return case_page(request, found, comment=form, status=422)
    if form.is_trapped:
        return _thanked(reference)
    limits = comment_limits_of(request, now=now)
    if wait := queries.wait_before(limits, now=now):
        form.add_error("words", _("Bạn vừa gửi nhiều ý kiến. Hãy gửi lại sau %(length)s.") % {"length": length(wait)})
        response = case_page(request, found, comment=form, status=429)
        response.headers["Retry-After"] = str(seconds(wait))
        return response
    number = casefile.request_id_of(reference)
    said = form.cleaned_data
    if actions.write_comment(number, once=form.once, words=said["words"], not_done=said["not_done"], now=now):
        actions.pour(limits, drops=1, now=now)
    return _thanked(reference)


@desk_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk what waits to be let through, "not done" first, and what was let through lately."""
    return _desk(request)


@desk_only
@require_POST
def publish(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Let a comment through."""
    _theirs(request, comment_id)
    form = PublishForm(request.POST, prefix=f"publish{comment_id}")
    if not form.is_valid():
        return _desk(request, publish=form, status=422)
    try:
        actor = actor_of(signed_in(request))
        actions.publish_comment(comment_id, **form.cleaned_data, now=timezone.now(), actor=actor)
    except actions.AlreadyDecided:
        return _too_late(request)
    messages.success(request, _("Ý kiến đã hiện trên trang của phản ánh."))
    return redirect("public:comments")


@desk_only
@require_POST
def decline(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Keep a comment back, or take one back."""
    _theirs(request, comment_id)
    form = DeclineForm(request.POST, prefix=f"decline{comment_id}")
    if not form.is_valid():
        return _desk(request, decline=form, status=422)
    try:
        actor = actor_of(signed_in(request))
        actions.decline_comment(comment_id, reason=form.cleaned_data["reason"], now=timezone.now(), actor=actor)
    except actions.AlreadyDecided:
        return _too_late(request)
    messages.success(request, _("Ý kiến không hiện, lý do đã ghi vào hồ sơ."))
    return redirect("public:comments")


def _theirs(request: HttpRequest, comment_id: int) -> None:
    """Raise Http404 unless the comment is about a case that they see."""
    if not queries.comment_is_among(comment_id, signed_in(request).streams):
        raise Http404(comment_id)


def _desk(
    request: HttpRequest, *, publish: PublishForm | None = None, decline: DeclineForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the desk's page, with a form as it was typed where it was not filled in rightly."""
    streams = signed_in(request).streams
    waiting = queries.waiting_comments(streams=streams)
    references = casefile.references_of([one.request_id for one in waiting])
    lines = [_line(one, references[one.request_id], publish=publish, decline=decline) for one in waiting]
    given = {"lines": lines, "shown": _shown(streams), "are_open": are_open(), "now": timezone.now()}
    return render(request, "public/desk_comments.html", given, status=status)


def _line(one: Waiting, reference: str, *, publish: PublishForm | None, decline: DeclineForm | None) -> Line:
    first, second = f"publish{one.id}", f"decline{one.id}"
    begun = PublishForm(prefix=first, initial={"public_words": proposed_words(one.words)})
    return Line(
        one,
        reference,
        publish if publish and publish.prefix == first else begun,
        decline if decline and decline.prefix == second else DeclineForm(prefix=second),
    )


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Ý kiến này đã có người quyết định trước bạn."))
    return redirect("public:comments")


def _thanked(reference: str) -> HttpResponse:
    return redirect(f"{reverse('public:case', args=[reference])}?said=1#comments")


def _shown(streams: Streams) -> list[tuple[queries.Said, DeclineForm]]:
    return [(one, DeclineForm(prefix=f"decline{one.id}")) for one in queries.published_comments(streams=streams)]

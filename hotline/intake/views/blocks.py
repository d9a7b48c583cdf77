"""/supervisor/blocks/: who is blocked, why, by whom and until when; what was kept of them; and the end of a block."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.mediafiles import Copy, path_of
from hotline.casefile.queries import blocks
from hotline.casefile.queries.blocks import RulingFacts
from hotline.casefile.queries.conversations import IncomingFacts
from hotline.casefile.queries.persons import is_kept_apart
from hotline.core.becoming import Became
from hotline.directory.queries import snapshot
from hotline.intake.forms import BlockForm, LiftForm
from hotline.intake.saying import CHANNELS
from hotline.people.access import signed_in
from hotline.people.facts import Role, Viewer
from hotline.people.guards import roles

SHOWN = 100
KEPT_SHOWN = 50
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as the page shows it: `may_take` while it is only kept; `is_elsewhere`: of a case the viewer may not see."""

    facts: IncomingFacts
    may_take: bool
    is_elsewhere: bool


@roles(Role.SUPERVISOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List what is in force, the newest first, and what ended lately."""
    now = timezone.now()
    given = {
        "standing": [_row(one) for one in blocks.rulings_standing(now=now, limit=SHOWN)],
        "over": [_row(one) for one in blocks.rulings_over(now=now, since=now - LATELY, limit=SHOWN)],
        "days": LATELY.days,
        "now": now,
    }
    return render(request, "intake/blocks.html", given)


@roles(Role.SUPERVISOR)
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one with what was kept, what was written before, and the forms that end it or make it longer."""
    return _page(request, _ruling(number))


@roles(Role.SUPERVISOR)
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End a block before its time, with a reason."""
    found, form = _ruling(number), LiftForm(request.POST, prefix="lift")
    if not form.is_valid():
        return _page(request, found, lift_form=form)
    try:
        words = form.cleaned_data["reason"]
        actions.lift_block(number, reason=words, is_supervisor=True, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.NotBlocked:
        messages.info(request, _("Chặn này đã được gỡ hoặc đã hết hạn."))
    else:
        messages.success(request, _("Đã gỡ chặn. Tin mới của người gửi được xử lý như thường."))
    return redirect("block", number)


@roles(Role.SUPERVISOR)
@require_POST
def prolong(request: HttpRequest, number: int) -> HttpResponse:
    """Block the sender for so many days from now."""
    found, form = _ruling(number), BlockForm(request.POST, prefix="prolong")
    if not form.is_valid():
        return _page(request, found, prolong_form=form)
    said = form.cleaned_data
    try:
        actor = actor_of(signed_in(request))
        number = actions.prolong_block(number, days=said["days"], reason=said["reason"], now=timezone.now(), actor=actor)
    except actions.DaysNotAllowed as refused:
        form.refuse_days(refused.most)
        return _page(request, found, prolong_form=form)
    except actions.NotBlocked:
        messages.info(request, _("Chặn này đã được gỡ hoặc đã hết hạn."))
    else:
        messages.success(request, _("Đã chặn thêm, tính từ bây giờ."))
    return redirect("block", number)


@roles(Role.SUPERVISOR)
@require_POST
def take(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Put one of the kept messages before the operators."""
    found = _ruling(number)
    if message not in {kept.facts.id for kept in (*_kept(found, signed_in(request)), *_written(found, signed_in(request)))}:
        raise Http404(message)
    try:
        actions.take_up(message, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.NotHeld:
        messages.info(request, _("Tin này vừa được người khác xử lý."))
    else:
        messages.success(request, _("Đã đưa tin này cho tổng đài viên xếp."))
    return redirect("block", number)


@roles(Role.SUPERVISOR)
@require_safe
def photo(request: HttpRequest, number: int, key: str) -> FileResponse:
    """Serve the clean copy of a photo that came with a message of the page."""
    found, viewer = _ruling(number), signed_in(request)
    shown = (one for one in (*_kept(found, viewer), *_written(found, viewer)) if not one.is_elsewhere)
    if key not in {held for one in shown for held in one.facts.photos}:
        raise Http404(key)
    try:
        file = path_of(key, Copy.CLEAN).open("rb")
    except FileNotFoundError:
        raise Http404(key) from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def _ruling(number: int) -> RulingFacts:
    found = blocks.ruling(number, now=timezone.now())
    if found is None:
        raise Http404(number)
    return found


def _row(facts: RulingFacts) -> tuple[RulingFacts, str]:
    return facts, str(CHANNELS.get(facts.of.channel, facts.of.channel))


def _kept(found: RulingFacts, viewer: Viewer) -> list[Kept]:
    return [_shown(facts, viewer) for facts in blocks.held_by(found.id, limit=KEPT_SHOWN)]


def _written(found: RulingFacts, viewer: Viewer) -> list[Kept]:
    return [_shown(facts, viewer) for facts in blocks.written_before(found.id)]


def _shown(facts: IncomingFacts, viewer: Viewer) -> Kept:
    """Return the message. Whose roles are for some hotlines alone reads no words of a case: it may be another's.

    Of a case whose reporter is kept apart nobody reads them beside that person's others: it would tell who complains.
    """
    is_elsewhere = facts.request_id is not None and (bool(viewer.streams) or is_kept_apart(facts.request_id))
    return Kept(facts, facts.became is Became.HELD and not is_elsewhere, is_elsewhere)


def _page(
    request: HttpRequest, found: RulingFacts, *, lift_form: LiftForm | None = None, prolong_form: BlockForm | None = None
) -> HttpResponse:
    viewer = signed_in(request)
    given = {
        "ruling": found,
        "channel": str(CHANNELS.get(found.of.channel, found.of.channel)),
        "kept": _kept(found, viewer),
        "written": _written(found, viewer),
        "lift_form": lift_form or LiftForm(prefix="lift"),
        "prolong_form": prolong_form or BlockForm(prefix="prolong", initial={"days": 30}),
        "most": snapshot().windows.block_days_supervisor,
        "now": timezone.now(),
    }
    page = render(request, "intake/block.html", given, status=422 if lift_form or prolong_form else 200)
    page["Cache-Control"] = "private, no-store"
    return page

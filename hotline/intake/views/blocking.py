"""/operator/senders/N/: who writes, and the form by which they are blocked; one press lets somebody through who writes much."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hotline.casefile import actions
from hotline.casefile.access import actor_of, sees
from hotline.casefile.queries import blocks
from hotline.casefile.queries.blocks import SenderFacts, Standing
from hotline.core.blocking import Ruling, may_lift
from hotline.directory.queries import snapshot
from hotline.intake.forms import BlockForm, LiftForm
from hotline.intake.saying import CHANNELS
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.ui.words import when

DAYS = 7
"""What the form proposes."""


@dataclass(frozen=True, slots=True)
class _Before:
    """Whom the page is about and from where it was opened: a case, or ("" and None) the messages that wait."""

    message_id: int
    sender: SenderFacts
    reference: str
    request_id: int | None

    @property
    def back(self) -> HttpResponse:
        """Return the way back."""
        return redirect("operator-case", self.reference) if self.reference else redirect("operator-messages")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: HttpRequest, number: int) -> HttpResponse:
    """Show who wrote a message with what they wrote lately, and block them when the form says so."""
    before = _before(request, number)
    if not before.reference and not _is_before_operators(before):
        messages.info(request, _("Không còn tin nào của người gửi này chờ ở đây."))
        return before.back
    form = BlockForm(request.POST if request.method == "POST" else None, initial={"days": DAYS})
    if request.method == "POST" and form.is_valid() and _blocked(request, before, form):
        return before.back
    return _page(request, before, form)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def through(request: HttpRequest, number: int) -> HttpResponse:
    """Let everything of a sender be dealt with for a day, however much it is."""
    before = _before(request, number)
    if not _is_before_operators(before):
        messages.info(request, _("Không còn tin nào của người gửi này chờ ở đây."))
        return before.back
    try:
        actions.let_through(before.sender.point_id, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.AlreadyBlocked as standing:
        messages.error(request, _("Người gửi này đang bị chặn đến %(until)s.") % {"until": when(standing.until)})
    else:
        messages.success(request, _("Đã cho qua trong 24 giờ: tin mới được xử lý như thường. Tin đã giữ vẫn được lưu."))
    return before.back


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """End a block that the operator set themselves a short while ago."""
    before, viewer, now = _before(request, number), signed_in(request), timezone.now()
    form = LiftForm(request.POST, prefix="lift")
    standing = blocks.standing_of_point(before.sender.point_id, now=now)
    if not form.is_valid():
        return _page(request, before, BlockForm(initial={"days": DAYS}), lift_form=form)
    try:
        if standing is None:
            raise actions.NotBlocked(number)
        words, is_supervisor = form.cleaned_data["reason"], viewer.has(Role.SUPERVISOR)
        actions.lift_block(standing.id, reason=words, is_supervisor=is_supervisor, now=now, actor=actor_of(viewer))
    except actions.NotBlocked:
        messages.info(request, _("Chặn này đã được gỡ hoặc đã hết hạn."))
    except actions.MayNotLift:
        messages.error(request, _("Chỉ người đã chặn mới gỡ được, trong 24 giờ. Sau đó do giám sát gỡ."))
    else:
        messages.success(request, _("Đã gỡ chặn. Tin mới của người gửi được xử lý như thường."))
    return before.back


def _before(request: HttpRequest, number: int) -> _Before:
    """Return who wrote the message and where it lies. Raises Http404 for nobody, and for a case that is not the viewer's."""
    found = blocks.who_wrote(number)
    if found is None or (found.reference and not sees(signed_in(request), found.reference)):
        raise Http404(number)
    return _Before(number, found.sender, found.reference, found.request_id)


def _is_before_operators(before: _Before) -> bool:
    """Return whether something of the sender waits, or a block stands that the page then shows."""
    now, point = timezone.now(), before.sender.point_id
    return blocks.waits(point, now=now) or blocks.standing_of_point(point, now=now) is not None


def _blocked(request: HttpRequest, before: _Before, form: BlockForm) -> bool:
    """Block the sender; false with the reason on the form when that is not to be."""
    viewer, now = signed_in(request), timezone.now()
    try:
        actions.block_sender(
            before.sender.point_id,
            days=form.cleaned_data["days"],
            reason=form.cleaned_data["reason"],
            is_supervisor=viewer.has(Role.SUPERVISOR),
            request_id=before.request_id,
            now=now,
            actor=actor_of(viewer),
        )
    except actions.DaysNotAllowed as refused:
        form.refuse_days(refused.most)
    except actions.ReasonMissing:
        form.add_error("reason", _("Hãy ghi lý do."))
    except actions.AlreadyBlocked as standing:
        form.add_error(None, _("Người gửi này đang bị chặn đến %(until)s.") % {"until": when(standing.until)})
    except actions.ColleaguesPoint:
        form.add_error(None, _("Đây là số hoặc địa chỉ của cán bộ, đầu mối đơn vị: không chặn được."))
    except actions.NeverWrote:
        words = _("Chưa có tin nào chắc chắn do chủ số, chủ địa chỉ này gửi. Chặn ở đây có thể là chặn nhầm người khác.")
        form.add_error(None, words)
    except actions.NoSuchSender:
        raise Http404(before.sender.point_id) from None
    else:
        messages.success(request, _("Đã chặn. Tin gửi tới vẫn được lưu; lời báo nguy hiểm vẫn tới tổng đài viên."))
        return True
    return False


def _page(request: HttpRequest, before: _Before, form: BlockForm, *, lift_form: LiftForm | None = None) -> HttpResponse:
    now, windows, viewer = timezone.now(), snapshot().windows, signed_in(request)
    is_supervisor, is_shown = viewer.has(Role.SUPERVISOR), blocks.is_shown_at(before.sender.point_id)
    standing = _block_of(before, is_shown=is_shown, now=now)
    is_own = standing is not None and standing.set_by == viewer.user_id
    given = {
        "sender": before.sender,
        "is_shown": is_shown,
        "lift_form": lift_form or LiftForm(prefix="lift"),
        "may_lift": standing is not None and may_lift(is_supervisor=is_supervisor, is_own=is_own, since=standing.since, now=now),
        "channel": str(CHANNELS.get(before.sender.channel, before.sender.channel)),
        "reference": before.reference,
        "standing": standing,
        "said": blocks.last_words(before.sender.point_id, request_id=before.request_id),
        "form": form,
        "most": windows.block_days_supervisor if is_supervisor else windows.block_days,
        "now": now,
    }
    page = render(request, "intake/sender.html", given, status=422 if form.errors or lift_form else 200)
    page["Cache-Control"] = "private, no-store"
    return page


def _block_of(before: _Before, *, is_shown: bool, now: datetime) -> Standing | None:
    """Return the block that stands; none where it is only of what nothing shows to be theirs, and something does now."""
    standing = blocks.standing_of_point(before.sender.point_id, now=now)
    if standing is None or standing.ruling is not Ruling.BLOCKED:
        return None
    return None if standing.of_unproved and is_shown else standing

"""/operator/senders/N/: who writes, and the form by which they are blocked; one press lets somebody through who writes much."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hotline.casefile import actions, queries
from hotline.casefile.access import actor_of, sees
from hotline.casefile.queries import blocks
from hotline.casefile.queries.blocks import SenderFacts
from hotline.core.blocking import Ruling
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.intake.forms import BlockForm
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
    """Show who writes from a point with what they wrote lately, and block them when the form says so."""
    before = _before(request, number)
    if not before.reference and not _is_before_operators(number):
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
    if not _is_before_operators(number):
        messages.info(request, _("Không còn tin nào của người gửi này chờ ở đây."))
        return before.back
    try:
        actions.let_through(number, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.AlreadyBlocked as standing:
        messages.error(request, _("Người gửi này đang bị chặn đến %(until)s.") % {"until": when(standing.until)})
    else:
        messages.success(request, _("Đã cho qua trong 24 giờ: tin mới được xử lý như thường. Tin đã giữ vẫn được lưu."))
    return before.back


def _before(request: HttpRequest, number: int) -> _Before:
    """Return whom the page is about. Raises Http404 for nobody, and for a case that is not the viewer's or not theirs."""
    found = blocks.sender(number)
    if found is None:
        raise Http404(number)
    typed = request.POST.get("case", "") or request.GET.get("case", "")
    if not typed:
        return _Before(found, "", None)
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number)
    except NotAReference:
        raise Http404(number) from None
    if not sees(signed_in(request), reference):
        raise Http404(number)
    request_id = queries.request_id_of(reference)
    if number not in {one.point_id for one, _block in blocks.senders_of_case(request_id, now=timezone.now())}:
        raise Http404(number)
    return _Before(found, reference, request_id)


def _is_before_operators(number: int) -> bool:
    """Return whether something of the sender waits, or a block stands that the page then shows."""
    now = timezone.now()
    return blocks.waits(number, now=now) or blocks.standing_of_point(number, now=now) is not None


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


def _page(request: HttpRequest, before: _Before, form: BlockForm) -> HttpResponse:
    now, windows = timezone.now(), snapshot().windows
    standing = blocks.standing_of_point(before.sender.point_id, now=now)
    is_supervisor = signed_in(request).has(Role.SUPERVISOR)
    given = {
        "sender": before.sender,
        "channel": str(CHANNELS.get(before.sender.channel, before.sender.channel)),
        "reference": before.reference,
        "standing": standing if standing and standing.ruling is Ruling.BLOCKED else None,
        "said": blocks.last_words(before.sender.point_id, request_id=before.request_id),
        "form": form,
        "most": windows.block_days_supervisor if is_supervisor else windows.block_days,
        "now": now,
    }
    page = render(request, "intake/sender.html", given, status=422 if form.errors else 200)
    page["Cache-Control"] = "private, no-store"
    return page

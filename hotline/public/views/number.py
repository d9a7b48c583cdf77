"""The number that a reporter says is theirs, on their private page: a code is sent, typed back, and it can be withdrawn."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.casefile import actions
from hotline.casefile.queries.phonecodes import NumberProof, number_proof
from hotline.casefile.queries.setups import reaches_people
from hotline.core.facts import Channel
from hotline.core.phonecodes import CodeRefused, CodeTried, NotSent, read_code
from hotline.public.actions import pour
from hotline.public.forms import NO_MOBILE, TOO_MANY, CodeForm, NumberForm, WithdrawForm
from hotline.public.limits import code_limits_of
from hotline.public.mycase import MyCase
from hotline.public.queries import wait_before
from hotline.public.views.private import case_by_link, done, sent, shown_page, too_late
from hotline.public.wording import language

PLACE = "number"
"""Where it stands on the page."""


@sent
def ask_number(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code to the number that the reporter says is theirs."""
    now = timezone.now()
    page, proof = _opened(token, now=now)
    if not proof.may_ask or not reaches_people(Channel.SMS):
        raise Http404
    form = NumberForm(request.POST, prefix="number")
    if not form.is_valid():
        return shown_page(request, page, now=now, bound=form)
    limits = code_limits_of(request)
    try:
        if wait_before(limits, now=now):
            raise CodeRefused(NotSent.TOO_MANY)
        actions.ask_phone_code(proof.asker, form.cleaned_data["number"], language=language(), now=now)
    except CodeRefused as refused:
        form.add_error("number", NO_MOBILE if refused.why is NotSent.NO_MOBILE else TOO_MANY)
        return shown_page(request, page, now=now, bound=form)
    pour(limits, drops=1, now=now)
    return done(request, token, _("Đã gửi mã. Hãy xem tin SMS trên máy của bạn, rồi nhập mã trong 10 phút."), at=PLACE)


@sent
def prove_number(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code that the reporter read in the SMS."""
    now = timezone.now()
    page, proof = _opened(token, now=now)
    if not proof.may_ask:
        raise Http404
    form = CodeForm(request.POST, prefix="code")
    if not form.is_valid():
        return shown_page(request, page, now=now, bound=form)
    match actions.try_phone_code(proof.asker, read_code(form.cleaned_data["code"]), now=now):
        case CodeTried.WRONG:
            form.say_wrong()
            return shown_page(request, page, now=now, bound=form)
        case CodeTried.NONE:
            return too_late(request, token, _("Mã đã hết hạn hoặc đã thử quá nhiều lần. Hãy xin mã khác."), at=PLACE)
        case CodeTried.RIGHT:
            return done(request, token, _("Đã xác nhận số điện thoại của bạn."), at=PLACE)


@sent
def withdraw_number(request: HttpRequest, token: str) -> HttpResponse:
    """Take back that a number is theirs, the one that the form shows; what then remains is said."""
    now = timezone.now()
    _page, proof = _opened(token, now=now)
    form = WithdrawForm(request.POST)
    point_id = form.cleaned_data["point"] if form.is_valid() else 0
    try:
        actions.withdraw_number(proof.holder, point_id=point_id, now=now)
    except actions.NothingProved:
        return too_late(request, token, _("Số này không còn là số đã xác nhận."), at=PLACE)
    remains = _("Đã rút. Phản ánh giữ nguyên, bạn vẫn được trả lời như trước, nhưng không qua số đó nữa.")
    if any(number.stays for number in proof.proved if number.point_id == point_id):
        remains = _("Đã rút. Số vẫn nhận tin về phản ánh này, vì bạn ghi nó khi gửi.")
    return done(request, token, remains, at=PLACE)


def _opened(token: str, *, now: datetime) -> tuple[MyCase, NumberProof]:
    """Return the page of a link, and how it stands with the number. Raises Http404 where there is nothing of one there."""
    page = case_by_link(token, now=now)
    proof = number_proof(page.file.request.id, now=now)
    if proof is None:
        raise Http404
    return page, proof

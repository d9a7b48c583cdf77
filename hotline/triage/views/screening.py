"""What screening's forms do."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.screening import (
    AcceptForm,
    AnswerAtOnceForm,
    AskForm,
    EmergencyForm,
    LevelForm,
    PlaceForm,
    ReconsiderForm,
    RefuseForm,
    ServiceForm,
    VerifyForm,
)

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def accept(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take the report on."""

    def act(turn: Turn, _form: AcceptForm) -> str:
        actions.accept(turn.case.request.id, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã nhận xử lý. Bước tiếp theo: chuyển đơn vị.")

    return do(request, reference, AcceptForm, act, name="triage.accept")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def verify(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Record how the report was made sure of."""

    def act(turn: Turn, form: VerifyForm) -> str:
        how, note = form.cleaned_data["how"], form.cleaned_data["note"]
        actions.verify(turn.case.request.id, how=how, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi cách xác minh.")

    return do(request, reference, VerifyForm, act, name="triage.verify")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def ask(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask the citizen for more."""

    def act(turn: Turn, form: AskForm) -> str:
        words = form.cleaned_data["words"]
        actions.ask(turn.case.request.id, words=words, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã hỏi người dân. Thời hạn tạm dừng trong lúc chờ.")

    return do(request, reference, AskForm, act, name="triage.ask")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def refuse(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Refuse the report with a reason of the profile."""

    def act(turn: Turn, form: RefuseForm) -> str:
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        actions.refuse(turn.case.request.id, reason=reason, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã từ chối và báo người dân lý do.")

    return do(request, reference, RefuseForm, act, name="triage.refuse")


@roles(Role.SUPERVISOR)
@require_POST
def reconsider(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a refusal back."""

    def act(turn: Turn, form: ReconsiderForm) -> str:
        note = form.cleaned_data["note"]
        actions.reconsider(turn.case.request.id, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã mở lại để sàng lọc.")

    return do(request, reference, ReconsiderForm, act, name="triage.reconsider")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Answer at once, without any agency."""

    def act(turn: Turn, form: AnswerAtOnceForm) -> str:
        words = form.cleaned_data["words"]
        actions.answer_at_once(turn.case.request.id, words=words, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã gửi câu trả lời cho người dân.")

    return do(request, reference, AnswerAtOnceForm, act, name="triage.answer")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def service(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put the service right."""

    def act(turn: Turn, form: ServiceForm) -> str:
        code = form.cleaned_data["service"]
        actions.recategorise(turn.case.request.id, service=code, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã sửa lĩnh vực. Đơn vị được đề xuất lại theo quy tắc.")

    return do(request, reference, ServiceForm, act, name="triage.service")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def emergency(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say whether the matter is an emergency."""

    def act(turn: Turn, form: EmergencyForm) -> str:
        urgent = form.cleaned_data["urgent"]
        actions.say_emergency(turn.case.request.id, urgent=urgent, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi: việc khẩn cấp, đứng đầu mọi danh sách.") if urgent else _("Đã ghi: không phải việc khẩn cấp.")

    return do(request, reference, EmergencyForm, act, name="triage.emergency")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def level(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say how demanding the matter is."""

    def act(turn: Turn, form: LevelForm) -> str:
        chosen = form.cleaned_data["level"]
        actions.set_level(turn.case.request.id, level=chosen, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi mức độ. Thời hạn theo mức độ đã được tính lại.")

    return do(request, reference, LevelForm, act, name="triage.level")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def place(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put the place right."""

    def act(turn: Turn, form: PlaceForm) -> str:
        where = form.cleaned_data["place"]
        actions.relocate(turn.case.request.id, place=where, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã sửa địa điểm. Đơn vị được đề xuất lại theo quy tắc.")

    return do(request, reference, PlaceForm, act, name="triage.place")

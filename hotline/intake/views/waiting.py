"""/operator/messages/: what came by SMS, e-mail or chat and waits for a person; one key decides where it belongs."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions, queries
from hotline.casefile.access import actor_of, sees
from hotline.casefile.queries import senders
from hotline.casefile.queries.blocks import blocks_to_take_back, held_off, standing_of_point
from hotline.casefile.queries.conversations import (
    ConversationFacts,
    IncomingFacts,
    conversations_with_person,
    incoming,
    incoming_in_doubt,
    open_conversation,
)
from hotline.core.blocking import Ruling
from hotline.core.facts import Channel
from hotline.core.joining import SendersCase
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.talk import Understood
from hotline.core.text import TextTooLong, clean
from hotline.directory.places import wards
from hotline.directory.queries import snapshot
from hotline.intake import deciding, flooding
from hotline.intake.saying import CHANNELS, WHY
from hotline.people.access import signed_in
from hotline.people.facts import Role, Viewer
from hotline.people.guards import roles

SHOWN = 25
_WORDS_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Talk:
    """A report that an operator finishes, with what its words propose and the cases that its sender has."""

    facts: ConversationFacts
    why: str
    channel: str
    found: Understood
    services: tuple[tuple[str, str], ...]
    ward: str
    cases: tuple[SendersCase, ...]
    blocked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message that may belong to one of several cases."""

    facts: IncomingFacts
    channel: str
    cases: tuple[SendersCase, ...]
    blocked_until: datetime | None


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show reports to finish and messages to place, danger first."""
    language, now = get_language() or "vi", timezone.now()
    viewer = signed_in(request)
    talks = [_talk(one, viewer, language=language) for one in conversations_with_person(limit=SHOWN)]
    given = {
        "urgent": [one for one in talks if one.facts.urgent],
        "talks": [one for one in talks if not one.facts.urgent],
        "doubts": [_doubt(one, viewer) for one in incoming_in_doubt(limit=SHOWN)],
        "held_off": [(one, str(CHANNELS.get(one.of.channel, one.of.channel))) for one in held_off(now=now, limit=SHOWN)],
        "own_blocks": [
            (one, str(CHANNELS.get(one.of.channel, one.of.channel))) for one in blocks_to_take_back(viewer.user_id, now=now)
        ],
        "most_in_hour": flooding.MOST_IN_HOUR,
        "services": _services(language),
        "wards": [(area.code, area.name.in_language(language)) for area in wards()],
        "now": now,
    }
    return render(request, "intake/waiting.html", given)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Do with a report that was being made what the pressed button says."""
    now, actor = timezone.now(), actor_of(signed_in(request))
    if open_conversation(number) is None:
        messages.info(request, _("Việc này vừa được người khác xử lý, hoặc người dân đã tự báo xong."))
        return redirect("operator-messages")
    try:
        if "open" in request.POST:
            return _opened(request, number)
        if "join" in request.POST:
            deciding.join_to(number, request_id=_case_typed(request), now=now, actor=actor)
            messages.success(request, _("Đã ghép vào hồ sơ và báo cho người dân."))
        elif "write" in request.POST:
            _write(request, number)
        elif "drop" in request.POST:
            deciding.drop(number, now=now)
            messages.success(request, _("Đã bỏ. Tin vẫn được lưu."))
    except deciding.NobodyWaits:
        messages.info(request, _("Việc này vừa được người khác xử lý, hoặc người dân đã tự báo xong."))
    except actions.NoSuchCase:
        messages.error(request, _("Không có hồ sơ nào mang mã này. Hãy kiểm tra từng chữ."))
    return redirect("operator-messages")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def put(request: HttpRequest, number: int) -> HttpResponse:
    """Put a message where the pressed button says."""
    now, actor = timezone.now(), actor_of(signed_in(request))
    if incoming(number) is None:
        raise Http404(number)
    try:
        if "join" in request.POST:
            deciding.place_in(number, request_id=_case_typed(request), now=now, actor=actor)
            messages.success(request, _("Đã ghép vào hồ sơ và báo cho người dân."))
        elif "new" in request.POST:
            deciding.begin_of(number, now=now, actor=actor)
            messages.success(request, _("Đã coi là phản ánh mới. Hệ thống hỏi tiếp người dân."))
        elif "leave" in request.POST:
            deciding.leave(number, now=now, actor=actor)
            messages.success(request, _("Đã bỏ. Tin vẫn được lưu."))
    except deciding.NobodyWaits:
        messages.info(request, _("Tin này vừa được người khác xử lý."))
    except actions.NoSuchCase:
        messages.error(request, _("Không có hồ sơ nào mang mã này. Hãy kiểm tra từng chữ."))
    return redirect("operator-messages")


def _opened(request: HttpRequest, number: int) -> HttpResponse:
    """Open the case that was asked for, and go there; or say what is missing."""
    service, ward = request.POST.get("service", ""), request.POST.get("ward", "")
    if service not in snapshot().services or (ward and ward not in snapshot().areas):
        messages.error(request, _("Hãy chọn lĩnh vực."))
        return redirect("operator-messages")
    actor = actor_of(signed_in(request))
    try:
        opened = deciding.open_of(number, service=service, ward=ward, now=timezone.now(), actor=actor)
    except actions.PlaceMissing:
        messages.error(request, _("Lĩnh vực này cần biết ở phường, xã nào. Hãy chọn phường, xã."))
        return redirect("operator-messages")
    messages.success(request, _("Đã mở hồ sơ và báo mã cho người dân."))
    return redirect("operator-case", opened.reference)


def _write(request: HttpRequest, number: int) -> None:
    conversation = open_conversation(number)
    try:
        words = clean(request.POST.get("words", ""), limit=_WORDS_LETTERS)
    except TextTooLong as longer:
        messages.error(request, _("Dài quá. Hãy viết gọn trong %(limit)s chữ cái.") % {"limit": longer.limit})
        return
    if not words or conversation is None:
        messages.error(request, _("Hãy ghi lời nhắn trước khi gửi."))
        return
    deciding.write_back(
        conversation.point_id, words=words, channel=conversation.channel, language=conversation.language, now=timezone.now()
    )
    messages.success(request, _("Đã gửi lời nhắn. Người dân trả lời thì tin hiện ở đây."))


def _case_typed(request: HttpRequest) -> int:
    """Return the case of the reference that was pressed or typed, if it is the viewer's to see. Raises NoSuchCase."""
    typed = request.POST.get("join", "") or request.POST.get("reference", "")
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number)
    except NotAReference:
        raise actions.NoSuchCase(typed) from None
    if not sees(signed_in(request), reference):
        raise actions.NoSuchCase(reference)
    return queries.request_id_of(reference)


def _talk(facts: ConversationFacts, viewer: Viewer, *, language: str) -> Talk:
    found = deciding.understood_of(facts.id, facts.language, Channel(facts.channel))
    codes = (found.service, *found.services) if found.service else found.services
    proposed = [(code, snapshot().services[code].name.in_language(language)) for code in dict.fromkeys(codes)]
    return Talk(
        facts,
        why=str(WHY.get(facts.why, facts.why)),
        channel=str(CHANNELS.get(facts.channel, facts.channel)),
        found=found,
        services=tuple(proposed),
        ward=found.place.area_code or (found.wards[0].area_code if len(found.wards) == 1 else ""),
        cases=_cases(facts.point_id, viewer),
        blocked_until=_blocked_until(facts.point_id),
    )


def _doubt(facts: IncomingFacts, viewer: Viewer) -> Doubt:
    cases = _cases(facts.point_id, viewer)
    return Doubt(facts, str(CHANNELS.get(facts.channel, facts.channel)), cases, _blocked_until(facts.point_id))


def _cases(point_id: int, viewer: Viewer) -> tuple[SendersCase, ...]:
    """Return the sender's cases that the viewer may see: of another hotline's they learn not even that there is one."""
    return tuple(case for case in senders.cases_of_point(point_id, now=timezone.now()) if sees(viewer, case.reference))


def _blocked_until(point_id: int) -> datetime | None:
    """Return until when the sender is blocked: of danger, and of what a supervisor took up, the operators read all the same."""
    standing = standing_of_point(point_id, now=timezone.now())
    return standing.until if standing and standing.ruling is Ruling.BLOCKED else None


def _services(language: str) -> list[tuple[str, str]]:
    return [(one.code, one.name.in_language(language)) for one in sorted(snapshot().services.values(), key=lambda one: one.order)]

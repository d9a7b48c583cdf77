"""What the interface answers. Every word of a case is read and written inside `agency_door`, as on the agency's own pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hotline.casefile import actions as casefile
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.facts import ExplanationFacts
from hotline.casefile.mediafiles import Copy, NotAKey, path_of
from hotline.casefile.queries.agencydesk import Sort
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import Actor, ActorKind, AttachmentKind
from hotline.core.status import Part
from hotline.directory.facts import ReasonUse
from hotline.directory.queries import snapshot
from hotline.dispatch import actions
from hotline.dispatch.api import bodies, photos, reading, shapes
from hotline.dispatch.api.openapi import document
from hotline.dispatch.api.problems import Problem, answered, refused
from hotline.dispatch.api.steps import STEPS, Doing, problem_of
from hotline.dispatch.facts import Bearer
from hotline.people.guards import public

MOST_BYTES = 1_000_000
KEY_LETTERS = 255
_STATES = frozenset({Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED, Part.DONE})
_KINDS = {"evidence": AttachmentKind.EVIDENCE, "minutes": AttachmentKind.MINUTES}
_LARGEST_NUMBER = 2**63 - 1


@public
@csrf_exempt
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    response = answered(document(language=_language()))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
@csrf_exempt
def nothing(_request: HttpRequest, **_address: str) -> HttpResponse:
    """Say to a system, in its own way, that there is no such address."""
    return refused(Problem(404, "no-such-address", _("Không có địa chỉ này. Xem /api/agency/v1/openapi.json.")))


def parts(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """List parts of the agency, the one with the least time left first."""
    try:
        asked = msgspec.convert(request.GET.dict(), bodies.Asked, strict=False)
    except msgspec.ValidationError as error:
        raise Problem(400, "query-invalid", _("Tham số không đúng mẫu: %(why)s") % {"why": error}) from None
    states = frozenset({Part(asked.state)}) if asked.state else _STATES
    with _door(bearer) as door:
        rows = door.desk(
            Sort(states), handler=None, limit=asked.limit + 1, skip=asked.skip, now=timezone.now(), language=_language()
        )
    following = asked.skip + asked.limit if len(rows) > asked.limit else None
    return answered(shapes.PartList([reading.line(row) for row in rows[: asked.limit]], following))


def part(_request: HttpRequest, bearer: Bearer, *, part_id: int) -> HttpResponse:
    """Return one part with all that the agency may read."""
    with _door(bearer) as door:
        file = _case(door, part_id)
        directives = door.directives(part_id, language=_language())
    return answered(reading.whole(file, part_id, directives, language=_language()))


def directives(_request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """List the directives that the agency is not done with."""
    with _door(bearer) as door:
        rows = door.open_directives(language=_language())
    return answered(shapes.DirectiveList([reading.directive(row.directive, reference=row.reference) for row in rows]))


def explanations(_request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """List what the agency, complained of, is asked to explain."""
    with _door(bearer) as door:
        found = door.explanations(limit=bodies.MOST_LISTED, language=_language())
    return answered(shapes.ExplanationList([reading.explanation(one) for one in found]))


def explanation(_request: HttpRequest, bearer: Bearer, *, explanation_id: int) -> HttpResponse:
    """Return one of them."""
    return answered(reading.explanation(_asked(bearer, explanation_id)))


def photo(_request: HttpRequest, bearer: Bearer, *, part_id: int, key: str) -> HttpResponseBase:
    """Serve the clean copy of a photo: the reporter's or the agency's own."""
    try:
        with _door(bearer) as door:
            kept = door.picture(_number(part_id), key)
        file = path_of(kept.key, Copy.CLEAN).open("rb")
    except (NoSuchCase, FileNotFoundError, NotAKey):
        raise Problem(404, "no-such-photo", _("Không có ảnh này.")) from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def keep_photo(request: HttpRequest, bearer: Bearer, *, part_id: int) -> HttpResponse:
    """Keep a photo that will be filed with the part."""
    kind = _KINDS.get(request.GET.get("kind", "evidence"))
    if kind is None:
        raise Problem(400, "query-invalid", "kind: evidence, minutes")
    with _door(bearer) as door:  # nothing is decoded for a part that is not theirs
        _case(door, part_id)
    token = photos.kept(request, part_id=part_id, kind=kind, now=timezone.now())
    return answered(shapes.KeptPhoto(token), status=201)


def codes(_request: HttpRequest, _bearer: Bearer) -> HttpResponse:
    """Return the codes that steps ask for."""
    city, language = snapshot(), _language()
    reasons = city.reasons.get(ReasonUse.AGENCY_RETURN, ())
    return answered(
        shapes.Codes(
            [shapes.Named(one.code, one.name.in_language(language)) for one in reasons],
            [shapes.Named(one.code, one.name.in_language(language)) for one in city.units.values()],
            [shapes.Named(one.code, one.name.in_language(language)) for one in city.services.values()],
        )
    )


def step(request: HttpRequest, bearer: Bearer, *, part_id: int, name: str) -> HttpResponse:
    """Take a step, once for each `Idempotency-Key`; a repeat gets the answer of the first."""
    chosen, now = STEPS[name], timezone.now()
    key, content = _key(request), _content(request)
    body = _decoded(content, chosen.shape)

    def take() -> dict[str, Any]:
        with _door(bearer) as door:
            _case(door, part_id)
            chosen.take(Doing(part_id, now, Actor(ActorKind.AGENCY, unit_id=bearer.unit_id)), body)
            return _taken(door, part_id, name)

    return _once(bearer, key, Asking(_number(part_id), name, content, now), take)


def explain(request: HttpRequest, bearer: Bearer, *, explanation_id: int) -> HttpResponse:
    """Take the reply of the agency complained of, once. It is written outside its door, which has no way to the case."""
    now, key, content = timezone.now(), _key(request), _content(request)
    body = _decoded(content, bodies.Explain)

    def take() -> dict[str, Any]:
        asked = _asked(bearer, explanation_id)
        actor = Actor(ActorKind.AGENCY, unit_id=asked.unit_id)
        casefile.explain(asked.id, words=body.words, now=now, actor=actor)
        return msgspec.to_builtins(shapes.Replied(asked.id, now))  # type: ignore[no-any-return]

    return _once(bearer, key, Asking(None, f"explain {_number(explanation_id)}", content, now), take)


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that is asked for: on which part, None where its name says on what; the body as it came, and when."""

    part_id: int | None
    step: str
    body: bytes
    now: datetime


def _once(bearer: Bearer, key: str, asking: Asking, take: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Take a step under its key, or answer as the first time. What is refused leaves nothing, and the key free."""
    try:
        with transaction.atomic():
            claimed = actions.claim(
                bearer.token_id, key, part_id=asking.part_id, step=asking.step, body=asking.body, now=asking.now
            )
            if claimed.answer is not None:
                return answered(claimed.answer)
            taken = take()
            actions.keep_answer(claimed.id, taken)
            return answered(taken)
    except actions.KeyReused:
        raise Problem(422, "key-reused", _("Idempotency-Key này đã dùng cho một yêu cầu khác.")) from None
    except Problem:
        raise
    except Exception as error:
        if problem := problem_of(error):
            raise problem from None
        raise


def _taken(door: AgencyDoor, part_id: int, name: str) -> dict[str, Any]:
    """Return where the part stands after a step; one that was returned is no longer the agency's to read."""
    if name == "return":
        return msgspec.to_builtins(shapes.Taken(part_id, name, Part.RETURNED.value, None))  # type: ignore[no-any-return]
    file = door.case(part_id)
    state = reading.part_of(file, part_id).state.value
    return msgspec.to_builtins(shapes.Taken(part_id, name, state, file.request.version))  # type: ignore[no-any-return]


def _door(bearer: Bearer) -> Any:
    return agency_door(bearer.viewer)


def _case(door: AgencyDoor, part_id: int) -> Any:
    try:
        return door.case(_number(part_id), language=_language())
    except NoSuchCase as error:
        raise problem_of(error) or error from None


def _asked(bearer: Bearer, explanation_id: int) -> ExplanationFacts:
    try:
        with _door(bearer) as door:
            found: ExplanationFacts = door.explanation(_number(explanation_id), language=_language())
            return found
    except NoSuchCase:
        raise Problem(404, "no-such-explanation", _("Đơn vị không có yêu cầu giải trình này.")) from None


def _number(part_id: int) -> int:
    if part_id > _LARGEST_NUMBER:
        raise Problem(404, "no-such-part", _("Đơn vị không có việc này."))
    return part_id


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > KEY_LETTERS or not (key.isascii() and key.isprintable()):
        words = _("Idempotency-Key: cần một khóa của riêng yêu cầu này, tối đa %(limit)s ký tự ASCII.")
        raise Problem(400, "key-missing", words % {"limit": KEY_LETTERS})
    return key


def _content(request: HttpRequest) -> bytes:
    """Return the body; none at all, as with `accept`, is that of a step that takes nothing. Raises Problem."""
    if not request.content_type and request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return b"{}"
    if request.content_type != "application/json":
        raise Problem(415, "not-json", _("Cần Content-Type: application/json."))
    try:
        content = request.read(MOST_BYTES + 1)
    except (UnreadablePostError, BadRequest):
        raise Problem(400, "body-unreadable", _("Nội dung chưa đến hết. Hãy gửi lại.")) from None
    if len(content) > MOST_BYTES:
        raise Problem(413, "too-long", _("Nội dung dài quá."))
    return content


def _decoded[Shape: bodies.Body](content: bytes, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as error:
        raise Problem(422, "body-invalid", _("Nội dung không đúng mẫu: %(why)s") % {"why": error}) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, "body-unreadable", _("Nội dung không phải JSON: %(why)s") % {"why": error}) from None


def _language() -> str:
    return get_language() or "vi"

"""The OpenAPI document (3.1) of the interface: from `bodies` and `shapes`, the addresses here, and the case file's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.queries.partevents import OF_CASE, OF_EXPLANATION, OF_PART, OF_QUESTION
from hotline.dispatch.api import ROOT, bodies, shapes

_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method: its name, what it does, what it takes and answers, and what may be wrong."""

    path: str
    method: str
    name: str
    summary: Promise
    answer: type[msgspec.Struct] | None
    body: type[msgspec.Struct] | None = None
    status: int = 200
    wrong: tuple[int, ...] = ()


_PART = "/parts/{part_id}"
_ASKED = "/explanations/{explanation_id}"
_STEP_WRONG = (400, 401, 403, 404, 409, 413, 415, 422, 503)
OPERATIONS = (
    Operation(
        "/parts", "get", "listParts", gettext_lazy("Danh sách việc, ít thời gian nhất ở đầu"), shapes.PartList, wrong=(400, 401)
    ),
    Operation("/codes", "get", "listCodes", gettext_lazy("Các mã mà các bước cần"), shapes.Codes, wrong=(401,)),
    Operation(_PART, "get", "readPart", gettext_lazy("Một việc, với mọi điều đơn vị được đọc"), shapes.Part, wrong=(401, 404)),
    Operation(_PART + "/photos/{key}.jpg", "get", "readPhoto", gettext_lazy("Một ảnh"), None, wrong=(401, 404)),
    Operation(
        _PART + "/photos",
        "post",
        "keepPhoto",
        gettext_lazy("Tải lên một ảnh để nộp cùng tiến độ, cam kết hoặc kết quả"),
        shapes.KeptPhoto,
        status=201,
        wrong=(400, 401, 403, 404, 413, 422),
    ),
    Operation(_PART + "/accept", "post", "accept", gettext_lazy("Nhận việc"), shapes.Taken, bodies.Accept, wrong=_STEP_WRONG),
    Operation(_PART + "/return", "post", "return", gettext_lazy("Trả lại việc"), shapes.Taken, bodies.Return, wrong=_STEP_WRONG),
    Operation(
        _PART + "/progress", "post", "progress", gettext_lazy("Báo tiến độ"), shapes.Taken, bodies.Progress, wrong=_STEP_WRONG
    ),
    Operation(
        _PART + "/commit", "post", "commit", gettext_lazy("Cam kết ngày xong"), shapes.Taken, bodies.Commit, wrong=_STEP_WRONG
    ),
    Operation(
        _PART + "/result", "post", "result", gettext_lazy("Nộp kết quả"), shapes.Taken, bodies.Result, wrong=_STEP_WRONG
    ),
    Operation(
        _PART + "/directive",
        "post",
        "answerDirective",
        gettext_lazy("Báo cáo thực hiện chỉ đạo của Ủy ban nhân dân"),
        shapes.Taken,
        bodies.AnswerDirective,
        wrong=_STEP_WRONG,
    ),
    Operation(
        "/directives", "get", "listDirectives", gettext_lazy("Các chỉ đạo chưa xong"), shapes.DirectiveList, wrong=(401,)
    ),
    Operation(
        "/explanations",
        "get",
        "listExplanations",
        gettext_lazy("Các yêu cầu giải trình về chính đơn vị"),
        shapes.ExplanationList,
        wrong=(401,),
    ),
    Operation(
        _ASKED, "get", "readExplanation", gettext_lazy("Một yêu cầu giải trình"), shapes.Explanation, wrong=(401, 404)
    ),
    Operation(_ASKED, "post", "explain", gettext_lazy("Gửi giải trình"), shapes.Replied, bodies.Explain, wrong=_STEP_WRONG),
)  # fmt: skip

_WRONG: Mapping[int, Promise] = {
    400: gettext_lazy("Yêu cầu không đọc được, hoặc thiếu Idempotency-Key"),
    401: gettext_lazy("Không có khóa còn hiệu lực"),
    403: gettext_lazy("Khóa chỉ được đọc"),
    404: gettext_lazy("Không có, hoặc không phải của đơn vị"),
    409: gettext_lazy("Việc đang ở bước khác, hoặc hồ sơ vừa thay đổi"),
    413: gettext_lazy("Quá lớn"),
    415: gettext_lazy("Không phải JSON"),
    422: gettext_lazy("Nội dung không nhận được: lý do ở detail"),
    429: gettext_lazy("Khóa gọi quá nhiều: gọi lại sau số giây ở Retry-After"),
    503: gettext_lazy("Hệ thống đang bận: gửi lại sau với cùng Idempotency-Key"),
}


def document(*, language: str) -> dict[str, Any]:
    """Return the document; its words in the language of this thread, `language` names it."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Giao diện cho hệ thống của đơn vị"),
            "version": "1",
            "description": _("Mỗi khóa chỉ mở việc của một đơn vị. Hướng dẫn: docs/agency-systems.md."),
            "x-language": language,
        },
        "servers": [{"url": f"{settings.PUBLIC_URL}{ROOT}"}],
        "security": [{"key": []}],
        "paths": paths,
        "webhooks": {
            **{name: {"post": _webhook(name, _OF_PART)} for name in sorted({*OF_PART, *OF_CASE, OF_QUESTION})},
            **{name: {"post": _webhook(name, _OF_EXPLANATION)} for name in OF_EXPLANATION},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": one.name, "summary": str(one.summary), "parameters": _parameters(one)}
    if one.body is not None:
        needed = any(field.required for field in msgspec.structs.fields(one.body))
        told["requestBody"] = {"required": needed, "content": {"application/json": {"schema": _ref(one.body)}}}
    elif one.method == "post":
        photo = {"schema": {"type": "string", "format": "binary"}}
        told["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(("image/jpeg", "image/png", "image/webp", "image/heic"), photo),
        }
    good = (
        {"description": str(one.summary), "content": {"application/json": {"schema": _ref(one.answer)}}} if one.answer else None
    )
    image = {"description": str(one.summary), "content": {"image/jpeg": {}}}
    wrong = {"application/problem+json": {"schema": _ref(shapes.ProblemShape)}}
    told["responses"] = {
        str(one.status): good or image,
        **{str(status): {"description": str(_WRONG[status]), "content": wrong} for status in one.wrong},
        "429": {"description": str(_WRONG[429]), "content": wrong, "headers": {"Retry-After": {"schema": _NUMBER}}},
    }
    return told


def _parameters(one: Operation) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
    found = [_parameter(name, "path", number) for name in ("part_id", "explanation_id") if f"{{{name}}}" in one.path]
    if "{key}" in one.path:
        found.append(_parameter("key", "path", {"type": "string", "pattern": "^[0-9a-f]{32}$"}))
    if one.body is not None:
        found.append(_parameter("Idempotency-Key", "header", {"type": "string", "pattern": "^[!-~]{1,255}$"}))
    if one.name == "keepPhoto":
        found.append(_parameter("kind", "query", {"enum": ["evidence", "minutes"]}, required=False))
    if one.name == "listParts":
        asked = msgspec.json.schema(bodies.Asked)["$defs"]["Asked"]["properties"]
        states = {"enum": ["forwarded", "accepted", "result_filed", "done"]}
        given = {name: {key: value for key, value in shape.items() if key != "default"} for name, shape in asked.items()}
        found += [_parameter(name, "query", shape, required=False) for name, shape in {**given, "state": states}.items()]
    return found


def _parameter(name: str, where: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "schema": schema}


_NUMBER, _TEXT = {"type": "integer"}, {"type": "string"}
_OF_PART = {"event": _NUMBER, "part": _NUMBER, "reference": _TEXT, "url": _TEXT}
_OF_EXPLANATION = {"event": _NUMBER, "explanation": _NUMBER, "url": _TEXT}


def _webhook(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "type": {"const": name},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {"type": "object", "properties": facts},
    }
    schema = {"type": "object", "required": ["type", "timestamp", "data"], "properties": told}
    return {
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": _("Đã nhận")}},
    }


def _ref(shape: type[msgspec.Struct] | None) -> dict[str, str]:
    return {"$ref": f"{_SCHEMAS}{shape.__name__ if shape else ''}"}


def _schemas() -> dict[str, Any]:
    shown: list[type[msgspec.Struct]] = [shapes.ProblemShape]
    for operation in OPERATIONS:
        shown += [one for one in (operation.answer, operation.body) if one is not None and one not in shown]
    _roots, components = msgspec.json.schema_components(shown, ref_template=_SCHEMAS + "{name}")
    return dict(components)

"""Writes GeoReport v2 answers: the same records as JSON and as XML.

In XML a list is wrapped by its root element and each entry by its own; in JSON both wrappers are dropped (GeoReport v2,
"Responses in JSON"). Both are UTF-8, said in the header and in the prolog.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpResponse

type Form = Literal["json", "xml"]
type Value = str | int | float | bool | Record | Listed | tuple[str, ...] | None
"""A tuple is one field that stands several times in XML, as FixMyStreet writes several `media_url`."""
type Record = Mapping[str, Value]

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2: Char
_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of records: `entry` names each of them in XML."""

    entry: str
    records: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong with a request: an HTTP status and what to do, in words."""

    code: int
    description: str


def answered(root: str, value: Value, *, form: Form, status: int = 200) -> HttpResponse:
    """Return `value` under the element `root`, readable from any page of the web and never from an old copy."""
    content = _json(value) if form == "json" else _xml(root, value)
    response = HttpResponse(content, content_type=_TYPES[form], status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return response


def refused(*refusals: Refusal, form: Form) -> HttpResponse:
    """Return what is wrong as GeoReport's list of code and description, under the first one's status."""
    records: list[Value] = [{"code": one.code, "description": one.description} for one in refusals]
    return answered("errors", Listed("error", records), form=form, status=refusals[0].code)


def _json(value: Value) -> bytes:
    return json.dumps(value, default=_plain, ensure_ascii=False).encode()


def _plain(value: object) -> object:
    if isinstance(value, Listed):
        return value.records
    raise TypeError(type(value).__name__)


def _xml(root: str, value: Value) -> bytes:
    element = ET.Element(root)
    _fill(element, value)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(element, encoding="unicode")}'.encode()


def _fill(element: ET.Element, value: Value) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            for one in inner if isinstance(inner, tuple) else (inner,):
                _fill(ET.SubElement(element, name), one)
    elif isinstance(value, Listed):
        for record in value.records:
            _fill(ET.SubElement(element, value.entry), record)
    elif value is not None and not isinstance(value, tuple):
        element.text = _text(value)


def _text(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_IN_XML.sub("", str(value))

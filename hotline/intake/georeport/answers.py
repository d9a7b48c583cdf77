"""Writes the answers to a POST: the same records as JSON and as XML, and what is wrong as a list of code and description."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from django.http import HttpResponse

type Form = Literal["json", "xml"]
type Record = Mapping[str, str | int | None]

_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong: an HTTP status and what to do, in words."""

    code: int
    description: str


class Refused(Exception):
    """A report that is not taken as it stands; `refusals` say why, the first one's code is the answer's status."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(*refusals)
        self.refusals = refusals


def answered(records: Sequence[Record], *, root: str, entry: str, form: Form, status: int) -> HttpResponse:
    """Return a list of records; GeoReport drops both wrappers in JSON. Readable from any page of the web, kept by no cache."""
    content = _ENCODE(records) if form == "json" else _xml(records, root, entry)
    response = HttpResponse(content.encode(), content_type=_TYPES[form], status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(refusals: Sequence[Refusal], *, form: Form) -> HttpResponse:
    """Return what is wrong."""
    records: list[Record] = [{"code": one.code, "description": one.description} for one in refusals]
    return answered(records, root="errors", entry="error", form=form, status=refusals[0].code)


def _xml(records: Sequence[Record], root: str, entry: str) -> str:
    entries = "".join(f"<{entry}>{_fields(record)}</{entry}>" for record in records)
    return f"{_PROLOG}<{root}>{entries}</{root}>"


def _fields(record: Record) -> str:
    return "".join(
        f"<{name}/>" if value is None else f"<{name}>{escape(_printable(str(value)))}</{name}>" for name, value in record.items()
    )


def _printable(text: str) -> str:
    """Leave out what no XML may hold; names of files are quoted back to the client."""
    return "".join(character for character in text if character >= " " and not "\ud800" <= character <= "\udfff")

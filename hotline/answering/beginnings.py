"""The profile's beginnings of an answer: which fit a case, what of them is known, and what a person still has to write.

A profile marks with square brackets what has to be written: "[Đơn vị] đã sửa đèn tại [nơi]".
"""

import re
from dataclasses import dataclass

from hotline.casefile.facts import CaseFile
from hotline.core.facts import PartRole
from hotline.core.redaction import STRUCK_OUT
from hotline.core.status import CLOSED_PARTS, Part
from hotline.directory.facts import AnswerTemplateFacts, Directory

_BLANK = re.compile(r"\[[^\[\]\n]+\]")
_AGENCY = re.compile(r"\[(?:đơn vị|the agency|agency)\]", re.IGNORECASE)
_PLACE = re.compile(r"\[(?:nơi|place)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A template that fits the case, in the citizen's language, with what is known filled in."""

    code: str
    name: str
    text: str


def beginnings(case: CaseFile, directory: Directory, *, language: str) -> tuple[Beginning, ...]:
    """Return the templates that fit the case, those of its own service first; named in the reader's `language`."""
    fitting = [one for one in directory.answer_templates if not one.services or case.request.service in one.services]
    fitting.sort(key=lambda one: not one.services)
    return tuple(Beginning(one.code, one.name.in_language(language), filled(one, case, directory)) for one in fitting)


def filled(template: AnswerTemplateFacts, case: CaseFile, directory: Directory) -> str:
    """Return the template's text in the citizen's language with the agency and the place filled in where they are known."""
    text = template.text.in_language(case.request.language)
    agency = _agency(case, directory)
    place = case.request.place.words or case.request.area_name
    text = _AGENCY.sub(lambda _: agency, text) if agency else text
    return _PLACE.sub(lambda _: place, text) if place else text


def leads_draft(case: CaseFile) -> str:
    """Return what the lead proposes that the citizen be told; nothing while it proposed nothing."""
    standing = [part for part in case.parts if part.state not in CLOSED_PARTS]
    return next((part.answer_draft for part in standing if part.role == PartRole.LEAD), "")


def blanks(text: str) -> tuple[str, ...]:
    """Return what still has to be written, as it stands in the text; what was struck out is no blank."""
    return tuple(dict.fromkeys(blank for blank in _BLANK.findall(text) if blank != STRUCK_OUT))


def _agency(case: CaseFile, directory: Directory) -> str:
    """Return the lead's name in the citizen's language; nothing while there is none."""
    standing = [part for part in case.parts if part.state not in CLOSED_PARTS and part.state is not Part.PROPOSED]
    lead = next((part for part in standing if part.role == PartRole.LEAD), None)
    return directory.units_by_id[lead.unit_id].name.in_language(case.request.language) if lead else ""

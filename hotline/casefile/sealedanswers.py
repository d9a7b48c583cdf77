"""Answers about a matter that are kept sealed: which agency it complains of, a dossier's number, an official.

They lie in the request's `attributes` beside the others, each as one word that only the key ring opens.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from hotline.directory import queries as directory
from hotline.directory.complaints import agency_questions
from hotline.directory.facts import ServiceFacts

from .sealing import opened_text, sealed_text

_MARK = "sealed:"


def seal_answers(service: ServiceFacts, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with those sealed that the service asks for under seal."""
    secret = {attribute.code for attribute in service.attributes if attribute.is_sealed} if answers else ()
    asked = {code for code in secret if answers.get(code) and not is_sealed(answers[code])}
    return {code: sealed_answer(str(answer)) if code in asked else answer for code, answer in answers.items()}


def sealed_answer(answer: str) -> str:
    """Return one answer sealed."""
    return _MARK + urlsafe_b64encode(sealed_text(answer)).decode()


def is_sealed(answer: object) -> bool:
    """Return whether an answer is kept sealed."""
    return isinstance(answer, str) and answer.startswith(_MARK)


def opened_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return all answers in words. Raises cryptography's InvalidTag for one that was changed."""
    return {code: opened_answer(answer) for code, answer in answers.items()}


def opened_answer(answer: Any) -> Any:
    """Return an answer in words, whether it was sealed or not."""
    return opened_text(urlsafe_b64decode(answer.removeprefix(_MARK))) if is_sealed(answer) else answer


def unsealed_only(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that are under no seal."""
    return {code: answer for code, answer in answers.items() if not is_sealed(answer)}


def only_whom(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the answers only which agency the matter complains of: what is left of them after an erasure."""
    asked = agency_questions(directory.snapshot())
    return {code: answer for code, answer in answers.items() if code in asked}

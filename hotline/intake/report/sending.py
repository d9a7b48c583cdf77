"""The last step: what was typed becomes a report."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.core.facts import Channel, Place
from hotline.intake.report.facts import Form, Sent, Step, Typed
from hotline.intake.report.forms import PhotosForm, WhatForm, WhoForm, service_of
from hotline.intake.report.placing import WhereForm
from hotline.intake.report.steps import steps_for

_CONTACT = ("phone", "email", "name", "hidden")


class PageOpen(Exception):
    """A page before the last does not hold (any more); `step` says which."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.value)
        self.step = step


@dataclass(frozen=True, slots=True)
class Answers:
    """All pages but the last, judged again: the profile may have changed since they were filled in."""

    stream: str
    service: str
    words: str
    place: Place
    attributes: Mapping[str, str]


def answers_of(typed: Typed) -> Answers:
    """Return what the pages before the last say. Raises PageOpen."""
    what = WhatForm(dict(typed.on(Step.WHAT)))
    service = service_of(typed.on(Step.WHAT))
    if not what.is_valid() or service is None:
        raise PageOpen(Step.WHAT)
    place = Place()
    if Step.WHERE in steps_for(service):
        where = WhereForm(dict(typed.on(Step.WHERE)), service=service)
        if not where.is_valid():
            raise PageOpen(Step.WHERE)
        place = where.place
    details = PhotosForm(dict(typed.on(Step.PHOTOS)), service=service, room=0)
    if not details.is_valid():
        raise PageOpen(Step.PHOTOS)
    return Answers(what.cleaned_data["stream"], service.code, what.cleaned_data["words"], place, details.answers())


def send(form: Form, who: WhoForm, *, language: str, now: datetime) -> Sent:
    """Open the report that the form says, once however often it is sent, and return what it became.

    `who` is valid. Raises PageOpen, KeyReused when this form was sent with other content, NoSuchAttachment.
    """
    answers = answers_of(form.typed)
    typed, contact = who.cleaned_data, _contact(who)
    steps = _digest(_steps(form.typed))
    raw = json.dumps({**_steps(form.typed), "who": _who(typed)}, ensure_ascii=False, sort_keys=True).encode()
    draft = Draft(
        stream=answers.stream,
        service=answers.service,
        words=answers.words,
        channel=Channel.WEB,
        contact=contact,
        place=answers.place,
        language=language,
        attributes=answers.attributes,
        attachments=tuple(photo.key for photo in form.typed.photos),
        raw=raw,
    )
    payload = payload_of(steps, typed)
    opened = _opened(draft, typed["same_as"], key=form.token, payload=payload.encode(), now=now)
    return Sent(opened.reference, opened.link, payload, steps)


def _opened(draft: Draft, same_as: str, *, key: str, payload: bytes, now: datetime) -> Opened:
    if same_as:
        return actions.open_as_same(draft, same_as=same_as, key=key, payload=payload, now=now)
    return actions.open_request(draft, key=key, payload=payload, now=now)


def is_same(sent: Sent, who: WhoForm) -> bool:
    """Return whether this is the form that was sent, sent again."""
    return payload_of(sent.steps, who.cleaned_data) == sent.payload


def payload_of(steps: str, typed: Mapping[str, Any]) -> str:
    """Return the digest of everything that a form says, `steps` being that of the pages before the last."""
    return _digest({"steps": steps, "who": _who(typed)})


def _steps(typed: Typed) -> dict[str, Any]:
    fields = {step.value: dict(typed.on(step)) for step in Step if step is not Step.WHO}
    return {"fields": fields, "photos": [photo.key for photo in typed.photos]}


def _who(typed: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: typed[name] for name in _CONTACT}
    return {**said, "same_as": typed["same_as"]} if typed["same_as"] else said


def _contact(who: WhoForm) -> ContactDraft:
    return ContactDraft(**{name: who.cleaned_data[name] for name in _CONTACT})


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

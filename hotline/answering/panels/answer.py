"""The one answer: written from a template, sent to the citizen first, published second, corrected afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hotline.answering.beginnings import beginnings, leads_draft
from hotline.answering.forms import AnswerForm, CorrectForm, PublishForm
from hotline.answering.refusing import open_units, replies, waiting_words
from hotline.answering.wording import (
    ANSWERS,
    CHANNELS,
    CORRECTIONS,
    NEVER_EMERGENCY,
    NEVER_STREAM,
    POLICIES,
    UNDELIVERED,
    UNDELIVERED_OTHERWISE,
)
from hotline.casefile.facts import AnswerFacts, AnswerVersionFacts, MessageFacts
from hotline.core.facts import Publish
from hotline.core.status import REPLIED, AnswerState
from hotline.people.facts import Viewer
from hotline.ui.facts import Moment
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

_SHOWN = frozenset({AnswerState.PUBLISHED, AnswerState.CORRECTED})


@dataclass(frozen=True, slots=True)
class Correctable:
    """An answer of a round and, once it was sent, the form that corrects it."""

    answer: AnswerFacts
    form: CorrectForm | None
    is_open: bool
    is_published: bool


def answer(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing before the centre has taken the report on."""
    given = opened(reference, viewer, page)
    if not given.is_screened:
        return ""
    current = given.case.answer
    state, tone = ANSWERS[current.state if current else None]
    is_sent = current is not None and current.state in REPLIED
    return page.render(
        "answering/panels/answer.html",
        {
            "case": given.case,
            "now": now,
            "answer": current,
            "state": state,
            "tone": tone,
            "may_act": given.may_act,
            "policy": policy(given),
            "may_publish": given.may_publish,
            "waits_for": open_units(given.case),
            "earlier": [_correctable(one, given) for one in given.case.answers if one is not current],
            **(_sent(given, current) if current and is_sent else _unsent(given, current)),
        },
    )


def policy(given: Opening) -> str:
    """Return when the profile lets a case of this service and of its hotlines be read by everyone."""
    if given.policy is Publish.NEVER and given.service.publish is not Publish.NEVER:
        return str(NEVER_STREAM)
    if given.is_emergency and given.policy is not Publish.NEVER:
        return str(NEVER_EMERGENCY)
    return str(POLICIES[given.policy])


def _correctable(one: AnswerFacts, given: Opening) -> Correctable:
    """Return an answer with the form of its correction, begun from the words in force."""
    name = f"answering.correct.{one.id}"
    is_published = one.state in _SHOWN
    form = given.form(
        CorrectForm,
        name,
        {"words": one.latest.words, "public_words": one.latest.public_words},
        is_public=given.may_publish,
        is_published=is_published,
    )
    may_correct = given.may_act and one.state in REPLIED
    return Correctable(one, form if may_correct else None, given.page.is_open(name), is_published)


def _unsent(given: Opening, current: AnswerFacts | None) -> dict[str, object]:
    fitting = beginnings(given.case, given.directory, language=given.language)
    asked = given.page.request.GET.get("beginning", "")
    chosen = next((one for one in fitting if one.code == asked), None)
    proposed = leads_draft(given.case)
    begun = {"words": current.latest.words, "public_words": current.latest.public_words} if current else {"words": proposed}
    if chosen:
        begun["words"] = chosen.text
    waits = bool(open_units(given.case))
    form = given.form(AnswerForm, "answering.draft", begun, is_public=given.may_publish, waits=waits)
    return {
        "form": form if given.may_act else None,
        "beginnings": fitting if given.may_act else (),
        "chosen": chosen,
        "proposed": proposed,
        "is_open": given.page.is_open("answering.draft") or chosen is not None or current is not None,
    }


def _sent(given: Opening, current: AnswerFacts) -> dict[str, object]:
    is_published = current.state in _SHOWN
    may_publish = given.may_act and given.may_publish and not is_published
    latest = current.latest
    return {
        "is_published": is_published,
        "replies": [_reply(one) for one in replies(given.case)],
        "waiting": waiting_words(given.case),
        "history": [_version(one) for one in reversed(current.versions)],
        "publishing": given.form(PublishForm, "answering.publish", {"public_words": latest.public_words or latest.words})
        if may_publish
        else None,
        "correctable": _correctable(current, given),
    }


def _reply(one: MessageFacts) -> Moment:
    """Return one reply as it went: by which channel, to whom, and what became of it."""
    channel = CHANNELS.get(one.channel, one.channel)
    title = _("%(channel)s đến %(to)s") % {"channel": channel, "to": one.recipient}
    if one.state == "sent":
        return Moment(one.sent_at or one.created_at, title, _("Đã gửi"), tone="green")
    if one.state == "dead":
        reason = UNDELIVERED.get(one.reason, UNDELIVERED_OTHERWISE)
        said = _("Không gửi được: %(reason)s. Coi như đã trả lời.") % {"reason": reason}
        return Moment(one.created_at, title, said, tone="red")
    return Moment(one.created_at, title, _("Đang chờ gửi"), tone="amber")


def _version(one: AnswerVersionFacts) -> Moment:
    title = _("Bản %(n)s") % {"n": one.number}
    if one.correction:
        title = f"{title} · {CORRECTIONS[one.correction]}"
    words = _("Lời cũ đã rút để bảo vệ thông tin cá nhân.") if one.withdrawn_at else one.words
    return Moment(one.written_at, title, f"{one.why}\n{words}".strip() if one.why else words)

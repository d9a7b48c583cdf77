"""The thread with the citizen, over every channel: what they wrote and what the centre and the agencies asked and wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hotline.casefile.facts import CaseFile
from hotline.casefile.queries.blocks import RulingFacts, SenderFacts, senders_of_case
from hotline.casefile.queries.conversations import IncomingFacts, incoming_of_case
from hotline.casefile.queries.persons import is_kept_apart
from hotline.core.becoming import Became
from hotline.core.channels import REACHED
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.writing import WriteForm
from hotline.triage.wording import CHANNELS
from hotline.ui.facts import Photo
from hotline.ui.panels import PanelPage
from hotline.ui.sent import SentWord, became

from .opening import Opening, opened
from .report import photo

_TELLS = {"event": {"wrote"}, "question": {"asked", "question"}}
"""By what a message is about: the events by which reporters are told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said: when, by whom in words, by which way, and how many photos came with it.

    `pictures` are those of the photos that are with the case; `files` names of attachments that could not be taken.
    `is_held`: kept and nothing done, since its sender is blocked. `sent` says of what we wrote by which way it went to each
    reporter, and what became of it.
    """

    at: datetime
    who: str
    words: str
    channel: str = ""
    is_citizen: bool = False
    photos: int = 0
    pictures: tuple[Photo, ...] = ()
    lost: int = 0
    files: tuple[str, ...] = ()
    is_held: bool = False
    sent: tuple[tuple[str, SentWord], ...] = ()


def talk(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the thread with its form; nothing where nobody said anything and nobody can be written to."""
    given = opened(reference, viewer, page)
    lines = sorted(_lines(given.case), key=lambda line: line.at)
    is_reached = any(reporter.channel in REACHED for reporter in given.case.reporters)
    if not lines and not is_reached:
        return ""
    form = given.form(WriteForm, "triage.write") if is_reached else None
    senders = _senders(given, now=now) if viewer.has(Role.OPERATOR, Role.SUPERVISOR) else []
    is_apart = any(block for _channel, _sender, block in senders) and is_kept_apart(given.case.request.id)
    shown = {"lines": lines, "form": form, "senders": senders, "is_apart": is_apart, "now": now}
    return page.render("triage/panels/talk.html", shown)


def _senders(given: Opening, *, now: datetime) -> list[tuple[str, SenderFacts, RulingFacts | None]]:
    """Return who wrote by SMS, e-mail or chat: their channel in words, who they are, masked, and the block that stands."""
    found = senders_of_case(given.case.request.id, now=now)
    return [(str(CHANNELS.get(one.channel, one.channel)), one, block) for one, block in found]


def _done(one: IncomingFacts) -> str:
    """Return what somebody did who wrote nothing."""
    if one.has_point:
        return _("Gửi vị trí")
    return _("Bấm một nút trong tin của tổng đài") if one.has_choice else ""


def _lines(case: CaseFile) -> Iterator[Line]:
    heard = incoming_of_case(case.request.id)
    with_case = {one.key: one for one in case.attachments}
    for one in heard:
        if one.became in (Became.ORDER, Became.NOTHING):
            continue
        yield Line(
            one.said_at,
            _("Người dân"),
            one.words or _done(one),
            str(CHANNELS.get(one.channel, one.channel)),
            is_citizen=True,
            photos=len(one.photos),
            pictures=tuple(photo(with_case[key]) for key in one.photos if key in with_case),
            lost=one.lost,
            files=one.files,
            is_held=one.became is Became.HELD,
        )
    for event in case.events:
        if event.name == "wrote_reporter":
            yield Line(event.at, event.actor_name or _("Tổng đài"), event.note, sent=_sent(case, "event", event.id))
    replied = {one.words for one in heard if one.became is Became.REPLY}
    for question in case.questions:
        yield Line(
            question.asked_at, question.unit_name or _("Tổng đài"), question.words, sent=_sent(case, "question", question.id)
        )
        if question.replied_at and question.reply not in replied:  # by the page of their own
            yield Line(question.replied_at, _("Người dân"), question.reply, str(CHANNELS["web"]), is_citizen=True)


def _sent(case: CaseFile, what: str, number: int) -> tuple[tuple[str, SentWord], ...]:
    """Return how the messages went that told the reporters of this."""
    told = (one for one in case.messages if one.about.get(what) == number and one.event in _TELLS[what])
    return tuple((str(CHANNELS.get(one.channel, one.channel)), became(one.state, one.receipt)) for one in told)

"""What a sender needs to render one message: to whom, in which language, and the words its facts point to."""

from dataclasses import dataclass

from hotline.casefile.facts import Leased
from hotline.casefile.models import AnswerVersion, Event, Message, Note, Question
from hotline.casefile.sealing import opened_text

from .links import link_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes. `address` is empty when there is nobody to reach (erased). `link` is a private token."""

    address: str
    name: str
    language: str
    link: str


def recipient_of(message: Leased) -> Recipient:
    """Return who gets the message; the private link only for the reporter's own."""
    row = Message.objects.select_related("focal_point", "user", "reporter__point", "reporter__contact").get(pk=message.id)
    if row.focal_point is not None:
        address = row.focal_point.email if row.channel == "email" else row.focal_point.phone
        return Recipient(address or "", row.focal_point.name, row.language, "")
    if row.user is not None:
        return Recipient(row.user.email if row.channel == "email" else "", row.user.name, row.language, "")
    reporter = row.reporter
    point = reporter.point if reporter else None
    name = opened_text(reporter.contact.name) if reporter else ""
    link = link_of(row.request_id) if row.request_id else ""
    return Recipient(opened_text(point.value) if point else "", name, row.language, link)


def answer_words(answer_id: int, version: int | None = None) -> str:
    """Return the citizen's words of an answer: a version's, or the newest."""
    versions = AnswerVersion.objects.filter(answer_id=answer_id)
    if version is not None:
        versions = versions.filter(number=version)
    return versions.order_by("-number").values_list("words", flat=True).first() or ""


def question_words(question_id: int) -> tuple[str, str]:
    """Return a question and its reply (empty while there is none)."""
    found = Question.objects.filter(pk=question_id).values_list("words", "reply").first()
    return found or ("", "")


def reason_of_event(event_id: int) -> tuple[str, str]:
    """Return an event's reason code and the words of its note."""
    found = Event.objects.filter(pk=event_id).values_list("reason", "note").first()
    if found is None:
        return "", ""
    reason, note_id = found
    words = Note.objects.filter(pk=note_id).values_list("words", flat=True).first() if note_id else ""
    return reason, words or ""

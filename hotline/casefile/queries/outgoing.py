"""The words that a message's facts point to."""

from hotline.casefile.models import AnswerVersion, Event, Note, Question


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

"""Checks of the texts: one for every event, channel and language, naming only what their reader may know."""

import re
from collections.abc import Iterator

from hotline.directory.facts import TextChannel
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault
from hotline.directory.profile.text_schema import TextRecord
from hotline.directory.text_events import LONGEST, OFFERS, OPENING, ROOM, SHORTENED, TEXT_EVENTS, Audience

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def text_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `texts.vi.yaml` and `texts.en.yaml`."""
    streams = {stream.record.code for stream in draft.streams}
    most_parts = draft.windows.record.sms_parts.value
    for language, texts in draft.texts.items():
        file = f"texts.{language}.yaml"
        seen: set[tuple[str, TextChannel, str | None]] = set()
        for text in texts:
            key = (text.record.event, text.record.channel, text.record.stream)
            if text.record.event not in TEXT_EVENTS:
                yield text.fault(f"there is no event `{text.record.event}`", at="event")
                continue
            if key in seen:
                yield text.fault(f"the {key[1]} text of `{key[0]}` stands twice", at="event")
            seen.add(key)
            yield from _faults_of_stream(text, streams)
            yield from _faults_of_text(text, most_parts=most_parts)
        for event in TEXT_EVENTS:
            for channel in TextChannel:
                if (event, channel, None) not in seen:
                    yield Fault(file, 0, f"the {channel} text of `{event}` is missing")


def _faults_of_stream(text: Placed[TextRecord], streams: set[str]) -> Iterator[Fault]:
    record = text.record
    if record.stream is None:
        return
    if record.stream not in streams:
        yield text.fault(f"there is no stream `{record.stream}`", at="stream")
    if TEXT_EVENTS[record.event].audience is not Audience.CITIZEN:
        yield text.fault("a stream has words of its own for citizens only", at="stream")


def _faults_of_text(text: Placed[TextRecord], *, most_parts: int) -> Iterator[Fault]:
    record = text.record
    allowed = TEXT_EVENTS[record.event].placeholders
    for field in ("subject", "body", "with_buttons", "by_reply"):
        yield from _faults_of_words(text, field, allowed)
    yield from _faults_of_templates(text, allowed)
    yield from _faults_of_buttons(text)
    yield from _faults_of_opening(text)
    if record.channel is TextChannel.EMAIL and not record.subject:
        yield text.fault("an e-mail needs a `subject`", at="event")
    if record.channel is TextChannel.EMAIL and record.by_reply:
        yield text.fault("`by_reply` stands with the SMS of an event", at="by_reply")
    if record.channel is TextChannel.EMAIL and (record.plain or record.plain_if_cut):
        yield text.fault("only an SMS is sent without accents", at="plain" if record.plain else "plain_if_cut")
    if record.channel is TextChannel.SMS:
        yield from _faults_of_sms(text, most_parts=most_parts)


def _faults_of_words(text: Placed[TextRecord], field: str, allowed: frozenset[str]) -> Iterator[Fault]:
    words = getattr(text.record, field)
    for name in _PLACEHOLDER.findall(words):
        if name not in allowed:
            yield text.fault(f"{{{name}}} may not stand in a text of `{text.record.event}`", at=field)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", words)):
        yield text.fault(f"`{field}`: a brace that belongs to no placeholder", at=field)


def _faults_of_sms(text: Placed[TextRecord], *, most_parts: int) -> Iterator[Fault]:
    if text.record.subject:
        yield text.fault("an SMS has no `subject`", at="subject")
    for field in ("body", "by_reply"):
        words = getattr(text.record, field).replace(f"{{{OPENING}}}", _longest_opening(text.record))
        parts = _most_parts(_PLACEHOLDER.sub(lambda found: "x" * _longest(found[1]), words))
        if parts > most_parts:
            yield text.fault(f"may take {parts} SMS parts, more than {most_parts}", at=field)


def _faults_of_buttons(text: Placed[TextRecord]) -> Iterator[Fault]:
    record = text.record
    is_offered = record.channel is TextChannel.SMS and record.event in OFFERS
    if is_offered and not record.with_buttons:
        yield text.fault("what a chat says where the choices are buttons is missing: `with_buttons`", at="body")
    if record.with_buttons and not is_offered:
        yield text.fault("`with_buttons` stands with the SMS of a question that offers choices", at="with_buttons")


def _faults_of_opening(text: Placed[TextRecord]) -> Iterator[Fault]:
    record = text.record
    for field in ("body", "with_buttons"):
        words = getattr(record, field)
        if words and (f"{{{OPENING}}}" in words) != bool(record.opening):
            yield text.fault(f"`opening` and {{{OPENING}}} in `{field}` go together", at=field)
    for field in ("missed", "outside"):
        if getattr(record, field) and not record.opening:
            yield text.fault(f"`{field}` stands in the place of `opening`, which is missing", at=field)


def _faults_of_templates(text: Placed[TextRecord], allowed: frozenset[str]) -> Iterator[Fault]:
    record = text.record
    if record.templates and record.channel is not TextChannel.SMS:
        yield text.fault("`templates` stand with the SMS of an event", at="templates")
    providers = [template.provider for template in record.templates]
    if len(set(providers)) < len(providers):
        yield text.fault("a provider has one template for a text", at="templates")
    for parameter in (parameter for template in record.templates for parameter in template.parameters):
        if parameter.value not in allowed:
            yield text.fault(f"`{parameter.value}` may not stand in a text of `{record.event}`", at="templates")


def _most_parts(body: str) -> int:
    """Return how many parts an SMS takes if but one value has an accent: then 70 letters fit in one, 67 each in several."""
    length = len(body.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)


def _longest_opening(record: TextRecord) -> str:
    return max((record.opening, record.missed, record.outside), key=len)


def _longest(placeholder: str) -> int:
    return ROOM if placeholder in SHORTENED else LONGEST.get(placeholder, ROOM)

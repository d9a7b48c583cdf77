"""Makes of a leased message what a sender is handed: the profile's words, filled, in its reader's language."""

from collections.abc import Collection, Mapping

from django.conf import settings

from hotline.casefile import queries
from hotline.casefile.facts import Leased
from hotline.casefile.threadtokens import reply_token
from hotline.core.channels import CHATS
from hotline.core.facts import MESSAGE_ORDER, Channel, Priority
from hotline.core.talk import Miss
from hotline.core.text import shorten
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ProviderTemplate, Text, TextChannel
from hotline.directory.text_events import OPENING, TEXT_EVENTS
from hotline.notify.choosing import choices_of
from hotline.notify.examples import examples
from hotline.notify.outgoing import ZNS, Heard, Outgoing, Template, numbered
from hotline.notify.rendering import filled, filled_sms, placeholders
from hotline.notify.smstext import without_accents
from hotline.notify.values import Values


class Undeliverable(Exception):
    """A message that no sender can be given; `reason` is what people read beside it, with nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def composed(message: Leased, hand: queries.InHand) -> Outgoing:
    """Return the message with its words. Raises Undeliverable: nobody to reach, or no text for the event."""
    recipient = hand.recipient
    if not recipient.address:
        raise Undeliverable("no-address")
    if recipient.is_silent:
        raise Undeliverable("opted-out")
    snapshot = directory.snapshot()
    # Zalo's templates can only be tried as they are: with examples for their values.
    tried = str(message.facts.get("template", "")) if message.channel == Channel.ZNS else ""
    text = _text(tried or message.event, message, hand, snapshot)
    if text is None:
        raise Undeliverable("no-text")
    values = {**_values(message, hand, snapshot, placeholders(text), is_try=bool(tried)), **_opened(text, message)}
    templates = {one.provider: _template(one, values) for one in text.templates if one.is_approved}
    if message.channel == Channel.ZNS and ZNS not in templates:
        raise Undeliverable("no-template")
    words = _words(text, message, hand)
    if message.channel == Channel.SMS:
        parts = snapshot.windows.sms_parts
        body = filled_sms(words, values, parts=parts, plain=text.plain, plain_if_cut=text.plain_if_cut)
    else:
        body = filled(words, values)
    choices, by_number = choices_of(message.facts, snapshot, recipient.language), ""
    if choices and message.channel in CHATS and text.with_buttons:
        body, by_number = filled(text.with_buttons, values), body
    elif choices and message.channel not in CHATS:
        lines = numbered(choices)
        body = _with_lines(body, without_accents(lines) if text.plain and message.channel == Channel.SMS else lines)
    reference = hand.case.reference if hand.case else ""
    return Outgoing(
        id=message.id,
        channel=message.channel,
        to=recipient.address,
        text=body,
        subject=filled(text.subject, values) if message.channel == Channel.EMAIL else "",
        language=recipient.language,
        choices=choices,
        by_number=by_number,
        link=values.get("map_link", values.get("link", "")),
        event=message.event,
        values=values,
        templates=templates,
        is_urgent=message.priority == MESSAGE_ORDER[Priority.EMERGENCY],
        reference=reference,
        token=reply_token(reference) if reference and message.channel == Channel.EMAIL and _to_citizen(message) else "",
        heard=Heard(hand.heard.at, hand.heard.provider_id) if hand.heard else None,
    )


def _values(
    message: Leased, hand: queries.InHand, snapshot: Directory, names: Collection[str], *, is_try: bool
) -> Mapping[str, str]:
    language, url = hand.recipient.language, settings.PUBLIC_URL
    if is_try:
        return examples(names, snapshot, language=language, public_url=url, words=hand.own_words, at=message.created_at)
    return Values(message, hand, language, snapshot, url).of(names)


def _opened(text: Text, message: Leased) -> Mapping[str, str]:
    """Return what the text begins with: a question that is asked again first says why, not the same again word for word."""
    if not text.opening:
        return {}
    again = {Miss.UNHEARD: text.missed, Miss.OUTSIDE: text.outside or text.missed}
    miss = message.facts.get("miss")
    return {OPENING: (again[Miss(miss)] if miss else "") or text.opening}


def _with_lines(body: str, lines: str) -> str:
    """Return the words with the choices under what asks for one of them: a letter has its name below that."""
    asked, asks, below = body.rpartition(":\n\n")
    return f"{asked}:\n{lines}\n\n{below}" if asks else f"{body}\n{lines}"


def _words(text: Text, message: Leased, hand: queries.InHand) -> str:
    """Return the words to fill; whoever reported by this channel can answer on it, and a plain telephone opens no link."""
    can_reply = hand.case is not None and message.reporter_id is not None and hand.case.channel == message.channel
    return text.by_reply if text.by_reply and can_reply else text.body


def _template(template: ProviderTemplate, values: Mapping[str, str]) -> Template:
    """Return a provider's template with its parameters filled, each as long as the provider allows."""
    filled_in = {one.name: shorten(values[one.value], width=one.longest) for one in template.parameters}
    return Template(template.id, filled_in)


def _to_citizen(message: Leased) -> bool:
    """Return whether a citizen reads it: an agency's or a colleague's answer must not be taken for the reporter's."""
    return message.focal_point_id is None and message.user_id is None


def _text(event: str, message: Leased, hand: queries.InHand, snapshot: Directory) -> Text | None:
    """Return the words in the reader's language, else in Vietnamese; a citizen's as the case's hotline says them, if it does."""
    if event not in TEXT_EVENTS:
        return None
    stream = hand.case.stream if hand.case and message.reporter_id is not None else ""
    said_for = TextChannel.EMAIL if message.channel == Channel.EMAIL else TextChannel.SMS  # a chat reads what an SMS reads
    for language in (hand.recipient.language, "vi"):
        own = snapshot.stream_texts.get((stream, event, said_for, language)) if stream else None
        if text := own or snapshot.texts.get((event, said_for, language)):
            return text
    return None

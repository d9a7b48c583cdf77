"""What one kept e-mail says: a citizen's words and pictures, or what a mail server tells of a letter of ours."""

import re
from pathlib import PurePath

from hotline.core.automail import SenderCheck, Wrote, sender_check, who_wrote
from hotline.core.inbound import Inbound, Media, MediaKind, Receipt, Unreadable
from hotline.core.letternames import ids_in, threads_in, tokens_in
from hotline.core.quoting import cut, is_forward
from hotline.intake.letters.bounces import receipt_of
from hotline.intake.letters.envelope import Envelope, said_at, unpacked
from hotline.intake.letters.letter import Leaf, Letter

_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-delivered-to")
_ANSWER = re.compile(r"^\s*(re|aw|tl|trả lời|phản hồi)\s*(\[\d+\])?\s*:", re.IGNORECASE)
_REFERENCE = re.compile(r"\b[0-9]{3,5}-[0-9]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b", re.IGNORECASE)
_MOST_IDS, _MOST_MEDIA = 20, 30
_LOGO_BYTES = 8_000
"""A picture within the text that is smaller is a signature's logo, not a photo (chưa kiểm chứng: ours)."""
_PHOTOS = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp", ".tif"})
_NOT_THEIRS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})


def read(body: bytes) -> Inbound | Receipt | None:
    """Return what a kept e-mail says; None for a bounce of what we did not send. Raises Unreadable."""
    envelope, raw = unpacked(body)
    letter = Letter.of(raw)
    if letter.is_report:
        return receipt_of(letter)
    return _inbound(letter, envelope)


def _inbound(letter: Letter, envelope: Envelope) -> Inbound:
    sender = letter.sender
    if not sender:
        raise Unreadable("no-sender")
    wrote = who_wrote(letter.headers, returns_to=_returns_to(letter, envelope), sender=sender)
    token, replies_to = _token(letter, envelope), _replies_to(letter)
    froms = [address for _name, address in letter.addresses("from")]
    check = sender_check(letter.headers.get("authentication-results", ()), trusts=envelope.trusts, froms=froms)
    subject = letter.one("subject")
    apart = cut(letter.text(), is_forward=is_forward(subject))
    media = _media(letter)
    words = "\n\n".join(part for part in (apart.own, apart.forwarded) if part)
    is_only_quoted = apart.has_quote and not words and not media
    return Inbound(
        sender=sender,
        said_at=said_at(letter, at=envelope.at),
        text=letter.text() if is_only_quoted else words,
        subject=_subject(letter, is_placed=bool(token)),
        media=media,
        name=letter.sender_name,
        language=_language(letter),
        token=token,
        replies_to=replies_to,
        is_automatic=wrote is not Wrote.PERSON,
        is_doubted=check is SenderCheck.FAILED,
        is_unproved=check is not SenderCheck.PASSED,
        for_person=is_only_quoted or (wrote is Wrote.LIST and not token and not replies_to),
    )


def _subject(letter: Letter, *, is_placed: bool) -> str:
    """Return the subject as far as it is their own word: of an answer to us no more than the reference in it."""
    subject = letter.one("subject")
    if not _ANSWER.match(subject):
        return subject
    found = _REFERENCE.search(subject)
    return found[0] if found and not is_placed else ""


def _returns_to(letter: Letter, envelope: Envelope) -> str | None:
    """Return where bounces of the letter go; what the last mail server wrote down, where the carrier did not say."""
    if envelope.returns_to is not None or "return-path" not in letter.headers:
        return envelope.returns_to
    return letter.one("return-path").strip("<> ")


def _token(letter: Letter, envelope: Envelope) -> str:
    """Return the token of an address that it went to, else of the thread that it is in."""
    addresses = "\n".join([*envelope.recipients, *(value for name in _TO for value in letter.headers.get(name, ()))])
    threads = f"{letter.one('in-reply-to')} {letter.one('references')}"
    return next(iter((*tokens_in(addresses), *threads_in(threads))), "")


def _replies_to(letter: Letter) -> tuple[str, ...]:
    """Return the letters that it answers, the nearest first."""
    near = ids_in(letter.one("in-reply-to"))
    far = ids_in(letter.one("references"))
    return tuple(dict.fromkeys([*near, *reversed(far)]))[:_MOST_IDS]


def _language(letter: Letter) -> str:
    said = letter.one("content-language")[:2].lower()
    return said if said in ("vi", "en") else ""


def _media(letter: Letter) -> tuple[Media, ...]:
    leaves = [leaf for leaf in letter.parts() if not leaf.is_text and leaf.type not in _NOT_THEIRS]
    return tuple(Media(_kind(leaf), content=leaf.content(), name=_name(leaf), type=leaf.type) for leaf in leaves[:_MOST_MEDIA])


def _kind(leaf: Leaf) -> MediaKind:
    family = leaf.type.partition("/")[0]
    if family == "image" or (leaf.type == "application/octet-stream" and PurePath(leaf.name).suffix.lower() in _PHOTOS):
        is_logo = leaf.is_inside and len(leaf.content()) < _LOGO_BYTES
        return MediaKind.FILE if is_logo else MediaKind.PHOTO
    return {"video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}.get(family, MediaKind.FILE)


def _name(leaf: Leaf) -> str:
    """Return what it is called: its own name without folders, else its kind."""
    name = PurePath(leaf.name.replace("\\", "/")).name
    return name or leaf.type.partition("/")[2]

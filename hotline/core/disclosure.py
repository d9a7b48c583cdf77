"""What of a case everyone may read, and how much of a contact those who work on it are shown."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.core.channels import CHATS
from hotline.core.facts import Channel, Correction, Kind, PublicPlace, Publish
from hotline.core.status import AnswerState, Phase, Screening

_SHOWN_ANSWERS = frozenset({AnswerState.PUBLISHED, AnswerState.CORRECTED})

HINTS_MATTER_IN = frozenset({Screening.RECEIVED, Screening.ASKED})
"""While nobody has accepted a case, a word of exclusion or danger in it keeps it back; afterwards nobody need look for one."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an answer's words for the public; `correction` and `why` say why it replaced the one before."""

    words: str
    correction: Correction | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class AnswerOnFile:
    """The newest answer of a case that was begun: its state and its versions in public words, oldest first."""

    state: AnswerState
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person approved for everyone: the citizen's words redacted, the place in words, keys of public photos."""

    words: str = ""
    place: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseOnFile:
    """What disclosure looks at. `hinted`: a word of exclusion or danger was found. `point` is (lat, lon) of WGS84.

    `answer` is the newest one that was published, else the newest; `refusal` is the reason's code.
    """

    reference: str
    phase: Phase
    deadline: datetime | None
    screening: Screening
    kind: Kind
    service: str
    area: str = ""
    point: tuple[float, float] | None = None
    place_public: PublicPlace = PublicPlace.AREA
    refusal: str = ""
    hinted: bool = False
    approved: Approved | None = None
    answer: AnswerOnFile | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """What everyone may read of a case. The first three always; what is None is not public (yet).

    `answer` is its versions, newest last: one withdrawn for privacy has no words. `is_open`: more than the first three.
    """

    reference: str
    phase: Phase
    deadline: datetime | None
    is_open: bool = False
    refusal: str | None = None
    service: str | None = None
    area: str | None = None
    place: str | None = None
    point: tuple[float, float] | None = None
    words: str | None = None
    photos: tuple[str, ...] = ()
    answer: tuple[Version, ...] | None = None


def publication(policy: Publish, case: CaseOnFile) -> Public:
    """Return what of `case` is public under its service's policy.

    Reference, phase and deadline always are. The service and the ward join them from reception, or once the answer is
    published, as the policy says; a refused case adds only the reason. The citizen's own words and photos and the exact
    place need, besides, a person who approved what is shown; the answer is shown in its redacted words once published.
    Under `never`, for an emergency, and for a case with a word of exclusion or danger that nobody has accepted yet,
    nothing joins the first three.
    """
    least = Public(case.reference, case.phase, case.deadline)
    if not _may_open(policy, case):
        return least
    if case.screening is Screening.REFUSED:
        return replace(least, refusal=case.refusal)
    approved = case.approved
    return replace(
        least,
        is_open=True,
        service=case.service,
        area=case.area or None,
        place=(approved.place or None) if approved else None,
        point=case.point if approved and case.place_public is PublicPlace.POINT else None,
        words=(approved.words or None) if approved else None,
        photos=approved.photos if approved else (),
        answer=public_versions(case.answer.versions) if case.answer and _is_published(case) else None,
    )


def public_versions(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """Return an answer's versions as everyone may read them: a correction for privacy blanks all before it."""
    last = max((n for n, version in enumerate(versions) if version.correction is Correction.PRIVACY), default=0)
    return tuple(replace(version, words="") if n < last else version for n, version in enumerate(versions))


def mask_phone(number: str) -> str:
    """Return a telephone number as the press prints it: "0908 369 …".

    The last three digits are kept back, of a short or a foreign number half. +84 is written 0; no number is only "…".
    """
    digits = re.sub(r"\D", "", number)
    if digits.startswith("84") and len(digits) > 10:
        digits = "0" + digits[2:]
    if len(digits) < 7:
        return "…"
    shown = digits[:-3] if digits.startswith("0") and len(digits) >= 10 else digits[: len(digits) // 2]
    return f"{shown[:4]} {shown[4:]} …" if len(shown) > 4 else f"{shown} …"


def mask_email(address: str) -> str:
    """Return an e-mail address with at most two letters before the @: "ng…@gmail.com"; what is none is only "…"."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain):
        return "…"
    return f"{local[:2] if len(local) > 3 else ''}…@{domain}"


def mask_account(account: str) -> str:
    """Return the id of an account on a chat with its first three letters: "433…"; it says nothing to anybody else."""
    return f"{account[:3]}…" if len(account) > 6 else "…"


def mask_point(channel: str, value: str) -> str:
    """Return where somebody is reached on a channel, masked as that sort of value is."""
    if channel == Channel.EMAIL:
        return mask_email(value)
    return mask_account(value) if channel in CHATS else mask_phone(value)


def mask_name(name: str) -> str:
    """Return a person's name as the press writes it: the first letter of the given name, "T." for Lê Thị Trâm."""
    given = name.split()[-1:]
    return f"{given[0][0].upper()}." if given else "…"


def _may_open(policy: Publish, case: CaseOnFile) -> bool:
    if policy is Publish.NEVER or case.kind is Kind.EMERGENCY:
        return False
    if case.hinted and case.screening in HINTS_MATTER_IN:
        return False
    return policy is Publish.FROM_RECEPTION or case.screening is Screening.REFUSED or _is_published(case)


def _is_published(case: CaseOnFile) -> bool:
    return case.answer is not None and case.answer.state in _SHOWN_ANSWERS

"""What the desk has to know of an agency's photos before it takes the result: what speaks against each, and where else it is."""

from dataclasses import dataclass

from hotline.casefile.evidencewords import finding_words
from hotline.casefile.facts import AttachmentFacts, CaseFile, PartFacts
from hotline.casefile.filedphotos import parted
from hotline.casefile.queries import cases_with_photo_like
from hotline.core.evidence import Finding, Flaw, Measure
from hotline.core.status import CLOSED_PARTS
from hotline.ui.panels import case_address

_OF_ANOTHER_CASE = frozenset({Flaw.USED_ELSEWHERE, Flaw.ALIKE_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Remark:
    """One flaw of the photo number `n` of a result. `cases`: references and addresses of cases with a photo like it."""

    n: int
    words: str
    is_held: bool
    cases: tuple[tuple[str, str], ...] = ()


def evidence_of(part: PartFacts, case: CaseFile) -> list[AttachmentFacts]:
    """Return the part's photos and minutes since it was last forwarded; those of an earlier round would prove nothing.

    Those of progress come last.
    """
    own = [one for one in case.attachments if one.part_id == part.id]
    after, under_way = parted(case, [one for one in own if part.forwarded_at is None or one.added_at >= part.forwarded_at])
    return [*after, *under_way]


def remarks_on(part: PartFacts, case: CaseFile) -> tuple[Remark, ...]:
    """Return what speaks against the photos of a result, in the order in which the panel shows them."""
    return tuple(
        Remark(n, finding_words(finding), finding.measure is Measure.HOLD, _cases(one, finding))
        for n, one in enumerate(evidence_of(part, case), 1)
        for finding in one.findings
    )


def is_held(part: PartFacts, case: CaseFile) -> bool:
    """Return whether whoever takes the result has to say why, because of its own photos or of those of units below.

    Photos of a result that was sent back were looked at then.
    """
    returned = [event.at for event in case.events if event.name == "result_returned" and event.facts.get("part") == part.id]
    since = max(filter(None, [part.forwarded_at, *returned]), default=None)
    bearing = {part.id, *_below(part, case)}
    held = [one for one in case.attachments if one.part_id in bearing and one.is_held]
    return any(since is None or one.added_at >= since for one in held)


def _below(part: PartFacts, case: CaseFile) -> list[int]:
    """Return the parts that were handed down from one, however deep, and not taken back."""
    under = [one for one in case.parts if one.above == part.id and one.state not in CLOSED_PARTS]
    return [one_id for one in under for one_id in (one.id, *_below(one, case))]


def _cases(one: AttachmentFacts, finding: Finding) -> tuple[tuple[str, str], ...]:
    if finding.flaw not in _OF_ANOTHER_CASE:
        return ()
    found = cases_with_photo_like(one.id)
    return tuple((reference, case_address(reference, desk="synthesis")) for reference in found)

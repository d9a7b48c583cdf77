"""What of a case everyone may read, and when."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure import (
    AnswerOnFile,
    Approved,
    CaseOnFile,
    Public,
    Version,
    mask_email,
    mask_name,
    mask_phone,
    public_versions,
    publication,
)
from hotline.core.facts import Correction, Kind, PublicPlace, Publish
from hotline.core.status import AnswerState, Phase, Screening

from .days import at

REFERENCE = "1022-2611-7K3M-9QXT-H"
DEADLINE = at("2026-02-27 17:00")
APPROVED = Approved(words="Đèn đường hư", place="Lô C, chung cư 1 ha", photos=("k1", "k2"))
FILED = CaseOnFile(
    reference=REFERENCE,
    phase=Phase.IN_PROGRESS,
    deadline=DEADLINE,
    screening=Screening.ACCEPTED,
    kind=Kind.REPORT,
    service="street-light",
    area="26800",
    point=(10.79, 106.74),
    place_public=PublicPlace.POINT,
)
LEAST = Public(REFERENCE, Phase.IN_PROGRESS, DEADLINE)
FROM_RECEPTION, AFTER_REPLY, NEVER = Publish.FROM_RECEPTION, Publish.AFTER_REPLY, Publish.NEVER


def answered(state: AnswerState, *versions: Version) -> AnswerOnFile:
    return AnswerOnFile(state, versions or (Version("Đã sửa xong."),))


DRAFTED, SENT, PUBLISHED = (answered(state) for state in (AnswerState.DRAFT, AnswerState.SENT, AnswerState.PUBLISHED))

# Each row: what is public besides reference, phase and deadline.
ROWS: tuple[tuple[str, Publish, CaseOnFile, set[str]], ...] = (
    ("from reception: service and ward at once", FROM_RECEPTION, FILED, {"service", "area"}),
    (
        "not screened yet, but nothing doubtful in it",
        FROM_RECEPTION,
        replace(FILED, screening=Screening.RECEIVED),
        {"service", "area"},
    ),
    (
        "a word of danger in it and nobody looked yet",
        FROM_RECEPTION,
        replace(FILED, screening=Screening.RECEIVED, hinted=True),
        set(),
    ),
    ("a word of danger in it and the operator accepted it", FROM_RECEPTION, replace(FILED, hinted=True), {"service", "area"}),
    (
        "a person approved words, place and photos",
        FROM_RECEPTION,
        replace(FILED, approved=APPROVED),
        {"service", "area", "words", "place", "point", "photos"},
    ),
    (
        "the service shows wards only",
        FROM_RECEPTION,
        replace(FILED, approved=APPROVED, place_public=PublicPlace.AREA),
        {"service", "area", "words", "place", "photos"},
    ),
    ("a draft answer is nobody's business", FROM_RECEPTION, replace(FILED, answer=DRAFTED), {"service", "area"}),
    ("a sent answer is the citizen's alone", FROM_RECEPTION, replace(FILED, answer=SENT), {"service", "area"}),
    ("a published answer is everyone's", FROM_RECEPTION, replace(FILED, answer=PUBLISHED), {"service", "area", "answer"}),
    ("after the reply: nothing before it", AFTER_REPLY, replace(FILED, approved=APPROVED), set()),
    ("after the reply: nothing when it is sent", AFTER_REPLY, replace(FILED, approved=APPROVED, answer=SENT), set()),
    (
        "after the reply: all that is approved when it is published",
        AFTER_REPLY,
        replace(FILED, approved=APPROVED, answer=PUBLISHED),
        {"service", "area", "words", "place", "point", "photos", "answer"},
    ),
    (
        "published, but nobody approved the citizen's words",
        AFTER_REPLY,
        replace(FILED, answer=PUBLISHED),
        {"service", "area", "answer"},
    ),
    (
        "corrected is published too",
        AFTER_REPLY,
        replace(FILED, answer=answered(AnswerState.CORRECTED)),
        {"service", "area", "answer"},
    ),
    ("never means never", NEVER, replace(FILED, approved=APPROVED, answer=PUBLISHED), set()),
    (
        "an emergency never, whatever its service says",
        FROM_RECEPTION,
        replace(FILED, kind=Kind.EMERGENCY, approved=APPROVED, answer=PUBLISHED),
        set(),
    ),
    (
        "refused: the reason and no more",
        FROM_RECEPTION,
        replace(FILED, screening=Screening.REFUSED, refusal="denunciation", approved=APPROVED),
        {"refusal"},
    ),
    ("refused where nothing is ever public", NEVER, replace(FILED, screening=Screening.REFUSED, refusal="denunciation"), set()),
    ("refused before any reply", AFTER_REPLY, replace(FILED, screening=Screening.REFUSED, refusal="spam"), {"refusal"}),
    ("no place in an idea", FROM_RECEPTION, replace(FILED, kind=Kind.IDEA, area="", point=None), {"service"}),
)


def joined(public: Public) -> set[str]:
    names = ("refusal", "service", "area", "place", "point", "words", "photos", "answer")
    return {name for name in names if getattr(public, name)}


@pytest.mark.parametrize(("case", "policy", "filed", "names"), ROWS, ids=[row[0] for row in ROWS])
def test_public(case: str, policy: Publish, filed: CaseOnFile, names: set[str]) -> None:
    public = publication(policy, filed)
    assert joined(public) == names
    assert (public.reference, public.phase, public.deadline) == (REFERENCE, Phase.IN_PROGRESS, DEADLINE)
    assert public.is_open is bool(names - {"refusal"})


def test_a_correction_of_a_mistake_keeps_the_history() -> None:
    versions = (Version("Đã sửa."), Version("Đã sửa, ngày 12-3.", Correction.MISTAKE, "sai ngày"))
    assert public_versions(versions) == versions


def test_a_correction_for_privacy_takes_all_older_words_away() -> None:
    versions = (
        Version("Đã gặp ông Bột."),
        Version("Đã gặp ông Bột, nhà số 5.", Correction.MISTAKE, "thiếu địa chỉ"),
        Version("Đã gặp người dân.", Correction.PRIVACY, "có tên người"),
        Version("Đã gặp người dân ngày 12-3.", Correction.MISTAKE, "thiếu ngày"),
    )
    shown = public_versions(versions)
    assert [version.words for version in shown] == ["", "", "Đã gặp người dân.", "Đã gặp người dân ngày 12-3."]
    assert [version.why for version in shown] == ["", "thiếu địa chỉ", "có tên người", "thiếu ngày"]


cases = st.builds(
    CaseOnFile,
    reference=st.just(REFERENCE),
    phase=st.sampled_from(Phase),
    deadline=st.just(DEADLINE) | st.none(),
    screening=st.sampled_from(Screening),
    kind=st.sampled_from(Kind),
    service=st.just("street-light"),
    area=st.sampled_from(["", "26800"]),
    point=st.none() | st.just((10.79, 106.74)),
    place_public=st.sampled_from(PublicPlace),
    refusal=st.sampled_from(["", "spam"]),
    hinted=st.booleans(),
    approved=st.none() | st.just(APPROVED),
    answer=st.none() | st.sampled_from([answered(state) for state in AnswerState]),
)


@given(st.sampled_from(Publish), cases)
def test_nothing_of_the_citizens_own_without_a_persons_approval(policy: Publish, filed: CaseOnFile) -> None:
    public = publication(policy, filed)
    if filed.approved is None:
        assert (public.words, public.photos, public.place, public.point) == (None, (), None, None)


@given(cases)
def test_never_and_emergencies_give_the_first_three_only(filed: CaseOnFile) -> None:
    least = Public(filed.reference, filed.phase, filed.deadline)
    assert publication(Publish.NEVER, filed) == least
    for policy in Publish:
        assert publication(policy, replace(filed, kind=Kind.EMERGENCY)) == least


@given(st.sampled_from(Publish), cases)
def test_an_answer_is_public_only_once_published(policy: Publish, filed: CaseOnFile) -> None:
    if publication(policy, filed).answer is not None:
        assert filed.answer is not None
        assert filed.answer.state in {AnswerState.PUBLISHED, AnswerState.CORRECTED}


def test_a_stricter_policy_never_shows_more() -> None:
    answers = (None, DRAFTED, SENT, PUBLISHED)
    for screening, answer, approved, hinted in product(Screening, answers, (None, APPROVED), (True, False)):
        filed = replace(FILED, screening=screening, answer=answer, approved=approved, hinted=hinted, refusal="spam")
        shown = [joined(publication(policy, filed)) for policy in (NEVER, AFTER_REPLY, FROM_RECEPTION)]
        assert shown[0] <= shown[1] <= shown[2]


PHONES = (
    ("a mobile, as the press prints it", "0908369123", "0908 369 …"),
    ("a mobile from abroad", "+84908369123", "0908 369 …"),
    ("a mobile with spaces", "0908 369 123", "0908 369 …"),
    ("an old one of eleven digits", "01222949123", "0122 2949 …"),
    ("a foreign number", "+442079460958", "4420 79 …"),
    ("a short one", "38291234", "3829 …"),
    ("hardly a number", "1022", "…"),
    ("no number", "An", "…"),
)
EMAILS = (
    ("a usual address", "nguyenvana@gmail.com", "ng…@gmail.com"),
    ("a short name before the @", "an@gmail.com", "…@gmail.com"),
    ("no address", "an", "…"),
    ("nothing before the @", "@gmail.com", "…"),
)
NAMES = (
    ("a whole name", "Lê Thị Ngọc Trâm", "T."),
    ("a given name", "Bột", "B."),
    ("Đ stays Đ", "trần văn đông", "Đ."),
    ("nothing", "  ", "…"),
)


@pytest.mark.parametrize(("case", "number", "masked"), PHONES, ids=[row[0] for row in PHONES])
def test_masked_phone(case: str, number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(("case", "address", "masked"), EMAILS, ids=[row[0] for row in EMAILS])
def test_masked_email(case: str, address: str, masked: str) -> None:
    assert mask_email(address) == masked


@pytest.mark.parametrize(("case", "name", "masked"), NAMES, ids=[row[0] for row in NAMES])
def test_masked_name(case: str, name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text())
def test_a_mask_never_gives_the_whole(text: str) -> None:
    digits = "".join(c for c in text if c.isdecimal())
    if digits:
        assert sum(c.isdecimal() for c in mask_phone(text)) <= max(len(digits) - 3, 0)
    assert len(mask_name(text)) <= 4
    assert text.strip() == "" or mask_email(text) != text.strip() or text.strip() == "…"

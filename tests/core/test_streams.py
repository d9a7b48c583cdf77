"""Which hotline's people see a case, what of it is public, and when it may belong to a second."""

import pytest

from hotline.core.facts import Publish
from hotline.core.streams import (
    EVERY,
    StreamRefused,
    WhyNotStream,
    check_joins,
    check_leaves,
    is_among,
    publish_of,
    streams_held,
)

KNOWN = ("1022", "thanh-uy", "hdnd")
PARTY = frozenset({"thanh-uy"})


@pytest.mark.parametrize(
    ("said", "streams", "stream", "also", "sees"),
    [
        ("who belongs to no particular stream sees all", EVERY, "thanh-uy", "", True),
        ("one's own", PARTY, "thanh-uy", "", True),
        ("another's", PARTY, "1022", "", False),
        ("another's that belongs to one's own too", PARTY, "1022", "thanh-uy", True),
        ("one that belongs to two others", PARTY, "1022", "hdnd", False),
        ("one of several", PARTY | {"hdnd"}, "hdnd", "", True),
    ],
)
def test_who_sees_a_case(said: str, streams: frozenset[str], stream: str, also: str, *, sees: bool) -> None:
    assert is_among(streams, stream, also) is sees, said


@pytest.mark.parametrize(
    ("said", "memberships", "held"),
    [
        ("no role of the centre", [], EVERY),
        ("a role for all", [""], EVERY),
        ("a role for one", ["thanh-uy"], PARTY),
        ("roles for two", ["thanh-uy", "hdnd"], PARTY | {"hdnd"}),
        ("a role for all beside one for one", ["thanh-uy", ""], EVERY),
    ],
)
def test_which_streams_somebody_has(said: str, memberships: list[str], held: frozenset[str]) -> None:
    assert streams_held(memberships) == held, said


@pytest.mark.parametrize(
    ("said", "stream", "also", "why"),
    [
        ("a second one", "thanh-uy", "", None),
        ("where it came in", "1022", "", WhyNotStream.THERE_ALREADY),
        ("where it is", "thanh-uy", "thanh-uy", WhyNotStream.THERE_ALREADY),
        ("a third", "hdnd", "thanh-uy", WhyNotStream.HAS_TWO),
        ("one that there is not", "mat-tran", "", WhyNotStream.UNKNOWN),
        ("none", "", "", WhyNotStream.UNKNOWN),
    ],
)
def test_when_a_case_joins_a_stream(said: str, stream: str, also: str, why: WhyNotStream | None) -> None:
    assert _why(lambda: check_joins(stream, own="1022", also=also, known=KNOWN)) is why, said


@pytest.mark.parametrize(
    ("said", "stream", "also", "why"),
    [
        ("the second", "thanh-uy", "thanh-uy", None),
        ("the one by which it came in", "1022", "thanh-uy", WhyNotStream.NOT_SECOND),
        ("one that it is not in", "hdnd", "thanh-uy", WhyNotStream.NOT_SECOND),
        ("none", "", "", WhyNotStream.NOT_SECOND),
    ],
)
def test_when_a_case_leaves_a_stream(said: str, stream: str, also: str, why: WhyNotStream | None) -> None:
    assert _why(lambda: check_leaves(stream, also=also)) is why, said


@pytest.mark.parametrize(
    ("said", "service", "streams", "publish"),
    [
        ("as the service says", Publish.FROM_RECEPTION, [None], Publish.FROM_RECEPTION),
        ("a stream that publishes nothing", Publish.FROM_RECEPTION, [Publish.NEVER], Publish.NEVER),
        ("a stream lets out no more than the service", Publish.NEVER, [Publish.FROM_RECEPTION], Publish.NEVER),
        ("the strictest of two", Publish.FROM_RECEPTION, [Publish.AFTER_REPLY, None], Publish.AFTER_REPLY),
        ("the strictest of three", Publish.AFTER_REPLY, [Publish.FROM_RECEPTION, Publish.NEVER], Publish.NEVER),
    ],
)
def test_what_of_it_is_public(said: str, service: Publish, streams: list[Publish | None], publish: Publish) -> None:
    assert publish_of(service, streams) is publish, said


def _why(check: object) -> WhyNotStream | None:
    try:
        check()  # type: ignore[operator]
    except StreamRefused as refused:
        return refused.why
    return None

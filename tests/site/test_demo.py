"""The demonstration of every profile that has one can be told from beginning to end."""

from datetime import UTC, datetime

from hotline.casefile import queries
from hotline.core.status import Phase
from hotline.site.demo import seed, sign_ins
from hotline.site.demo.script import read_script


def test_the_stories_and_forty_everyday_cases(city: None, committed_db: str) -> None:
    said: list[str] = []
    seed(40, now=datetime(2026, 11, 21, 8, 0, tzinfo=UTC), progress=said.append)
    script = read_script()
    assert said[-1] == f"demonstration: {len(script.stories) + 40} of {len(script.stories) + 40} cases"
    public, _ = queries.public_cases(limit=100)
    assert {case.case.phase for case in public} == {Phase.RECEIVED, Phase.IN_PROGRESS, Phase.RESOLVED}
    assert queries.operator_queue()
    assert queries.synthesis_queue()


def test_everyone_who_is_promised_can_be_told_apart(city: None, db: None) -> None:
    told = sign_ins()
    assert len({email for _, email, _ in told}) == len(told) == len(read_script().people)
    assert len({password for _, _, password in told}) == len(told)

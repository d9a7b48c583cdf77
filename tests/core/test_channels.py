"""On which channels somebody is told: the one they came by first, then what costs little, then what always arrives."""

import pytest

from hotline.core.channels import FALL_BACK, REACHED, next_way, ways_to
from hotline.core.facts import Channel

ZALO, MESSENGER, VIBER, ZNS, SMS, EMAIL = (
    Channel.ZALO, Channel.MESSENGER, Channel.VIBER, Channel.ZNS, Channel.SMS, Channel.EMAIL,
)  # fmt: skip

# in words · came by · what we know of them · where they are told, in order
WAYS = [
    ("a chat alone: there is nothing else", ZALO, {ZALO}, (ZALO,)),
    ("a chat and a number that is known to be theirs", ZALO, {ZALO, SMS, ZNS}, (ZALO, ZNS, SMS)),
    ("a chat and a number that they only typed", MESSENGER, {MESSENGER, SMS}, (MESSENGER, SMS)),
    ("Viber with everything", VIBER, {VIBER, SMS, ZNS, EMAIL}, (VIBER, ZNS, SMS, EMAIL)),
    ("another's chat is none of the way", VIBER, {VIBER, ZALO, MESSENGER}, (VIBER,)),
    ("by SMS: no template in its place", SMS, {SMS, ZNS, EMAIL}, (SMS, EMAIL)),
    ("by e-mail", EMAIL, {SMS, EMAIL}, (EMAIL, SMS)),
    ("by the web", Channel.WEB, {SMS, EMAIL}, (SMS, EMAIL)),
    ("by the web, an account that an operator joined", Channel.WEB, {ZALO}, ()),
    ("nobody to reach", ZALO, set(), ()),
]


@pytest.mark.parametrize(("words", "came_by", "points", "ways"), WAYS, ids=[row[0] for row in WAYS])
def test_ways(words: str, came_by: Channel, points: set[Channel], ways: tuple[Channel, ...]) -> None:
    assert ways_to(came_by, points) == ways
    for failed, following in zip(ways, (*ways[1:], None), strict=False):
        assert next_way(came_by, failed, points) is following


@pytest.mark.parametrize("came_by", FALL_BACK)
def test_every_chain_begins_where_they_came_from_and_goes_nowhere_twice(came_by: Channel) -> None:
    chain = FALL_BACK[came_by]
    assert chain[0] is came_by
    assert len(set(chain)) == len(chain)
    assert set(chain) <= REACHED


def test_a_way_that_is_none_of_theirs_has_none_after_it() -> None:
    assert next_way(SMS, ZALO, {SMS, EMAIL}) is None

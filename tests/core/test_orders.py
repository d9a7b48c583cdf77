"""HỦY, STOP and the like: with tones or without, and never inside a sentence."""

import pytest

from hotline.core.channels import next_way, ways_to
from hotline.core.facts import Channel
from hotline.core.orders import Order, Ordered, read_order

WORDS = {
    Order.STOP: ("STOP", "DỪNG", "TỪ CHỐI NHẬN TIN"),
    Order.CANCEL: ("HỦY",),
    Order.HELP: ("TRỢ GIÚP", "HELP"),
    Order.STATE: ("TRA CỨU", "TÌNH TRẠNG"),
    Order.NEW: ("MỚI",),
    Order.NOT_DONE: ("CHƯA XONG",),
    Order.OTHER: ("KHÁC",),
}
TABLE = [
    ("HỦY", Ordered(Order.CANCEL)),
    ("Huỷ", Ordered(Order.CANCEL)),
    ("huy!", Ordered(Order.CANCEL)),
    ("hủy hợp đồng thuê nhà", None),
    ("stop", Ordered(Order.STOP)),
    ("  từ   chối nhận tin. ", Ordered(Order.STOP)),
    ("tu choi nhan tin", Ordered(Order.STOP)),
    ("?", Ordered(Order.HELP)),
    ("TRO GIUP", Ordered(Order.HELP)),
    ("tra cuu 1022-2603-7K3M-9QXT-H", Ordered(Order.STATE, "1022-2603-7K3M-9QXT-H")),
    ("Tra cứu", Ordered(Order.STATE)),
    ("tình trạng: 7K3M", Ordered(Order.STATE, "7K3M")),
    ("MỚI cây đổ trước nhà", Ordered(Order.NEW, "cây đổ trước nhà")),
    ("mới sáng nay cây đổ", Ordered(Order.NEW, "sáng nay cây đổ")),
    ("Chưa xong, vẫn còn hố", Ordered(Order.NOT_DONE, "vẫn còn hố")),
    ("khác", Ordered(Order.OTHER)),
    ("khác gì đâu", None),
    ("Đèn đường hư", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "order"), TABLE, ids=[row[0] or "nothing" for row in TABLE])
def test_what_is_ordered(typed: str, order: Ordered | None) -> None:
    assert read_order(typed, WORDS) == order


WAYS = [
    ("came by Zalo, and we have the number", Channel.ZALO, {Channel.ZALO, Channel.SMS}, [Channel.ZALO, Channel.SMS]),
    ("came by Zalo alone", Channel.ZALO, {Channel.ZALO}, [Channel.ZALO]),
    ("came by SMS, and we have an address", Channel.SMS, {Channel.SMS, Channel.EMAIL}, [Channel.SMS, Channel.EMAIL]),
    ("came by e-mail", Channel.EMAIL, {Channel.SMS, Channel.EMAIL}, [Channel.EMAIL, Channel.SMS]),
    ("nothing is left", Channel.VIBER, set(), []),
]


@pytest.mark.parametrize(("what", "came_by", "points", "ways"), WAYS, ids=[row[0] for row in WAYS])
def test_the_channel_they_came_by_comes_first(what: str, came_by: Channel, points: set[Channel], ways: list[Channel]) -> None:
    assert list(ways_to(came_by, points)) == ways
    following = [next_way(came_by, failed, points) for failed in ways]
    assert following == [*ways[1:], None][: len(ways)]

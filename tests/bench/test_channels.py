"""The counterparts of `bench channels` and of fault suites: a centre that counts rightly, and the figures that are promised."""

import json

from bench.channels import WANTED
from bench.rig.centre import PASSWORD, centre
from bench.rig.figures import taken
from hotline.core.channels import Setup
from hotline.notify.outgoing import Accepted, Outgoing
from hotline.notify.smpp.account import account_of
from hotline.notify.smpp.link import SmppLink
from tests.notify.test_smpp_link import until

LONG = "Đường Nguyễn Huệ ngập sâu, xe chết máy giữa đường, người già và trẻ em không qua được. "


def test_every_promised_figure_is_named() -> None:
    found = json.loads(taken("channels", WANTED, {}).as_json())
    names = {figure["name"] for figure in found["figures"]}
    assert names >= {"deliveries_per_s", "ratio", "sms_out_per_s", "p99_s", "memory_mb"}
    assert found["ok"] is False


def test_a_local_centre_takes_parts_and_says_which_came_over_its_rate() -> None:
    with centre(rate=3) as one:
        link = SmppLink()
        link.keep(account_of(Setup("smpp", one.options(rate=1000, window=10), {"password": PASSWORD})), lambda _pdu: None)
        try:
            until(lambda: link.is_up)
            assert link.begin(Outgoing(7, "sms", "+84908369123", LONG * 2)).result(10) == Accepted("c1", ("c1", "c2", "c3"))
            assert isinstance(link.begin(Outgoing(8, "sms", "+84908369124", "Da nhan")).result(10), Accepted)
        finally:
            link.stop()
    assert [(id_, number) for _at, id_, number in one.parts] == [(f"c{n}", "84908369123") for n in (1, 2, 3)] + [
        ("c4", "84908369124")
    ]
    assert one.over >= 1, "the fourth came within the same second and was refused"

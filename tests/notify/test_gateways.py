"""SMS gateways as data: what each is asked, what its answers mean, over a line on this machine. No provider was asked."""

import base64
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from hotline.core.channels import Setup
from hotline.core.inbound import Inbound
from hotline.directory.gateways import gateways
from hotline.intake.known import channels
from hotline.intake.port import RawRequest
from hotline.notify.outgoing import Accepted, Outgoing, Rejected, Retry
from hotline.notify.senders import kinds
from hotline.notify.senders.gateway import GatewaySender, request_of
from tests.notify.recorder import Recorder, Says, recorder

TEXT = "Đã nhận phản ánh <1022> & chuyển “đơn vị”."
MESSAGE = Outgoing(4711, "sms", "+84908369123", TEXT, event="received", values={"reference": "1022-2603-ABCD", "link": "/r/x"})
VIETTEL = (
    b'<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'
    b'<ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return><message>Insert MT_QUEUE: OK</message>'
    b"<result>1</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>"
)
WELL: dict[str, object] = {
    "esms": {"CodeResult": "100", "SMSID": "dc71"},
    "speedsms": {"status": "success", "code": "00", "data": {"tranId": 123456, "totalSMS": 1}},
    "vnpt": {"RPLY": {"ERROR_DESC": "success", "name": "send_sms_list", "ERROR": "0"}},
    "viettel": VIETTEL,
}
SAYS_NO = [
    ("esms", {"CodeResult": "108"}, Rejected("esms:108")),
    ("esms", {"CodeResult": "101"}, Retry("esms:101", provider_down=True)),
    ("esms", {"CodeResult": "999"}, Retry("esms:999")),
    ("esms", {"CodeResult": "124"}, Accepted("esms-4711", ("esms-4711",))),
    ("speedsms", {"status": "error", "code": "105"}, Rejected("speedsms:105")),
    ("speedsms", {"status": "error", "code": "300"}, Retry("speedsms:300", provider_down=True)),
    ("vnpt", {"RPLY": {"ERROR": "31"}}, Retry("vnpt:31")),
    ("viettel", VIETTEL.replace(b">1<", b">0<"), Retry("viettel:0")),
    *[(name, b"<html>down</html>", Retry(f"{name}:http-200-unreadable", provider_down=True)) for name in WELL],
    *[(name, {"CodeResult": ["100"], "code": None, "RPLY": 7}, None) for name in WELL],
]


def sender(name: str, line: Recorder, **more: str) -> GatewaySender:
    gateway = gateways()[name]
    entered = {one.name: f"{one.name}-{name}" for one in gateway.fields} | {"rate": "1000"}
    secrets = {one.name: entered.pop(one.name) for one in gateway.fields if one.secret}
    templates = "other 1 x\nreceived T77 reference link"
    return GatewaySender(
        gateway, Setup(name, entered | {"url": line.base, "templates": templates} | more, secrets), "https://1022.vn"
    )


@pytest.mark.parametrize("name", WELL)
def test_what_is_taken(name: str) -> None:
    with recorder() as line:
        line.says = Says(WELL[name])
        outcome = sender(name, line).send(MESSAGE)
    assert outcome == Accepted(
        *{"esms": ("dc71", ("dc71",)), "speedsms": ("123456", ("123456",))}.get(name, (f"{name}-4711", (f"{name}-4711",)))
    )


def test_what_esms_is_asked() -> None:
    with recorder() as line:
        line.says = Says(WELL["esms"])
        sender("esms", line).send(MESSAGE)
        sender("esms", line).send(MESSAGE)
        sender("esms", line).send(replace(MESSAGE, text="Da nhan"))
        said = [one.said for one in line.asked]
    assert said[0] == {
        "ApiKey": "api_key-esms",
        "SecretKey": "secret_key-esms",
        "Brandname": "source-esms",
        "SmsType": "2",
        "Content": TEXT,
        "Phone": "0908369123",
        "IsUnicode": "1",
        "RequestId": request_of(MESSAGE),
        "CallbackUrl": "https://1022.vn/in/esms/?key=key-esms",
    }
    assert said[1]["RequestId"] == said[0]["RequestId"], "the same message has the same name"
    assert (said[2]["IsUnicode"], said[2]["RequestId"] == said[0]["RequestId"]) == ("0", False)


def test_what_speedsms_is_asked() -> None:
    with recorder() as line:
        line.says = Says(WELL["speedsms"])
        sender("speedsms", line).send(MESSAGE)
    assert line.last.headers["authorization"] == "Basic " + base64.b64encode(b"token-speedsms:x").decode()
    assert line.last.said == {
        "to": ["84908369123"],
        "content": TEXT,
        "sms_type": "sms_type-speedsms",
        "sender": "source-speedsms",
    }


def test_vnpt_sends_its_own_templates_with_our_values() -> None:
    with recorder() as line:
        line.says = Says(WELL["vnpt"])
        assert sender("vnpt", line).send(replace(MESSAGE, event="forwarded")) == Rejected("vnpt:no-template")
        assert not line.asked
        sender("vnpt", line).send(MESSAGE)
    asked = line.last.said["RQST"]
    assert (asked["name"], asked["TEMPLATEID"], asked["MOBILELIST"]) == ("send_sms_list", "T77", "84908369123")
    assert asked["PARAMS"] == [{"NUM": "1", "CONTENT": "1022-2603-ABCD"}, {"NUM": "2", "CONTENT": "/r/x"}]


def test_what_viettel_is_asked_is_xml_whatever_is_said() -> None:
    with recorder() as line:
        line.says = Says(WELL["viettel"])
        sender("viettel", line).send(MESSAGE)
    whole = ET.fromstring(line.last.body)  # noqa: S314 - ours
    said = {one.tag.rpartition("}")[2]: one.text for one in whole.iter()}
    assert (said["Content"], said["ReceiverID"], said["CommandCode"]) == (TEXT, "84908369123", "bulksms")
    assert (said["ServiceID"], said["ContentType"]) == ("source-viettel", "accented_type-viettel")
    assert line.last.headers["content-type"].startswith("text/xml")


@pytest.mark.parametrize(("name", "says", "outcome"), SAYS_NO)
def test_what_answers_mean(name: str, says: object, outcome: object) -> None:
    with recorder() as line:
        line.says = Says(says)
        became = sender(name, line).send(MESSAGE)
    assert became == (outcome or Retry(f"{name}:http-200-unreadable", provider_down=True))


def test_odd_providers_never_raise() -> None:
    with recorder() as line:
        for status in (401, 404, 429, 500, 503):
            line.says = Says({}, status=status)
            for name in WELL:
                became = sender(name, line).send(MESSAGE)
                assert isinstance(became, Retry), (name, status)
                assert became.provider_down


@pytest.mark.parametrize("name", WELL)
def test_a_message_that_is_a_bad_request_is_refused_and_stops_no_other(name: str) -> None:
    with recorder() as line:
        for status in (400, 413, 422):
            line.says = Says(b"<html>Bad Request</html>", status=status)
            assert sender(name, line).send(MESSAGE) == Rejected(f"{name}:http-{status}")


def test_what_is_not_entered_is_named_and_nothing_is_sent() -> None:
    with recorder() as line:
        bare = GatewaySender(gateways()["esms"], Setup("esms", {"url": line.base}, {}), "https://1022.vn")
        assert bare.send(MESSAGE) == Retry("esms:set-up:api_key", provider_down=True)
        assert GatewaySender(gateways()["esms"], None, "").send(MESSAGE) == Retry("esms:off", provider_down=True)
        assert not line.asked


def test_a_file_says_where_its_facts_come_from_and_holds_no_account() -> None:
    for name, gateway in gateways().items():
        assert gateway.name == name
        assert gateway.source
        assert gateway.unchecked.startswith("chưa kiểm chứng")
        entered = {one.name for one in gateway.fields} | {
            "to",
            "text",
            "request",
            "unicode",
            "callback",
            "template",
            "number",
            "value",
        }
        asked = set(
            re.findall(r"\{([a-z_]+)\}", json.dumps(gateway.send.template) + gateway.send.user + "".join(gateway.send.unicode))
        )
        assert asked <= entered
        assert "url" in {one.name for one in gateway.fields}
        assert name in kinds()
        assert (name in channels()) == bool(gateway.delivers)


def test_a_long_message_is_billed_by_its_parts() -> None:
    with recorder() as line:
        line.says = Says(WELL["esms"])
        assert sender("esms", line).send(replace(MESSAGE, text=TEXT * 5)) == Accepted("dc71", ("dc71", "", "", ""))


def test_half_a_character_is_kept() -> None:
    """A telephone cuts an emoji in two, and a gateway passes it on in JSON."""
    brought = rb'{"type": "incoming", "phone": "84908369123", "content": "\u0110\u00e8n h\u01b0 \ud83d"}'
    way = channels()["speedsms"]
    (piece,) = way.split(RawRequest("POST", "key=k", {}, brought))
    heard = way.read(piece.body)
    assert isinstance(heard, Inbound)
    assert heard.text.startswith("Đèn hư")

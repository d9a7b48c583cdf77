"""SMS by a gateway's HTTP interface, whichever it is: one adapter, and a file of data for each (`hotline.directory.gateways`)."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.smsparts import GSM_CODING, TooLong, parts_of
from hotline.directory.gateways import Gateway, gateways
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.outgoing import (
    PART_PRICE,
    PART_RATE,
    Accepted,
    Making,
    Outcome,
    Outgoing,
    Rejected,
    Retry,
    Sender,
    SenderKind,
)
from hotline.notify.ratelimit import gate_of, rate_of

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_TURN_WITHIN = 5.0
_EACH = "each"
_NOT_SO = frozenset({400, 413, 422})
"""Statuses by which a gateway that does not say more refuses this message as it is: another try would be the same."""


class NoTemplate(Exception):
    """The gateway sends registered templates only, and none is entered for this event."""


class _AnyLine(Line):
    """A line to who answers in JSON or in XML: the answer as it came."""

    def _object(self, status: int, body: bytes) -> Mapping[str, Any]:  # noqa: ARG002
        return {"body": body.decode("utf-8", "replace")}


@dataclass(slots=True)
class GatewaySender:
    """Sends by one gateway with what was set up for it. `callback` is our public address."""

    gateway: Gateway
    setup: Setup | None
    callback: str
    _line: Line = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the line; nothing is opened yet."""
        self._line = _AnyLine(self.gateway.name, self.setup.options.get("url", "") if self.setup else "")

    @property
    def leaves_machine(self) -> bool:
        """Return whether the gateway is another machine."""
        return self.setup is not None and self._line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one message."""
        name, send = self.gateway.name, self.gateway.send
        if self.setup is None:
            return Retry(f"{name}:off", provider_down=True)
        try:
            parts = parts_of(outgoing.text, reference=outgoing.id)
            values = self._values(outgoing, self.setup, is_plain=parts[0].coding == GSM_CODING)
            content = asked(self.gateway, values, params=_params(outgoing, self.setup) if send.by_template else ())
        except TooLong:
            return Rejected("length")
        except NoTemplate:
            return Rejected(f"{name}:no-template")
        except KeyError as missing:
            return Retry(f"{name}:set-up:{missing.args[0]}", provider_down=True)
        if not gate_of(name, rate_of(self.setup, usual=send.rate)).turn(within=_TURN_WITHIN):
            return Retry(f"{name}:busy")
        try:
            answer = self._line.post("", raw=content, headers=_headers(self.gateway, values))
        except NotAnswered as nobody:
            return nobody.outcome
        return outcome_of(self.gateway, answer.status, str(answer.said["body"]), ours=outgoing.id, parts=len(parts))

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()

    def _values(self, outgoing: Outgoing, setup: Setup, *, is_plain: bool) -> dict[str, str]:
        entered = {**setup.options, **setup.secrets}
        number = outgoing.to.removeprefix("+")
        return {
            **entered,
            "to": "0" + number[2:] if self.gateway.send.number == "0" and number.startswith("84") else number,
            "text": outgoing.text,
            "request": request_of(outgoing),
            "unicode": _filled(self.gateway.send.unicode[not is_plain], entered),
            "callback": f"{self.callback}/in/{self.gateway.name}/?key={quote(entered.get('key', ''))}",
        }


def request_of(outgoing: Outgoing) -> str:
    """Return our name of a message for the gateway: the same for each try, another one for other words.

    Begun anew with an empty database, an installation would else be told that its first messages were sent long ago.
    """
    return f"{outgoing.id}-{sha256(f'{outgoing.to}\n{outgoing.text}'.encode()).hexdigest()[:12]}"


def asked(gateway: Gateway, values: Mapping[str, str], *, params: tuple[str, ...] = ()) -> bytes:
    """Return the body of a request. Raises KeyError for a value that was not entered."""
    if gateway.send.by_template:
        template, *params_ = params
        values, params = {**values, "template": template}, tuple(params_)
    if gateway.send.body == "xml":
        return _filled(gateway.send.template, {name: escape(value) for name, value in values.items()}).encode()
    return json.dumps(_structure(gateway.send.template, values, params), ensure_ascii=False).encode()


def outcome_of(gateway: Gateway, status: int, body: str, *, ours: int, parts: int) -> Outcome:
    """Return what an answer says of a message that takes so many parts."""
    send, name = gateway.send, gateway.name
    code = said_at(gateway, body, send.code)
    if code in send.well or code in send.again:
        id_ = (said_at(gateway, body, send.id) if send.id and code in send.well else "") or f"{name}-{ours}"
        return Accepted(id_, (id_, *[""] * (parts - 1)))
    if not code and status in _NOT_SO:
        return Rejected(f"{name}:http-{status}")
    if not code:
        return Retry(f"{name}:http-{status}-unreadable", provider_down=True)
    reason = f"{name}:{code}"
    return Rejected(reason) if code in send.rejected else Retry(reason, provider_down=code in send.down)


def said_at(gateway: Gateway, body: str, path: str) -> str:
    """Return what stands at a path of an answer; empty when nothing does."""
    if gateway.send.body == "xml":
        found = re.search(rf"<(?:[\w.-]+:)?{re.escape(path)}(?:\s[^>]*)?>\s*([^<]{{0,200}}?)\s*<", body)
        return found[1] if found else ""
    try:
        here: Any = json.loads(body)
        for step in path.split("."):
            here = here[step]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    return str(here)[:200] if isinstance(here, (str, int)) and not isinstance(here, bool) else ""


def _params(outgoing: Outgoing, setup: Setup) -> tuple[str, ...]:
    """Return the gateway's id of the template for this event, and its values in order. Raises NoTemplate."""
    for line in setup.options.get("templates", "").splitlines():
        event, *rest = line.split() or [""]
        if event == outgoing.event and rest:
            template, *names = rest
            return (template, *(outgoing.values.get(name, "") for name in names))
    raise NoTemplate


def _structure(shape: Any, values: Mapping[str, str], params: tuple[str, ...]) -> Any:
    if isinstance(shape, str):
        return _filled(shape, values)
    if isinstance(shape, list) and shape and isinstance(shape[0], dict) and shape[0].get(_EACH) == "params":
        entry = {name: value for name, value in shape[0].items() if name != _EACH}
        numbered = ({**values, "number": str(number), "value": value} for number, value in enumerate(params, 1))
        return [_structure(entry, own, params) for own in numbered]
    if isinstance(shape, list):
        return [_structure(one, values, params) for one in shape]
    if isinstance(shape, dict):
        return {name: _structure(value, values, params) for name, value in shape.items()}
    return shape


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _headers(gateway: Gateway, values: Mapping[str, str]) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8"} | dict(gateway.send.headers)
    if gateway.send.user:
        user = base64.b64encode(_filled(gateway.send.user, values).encode()).decode()
        headers["Authorization"] = f"Basic {user}"
    return headers


def _make(gateway: Gateway, making: Making) -> Sender:
    return GatewaySender(gateway, making.setup, making.public_url.rstrip("/"))


SENDERS = tuple(
    SenderKind(
        name=gateway.name,
        channels=frozenset({Channel.SMS}),
        make=partial(_make, gateway),
        fields=(
            *(
                Field(one.name, one.label.vi, one.label.en, one.secret, one.needed, is_number=one.name == PART_RATE.name)
                for one in gateway.fields
            ),
            PART_PRICE,
        ),
    )
    for gateway in gateways().values()
)

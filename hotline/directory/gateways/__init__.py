"""Gateways that take and bring SMS by HTTP, each a file of data here: how its request looks, where its answer says what.

`README.md` beside this file says what the keys mean. What no file says, no gateway has: a gateway more is a file more.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from hotline.directory.profile.fields import Both, Record, Words


class SetUp(Record, frozen=True, kw_only=True):
    """One thing that an administrator enters for this gateway."""

    name: Words
    label: Both
    secret: bool = False
    needed: bool = True


class Sending(Record, frozen=True, kw_only=True):
    """How one message is handed over, and what the answer says. Codes that stand in no list are tried again."""

    body: Literal["json", "xml"]
    template: Any
    headers: Mapping[str, str] = {}
    user: str = ""
    number: Literal["84", "0"] = "84"
    unicode: tuple[str, str] = ("0", "1")
    by_template: bool = False
    rate: float = 10
    code: Words
    well: tuple[str, ...]
    id: str = ""
    again: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


class Receipts(Record, frozen=True, kw_only=True):
    """How the gateway tells what became of a message. `has`: what must stand in a delivery for it to be one."""

    has: Mapping[str, str] = {}
    state: Words
    id: str = ""
    ours: str = ""
    delivered: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    failed_from: int | None = None
    """States are numbers, and from this one on all of them say that it failed for good."""
    unless: str = ""
    """A count: when it is 0, what was delivered was not."""


class Signature(Record, frozen=True, kw_only=True):
    """`value` is the base64 of the MD5 of these parameters, one behind the other, and the secret `key`: unsafe, and theirs."""

    value: Words
    of: tuple[str, ...]
    key: Words


class Messages(Record, frozen=True, kw_only=True):
    """How the gateway hands over what people write to the short number."""

    has: Mapping[str, str] = {}
    id: tuple[str, ...]
    sender: Words
    text: Words
    signature: Signature | None = None


class Gateway(Record, frozen=True, kw_only=True):
    """One gateway. `source` says where these facts come from, `unchecked` what of them nobody has tried."""

    name: Words
    title: Words
    source: Words
    unchecked: Words
    fields: tuple[SetUp, ...]
    send: Sending
    delivers: Literal["get", "post", ""] = ""
    receipts: Receipts | None = None
    messages: Messages | None = None


@cache
def gateways() -> Mapping[str, Gateway]:
    """Return the gateways by name. Raises msgspec.ValidationError for a file that is none."""
    files = sorted(Path(__file__).parent.glob("*.yaml"))
    found = [msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Gateway, strict=False) for file in files]
    return {gateway.name: gateway for gateway in found}

"""How this installation signs in at its SMSC, read from the set-up of the channel “smpp”."""

import ipaddress
from dataclasses import dataclass, field

from hotline.core.channels import Setup
from hotline.notify.outgoing import PART_RATE

USUAL_PORT = 2775
RECEIPT_IDS = ("same", "hex", "decimal")
_LONGEST = {"system_id": 15, "password": 8, "system_type": 12, "source": 20}  # octets without the zero: SMPP 3.4, 4.1.1 and 4.4.1


class UnusableSetup(ValueError):
    """The set-up of the channel does not do; the text says what to change and quotes no secret."""


@dataclass(frozen=True, slots=True)
class Account:
    """`rate`: parts of SMS a second that the contract allows. `window`: parts that may be without an answer at once.

    `receipt_ids`: how receipts write the id of a message that the answer to it wrote: the same, or as another kind of number
    (an old quarrel of centres: answers in hexadecimal, receipts in decimal digits, or the other way about).
    """

    host: str
    port: int
    system_id: str
    source: str
    rate: float
    window: int
    password: str = field(default="", repr=False)
    system_type: str = ""
    receipt_ids: str = "same"

    @property
    def is_here(self) -> bool:
        """Return whether the SMSC is this machine itself."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def as_receipts_say(self, message_id: str) -> str:
        """Return an id from an answer as receipts will write it."""
        try:
            if self.receipt_ids == "decimal":
                return str(int(message_id, 16))
            if self.receipt_ids == "hex":
                return f"{int(message_id):X}"
        except ValueError:
            return message_id
        return message_id


def account_of(setup: Setup) -> Account:
    """Return the account. Raises UnusableSetup."""
    said = {**setup.options, "password": setup.secrets.get("password", "")}
    for name in ("host", "system_id", "source"):
        if not said.get(name):
            raise UnusableSetup(f"{name} is missing")
    for name, longest in _LONGEST.items():
        if len(said.get(name, "")) > longest or not said.get(name, "").isascii():
            raise UnusableSetup(f"{name} must be plain letters, {longest} at most")
    receipt_ids = said.get("receipt_ids") or "same"
    if receipt_ids not in RECEIPT_IDS:
        raise UnusableSetup(f"receipt_ids is one of {', '.join(RECEIPT_IDS)}")
    return Account(
        host=said["host"],
        port=int(_number(said, "port", USUAL_PORT, 65535)),
        system_id=said["system_id"],
        source=said["source"],
        rate=_number(said, PART_RATE.name, 10, 10_000),
        window=int(_number(said, "window", 10, 1000)),
        password=said["password"],
        system_type=said.get("system_type", ""),
        receipt_ids=receipt_ids,
    )


def _number(said: dict[str, str], name: str, usual: float, most: float) -> float:
    try:
        number = float(said.get(name) or usual)
    except ValueError:
        raise UnusableSetup(f"{name} is no number") from None
    if not 0 < number <= most:
        raise UnusableSetup(f"{name} must be more than 0 and at most {most:g}")
    return number

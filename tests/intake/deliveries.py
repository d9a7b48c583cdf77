"""deliver_sm PDUs as centres make them, octet by octet (SMPP 3.4, 4.6.1)."""

from struct import pack


def deliver_sm(
    octets: bytes, *, source: str = "84908369123", coding: int = 8, esm: int = 0, tags: bytes = b"", sequence: int = 1
) -> bytes:
    """Return the PDU."""
    body = b"\0" + pack("!BB", 1, 1) + source.encode() + b"\0" + pack("!BB", 0, 0) + b"1022\0"
    body += pack("!BBB", esm, 0, 0) + b"\0\0" + pack("!BBBBB", 0, 0, coding, 0, len(octets)) + octets + tags
    return pack("!IIII", 16 + len(body), 5, 0, sequence) + body


def parts_in(text: str, *, reference: int, of: int, source: str = "84908369123") -> list[bytes]:
    """Return a text as a telephone cuts it into `of` parts, each a PDU."""
    octets = text.encode("utf-16-be")
    size = -(-len(octets) // of // 2) * 2
    header = bytes([5, 0, 3, reference, of])
    return [
        deliver_sm(header + bytes([number + 1]) + octets[number * size : (number + 1) * size], source=source, esm=0x40)
        for number in range(of)
    ]


def tag(code: int, value: bytes) -> bytes:
    """Return an optional parameter."""
    return pack("!HH", code, len(value)) + value

"""The letters of a plain SMS (3GPP TS 23.038, 6.2.1): the default alphabet and its extensions, one octet a letter as in SMPP."""

ESCAPE = 0x1B
DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}

LETTERS = frozenset(DEFAULT) - {"\x1b"}
DOUBLE = frozenset(EXTENSION.values())
_OCTETS = {
    **{letter: bytes([code]) for code, letter in enumerate(DEFAULT) if code != ESCAPE},
    **{letter: bytes([ESCAPE, code]) for code, letter in EXTENSION.items()},
}


def encoded(text: str) -> bytes:
    """Return the octets of a text. Raises KeyError for a letter that the alphabet does not have."""
    return b"".join(_OCTETS[letter] for letter in text)


def decoded(octets: bytes) -> str:
    """Return the text; what no table has becomes a space, as the standard asks for (6.2.1.1), an eighth bit is left out."""
    letters, escaped = [], False
    for octet in octets:
        code = octet & 0x7F
        if escaped:
            letters.append(EXTENSION.get(code, DEFAULT[code]))
            escaped = False
        elif code == ESCAPE:
            escaped = True
        else:
            letters.append(DEFAULT[code])
    return "".join(letters)

"""The charsets in which Vietnamese was written before Unicode, and which Python has not: VISCII and TCVN 5712 (TCVN3, "ABC").

VISCII: RFC 1456. TCVN 5712:1993: the fonts called ABC (.Vn…) keep to its upper half; their capitals are other fonts. Both
tables are those of the GNU C library (localedata/charmaps), with which a test compares each byte; the one package for Python
(viscii-codec) knows VISCII alone.
"""

import codecs
import unicodedata
from collections.abc import Mapping

_ASCII = "".join(map(chr, range(128)))


def _table(low: Mapping[int, str], high: str) -> str:
    """Return the letters of all 256 bytes: ASCII but for those in the place of controls, then the upper half."""
    return "".join(low.get(ord(letter), letter) for letter in _ASCII) + high


_VISCII = _table(
    {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"},
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_TCVN = _table(
    {0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ"}
    | {0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ", 0x16: "Ý", 0x17: "Ỵ"},
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
)
_CALLED = {
    **dict.fromkeys(("viscii", "viscii1.1-1", "csviscii", "x-viscii", "x-viet-viscii"), _VISCII),
    **dict.fromkeys(
        (
            "tcvn", "tcvn3", "tcvn-5712", "tcvn5712", "tcvn5712-1", "tcvn5712-1:1993", "x-tcvn", "x-viet-tcvn", "x-viet-tcvn3",
            "x-viet-tcvn5712", "x-viet-tcvn-5712", "x-viet-abc",
        ),
        _TCVN,
    ),
}  # fmt: skip


def decoded_vietnamese(raw: bytes, charset: str) -> str | None:
    """Return the text in NFC; None where `charset` names none of these. Every byte is a letter of theirs."""
    table = _CALLED.get(charset.strip().lower().replace("_", "-"))
    return unicodedata.normalize("NFC", codecs.charmap_decode(raw, "strict", table)[0]) if table else None

"""E-mails as they come: made here word for word, for no library writes what broken programs write."""

import base64
from datetime import UTC, datetime
from typing import Any

from hotline.core.inbound import Inbound
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.letters.reading import read
from tests.intake.photos import encoded, scene

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
FROM = "An <an@dan.example>"
PHOTO = encoded(scene())


def letter(body: bytes | str = "Đèn đường hư", *, to: str = "phananh@1022.example", **headers: str | None) -> bytes:
    """Return an e-mail; `headers` by name with low lines, those of None left out, an empty `body` is one."""
    named = {
        "From": FROM,
        "To": to,
        "Subject": "=?utf-8?b?xJDDqG4gaMawIG5nw7UgMTI=?=",
        "Date": "Mon, 02 Mar 2026 15:00:00 +0700",
        "Message-ID": "<1@dan.example>",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    text = body.encode() if isinstance(body, str) else body
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def parts(*leaves: bytes, kind: str = "mixed") -> dict[str, Any]:
    """Return body and type of a letter in parts."""
    body = b"".join(b"--part\r\n" + leaf + b"\r\n" for leaf in leaves) + b"--part--\r\n"
    return {"body": body, "Content_Type": f'multipart/{kind}; boundary="part"'}


def leaf(content: bytes | str, kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """Return one part, its content in base64."""
    raw = content.encode() if isinstance(content, str) else content
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"Content-Type: {kind}\r\n{named}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(raw)


def kept(raw: bytes, *, returns_to: str | None = "an@dan.example", to: tuple[str, ...] = (), trusts: str = "") -> bytes:
    """Return what is kept of an e-mail that came by LMTP."""
    return piece_of(Envelope("lmtp", AT, returns_to, to, trusts), raw).body


def understood(raw: bytes, *, returns_to: str | None = "an@dan.example", to: tuple[str, ...] = (), trusts: str = "") -> Inbound:
    """Return an e-mail of a citizen as it is understood."""
    found = read(kept(raw, returns_to=returns_to, to=to, trusts=trusts))
    assert isinstance(found, Inbound)
    return found

"""Machines and lists are never answered (RFC 3834), and a sender who failed our own server's check is doubted (RFC 8601)."""

import pytest

from hotline.core.automail import SenderCheck, Wrote, sender_check, who_wrote

LETTERS = [
    ("a person", {}, "an@a.example", Wrote.PERSON),
    ("a person whose program says so", {"auto-submitted": ["no"]}, "an@a.example", Wrote.PERSON),
    ("a vacation responder", {"auto-submitted": ["auto-replied (vacation)"]}, "an@a.example", Wrote.MACHINE),
    ("a machine", {"auto-submitted": ["Auto-Generated"]}, "an@a.example", Wrote.MACHINE),
    ("bounces go nowhere", {}, "", Wrote.MACHINE),
    ("the carrier did not say where", {}, None, Wrote.PERSON),
    ("bulk", {"precedence": ["bulk"]}, "an@a.example", Wrote.LIST),
    ("junk", {"precedence": ["Junk"]}, "an@a.example", Wrote.LIST),
    ("list", {"precedence": ["list"]}, "an@a.example", Wrote.LIST),
    ("first class", {"precedence": ["first-class"]}, "an@a.example", Wrote.PERSON),
    ("an old responder", {"precedence": ["auto_reply"]}, "an@a.example", Wrote.MACHINE),
    ("a list's number", {"list-id": ["<khu-pho.example>"]}, "an@a.example", Wrote.LIST),
    ("our own letter come back", {"message-id": ["<hotline.12.0123456789abcdef@1022.example>"]}, "an@a.example", Wrote.MACHINE),
    ("an old responder's head", {"x-autoreply": ["yes"]}, "an@a.example", Wrote.MACHINE),
]


@pytest.mark.parametrize(("what", "headers", "returns_to", "who"), LETTERS, ids=[row[0] for row in LETTERS])
def test_who_wrote_it(what: str, headers: dict[str, list[str]], returns_to: str | None, who: Wrote) -> None:
    """By heads and envelope, as the standard says."""
    assert who_wrote(headers, returns_to=returns_to, sender="an@a.example") is who


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "no-reply@shop.example", "postmaster@mx.example"])
def test_an_address_that_no_person_has(sender: str) -> None:
    """Whoever writes from it reads no answer."""
    assert who_wrote({}, returns_to="x@y.example", sender=sender) is Wrote.MACHINE


FROM = "an@a.example"
RESULTS = [
    ("ours says pass", ["mx.ours.example; dmarc=pass header.from=a.example"], SenderCheck.PASSED),
    ("ours says pass, of nobody by name", ["mx.ours.example; dmarc=pass"], SenderCheck.PASSED),
    ("a pass for another domain", ["mx.ours.example; dmarc=pass header.from=evil.example"], SenderCheck.UNKNOWN),
    ("ours says fail", ["mx.ours.example; dkim=pass; dmarc=fail (p=NONE) header.from=a.example"], SenderCheck.FAILED),
    ("the sender wrote a pass in", ["mx.evil.example; dmarc=pass"], SenderCheck.UNKNOWN),
    ("in our name", ["mx.ours.example; dmarc=fail", "mx.ours.example; dmarc=pass"], SenderCheck.FAILED),
    (
        "in our name, below what ours says",
        ["mx.ours.example; dmarc=none; dkim=none", "mx.ours.example; dmarc=pass header.from=a.example"],
        SenderCheck.UNKNOWN,
    ),
    (
        "in our name, below what ours says, of DMARC, which ours does not look at",
        ["mx.ours.example; dkim=none; spf=none", "mx.ours.example; dmarc=pass header.from=a.example"],
        SenderCheck.UNKNOWN,
    ),
    (
        "a filter of ours for each, that for DMARC last and so on top",
        ["mx.ours.example; dmarc=pass header.from=a.example", "mx.ours.example; dkim=pass header.d=mail.a.example"],
        SenderCheck.PASSED,
    ),
    (
        "a fail of DMARC wherever it stands",
        ["mx.ours.example; dkim=pass header.d=a.example", "mx.ours.example; dmarc=fail header.from=a.example"],
        SenderCheck.FAILED,
    ),
    ("in our name, in a comment", ["(mx.ours.example;) mx.evil.example; dmarc=pass"], SenderCheck.UNKNOWN),
    ("a pass in a comment in a comment", ["mx.ours.example; dmarc=none (p=x (y) ; dmarc=pass)"], SenderCheck.UNKNOWN),
    ("a broken signature alone", ["MX.ours.example 1; dkim=fail (bad signature); spf=none"], SenderCheck.FAILED),
    ("two signatures, one good", ["mx.ours.example; dkim=fail; dkim=pass header.d=a.example"], SenderCheck.PASSED),
    ("signed by a neighbour", ["mx.ours.example; dmarc=none; dkim=pass header.i=@mail.example"], SenderCheck.UNKNOWN),
    ("signed by somebody, as anybody's is", ["mx.ours.example; dkim=pass header.d=evil.example"], SenderCheck.UNKNOWN),
    ("signed by a part of the domain", ["mx.ours.example; dkim=pass header.d=evil.a.example"], SenderCheck.UNKNOWN),
    ("signed by a top domain", ["mx.ours.example; dkim=pass header.d=example"], SenderCheck.UNKNOWN),
    ("signed by nobody by name", ["mx.ours.example; dkim=pass"], SenderCheck.UNKNOWN),
    ("from a machine of theirs", ["mx.ours.example; dmarc=none; spf=pass smtp.mailfrom=an@a.example"], SenderCheck.PASSED),
    ("from a machine of another's", ["mx.ours.example; spf=pass smtp.mailfrom=evil.example"], SenderCheck.UNKNOWN),
    (
        "as Gmail writes it",
        ["mx.ours.example; dkim=pass header.i=@a.example header.s=20 header.b=x/1=; spf=pass (x: ok) smtp.mailfrom=an@a.example"],
        SenderCheck.PASSED,
    ),
    ("no signature, wrong machine", ["mx.ours.example; spf=fail"], SenderCheck.FAILED),
    ("soft", ["mx.ours.example; spf=softfail"], SenderCheck.UNKNOWN),
    ("nothing checked", ["mx.ours.example; none"], SenderCheck.UNKNOWN),
    ("no word", [], SenderCheck.UNKNOWN),
]


@pytest.mark.parametrize(("what", "results", "found"), RESULTS, ids=[row[0] for row in RESULTS])
def test_only_our_own_server_is_believed(what: str, results: list[str], found: SenderCheck) -> None:
    """One fail outweighs each pass, and a pass shows only that domain's letters to be theirs."""
    assert sender_check(results, trusts="mx.ours.example", froms=[FROM]) is found


@pytest.mark.parametrize("froms", [[], [FROM, "an@evil.example"], [FROM, "binh@a.example"], [f"{FROM}.evil"]])
def test_of_several_senders_or_none_nothing_is_shown(froms: list[str]) -> None:
    """The check may have been of the other one."""
    result = ["mx.ours.example; dmarc=pass header.from=a.example"]
    assert sender_check(result, trusts="mx.ours.example", froms=froms) is SenderCheck.UNKNOWN


def test_who_names_no_server_trusts_none() -> None:
    """Without a setting nothing in a letter is proof."""
    results = ["; dmarc=fail", "mx.a.example; dmarc=fail", "; dmarc=pass"]
    assert sender_check(results, trusts="", froms=[FROM]) is SenderCheck.UNKNOWN

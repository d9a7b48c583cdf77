"""The names by which an answer finds its case."""

import pytest

from hotline.core.letternames import address_with, ids_in, message_id, our_id_in, thread_id, threads_in, tokens_in

TOKEN = "1022-2603-7k3m-9qxt-h.0123456789abcdef"

ADDRESSES = [
    ("as we write it", f"phananh+{TOKEN}@1022.example", (TOKEN,)),
    ("in capitals", f"PHANANH+{TOKEN.upper()}@1022.EXAMPLE", (TOKEN,)),
    ("with a name", f"Tổng đài <phananh+{TOKEN}@1022.example>, Bình <b@c.example>", (TOKEN,)),
    ("another plus", "phananh+tin@1022.example", ()),
    ("cut short", f"phananh+{TOKEN[:-1]}@1022.example", ()),
    ("without plus", f"{TOKEN}@1022.example", ()),
]


@pytest.mark.parametrize(("what", "addresses", "found"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_tokens_in_addresses(what: str, addresses: str, found: tuple[str, ...]) -> None:
    assert tokens_in(addresses) == found


def test_what_is_written_is_read() -> None:
    assert tokens_in(address_with(TOKEN, "phananh@1022.example")) == (TOKEN,)
    assert tokens_in(address_with(TOKEN, "phananh+cu@1022.example")) == (TOKEN,)
    assert threads_in(f"<x@y.example> {thread_id(TOKEN, domain='1022.example')}") == (TOKEN,)
    assert our_id_in(message_id("8.0123456789abcdef", domain="1022.example")) == "<hotline.8.0123456789abcdef@1022.example>"


def test_an_address_that_would_be_too_long_stays_as_it_is() -> None:
    long = f"{'a' * 40}@1022.example"
    assert address_with(TOKEN, long) == long


def test_ids_in_a_head() -> None:
    assert ids_in("<a@b> chữ <c@d.example>\r\n <e f@g>") == ("<a@b>", "<c@d.example>")
    assert our_id_in("<a@b>") == ""

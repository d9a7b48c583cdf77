"""A quarter of a million letters made to be slow: read in a moment, because every look at text is one pass."""

import time
from collections.abc import Callable

import pytest

from hotline.core.ordering import vietnamese_key
from hotline.core.redaction import redact, redaction_hints
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.screening import prepare_words
from hotline.core.text import TextTooLong, clean, fold, shorten

LETTERS = 250_000
WORDS = prepare_words(exclusion=["khiếu nại", "tố cáo"], emergency=["cháy", "cháy nhà"])
SLOWEST_S = 5.0  # one pass takes a tenth of that; a look back at every letter would take many minutes

TEXTS = {
    name: (piece * LETTERS)[:LETTERS]
    for name, piece in {
        "spaces": " ",
        "spaces and line ends": " \n",
        "one letter": "a",
        "one accent": "\u0301",
        "letters and accents": "e\u0301",
        "danger": "cháy nhà ",
        "danger without spaces": "cháy",
        "half a complaint": "khiếu ",
        "digits": "0",
        "telephone numbers": "0908369123 ",
        "account words": "stk tk so la nh ",
        "dots": "a.",
        "at signs": "a@",
        "an address without an end": "a@b.",
        "dashes": "-",
        "zero width": "\u200b",
    }.items()
}


def reading(text: str) -> None:
    try:
        parse_reference(text)
    except NotAReference:
        pass
    else:
        pytest.fail("that is no reference")


READERS: dict[str, Callable[[str], object]] = {
    "clean": lambda text: clean(text, limit=LETTERS),
    "fold": fold,
    "shorten": lambda text: shorten(text, width=160),
    "screen": WORDS.find,
    "redact": lambda text: redact(text, [(hint.start, hint.end) for hint in redaction_hints(text)]),
    "order": vietnamese_key,
    "reference": reading,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", TEXTS)
def test_read_in_a_moment(reader: str, text: str) -> None:
    began = time.process_time()
    READERS[reader](TEXTS[text])
    assert time.process_time() - began < SLOWEST_S


def test_far_too_much_is_refused_unread() -> None:
    with pytest.raises(TextTooLong):
        clean(" " * 10_000_000, limit=5_000)

"""What a log line must not hold."""

import json
import logging
import logging.config

import pytest
import structlog

from hotline.site.logs import LOGGING, blanked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /r/8fGh2kLmNpQrStUv", "Not Found: /r/[token]"),
        ("mail to nguyen.van-a@gmail.com.vn failed", "mail to [email] failed"),
        ("call 0903 123 456 now", "call [number] now"),
        ("call +84903123456", "call [number]"),
        ("call (028) 3829.1234", "call (028) 3829.1234"),
        ("card 079123456789", "card [number]"),
        ("duplicate key value\nDETAIL:  Key (name)=(Nguyễn Văn A) already exists.", "duplicate key value\n[detail]"),
        ("took 1234567 ms at 10.0.0.12:5432", "took 1234567 ms at 10.0.0.12:5432"),
        ("case 1022-2611-7KQ3", "case 1022-2611-7KQ3"),
    ],
)
def test_what_is_personal_is_blanked(written: str, kept: str) -> None:
    assert blanked(written) == kept


def test_an_exception_is_written_as_one_line_without_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.config.dictConfig({**LOGGING, "loggers": {}})
    try:
        raise ValueError("0903123456 is taken by a@b.vn")
    except ValueError:
        structlog.get_logger("hotline.test").exception("failed", request="GET /r/abc")
    finally:
        logging.root.handlers, logging.root.level = handlers, level
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["event"] == "failed"
    assert "[number] is taken by [email]" in told["exception"]
    assert "request" not in told

"""What a reader sees of a letter that is HTML alone."""

import time

import pytest

from hotline.core.mailhtml import text_of

PAGES = [
    ("paragraphs stand apart", "<p>Kính gửi</p><p>Đèn hư &amp; tối</p>", "Kính gửi\n\nĐèn hư & tối"),
    ("each block is a line", "<div>một<div>hai</div>ba</div><br><br>bốn", "một\nhai\nba\n\nbốn"),
    ("broken lines of the source are spaces", "<div>Đèn\n  đường&nbsp;hư</div>", "Đèn đường hư"),
    ("a list", "<ul><li>rác<li>nước</ul>", "- rác\n- nước"),
    (
        "a table",
        "<table><tr><td>Chỗ</td><td>số 12</td></tr><tr><td>Từ</td><td>hôm qua</td></tr></table>",
        "Chỗ số 12\nTừ hôm qua",
    ),
    ("where a link leads", 'ở <a href="https://maps.example/?q=1,2">đây</a>.', "ở đây <https://maps.example/?q=1,2>."),
    ("a link that says so itself", '<a href="https://a.example">https://a.example</a>', "https://a.example"),
    ("no link of a program", '<a href="javascript:alert(1)">bấm</a>', "bấm"),
    (
        "the quoted letter is marked",
        "Còn hư<blockquote>Xong<blockquote>Hỏi</blockquote></blockquote>",
        "Còn hư\n\n> Xong\n>\n> > Hỏi",
    ),
    ("nothing hidden", '<style>p{}</style>a<div style="display: none">x<p>y</div><script>z</script>b<title>t</title>', "ab"),
    ("what is never closed hides nothing", "<p hidden>x</p>đọc<p>được", "đọc\n\nđược"),
    ("broken tags", "<div><b>Đèn</div></i> hư <", "Đèn\như <"),
    ("preformatted", "<pre>a  b\nc</pre>", "a  b\nc"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("what", "page", "text"), PAGES, ids=[row[0] for row in PAGES])
def test_html_becomes_text(what: str, page: str, text: str) -> None:
    """Lines and blanks as a reader sees them."""
    assert text_of(page) == text


@pytest.mark.parametrize("sign", ["<a b='x ", "<!--a>", "<!--", "<a"])
def test_html_that_never_ends_holds_nobody_up(sign: str) -> None:
    """Python's reader looks for the end of each sign to the end of all; in a letter of a million that took many minutes."""
    began = time.process_time()
    read = text_of("<p>Đèn hư</p>" + sign * 12_000)
    assert time.process_time() - began < 0.5
    assert read.startswith("Đèn hư")

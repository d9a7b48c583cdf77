"""Makes plain text of an e-mail that is HTML alone: paragraphs stay apart, quoted letters get marks, nothing hidden is read."""

import re
from html.parser import HTMLParser

MOST_LETTERS = 1_000_000
"""Of the HTML; what comes after is cut off: nobody writes so much."""

_LONGEST_REST = 10_000

_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol"})
_BREAKS = _APART | {"address", "article", "aside", "center", "dd", "div", "dl", "dt", "figure", "footer", "form", "header", "hr"}
_BREAKS |= {"li", "main", "nav", "pre", "section", "tr"}
_UNREAD = frozenset({"head", "style", "script", "title", "noscript", "template", "svg", "object", "iframe", "select"})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(px|pt|%)?\s*(;|$)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_BLANKS = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    """Return what a reader sees of an HTML letter, quoted letters with "> " before each line."""
    reader = _Reader()
    reader.feed(html[:MOST_LETTERS])
    reader.end()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quotes = 0
        self._marks: list[int] = [0]
        self._unread: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in _EMPTY:
            if tag == "br" and not self._unread:
                self._new()
            elif tag == "hr" and not self._unread:
                self._break()
        elif self._unread:
            # What is not closed again (an open <p>) must not hide the rest: only what the tag itself closes counts.
            if tag == self._unread[0]:
                self._unread.append(tag)
        elif tag in _UNREAD or "hidden" in named or _HIDDEN.search(named.get("style") or ""):
            self._unread = [tag]
        else:
            self._open(tag, (named.get("href") or "").strip())

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
            elif tag in ("body", "html"):
                self._unread.clear()
            return
        if tag == "a" and self._links:
            self._end_link()
        elif tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)
        if tag in _BREAKS:
            self._break(apart=tag in _APART)
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
            self._marks[-1] = self._quotes

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._verbatim:
            first, *others = data.replace("\r\n", "\n").split("\n")
            self._lines[-1] += first
            for line in others:
                self._new(line)
            return
        words = _SPACES.sub(" ", data)
        if words.startswith(" ") and (not self._lines[-1] or self._lines[-1].endswith(" ")):
            words = words[1:]
        self._lines[-1] += words

    def end(self) -> None:
        """Read what is left of it; where that is long, as it stands: signs that never end are sought to the end, each anew."""
        if len(self.rawdata) > _LONGEST_REST:
            self.handle_data(self.rawdata)
        else:
            self.close()

    def text(self) -> str:
        """Return the lines, with the marks of quoted letters."""
        lines = zip(self._lines, self._marks, strict=True)
        marked = [("> " * quotes + line.replace("\xa0", " ")).rstrip() for line, quotes in lines]
        while marked and not marked[-1].strip("> "):
            marked.pop()
        return _BLANKS.sub("\n\n", "\n".join(marked)).strip()

    def _open(self, tag: str, href: str) -> None:
        if tag in _BREAKS:
            self._break(apart=tag in _APART)
        if tag == "blockquote":
            self._quotes += 1
            self._marks[-1] = self._quotes
        elif tag == "li":
            self._lines[-1] += "- "
        elif tag in ("td", "th"):
            self._space()
        elif tag == "pre":
            self._verbatim += 1
        elif tag == "a":
            self._links.append((href, len(self._lines[-1])))

    def _end_link(self) -> None:
        """Add where a link leads when its words do not say so: people send a place as a link to a map."""
        href, began = self._links.pop()
        if href.lower().startswith(("http://", "https://")) and href not in self._lines[-1][began:]:
            self._space()
            self._lines[-1] += f"<{href}>"

    def _space(self) -> None:
        if self._lines[-1] and not self._lines[-1].endswith(" "):
            self._lines[-1] += " "

    def _break(self, *, apart: bool = False) -> None:
        if self._lines[-1].strip():
            self._new()
        if apart and len(self._lines) > 1 and self._lines[-2].strip():
            self._new()

    def _new(self, line: str = "") -> None:
        self._lines.append(line)
        self._marks.append(self._quotes)

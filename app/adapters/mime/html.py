"""HTML to text: nothing is fetched, run or shown; only the words, their lines and where links lead."""

import re
from html.parser import HTMLParser

LONGEST = 2_000_000
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
LINES = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "br",
        "div",
        "dl",
        "dt",
        "dd",
        "fieldset",
        "footer",
        "form",
        "header",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)


def to_text(markup: str) -> str:
    """The words of a page, a line for each block."""
    reader = _Reader()
    # Its own reading of broken markup is quadratic: a message of many megabytes of it is cut.
    reader.feed(markup[:LONGEST])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._unseen: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":
            # Whatever was left open in the head must not hide the body.
            self._unseen.clear()
        elif tag in LINES:
            self._said.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self._said.append(" ")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        elif tag in LINES:
            self._said.append("\n")
        elif tag == "a":
            self._say_link()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._said.append(re.sub(r"\s+", " ", data))

    def _say_link(self) -> None:
        """Where it leads, when its words do not say so: a registrar should see it."""
        words = self._said[-1].strip() if self._said else ""
        if self._link.startswith(("http://", "https://")) and self._link.rstrip("/") != words.rstrip("/"):
            self._said.append(f" <{self._link[:300]}>")
        self._link = ""

    def text(self) -> str:
        lines = [" ".join(line.split()) for line in "".join(self._said).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

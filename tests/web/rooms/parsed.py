"""A page as tests look at it: well formed, its tables as rows of text, its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "line", "circle", "rect", "path", "use"}


@dataclass
class Table:
    """Caption, attributes of the headings, rows of text."""

    caption: str = ""
    heads: list[dict[str, str | None]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    scopes: list[str | None] = field(default_factory=list)


class Page(HTMLParser):
    """Reads a page, and refuses tags that do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tables: list[Table] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[bool, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.text: list[str] = []
        self._cell: list[str] | None = None
        self._caption = False
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "style" in told or any(name.startswith("on") for name in told):
            self.inline.append(f"{tag} {told}")
        if tag == "script" and "src" not in told:
            self.inline.append("script")
        if (found := told.get("id")) is not None:
            self.ids.append(found)
        if tag == "a" and (href := told.get("href")) is not None:
            self.links.append(href)
        if tag == "label" and (to := told.get("for")) is not None:
            self.labels.add(to)
        if tag in {"input", "select"}:
            self.fields.append(("label" in self.open, told))
        if tag == "table":
            self.tables.append(Table())
        elif tag == "caption":
            self._caption = True
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"}:
            self._cell = []
            if tag == "th":
                self.tables[-1].scopes.append(told.get("scope"))
                if "thead" in self.open:
                    self.tables[-1].heads.append(told)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> out of order"
        if tag == "caption":
            self._caption = False
        elif tag in {"td", "th"} and self._cell is not None:
            self.tables[-1].rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._cell is not None:
            self._cell.append(data)
        if self._caption:
            self.tables[-1].caption += data

    @property
    def words(self) -> str:
        """All text, spaces made one."""
        return " ".join("".join(self.text).split())

    def check(self) -> None:
        """What every page must have: see the assertions."""
        assert self.inline == [], "no inline script or style"
        assert len(self.ids) == len(set(self.ids)), "an id names one thing"
        for table in self.tables:
            assert table.caption.strip(), "a table has a caption"
            assert all(scope in {"col", "row"} for scope in table.scopes), "headings have a scope"
            widths = {len(row) for row in table.rows}
            assert len(widths) <= 1, f"{table.caption}: rows of {widths} cells"
            assert sum("aria-sort" in head for head in table.heads) <= 1
        for inside, told in self.fields:
            named = inside or told.get("id") in self.labels or told.get("type") == "hidden"
            assert named, f"{told} has a label"
        assert not any("://" in link and link.startswith("//") for link in self.links)

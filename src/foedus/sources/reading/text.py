"""From the bytes of a delimited file to its header and body, refusing what is damaged.

A table reader fills cells that are not there with nulls and makes rows of empty lines; here a line
that lacks cells is an error, with its number.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .header import expected
from .schema import Layout, SourceError

__all__ = ["Text", "open_text", "refuse_ragged", "unpacked"]

_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_QUOTED = re.compile(rb'"[^"]*"')
_LONE_CR = re.compile(rb"\r(?!\n)")
_OWN = "get the publisher's own file, not one saved again"
_AGAIN = "get it again"


@dataclass(frozen=True)
class Text:
    """A delimited file that passed the checks of form.

    Parameters
    ----------
    body
        UTF-8 bytes, header included where there is one, no byte order mark.
    header
        Names of the file's columns, in its order.
    has_header
        Whether the first line of `body` is the header.
    layout
        What the publisher's file looks like.
    file
        Name for errors.
    """

    body: bytes
    header: tuple[str, ...]
    has_header: bool
    layout: Layout
    file: str

    def line(self, row: int) -> int:
        """Line of the file on which a row of data begins, both counted from what they are: 0 and 1.

        A quoted cell may hold line breaks, so that rows and lines part ways.
        """
        first = row + (2 if self.has_header else 1)
        if b'"' not in self.body:
            return first
        before = 1
        for number, (line, _) in enumerate(rows(self)):
            if number == first - 1:
                return before
            before = line + 1
        return before


def unpacked(content: bytes, file: str) -> bytes:
    """Content, out of gzip where it is packed.

    Raises
    ------
    SourceError
        If the packed stream is broken off or damaged.
    """
    if not content.startswith(_GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(
            f"packed file is damaged or broken off ({error})", file=file, fix=_AGAIN
        ) from None


def open_text(
    content: bytes, file: str, layout: Layout, wanted: Iterable[str] | None = None
) -> Text:
    """Check the form of a delimited file.

    Parameters
    ----------
    content
        The file's bytes, packed with gzip or not.
    file
        Name for errors.
    layout
        What the publisher's file looks like.
    wanted
        Columns that the header must name; None leaves it unchecked.

    Raises
    ------
    SourceError
        If the file is empty, starts with a byte order mark or ends its lines as the publisher does
        not, is not in the stated encoding, has an empty line, a quote that does not end, another
        header, or a line with fewer or more cells than there are columns.
    """
    body = unpacked(content, file)
    if body.startswith(_BOM):
        if not layout.bom:
            message = "starts with a byte order mark, which the publisher's file does not"
            raise SourceError(message, file=file, line=1, fix=_OWN)
        body = body.removeprefix(_BOM)
    body = _utf8(body, file, layout)
    if not body.strip():
        raise SourceError("is empty", file=file, fix=_AGAIN)
    bare = _QUOTED.sub(b"", body) if b'"' in body else body
    _refuse_broken(body, bare, file, layout)
    text = Text(body, layout.header or (), layout.header is None, layout, file)
    if text.has_header:
        header = tuple(next(rows(text))[1])
        text = Text(body, header, has_header=True, layout=layout, file=file)
    # The header first: in a file saved with another separator every line looks uneven.
    if wanted is not None:
        expected(text.header, wanted, file, layout)
    _refuse_uneven(text, bare)
    return text


def rows(text: Text) -> Iterator[tuple[int, list[str]]]:
    """Cells of every line, and the number of its last line; slow, for errors and headers.

    Raises
    ------
    SourceError
        If a line cannot be split into cells.
    """
    whole = text.body.decode()
    if text.layout.eol == "\r":
        whole = whole.replace("\r", "\n")
    reader = csv.reader(
        io.StringIO(whole, newline=""), delimiter=text.layout.separator, strict=True
    )
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise SourceError(
            f"cannot be split into cells ({error})",
            file=text.file,
            line=reader.line_num,
            fix=_AGAIN,
        ) from None


def refuse_ragged(text: Text) -> None:
    """Go through the file line by line, and refuse the first with too few or too many cells.

    Raises
    ------
    SourceError
        Naming the line.
    """
    cells = len(text.header)
    for line, row in rows(text):
        if len(row) == cells or (not row and cells == 1):
            continue
        if not row:
            raise SourceError("is an empty line", file=text.file, line=line, fix=_AGAIN)
        broken = "; the file is broken off" if len(row) < cells else ""
        raise SourceError(
            f"{len(row)} cells where there are {cells} columns{broken}",
            file=text.file,
            line=line,
            fix=_AGAIN,
        )


def _utf8(body: bytes, file: str, layout: Layout) -> bytes:
    """Body as UTF-8, from the stated encoding."""
    if body.isascii():
        return body
    try:
        decoded = body.decode(layout.encoding)
    except UnicodeDecodeError as error:
        line = body.count(layout.eol.encode(), 0, error.start) + 1
        name = "UTF-8" if layout.encoding == "utf8" else layout.encoding
        raise SourceError(f"is not in {name}", file=file, line=line, fix=_AGAIN) from None
    return body if layout.encoding == "utf8" else decoded.encode()


def _refuse_broken(body: bytes, bare: bytes, file: str, layout: Layout) -> None:
    """Refuse a quote without an end, bytes that are no text, and another way to end lines."""
    eol = layout.eol.encode()
    if b'"' in bare:
        odd = next(i for i, line in enumerate(body.split(eol), 1) if line.count(b'"') % 2)
        raise SourceError("a quote does not end", file=file, line=odd, fix=_AGAIN)
    if (at := body.find(b"\0")) >= 0:
        line = body.count(eol, 0, at) + 1
        raise SourceError("holds a byte that is no text", file=file, line=line, fix=_AGAIN)
    if layout.eol == "\n" and b"\r" in bare and (lone := _LONE_CR.search(bare)):
        message = "lines end in a bare CR, which the publisher's do not"
        line = bare.count(b"\n", 0, lone.start()) + 1
        raise SourceError(message, file=file, line=line, fix=_OWN)
    if layout.eol == "\r" and b"\n" in bare:
        message = "lines end in LF, the publisher's in a bare CR"
        raise SourceError(message, file=file, line=1, fix=_OWN)


def _refuse_uneven(text: Text, bare: bytes) -> None:
    """Refuse a line with fewer or more cells than there are columns.

    Counting the separators outside quotes settles it at once for a file that is in order. Where
    too few and too many would make up for each other, the reader of the table stumbles over the
    line that has too many, and `refuse_ragged` is called then.
    """
    eol = text.layout.eol.encode()
    lines = bare.count(eol) + (not bare.endswith(eol))
    even = bare.count(text.layout.separator.encode()) == lines * (len(text.header) - 1)
    empty = eol + eol in bare or b"\n\r\n" in bare
    if not even or (empty and len(text.header) > 1):
        refuse_ragged(text)

"""The words for probabilities with their ends, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.brief.words import SCALE

from .blocks import Column, Row, Table
from .phrases import Cite, Phrase, Sentence

__all__ = ["scale_table"]


def scale_table(
    put: Callable[[int, str, tuple[float, float]], str],
    notes: Sequence[Sentence] = (),
    cites: Sequence[Cite] = (),
) -> Table:
    """The scale in full.

    Parameters
    ----------
    put
        Enters the two ends of a term in the book: its place in the scale, the term, the ends.
    notes, cites
        As in any table.
    """
    lows = (0.0, *(high for high, _ in SCALE[:-1]))
    rows = tuple(
        Row((Phrase(term), Phrase(put(i, term, (low, high)))))
        for i, (low, (high, term)) in enumerate(zip(lows, SCALE, strict=True))
    )
    heads = (Column(Phrase("word")), Column(Phrase("probability"), number=True))
    caption = Phrase("Words for probabilities")
    return Table("table-scale", caption, heads, rows, tuple(notes), tuple(cites))

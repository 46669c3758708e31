"""Two centuries: the timeline, and Jackson and Nei's comparison."""

from __future__ import annotations

from foedus.brief.network.years import compared, robust
from foedus.brief.sheet import Table
from foedus.network.structure.jackson_nei import Comparison
from foedus.sources.atop import PLEDGES

from .held import held

__all__ = ["tables"]


def tables() -> tuple[Table, ...]:
    """These data beside the paper's figures, and how far that hangs on choices made."""
    annals = held()
    if annals.comparison.is_empty():
        return ()
    first, cut, last = annals.manifest["periods"]
    periods = ((first, cut - 1), (cut, last))
    found = Comparison(annals.comparison, periods, "wars", "begun", PLEDGES, ())
    early, late = (f"{begin}–{end}" for begin, end in periods)
    heads = ("", early, late, "change", "theirs, early", "theirs, late", "change")
    made = [
        Table(
            "Jackson and Nei's comparison: these data beside theirs",
            heads,
            tuple(compared(found)),
            (1, 2, 3, 4, 5, 6),
            "Theirs: wars and alliances from the COW lists; ours: alliances from ATOP, which has "
            "more kinds of pledge. Their figures are rounded, as quoted.",
        )
    ]
    if not annals.robustness.is_empty():
        made.append(
            Table(
                "The same with other years, lists of wars, ways of counting and kinds of pledge",
                ("measure", "specifications", "same direction", "at least half as strong"),
                tuple(robust(annals.robustness)),
                (1, 2, 3),
            )
        )
    return tuple(made)

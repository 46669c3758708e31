"""What is known of the networks of many years, and the page about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from foedus.brief.sheet import Section, Table
from foedus.core import countries

from .sheet import Sheet
from .timeline import two

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.network.structure.history import History
    from foedus.network.structure.jackson_nei import Comparison
    from foedus.sources.load import Source

__all__ = ["Years", "compared", "page", "robust"]

_MEASURES = {
    "wars": "wars begun per 10,000 pairs of states and year",
    "alliances": "allies of a state",
    "loss": "ties lost within five years, %",
}
_SHORT = {"wars": "wars per pair and year", "alliances": "allies of a state", "loss": "ties lost"}
_FACTOR = {"wars": 10_000.0, "alliances": 1.0, "loss": 100.0}
_DECADE = 10


@dataclass(frozen=True)
class Years:
    """Results of many years.

    Parameters
    ----------
    history
        Measures by year.
    gamma
        Advantage of the defence.
    stability
        One row a year: ``year, known, vulnerable`` and, where asked, ``exposing, needless, stable``
        and with trade ``vulnerable_trade, stable_trade``.
    comparison, robustness
        After Jackson and Nei; None where the years do not hold both of their periods.
    state, exposure
        COW code, and ``year, chance, yearly, yearly_error, given_war``: None where not asked.
    complete
        False where it was interrupted: these are the years done, or not all was done of them.
    further
        Further tables used.
    """

    history: History
    gamma: float
    stability: pl.DataFrame
    comparison: Comparison | None = None
    robustness: pl.DataFrame | None = None
    state: int | None = None
    exposure: pl.DataFrame | None = None
    complete: bool = True
    further: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def span(self) -> tuple[int, int]:
        """First and last year."""
        years = self.history.frame["year"]
        return int(years[0]), int(years[-1])

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every table used."""
        found = (*self.history.sources, *self.further)
        return tuple({one.file.path: one for one in found}.values())


def compared(comparison: Comparison) -> list[tuple[str, ...]]:
    """Ours beside theirs: measure, ours early, late, ratio, published early, late, ratio."""
    rows: list[tuple[str, ...]] = []
    for row in comparison.frame.iter_rows(named=True):
        factor = _FACTOR[row["measure"]]
        values = [
            "–" if row[name] is None else f"{factor * row[name]:.3g}"
            for name in ("early", "late", "published_early", "published_late")
        ]
        ours, theirs = (_times(row["ratio"]), _times(row["published_ratio"]))
        rows.append((_MEASURES[row["measure"]], *values[:2], ours, *values[2:], theirs))
    return rows


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"× {two(ratio)}"


def robust(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    """By measure: specifications, how many have the published sign, how many half the strength."""
    known = frame.filter(pl.col("holds").is_not_null())
    rows: list[tuple[str, ...]] = []
    for measure in _MEASURES:
        part = known.filter(pl.col("measure") == measure)
        if part.height:
            counts = (part.height, part["direction"].sum(), part["holds"].sum())
            rows.append((_SHORT[measure], *(str(int(one)) for one in counts)))
    return rows


def page(found: Years, drawn: tuple[Picture, ...]) -> str:
    """The page, as one HTML file.

    Parameters
    ----------
    drawn
        Its pictures: ``timeline`` first, then maps and a matrix.
    """
    first, last = found.span
    timeline, rest = drawn[:1], drawn[1:]
    sections = [Section("Two centuries" if last - first > 150 else "By year", pictures=timeline)]
    if found.comparison is not None:
        sections.append(_comparison(found))
    sections.append(_by_year(found))
    if rest:
        sections.append(Section("The network in some of these years", pictures=rest))
    part = "" if found.complete else " · interrupted: what was done"
    sheet = Sheet(
        name=f"network-{first}-{last}",
        kicker=f"Networks of alliances · {first} to {last}{part}",
        title=f"Alliances, {first} to {last}",
        sentences=tuple(drawn[0].alt.split(". ")[0:1]) if drawn else (),
        limits="Obligations as written down (ATOP). A tie is a pair of states with any of the "
        "pledges named below; a treaty of many members makes many ties.",
        sections=tuple(sections),
        sources=found.sources,
        run=(
            ("asked", f"{first} to {last}"),
            ("pledges that make allies", ", ".join(found.history.kinds)),
            ("gamma", f"{found.gamma:g}"),
        ),
    )
    return sheet.html()


def _comparison(found: Years) -> Section:
    assert found.comparison is not None
    early, late = found.comparison.periods
    heads = (
        "",
        f"{early[0]}–{early[1]}",
        f"{late[0]}–{late[1]}",
        "change",
        "theirs, early",
        "theirs, late",
        "change",
    )
    tables = [
        Table(
            "Jackson and Nei's comparison: these data beside theirs",
            heads,
            tuple(compared(found.comparison)),
            (1, 2, 3, 4, 5, 6),
            "Theirs: wars and alliances from the COW lists; ours: alliances from ATOP, which has "
            "more kinds of pledge. Their figures are rounded, as quoted.",
        )
    ]
    if found.robustness is not None:
        tables.append(
            Table(
                "The same with other years, lists of wars, ways of counting and kinds of pledge",
                ("measure", "specifications", "same direction", "at least half as strong"),
                tuple(robust(found.robustness)),
                (1, 2, 3),
                "Every specification is a row of tables/robustness.csv.",
            )
        )
    return Section("Fewer wars, more alliances?", tables=tuple(tables))


def _by_year(found: Years) -> Section:
    frame = found.history.frame.join(found.stability, on="year", how="left")
    first, last = found.span
    step = _DECADE if last - first >= 3 * _DECADE else 1
    years = {year for year in range(first, last + 1) if year % step == 0} | {first, last}
    rows = tuple(
        (
            str(row["year"]),
            str(row["states"]),
            two(row["alliances_per_state"]),
            two(100 * row["density"]),
            "–" if row["kept_5"] is None else two(100 * (1 - row["kept_5"])),
            str(row["blocs"]),
            "–" if row["modularity"] is None else f"{row['modularity']:.2f}",
            "–" if row["vulnerable"] is None else two(100 * row["vulnerable"] / row["known"]),
            *(() if found.exposure is None else (_exposed(found, row["year"]),)),
        )
        for row in frame.filter(pl.col("year").is_in(sorted(years))).iter_rows(named=True)
    )
    heads = (
        "year",
        "states",
        "allies of a state",
        "pairs allied, %",
        "ties lost in 5 years, %",
        "blocs",
        "modularity",
        "states vulnerable, %",
    )
    if found.state is not None and found.exposure is not None:
        heads = (*heads, f"{countries.name(found.state, last)} drawn in, % a year")
    table = Table(
        "By year",
        heads,
        rows,
        tuple(range(1, len(heads))),
        f"Vulnerable at gamma {found.gamma:g}, of the states with known strength. All years and "
        "measures: tables/years.csv; what each column holds: codebook.csv.",
    )
    return Section("In numbers", tables=(table,))


def _exposed(found: Years, year: int) -> str:
    assert found.exposure is not None
    row = found.exposure.filter(pl.col("year") == year)
    return "–" if row.is_empty() else two(100 * row["chance"][0])

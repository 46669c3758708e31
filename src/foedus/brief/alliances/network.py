"""The network of alliances since the first year, beside wars, where it ships."""

from __future__ import annotations

from typing import Any

import polars as pl

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph, plot
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page, to

__all__ = ["network"]

_MEASURES = {
    "wars": ("wars begun, per ten thousand pairs of states and year", "factor"),
    "alliances": ("allies of a state", "factor"),
    "loss": ("ties lost within five years", "share"),
}


_PAIRS = 10_000


def network(desk: Desk) -> Section | None:
    """How dense, how lasting, how many wars; and the comparison that made it known."""
    annals = desk.material.annals
    blocks: list[Block | None]
    if annals is None:
        blocks = [paragraph(_published())]
    else:
        blocks = [
            paragraph(_dense(desk, annals.years), _compared(desk, annals.comparison)),
            paragraph(_robust(desk, annals.robustness), _why()),
            _picture(annals),
            _table(desk, annals.comparison),
        ]
    kept = tuple(one for one in blocks if one is not None)
    return Section("network", Phrase("The network of alliances"), kept) if kept else None


def _published() -> Sentence:
    """What is known without tables: the published comparison."""
    return Sentence(
        "Jackson and Nei find wars per pair of states a tenth as frequent in the second half of "
        "the twentieth century as in the century and more before, with several times as many "
        "allies a state and ties that last; their explanation is trade, and what one divides by "
        "(pairs, states, years) decides how large the fall looks.",
        (*to("jackson-nei-2015"), page("networks")),
    )


def _dense(desk: Desk, years: pl.DataFrame) -> Sentence | None:
    known = years.drop_nulls("density").sort("year")
    if known.height < 2:
        return None
    first, last = known.row(0, named=True), known.row(-1, named=True)
    more = "denser" if last["density"] > first["density"] else "thinner"
    return say(
        f"The network has become {more}: <> of all pairs of states were allied in <>, <> in <>; a "
        "state had <> allies, then <>.",
        *(
            desk.made(f"{column} of {row['year']}", value, kind, "network annals, years")
            for row in (first, last)
            for column, value, kind in (
                ("density", row["density"], "share"),
                ("year", int(row["year"]), "year"),
            )
        ),
        *(
            desk.made(
                f"allies a state in {row['year']}",
                row["alliances_per_state"],
                "factor",
                "network annals, years",
            )
            for row in (first, last)
        ),
        cites=to("atop-5.1"),
    )


def _rows(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    if "measure" not in frame.columns:
        return {}
    return {str(row["measure"]): row for row in frame.iter_rows(named=True)}


def _entered(desk: Desk, row: dict[str, Any], column: str, kind: str) -> str | None:
    value = row.get(column)
    if value is None:
        return None
    name = f"{row['measure']}, {column}"
    if row["measure"] == "wars" and column in ("early", "late"):
        value = _PAIRS * float(value)
        name += ", per ten thousand"
    return desk.made(name, value, kind, "network annals, comparison")


def _compared(desk: Desk, frame: pl.DataFrame) -> Sentence | None:
    rows = _rows(frame)
    if "wars" not in rows or rows["wars"]["ratio"] is None:
        return None
    war = rows["wars"]
    way = "rarer" if war["ratio"] < 1 else "more frequent"
    return say(
        f"Wars per pair of states and year were {way} in <> than in <>, by a factor of <>; "
        "Jackson and Nei, who asked first, report about <>.",
        _entered(desk, war, "late_years", "text"),
        _entered(desk, war, "early_years", "text"),
        _entered(desk, war, "ratio", "factor"),
        _entered(desk, war, "published_ratio", "factor"),
        cites=to("jackson-nei-2015", "cow-wars-4.0"),
    )


def _robust(desk: Desk, frame: pl.DataFrame) -> Sentence | None:
    if frame.is_empty() or "holds" not in frame.columns:
        return None
    wars = frame.filter((pl.col("measure") == "wars") & pl.col("holds").is_not_null())
    if wars.is_empty():
        return None
    where = "network annals, robustness: wars"
    return say(
        "Made again with other years, lists of wars and things to divide by, the fall of war has "
        "the published direction in <> of <> comparisons and at least half the published "
        "strength in <>.",
        desk.made("with the direction", int(wars["direction"].sum()), "count", where),
        desk.made("comparisons", wars.height, "count", where),
        desk.made("that hold", int(wars["holds"].sum()), "count", where),
        cites=(page("networks"),),
    )


def _why() -> Sentence:
    return Sentence(
        "It says nothing of why: alliances, trade, nuclear weapons and the number of states rose "
        "together, and two periods are two observations.",
        (*to("jackson-nei-2015"), page("networks")),
    )


def _picture(annals: Any) -> Block | None:
    if annals.years.height < 2:
        return None
    from foedus.brief.network.timeline import timeline
    from foedus.network.structure.history import History
    from foedus.sources.atop import PLEDGES

    drawn = timeline(History(annals.years, tuple(PLEDGES), ()))
    return plot(drawn, to("atop-5.1", "cow-wars-4.0", "cow-states-2016"))


def _table(desk: Desk, frame: pl.DataFrame) -> Table | None:
    rows = _rows(frame)
    made = [
        Row(
            (
                Phrase(words),
                *(cell(_entered(desk, rows[name], column, kind)) for column in ("early", "late")),
                cell(_entered(desk, rows[name], "ratio", "factor")),
                cell(_entered(desk, rows[name], "published_ratio", "factor")),
            )
        )
        for name, (words, kind) in _MEASURES.items()
        if name in rows
    ]
    if not made:
        return None
    any_row = next(iter(rows.values()))
    heads = (
        Column(Phrase("measure")),
        Column(cell(_entered(desk, any_row, "early_years", "text")), number=True),
        Column(cell(_entered(desk, any_row, "late_years", "text")), number=True),
        Column(Phrase("ratio"), number=True),
        Column(Phrase("published"), unit="ratio", number=True),
    )
    return Table(
        "table-network",
        Phrase("Two periods compared, beside the published figures"),
        heads,
        tuple(made),
        cites=to("jackson-nei-2015", "atop-5.1", "cow-wars-4.0"),
    )

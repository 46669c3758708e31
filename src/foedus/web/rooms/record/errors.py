"""What the model got most wrong, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from foedus.brief.numbers import probability
from foedus.core import countries
from foedus.estimate.scoring.published.scores import Published
from foedus.ledger.ledger import Ledger
from foedus.web.rooms.listing import Pages, pages

from .state import SIZE, State

__all__ = ["Error", "errors"]

_HAPPENED = {
    "escalation": ("no war", "war"),
    "great-power-war": ("no great-power war", "great-power war"),
    "joining": ("stayed out", "joined"),
    "onset": ("no dispute", "a dispute began"),
}


@dataclass(frozen=True)
class Error:
    """A forecast and what came, every cell as text.

    Attributes
    ----------
    rank : int
        From 1.
    number : int or None
        Of the dispute; None where the row is a pair of states in a year.
    sides, third, year, happened, said, base, loss : str
    """

    rank: int
    number: int | None
    sides: str
    third: str
    year: str
    happened: str
    said: str
    base: str
    loss: str


def errors(state: State, found: Published, ledger: Ledger) -> tuple[tuple[Error, ...], Pages]:
    """Return a page of the errors of a task and split, and which page it is."""
    frame = found.forecasts.filter(
        (pl.col("task") == state.task) & (pl.col("split") == state.split)
    )
    model = found.report(state.task, state.split)["model"]
    here = pages(frame.height, state.page, SIZE)
    shown = frame.slice(max(here.first - 1, 0), SIZE)
    numbers = shown["dispnum"].drop_nulls().to_list()
    names = ledger.rows.filter(pl.col("dispnum").is_in(numbers)).select(
        "dispnum", "challenger", "target"
    )
    known = {row["dispnum"]: row for row in names.iter_rows(named=True)}
    rows = tuple(
        _error(here.first + i, row, known.get(row["dispnum"]), model)
        for i, row in enumerate(shown.iter_rows(named=True))
    )
    return rows, here


def _error(rank: int, row: dict[str, Any], named: dict[str, Any] | None, model: str) -> Error:
    happened = _HAPPENED.get(row["task"], ("did not happen", "happened"))
    third = "" if row["ccode"] is None else countries.name(row["ccode"], row["year"])
    return Error(
        rank=rank,
        number=row["dispnum"],
        sides=_pair(row) if row["dispnum"] is None else "?" if named is None else _sides(named),
        third=third,
        year=str(row["year"]),
        happened=happened[row["y"]],
        said=probability(row[f"p_{model}"]),
        base=probability(row.get("p_base")),
        loss=f"{row['loss']:.2f}",
    )


def _pair(row: dict[str, Any]) -> str:
    return " and ".join(countries.name(row[key], row["year"]) for key in ("ccode1", "ccode2"))


def _sides(row: dict[str, Any]) -> str:
    def bloc(names: list[str] | None) -> str:
        if not names:
            return "?"
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"

    return f"{bloc(row['challenger'])} against {bloc(row['target'])}"

"""Rows of the ledger as a file with its codebook, or as a short table."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.brief.ledger.numbers import chance, many, moved
from foedus.cli.layout import fit
from foedus.core.whole import whole
from foedus.core.writable import writing
from foedus.ledger.columns import codebook
from foedus.ledger.flat import flat

__all__ = ["flat", "table", "write"]

_MOST = 40


def write(rows: pl.DataFrame, path: Path) -> Path:
    """Write rows and, beside them, their codebook.

    Parameters
    ----------
    rows
        Rows of the ledger.
    path
        ``.parquet``, or ``.csv``: lists are then text.

    Returns
    -------
    Path
        The codebook.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    beside = path.with_suffix(".codebook.csv")
    with writing(path, "name another with -o FILE"):
        with whole(path) as made:
            if path.suffix == ".csv":
                flat(rows).write_csv(made)
            else:
                rows.write_parquet(made)
        with whole(beside) as made:
            codebook(["rows"]).drop("table").write_csv(made)
    return beside


def table(rows: pl.DataFrame) -> str:
    """Return the first rows as lines of 80 columns: who, when, chances, differences."""
    lines = [
        f"{'no.':>5} {'year':>4} {'sides':<31} {'treaties':>8} {'any war':>8} {'by pacts':>9} level"
    ]
    for row in rows.head(_MOST).iter_rows(named=True):
        sides = f"{_bloc(row['challenger'])} - {_bloc(row['target'])}"
        lines.append(
            f"{row['dispnum']:>5} {row['year']:>4} {fit(sides, 31)} {row['n_treaties'] or 0:>8} "
            f"{chance(row['any_war']):>8} {moved(row['any_war_difference']):>9} "
            f"{row['level'] or ''}".rstrip()
        )
    if rows.height > _MOST:
        lines.append(f"and {rows.height - _MOST:,} more: write them with -o FILE")
    lines.append(many(rows.height, "dispute", "disputes"))
    return "\n".join(lines)


def _bloc(names: list[str] | None) -> str:
    if not names:
        return "?"
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"

"""The pages on the specification curve say what the program has and finds."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.brief.curve.page import moves_table, summary_table
from foedus.brief.curve.words import PLEDGES, per_cent, signed
from foedus.brief.sheet import Table
from foedus.estimate.reduced.curve.choices import PERIODS, Grid, grid
from foedus.estimate.reduced.curve.run import run
from foedus.estimate.reduced.curve.summary import failures, movers, summaries


def lines(table: Table) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in table.rows]


def test_sizes_of_the_grid(root: Path) -> None:
    whole, quick = grid(), grid(quick=True)
    page = (root / "docs/explanation/specification-curve.md").read_text(encoding="utf-8")
    how = (root / "docs/how-to/run-a-specification-curve.md").read_text(encoding="utf-8")
    assert f"{whole.models:,} logits" in page
    assert f"{len(whole):,} coefficients" in page
    assert f"fits {quick.models} models" in how
    assert f"{whole.models:,} models" in how


@pytest.mark.slow
def test_escalation_on_the_page_is_what_comes_out(data: Path, root: Path, tmp_path: Path) -> None:
    """Every model of that stage, made anew; onset takes minutes."""
    page = (root / "docs/explanation/specification-curve.md").read_text(encoding="utf-8")
    units = tuple(one for one in grid().units if one.sampling.stage == "escalation")
    frame = run(Grid(units), folder=tmp_path).frame
    told = [*lines(summary_table(summaries(frame))), *lines(moves_table(movers(frame)))]
    assert len(told) == 4 + 20
    for line in told:
        assert line in page
    for row in failures(frame).iter_rows(named=True):
        assert f"{row['specifications']:,}" in page
    fitted = frame.filter(pl.col("failed").is_null())
    for pledge, name in PLEDGES.items():
        cells = [name]
        for first, last in PERIODS:
            rows = fitted.filter(pl.col("pledge") == pledge, pl.col("years") == f"{first}-{last}")
            shares = [rows.select(one.mean()).item() for one in (pl.col("high") < 0,
                                                                 pl.col("low") > 0)]  # fmt: skip
            median = rows.select(pl.col("coef").median()).item()
            told_ = f"{signed(median)} ({per_cent(shares[0])}, {per_cent(shares[1])})"
            cells.append(told_ if rows.height else "\N{EN DASH}")
        assert f"| {' | '.join(cells)} |" in page
    whole = fitted.filter(pl.col("pledge") == "target_defense", pl.col("years") == "1816-2000")
    trend = pl.col("controls").str.split("+").list.contains("trend")
    for has, expected in ((~trend, "−0.84"), (trend, "−0.28")):
        assert signed(whole.filter(has).select(pl.col("coef").median()).item()) == expected
        assert expected in page

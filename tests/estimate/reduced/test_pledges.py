"""Who is covered against whom: against loops over treaties, and cases from history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.estimate.reduced.pledges import covered, pledge_years
from foedus.panel.conditions import KINDS, Kind
from foedus.panel.dyads import dyad_years
from foedus.panel.obligations import spells
from foedus.sources.load import load


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [1866, 1914, 1939])
def test_as_by_a_loop_over_obligations(data: Path, kind: Kind, year: int) -> None:
    limited = {"defense": "defcoadv", "offense": "offcoadv", "neutral": "neucoadv"}[kind]
    owed = spells(load("atop/members").frame).filter(
        pl.col(kind) == 1,
        pl.col("start") <= dt.date(year, 12, 31),
        pl.col("end") >= dt.date(year, 1, 1),
    )
    pairs = dyad_years(year, year, directed=True).frame
    ours = covered(pairs, kind, "ccode2", "ccode1", pledge_years(kind))
    by_state: dict[int, list[dict]] = {}
    for row in owed.iter_rows(named=True):
        by_state.setdefault(row["beneficiary"], []).append(row)
    for (adversary, state, _), flag in zip(pairs.iter_rows(), ours, strict=True):
        expected = False
        for row in by_state.get(state, []):
            named = {row["statthr1"], row["statthr2"]} - {None, 0}
            named = {code for code in named if code > 0}
            against = row[limited] != 1 or not named or adversary in named
            expected |= against and row["obligor"] != adversary
        assert bool(flag) is expected, (state, adversary)


def test_cases(data: Path) -> None:
    """1913: Russia owes France help against Germany; nobody owes it to the United States."""
    rows = pl.DataFrame({"ccode1": [255, 200], "ccode2": [220, 2], "year": [1913, 1913]})
    assert covered(rows, "defense", "ccode2", "ccode1", pledge_years("defense")).to_list() == [1, 0]


def test_unmet_conditions_leave_fewer(data: Path) -> None:
    for kind in KINDS:
        met, unmet = pledge_years(kind), pledge_years(kind, conditions="unmet")
        assert 0 < unmet.height < met.height
        assert unmet.join(met, on=unmet.columns, how="anti", nulls_equal=True).is_empty()


def test_the_adversarys_own_pledge_does_not_count() -> None:
    owed = pl.DataFrame(
        {"obligor": [1, 5], "beneficiary": [2, 3], "year": [1900, 1900], "against": [None, 1]},
        schema_overrides={"against": pl.Int16},
    )
    rows = pl.DataFrame({"ccode1": [1, 4, 1, 4], "ccode2": [2, 2, 3, 3], "year": [1900] * 4})
    assert covered(rows, "defense", "ccode2", "ccode1", owed).to_list() == [0, 1, 1, 0]
    # Nor where the treaty names it, with others, as those it holds against.
    named = owed.with_columns(against=pl.Series([1, 1], dtype=pl.Int16))
    assert covered(rows, "defense", "ccode2", "ccode1", named).to_list() == [0, 0, 1, 0]


def test_what_it_refuses() -> None:
    with pytest.raises(UsageError, match="no such pledge"):
        pledge_years("consul", pl.DataFrame())  # pyrefly: ignore  # wrong on purpose
    with pytest.raises(UsageError, match="neither"):
        pledge_years("defense", pl.DataFrame(), "perhaps")  # pyrefly: ignore  # wrong on purpose

"""Task *onset*: whether a dispute began between two states in the year."""

from __future__ import annotations

import polars as pl

from foedus.cases.at_risk import FIRST, LAST, at_risk
from foedus.cases.originators import NEAR, before
from foedus.panel.dyads import dyad_years

__all__ = ["DATASETS", "FEATURES", "FEW", "HAZARDS", "onset"]

DATASETS = ("mid", "nmc", "polity", "contiguity", "cow-states", "atop")
FEATURES = (
    "land", "near", "major_one", "major_both", "power", "balance", "democracies", "allied",
    "non_aggression", "peace", "peace2", "peace3",
)  # fmt: skip
FEW = FEATURES
HAZARDS = ("one", "land", "near", "major_one", "major_both")
_KEY = ["ccode1", "ccode2", "year"]


def onset() -> tuple[pl.DataFrame, str]:
    """Rows of the task: politically relevant pairs by year, not yet in a dispute.

    Returns
    -------
    DataFrame, str
        ``ccode1, ccode2, year, known, dyad, y``, then `FEATURES` and ``one``; and how many onsets
        lay between pairs that are not relevant. See `foedus.cases.at_risk.at_risk` for which rows
        there are. Pledges are those of the year before.
    """
    rows, note = at_risk()
    return _featured(rows), note


def _featured(rows: pl.DataFrame) -> pl.DataFrame:
    cinc, polity = before("nmc/7", "cinc"), before("polity/years", "polity2")
    for k in "12":
        for table, name in ((cinc, "cinc"), (polity, "polity2")):
            named = table.rename({"ccode": f"ccode{k}", name: f"{name}_{k}"})
            rows = rows.join(named, on=[f"ccode{k}", "year"], how="left", maintain_order="left")
    # What was owed in a year stands beside the next.
    pledged = dyad_years(FIRST, LAST, relevant=False).add("alliances").frame
    pledged = pledged.filter((pl.col("atop_defense") == 1) | (pl.col("atop_nonagg") == 1))
    owed = pledged.select(
        "ccode1",
        "ccode2",
        (pl.col("year") + 1).cast(rows.schema["year"]),
        allied="atop_defense",
        non_aggression="atop_nonagg",
    )
    rows = rows.join(owed, on=_KEY, how="left", maintain_order="left")
    total = pl.col("cinc_1") + pl.col("cinc_2")
    majors = pl.col("cowmaj1") + pl.col("cowmaj2")
    peace = pl.col("cowmid_peace_years").cast(pl.Float64) / 10
    return rows.with_columns(
        one=pl.lit(1.0),
        known=pl.col("year"),
        dyad=pl.col("ccode1").cast(pl.Int32) * 1000 + pl.col("ccode2"),
        land=(pl.col("conttype") == 1).fill_null(value=False).cast(pl.Float64),
        near=pl.col("conttype").is_between(2, NEAR).fill_null(value=False).cast(pl.Float64),
        major_one=(majors == 1).cast(pl.Float64),
        major_both=(majors == 2).cast(pl.Float64),
        power=pl.when(total > 0).then(total.log()),
        balance=pl.when(total > 0).then(pl.max_horizontal("cinc_1", "cinc_2") / total),
        democracies=pl.min_horizontal("polity2_1", "polity2_2").cast(pl.Float64),
        allied=pl.col("allied").fill_null(0).cast(pl.Float64),
        non_aggression=pl.col("non_aggression").fill_null(0).cast(pl.Float64),
        peace=peace,
        peace2=peace**2,
        peace3=peace**3,
    ).select(*_KEY, "known", "dyad", "y", *FEATURES, "one")

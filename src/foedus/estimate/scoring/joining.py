"""Task *joining*: whether a candidate chosen beforehand came into the dispute."""

from __future__ import annotations

import polars as pl

from foedus.cases.candidates import FEATURES, candidates, eve_of, featured
from foedus.cases.originators import start
from foedus.sources.load import load

__all__ = ["DATASETS", "FEATURES", "FEW", "HAZARDS", "joining"]

DATASETS = ("mid", "wars", "nmc", "polity", "contiguity", "cow-states", "atop")
FEW = FEATURES
HAZARDS = ("one", "ally", "neighbour", "major")
_PAIR = ["dispnum", "ccode"]


def joining() -> tuple[pl.DataFrame, str]:
    """Rows of the task: candidates of every dispute.

    Returns
    -------
    DataFrame, str
        ``dispnum, ccode, year, known, block, y``, then `FEATURES` and ``one``; and how many of
        those who joined were candidates. Nobody is a candidate for having joined; see
        `foedus.cases.candidates.candidates` for who is.
    """
    one, participants = start(), load("mid/participants").frame
    eve = eve_of(one, participants)
    rows = featured(eve, candidates(eve)).rename({"case": "dispnum"})
    joined = participants.filter(pl.col("orig") == 0).select(_PAIR).unique()
    joined = joined.join(one.states, on=_PAIR, how="anti").with_columns(y=pl.lit(1, pl.Int8))
    frame = (
        rows.join(joined, on=_PAIR, how="left", maintain_order="left")
        .join(
            one.disputes.select("dispnum", "known", "block"),
            on="dispnum",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("y").fill_null(0))
        .select(*_PAIR, "year", "known", "block", "y", *FEATURES, "one")
    )
    covered = int(frame["y"].sum())
    share = covered / joined.height
    note = f"{covered} of {joined.height} states that joined were candidates ({100 * share:.1f} %)"
    return frame, note

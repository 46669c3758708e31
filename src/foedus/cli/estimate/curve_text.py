"""What ``foedus estimate curve`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.brief.curve.words import PLEDGES, STAGES, choice_words, per_cent, signed
from foedus.cli.layout import fit, wrapped
from foedus.estimate.reduced.curve.summary import failures, movers, summaries

if TYPE_CHECKING:
    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["LIMITS", "document", "lines"]

_NAME = 39
_TOP = 3
LIMITS = (
    "Clearly: the interval of 95 per cent, by the greater of the errors by cluster and by shared "
    "state, leaves zero out. Coefficients are log odds. Shares of models are no probabilities, and "
    "no model is causal."
)


def lines(found: Curve) -> list[str]:
    """The screen, at most 80 characters wide."""
    made, moved = summaries(found.frame), movers(found.frame)
    out = [
        f"{found.models:,} models, {found.frame.height:,} coefficients of pledges",
    ]
    for stage in made["stage"].unique(maintain_order=True):
        out += ["", fit(STAGES[stage], _NAME) + "        clearly"]
        out.append(f"{'':<{_NAME}}models{'-':>6}{'+':>6} median  range")
        for row in made.filter(pl.col("stage") == stage).iter_rows(named=True):
            out.append(_line(row))
            top = moved.filter(
                pl.col("stage") == stage, pl.col("pledge") == row["pledge"],
                pl.col("shift").is_not_null(), ~pl.col("choice").str.starts_with("+"),
            ).head(_TOP)  # fmt: skip
            if top.height:
                told = ", ".join(
                    f"{choice_words(one['choice'])} ({one['shift']:.2f})"
                    for one in top.iter_rows(named=True)
                )
                out += [text for text, _ in wrapped(f"moved by {told}")]
    failed = failures(found.frame)
    if failed.height:
        out += ["", "Not fitted"]
        out += [
            f"  {row['specifications']:>6,}  {row['stage']}: {row['failed']}"
            for row in failed.iter_rows(named=True)
        ]
    out += ["", *(text for text, _ in wrapped(LIMITS, "", ""))]
    return [line.rstrip() for line in out]


def _line(row: dict[str, Any]) -> str:
    name = PLEDGES[row["pledge"]].partition(" ")[2]
    span = f"{signed(row['lowest'])} to {signed(row['highest'])}" if row["made"] else signed(None)
    return (
        f"{fit(name, _NAME)}{row['made']:>6,}{per_cent(row['clear_negative']):>6}"
        f"{per_cent(row['clear_positive']):>6}{signed(row['median']):>7}  {span}"
    )


def document(found: Curve) -> dict[str, Any]:
    """One JSON-like document; the specifications themselves are in the files of ``--out``."""
    return {
        "key": found.key,
        "complete": found.complete,
        "models": found.models,
        "specifications": found.frame.height,
        "files": list(found.files),
        "summaries": summaries(found.frame).to_dicts(),
        "movers": movers(found.frame).to_dicts(),
        "not_fitted": failures(found.frame).to_dicts(),
    }

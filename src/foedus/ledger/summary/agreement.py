"""The ledger beside historians' verdicts."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import polars as pl

from foedus.ledger.columns import OUTCOMES, label_column
from foedus.ledger.verdicts import Tally, agreement, verdicts

from .counts import Told

__all__ = ["answers", "beside_historians"]


def answers(rows: pl.DataFrame, level: float) -> pl.DataFrame:
    """Return the ledger's labels as the comparison takes them.

    A dispute without an obligation claims no direction: ``unclear``. One that was not solved has
    no answer.

    Returns
    -------
    DataFrame
        ``dispnum, any_war, great_power_war``.
    """
    return rows.select(
        "dispnum",
        **{
            name: pl.col(label_column("escalation", name, level)).replace({"none": "unclear"})
            for name in OUTCOMES
        },
    )


def beside_historians(rows: pl.DataFrame, level: float) -> Told:
    """Compare labels with verdicts coded blind.

    Parameters
    ----------
    rows
        Rows of the ledger.
    level
        Threshold of the labels.

    Returns
    -------
    dict
        ``level``; for each outcome the tally over all verdicts, and ``without_low`` over those of
        at least medium confidence that speak of alliances made before the dispute; ``cases``.
    """
    frame = answers(rows, level)
    coded = verdicts()
    firm = [one for one in coded if one.confidence != "low" and not one.made_during]
    whole, part = agreement(coded, frame), agreement(firm, frame)
    return {
        "level": level,
        "verdicts": len(coded),
        **{name: _told(getattr(whole, name)) for name in OUTCOMES},
        "firm": {"verdicts": len(firm), **{name: _told(getattr(part, name)) for name in OUTCOMES}},
        "cases": whole.table.to_dicts(),
    }


def _told(tally: Tally) -> dict[str, Any]:
    told: dict[str, Any] = {**dataclasses.asdict(tally), "compared": tally.compared}
    told["share"] = tally.share
    return {name: _number(value) for name, value in told.items()}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value

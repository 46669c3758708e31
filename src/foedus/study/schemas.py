"""Columns of every table of a bundle, in order; described in docs/reference/bundle.md."""

from __future__ import annotations

from typing import Any

import polars as pl

QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
"""Quantiles over draws of theta, and over simulated crises."""
_Q = dict.fromkeys(QUANTILES, pl.Float64)
SCHEMAS: dict[str, dict[str, Any]] = {
    "outcomes": {"case": pl.String, "outcome": pl.String, "point": pl.Float64} | _Q
    | {"draws": pl.Int64},
    "fights": {"case": pl.String, "actor": pl.String, "name": pl.String, "camp": pl.String,
               "point": pl.Float64} | _Q | {"draws": pl.Int64},
    "coalitions": {"case": pl.String, "belligerents": pl.String, "point": pl.Float64},
    "steps": {"case": pl.String, "label": pl.String, "point": pl.Float64} | _Q
    | {"draws": pl.Int64},
    "rungs": {"case": pl.String, "rung": pl.String, "index": pl.Int64, "point": pl.Float64},
    "duration": {"case": pl.String, "point": pl.Float64} | _Q | {"draws": pl.Int64},
    "draws": {"case": pl.String, "draw": pl.Int64, "outcome": pl.String, "value": pl.Float64},
    "effects": {"instrument": pl.String, "kind": pl.String, "title": pl.String,
                "outcome": pl.String, "with_": pl.Float64, "without": pl.Float64,
                "difference": pl.Float64} | _Q | {"draws": pl.Int64},
    "accounting": {"instrument": pl.String, "outcome": pl.String, "group": pl.String,
                   "share": pl.Float64, "low": pl.Float64, "high": pl.Float64,
                   "first": pl.Float64, "last": pl.Float64, "separable": pl.Boolean,
                   "best_response": pl.Float64, "total": pl.Float64, "feedback": pl.Float64},
    "contrasts": {"instrument": pl.String, "outcome": pl.String, "none": pl.Float64,
                  "conditional": pl.Float64, "unconditional": pl.Float64},
    "lens": {"lens": pl.String, "any_war": pl.Float64, "great_power_war": pl.Float64},
    "lens_edited": {"lens": pl.String, "any_war": pl.Float64, "great_power_war": pl.Float64},
    "tips": {"instrument": pl.String, "quality": pl.Float64, "any_war": pl.Float64,
             "great_power_war": pl.Float64},
    "ribbons": {"case": pl.String, "actor": pl.String, "day": pl.Int64}
    | dict.fromkeys(QUANTILES, pl.Int64),
    "paths": {"case": pl.String, "path": pl.Int64, "day": pl.Float64, "actor": pl.String,
              "rung": pl.String, "event": pl.String},
}  # fmt: skip
"""Columns of every table, in order."""

PRIVATE: dict[str, dict[str, Any]] = {
    "worlds": {"case": pl.String, "world": pl.String, "outcome": pl.String, "point": pl.Float64},
    "types": {"case": pl.String, "actor": pl.String, "resolute": pl.Boolean, "share": pl.Float64,
              "spread": pl.Float64, "fights": pl.Float64, "any_war": pl.Float64,
              "great_power_war": pl.Float64},
    "beliefs": {"case": pl.String, "observer": pl.String, "actor": pl.String, "rung": pl.String,
                "days": pl.Float64, "perceived": pl.Float64, "prior": pl.Float64,
                "believed": pl.Float64, "so": pl.Float64},
    "swings": {"case": pl.String, "path": pl.String, "low": pl.Float64, "high": pl.Float64,
               "outcome": pl.String, "at_low": pl.Float64, "at_high": pl.Float64},
    "lived": {"case": pl.String, "day": pl.Float64, "mover": pl.String, "event": pl.String,
              "observer": pl.String, "actor": pl.String, "believed": pl.Float64,
              "resolute": pl.Boolean},
    "signals": {"case": pl.String, "sender": pl.String, "cost": pl.Float64,
                "by_resolute": pl.Float64, "by_other": pl.Float64, "observer": pl.String,
                "before": pl.Float64, "after_spoken": pl.Float64, "after_silent": pl.Float64,
                "any_war": pl.Float64, "any_war_spoken": pl.Float64,
                "any_war_silent": pl.Float64},
}  # fmt: skip
"""Columns of the tables that are there only where private resolve was asked for."""

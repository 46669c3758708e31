"""One dispute whole: its row, its effects, its treaties, how the weightiest of them worked."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from foedus.core.errors import UsageError

from .columns import LEVELS, OUTCOMES, STAGES, label_column
from .order import SHOWN, begun

__all__ = ["Shown", "plain", "shown"]

Tables = Mapping[str, pl.DataFrame | None]


@dataclass(frozen=True)
class Shown:
    """A dispute as data.

    Attributes
    ----------
    data
        JSON-like, in the order of the screens: what, when, who, obligations; chances with and
        without, differences with intervals; one treaty removed; the accounting; what happened;
        notes; how it was solved.
    """

    data: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return one part."""
        return self.data[name]


def shown(tables: Tables, manifest: Mapping[str, Any], key: str) -> Shown:
    """Return a dispute whole.

    Parameters
    ----------
    tables
        Of the ledger.
    manifest
        What the ledger is.
    key
        Number of the dispute.

    Raises
    ------
    UsageError
        No dispute has that number.
    """
    rows = _there(tables, "rows")
    found = rows.filter(pl.col("key") == key.strip())
    if found.is_empty():
        partial = manifest["parts"]["disputes"]["partial"]
        raise UsageError(
            "no dispute of this ledger has that number",
            value=key,
            fix="it holds only some of the record" if partial else "see 'foedus ledger rows'",
        )
    row = found.row(0, named=True)
    number: int = row["dispnum"]
    told: dict[str, Any] = {
        name: row[name]
        for name in (
            "dispnum", "start", "year", "block", "world_war", "challenger", "target",
            "challenger_ccodes", "target_ccodes", "challenger_code", "target_code", "issue", "icb",
            "nuclear", "major", "n_obligations", "n_treaties", "obligations", "candidates",
            "left_out",
        )
    }  # fmt: skip
    told |= {"status": row["status"], "reason": row["reason"]}
    if row["status"] == "solved":
        told["outcomes"] = {
            name: {"with": row[name], "without": row[f"{name}_without"]} for name in SHOWN
        }
        told |= _effects(tables, row)
        told["treaties"] = _treaties(tables, number)
        told["accounting"] = {
            "treaty": row["accounted"],
            "shares": _some(tables, "accounting", number).drop("dispnum", "treaty").to_dicts(),
        }
    told["happened"] = {
        name: row[name] for name in ("level", "end", "days", "elsewhere", "joined_outside")
    }
    told["notes"] = row["notes"]
    told["solved"] = {
        name: row[name]
        for name in ("converged", "residual", "method", "positions", "draws", "starts",
                     "equilibria", "others")
    }  # fmt: skip
    told["theta"] = manifest["parts"]["disputes"]["question"]["theta"]
    return Shown(plain(told))


def plain(value: Any) -> Any:
    """Return JSON-like data: days as text, no NaN, numbers that are kept in single precision short.

    Examples
    --------
    >>> plain({"day": dt.date(1914, 7, 28), "p": [0.5, float("nan")]})
    {'day': '1914-07-28', 'p': [0.5, None]}
    """
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.7g}") if math.isfinite(value) else None
    return value


def _effects(tables: Tables, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return onset and the outcomes with and without, differences with intervals, labels."""
    drawn = _some(tables, "effects", row["dispnum"]).sort("draw")
    ends: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name in ("onset", *OUTCOMES):
        part = drawn.filter(pl.col("outcome") == name)
        one, other = (
            part[end].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            for end in ("with", "without")
        )
        ends[name] = one, other
    told: dict[str, Any] = {"onset": None, "begun": row["begun"]}
    if row["onset"] is not None:
        told["onset"] = _both(row["onset"], row["onset_without"], *ends["onset"])
    told["effects"] = {
        name: _both(row[name], row[f"{name}_without"], *ends[name]) for name in OUTCOMES
    }
    ratio = [
        begun(p, q) if p == p and q == q else float("nan")  # NaN: the draw did not converge
        for p, q in zip(*(end.tolist() for end in ends["onset"]), strict=True)
    ]
    told["with_onset"] = None
    if ratio:
        told["with_onset"] = {
            name: {
                "difference": row[f"onset_{name}_difference"],
                **_ends(ends[name][0] - np.array(ratio) * ends[name][1]),
            }
            for name in OUTCOMES
        }
    told["labels"] = {
        stage: {
            name: {f"{level:g}": row[label_column(stage, name, level)] for level in LEVELS}
            for name in OUTCOMES
        }
        for stage in STAGES
    }
    return told


def _both(with_: float, without: float, one: np.ndarray, other: np.ndarray) -> dict[str, Any]:
    return {
        "with": with_,
        "with_interval": _ends(one),
        "without": without,
        "without_interval": _ends(other),
        "difference": with_ - without,
        **_ends(one - other),
    }


def _ends(values: np.ndarray) -> dict[str, float | None]:
    kept = values[~np.isnan(values)]
    if not kept.size:
        return {"low": None, "high": None}
    low, high = np.quantile(kept, (0.05, 0.95))
    return {"low": float(low), "high": float(high)}


def _treaties(tables: Tables, number: int) -> list[dict[str, Any]]:
    part = _some(tables, "treaties", number)
    apart = {
        f"{name}_difference": pl.col(name).cast(pl.Float64)
        - pl.col(f"{name}_without").cast(pl.Float64)
        for name in OUTCOMES
    }
    return part.with_columns(**apart).drop("dispnum").to_dicts()


def _there(tables: Tables, name: str) -> pl.DataFrame:
    table = tables[name]
    assert table is not None
    return table


def _some(tables: Tables, name: str, number: int) -> pl.DataFrame:
    return _there(tables, name).filter(pl.col("dispnum") == number)

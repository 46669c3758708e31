"""From finished pieces to the ledger's tables: bookkeeping, nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from foedus.cases.case import Case

from .columns import LEVELS, OUTCOMES, STAGES, label_column, schema
from .facts import candidate_facts, facts, treaties_of, unmade_facts
from .onset import Begins
from .order import ANY_WAR, FIRST_ACTOR, GREAT_POWER_WAR, SHOWN, VALUE, begun
from .summary.labels import Floats, labels
from .task import Piece

__all__ = ["PAIR", "dispute_tables", "ends", "frame", "pair", "spread"]

Row = dict[str, Any]
COLUMN = {"any_war": ANY_WAR, "great_power_war": GREAT_POWER_WAR}
INTERVAL = (0.05, 0.95)


def dispute_tables(
    cases: Sequence[Case],
    pieces: Mapping[str, Piece],
    *,
    draws: int,
    unmade: Sequence[tuple[int, str]] = (),
    known: Mapping[int, Mapping[str, Any]] | None = None,
    icb: Mapping[int, list[int]] | None = None,
    onset: Begins | None = None,
) -> dict[str, pl.DataFrame]:
    """Return ``rows, effects, treaties, accounting``, by number of the dispute.

    Parameters
    ----------
    cases, pieces
        Disputes, and what `solve_task` made of each, by key.
    draws
        Draws of theta that were asked for.
    unmade, known
        Disputes that make no game, and ``start, year, block, level`` of them.
    icb
        ICB's numbers by dispute.
    onset
        Whether a crisis begins; without it the columns of onset are null.
    """
    rows: list[Row] = []
    effects: list[Row] = []
    treaties: list[Row] = []
    accounting: list[Row] = []
    icb = icb or {}
    for case in cases:
        piece = pieces[case.key]
        row = facts(case, icb)
        if "failed" in piece:
            rows.append(row | {"status": "failed", "reason": piece["failed"], "converged": False})
            continue
        series = _series(case, piece, onset)
        rows.append(row | _solved(case, piece, series, draws))
        effects += _effects(int(case.key), series)
        treaties += _treaties(case, piece)
        accounting += _accounting(int(case.key), piece)
    rows += [unmade_facts(n, why, (known or {})[n], icb) for n, why in unmade]
    made = {"rows": rows, "effects": effects, "treaties": treaties, "accounting": accounting}
    return {
        name: frame(name, found).sort("dispnum", maintain_order=True)
        for name, found in made.items()
    }


def frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows as a table with the columns of the codebook; what a row lacks is null."""
    return pl.DataFrame(list(rows), schema=schema(table), orient="row", strict=False)


def ends(piece: Piece) -> tuple[list[float], list[float]]:
    """Return the numbers with and without, at the point values."""
    return piece["with"], piece["without"] if piece["without"] is not None else piece["with"]


def spread(values: Floats) -> tuple[float | None, float | None]:
    """Return the ends of the 90 % interval over the draws that converged.

    Examples
    --------
    >>> spread(np.array([0.0, 0.5, 1.0, np.nan]))
    (0.05, 0.95)
    """
    kept = values[~np.isnan(values)]
    if not kept.size:
        return None, None
    low, high = np.quantile(kept, INTERVAL)
    return float(low), float(high)


def pair(piece: Piece) -> Row:
    """Return the chances of war with and without, at the point values; nothing where it failed."""
    if "failed" in piece:
        return {}
    one, other = ends(piece)
    return {name: one[at] for name, at in COLUMN.items()} | {
        f"{name}_without": other[at] for name, at in COLUMN.items()
    }


PAIR = tuple(f"{name}{end}" for name in OUTCOMES for end in ("", "_without"))
"""Names of the columns of `pair`."""


def _series(case: Case, piece: Piece, onset: Begins | None) -> dict[str, Floats]:
    """Numbers with and without at the mean (first) and at each draw; onset beside them.

    Returns
    -------
    dict
        ``with`` and ``without``, (1 + draws, numbers), NaN where not converged; ``onset`` (1 +
        draws, 2), NaN without a model; ``begun`` (1 + draws,).
    """
    one, other = ends(piece)
    with_, without = [one], [other]
    nothing = [float("nan")] * len(one)
    for draw in piece["draws"]:
        found = draw or [nothing, nothing]
        with_.append(found[0])
        without.append(found[1] if found[1] is not None else found[0])
    both = {"with": np.array(with_, float), "without": np.array(without, float)}
    chances = np.full((len(with_), 2), np.nan)
    if onset is not None:
        for k in range(len(with_)):
            values = (both["with"][k, VALUE], both["without"][k, VALUE])
            told = [onset.chance(case.key, v) if np.isfinite(v) else None for v in values]
            chances[k] = [np.nan if t is None else t for t in told]
    ratio = [begun(p, q) if np.isfinite(p + q) else np.nan for p, q in chances.tolist()]
    return both | {"onset": chances, "begun": np.array(ratio, float)}


def _difference(series: Mapping[str, Floats], outcome: str, stage: str) -> Floats:
    """Return with less without at the mean and each draw, in single precision as it is kept."""
    one, other = (series[end][:, COLUMN[outcome]].astype(np.float32) for end in ("with", "without"))
    if stage == "escalation":
        return one.astype(float) - other.astype(float)
    return one.astype(float) - series["begun"] * other.astype(float)


def _solved(case: Case, piece: Piece, series: Mapping[str, Floats], draws: int) -> Row:
    converged = int((~np.isnan(series["with"][1:, ANY_WAR])).sum())
    row: Row = {
        "status": "solved",
        "converged": converged == draws,
        "residual": piece["residual"],
        "method": piece["method"],
        "positions": piece["positions"],
        "draws": converged,
        "starts": piece.get("searched", 0),
        "equilibria": 1 + len(piece.get("others", ())),
        "others": [
            {name: one[at] for name, at in COLUMN.items()} for one in piece.get("others", ())
        ],
        "candidates": _candidates(case, piece, series),
        "accounted": piece.get("account", {}).get("treaty"),
    }
    for at, name in enumerate(SHOWN):
        row[name], row[f"{name}_without"] = series["with"][0, at], series["without"][0, at]
    row["value"], row["value_without"] = series["with"][0, VALUE], series["without"][0, VALUE]
    first = series["onset"][0].tolist()
    row["onset"], row["onset_without"] = (_or_none(p) for p in first)
    row["begun"] = _or_none(float(series["begun"][0]))
    for stage in STAGES:
        for outcome in OUTCOMES:
            values = _difference(series, outcome, stage)
            stem = outcome if stage == "escalation" else f"{stage}_{outcome}"
            row[f"{stem}_difference"] = _or_none(float(values[0]))
            row[f"{stem}_low"], row[f"{stem}_high"] = spread(values[1:])
            if not np.isnan(values[0]):
                row |= _labels(values, outcome, stage, pledged=piece["pledged"])
    return row


def _labels(values: Floats, outcome: str, stage: str, *, pledged: bool) -> Row:
    has = np.array([pledged])
    return {
        label_column(stage, outcome, level): labels(values[None, 1:], has, level)[0]
        for level in LEVELS
    }


def _candidates(case: Case, piece: Piece, series: Mapping[str, Floats]) -> list[Row]:
    told: list[Row] = []
    for fact in candidate_facts(case):
        at = FIRST_ACTOR + piece["actors"].index(fact["code"])
        one, other = series["with"][:, at], series["without"][:, at]
        low, high = spread((one - other)[1:])
        told.append(
            fact
            | {
                "fights": float(one[0]),
                "fights_without": float(other[0]),
                "difference": float(one[0] - other[0]),
                "low": low,
                "high": high,
            }
        )
    return told


def _effects(number: int, series: Mapping[str, Floats]) -> list[Row]:
    told: list[Row] = []
    both = {o: (series["with"][1:, at], series["without"][1:, at]) for o, at in COLUMN.items()}
    if not np.isnan(series["onset"][0]).any():
        both["onset"] = (series["onset"][1:, 0], series["onset"][1:, 1])
    for outcome, (one, other) in both.items():
        told += [
            {
                "dispnum": number,
                "draw": draw,
                "outcome": outcome,
                "with": _or_none(float(p)),
                "without": _or_none(float(q)),
            }
            for draw, (p, q) in enumerate(zip(one, other, strict=True))
        ]
    return told


def _treaties(case: Case, piece: Piece) -> list[Row]:
    numbers = treaties_of(case.scenario)
    return [
        {
            "dispnum": int(case.key),
            "instrument": one["name"],
            "kind": one["kind"],
            "atop": numbers.get(one["name"]),
        }
        | ({} if "failed" in one else pair({"with": piece["with"], "without": one["numbers"]}))
        for one in piece.get("instruments", ())
    ]


def _accounting(number: int, piece: Piece) -> list[Row]:
    split: Piece = piece.get("account", {})
    return [
        {
            "dispnum": number,
            "treaty": split["treaty"],
            "outcome": outcome,
            "group": group,
            "share": share,
            "first": first,
            "last": last,
            "separable": separable,
        }
        for outcome, groups in split.get("shares", {}).items()
        for group, (share, first, last, separable) in groups.items()
    ]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value

"""Bundles of every bundled scenario with made-up numbers, about its own states and treaties.

Nothing is solved: what is tested is that a brief says what the bundle says, whatever that is.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import polars as pl

from foedus.core.bundle import Bundle
from foedus.crisis.scenario import dump, load

WARS = ("war_principals", "wider_war", "great_power_war", "nuclear_use")
CLASSES = ("challenger_yields", "target_yields", "settled", "lapsed", *WARS)
GROUPS = ("deterrence", "emboldenment", "entrapment", "others", "mechanics")
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
TOLD = ("any_war", "great_power_war", "patron_fights")
DRAWS = 32


def made(name: str) -> Bundle:
    """A bundle about one bundled scenario; the same every time."""
    crisis = load(name)
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(len(CLASSES), 0.8), size=DRAWS)
    points = dict(zip(CLASSES, shares.mean(axis=0).tolist(), strict=True))
    points["any_war"] = sum(points[name] for name in WARS)
    outcomes = [
        {"case": "base", "outcome": name, "point": p, **_around(rng, p), "draws": DRAWS}
        for name, p in points.items()
    ]
    fights = [
        {"case": "base", "actor": code, "name": one.name, "camp": one.camp, "point": p,
         **_around(rng, p), "draws": DRAWS}
        for code, one in crisis.actors.items() if (p := float(rng.uniform(0.01, 0.9)))
    ]  # fmt: skip
    titles = {key: ("treaty", one.title or key) for key, one in crisis.treaties.items()}
    titles |= {key: ("channel", one.kind or key) for key, one in crisis.channels.items()}
    effects, accounting, contrasts = [], [], []
    for key, (kind, title) in titles.items():
        for outcome in TOLD:
            with_ = points.get(outcome, 0.4)
            size = float(rng.normal(0, 0.05))
            values = size + 0.03 * rng.standard_normal(8)
            effects.append(
                {"instrument": key, "kind": kind, "title": title, "outcome": outcome,
                 "with_": with_, "without": with_ - size, "difference": size, **_spread(values),
                 "draws": 8}
            )  # fmt: skip
            parts = rng.dirichlet(np.ones(5)) * size
            accounting += [
                {"instrument": key, "outcome": outcome, "group": group, "share": float(part),
                 "low": float(part) - 0.01, "high": float(part) + 0.01,
                 "separable": abs(part) > 0.01, "best_response": float(part), "total": size,
                 "feedback": 0.0}
                for group, part in zip(GROUPS, parts, strict=True)
            ]  # fmt: skip
            if kind == "treaty":
                contrasts.append(
                    {"instrument": key, "outcome": outcome, "none": with_ - size,
                     "conditional": with_ - size / 2, "unconditional": with_}
                )  # fmt: skip
    tables = {
        "outcomes": pl.DataFrame(outcomes),
        "fights": pl.DataFrame(fights),
        "duration": pl.DataFrame([{"case": "base", "point": 80.0, **_spread(np.arange(40, 140))}]),
        "steps": pl.DataFrame(
            [{"case": "base", "label": label, "point": p, **_around(rng, p), "draws": DRAWS}
             for label, p in (("nature", 0.1), ("error", 0.02), ("deliberate", 0.2))]
        ),
        "effects": pl.DataFrame(effects),
        "accounting": pl.DataFrame(accounting),
        "contrasts": pl.DataFrame(contrasts),
        "lens": pl.DataFrame(
            [{"lens": lens, "any_war": float(rng.uniform()), "great_power_war": 0.1}
             for lens in ("zeta=0", "zeta=1", "lambda=4")]
        ),
        "tips": pl.DataFrame(
            [{"instrument": "hotline", "quality": q, "any_war": -0.1 * q, "great_power_war": 0.0}
             for q in (0.2, 0.4, 0.6, 0.8, 1.0)]
        ),
    }  # fmt: skip
    if crisis.resolve:
        tables |= _hidden(crisis, points)
    return Bundle(
        _manifest(name, crisis), dump(crisis), {k: v for k, v in tables.items() if v.height}
    )


def _hidden(crisis: Any, points: dict[str, float]) -> dict[str, pl.DataFrame]:
    """Tables of a study with types: the first observer misreads everybody, the others do not."""
    worlds = ("no types", "types known", "shares known", "as perceived")
    misreads = next(iter(crisis.actors))
    return {
        "worlds": pl.DataFrame(
            [{"case": "base", "world": world, "outcome": outcome, "point": point * (1 - 0.1 * k)}
             for k, world in enumerate(worlds) for outcome, point in points.items()]
        ),
        "beliefs": pl.DataFrame(
            [{"case": "base", "observer": observer, "actor": actor, "rung": rung.name,
              "days": 2.0, "perceived": 0.2, "prior": 0.3, "so": one.share,
              "believed": one.share - (0.1 if observer == misreads else 0.0)}
             for actor, one in crisis.resolve.items()
             for observer in crisis.actors if observer != actor
             for rung in crisis.ladder[:-1]]
        ),
    }  # fmt: skip


def _manifest(name: str, crisis: Any) -> dict[str, Any]:
    return {
        "format": 1, "foedus": "0.1.0", "solver": 1, "key": "cd" * 32, "name": name,
        "title": crisis.title, "date": crisis.date.isoformat(),
        "hypothetical": crisis.hypothetical,
        "theta": {"id": "fitted-1", "status": "fitted to 2,435 disputes, 2026-11-27",
                  "values": {"lambda": 1.15, "X": 1.35}},
        "seed": 0, "draws": DRAWS, "treaty_draws": 8, "edits": [], "specs": [],
        "residual": 5e-8, "positions": 1234, "equilibria": {"searched": 20, "found": 1},
        "base_rate": {"any_war": 0.025, "multiparty": 0.145, "source": "COW MID 5.0",
                      "average_dispute": 0.03, "prior_q05": 0.002, "prior_q95": 0.2},
        "warnings": [], "versions": {"foedus": "0.1.0", "python": "3.11.7"}, "complete": True,
    }  # fmt: skip


def _around(rng: np.random.Generator, point: float) -> dict[str, float]:
    return _spread(np.clip(point + 0.05 * rng.standard_normal(DRAWS), 0, 1))


def _spread(values: np.ndarray) -> dict[str, float]:
    return {name: float(np.quantile(values, at)) for name, at in QUANTILES.items()}

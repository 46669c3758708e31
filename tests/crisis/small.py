"""Small games built by hand, for tests that know the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from foedus.crisis.game import Game, compile_game
from foedus.crisis.scenario import Scenario

PINNED = {
    "territory": 0.0,  # the stake is the salience
    "lambda": 4.0,
    "c_w": 0.8,
    "audience": 0.052,
    "democracy": 0.5,
    "distance": 0.3,
    "third_party": 0.1,
    "third_climb": 1.0,
    "third_war": 1.0,
    "pledge_climb": 1.0,
    "major_climb": 1.0,
    "X": 4.0,
    "mu_climb": 0.126,
    "mu_descend": 0.206,
    "mu_yield": 0.00078,
    "mu_war": 0.0078,
    "phi": 0.02,
    "kappa0": 0.0076,
    "omega": 0.005,
    "iota": 0.002,
    "leverage": 0.004,
    "alpha": 2.0,
}
"""Parameters of the games below unless a test says otherwise: numbers for sums by hand."""
REFERENCE = Path(__file__).parent / "reference"


def reference(name: str) -> Scenario:
    """One of the reference inputs of the rules."""
    text = (REFERENCE / f"{name}.yaml").read_text(encoding="utf-8")
    return Scenario.model_validate(yaml.safe_load(text))


def crisis(
    actors: dict[str, dict[str, Any]],
    *,
    stake: dict[str, float] | None = None,
    theta: dict[str, float] | None = None,
    treaties: dict[str, dict[str, Any]] | None = None,
    kind: str = "other",
    **parts: Any,
) -> Scenario:
    """A scenario from as little as camps; the first actor of each camp is its principal.

    Stakes are 1 for principals and 0 for others unless given.
    """
    full: dict[str, dict[str, Any]] = {}
    led: set[str] = set()
    for code, actor in actors.items():
        camp = actor["camp"]
        full[code] = {
            "name": code,
            "capability": 1.0,
            "principal": camp != "either" and camp not in led,
            "judgement": "made up",
            **actor,
        }
        led.add(camp)
    salience = {code: 1.0 if actor["principal"] else 0.0 for code, actor in full.items()}
    return Scenario.model_validate(
        {
            "foedus-scenario": 1,
            "name": "small",
            "date": "1950-01-01",
            "actors": full,
            "issue": {"kind": kind, "salience": salience | (stake or {}), "judgement": "made up"},
            "treaties": {
                name: {"in_force": ["1949-01-01", None], "judgement": "made up", **treaty}
                for name, treaty in (treaties or {}).items()
            },
            "theta": {
                name: {"value": value, "judgement": "made up"}
                for name, value in (PINNED | (theta or {})).items()
            },
            **parts,
        }
    )


def four(
    CH: dict[str, Any] | None = None,
    CF: dict[str, Any] | None = None,
    TG: dict[str, Any] | None = None,
    TF: dict[str, Any] | None = None,
    **parts: Any,
) -> Scenario:
    """Challenger CH with its friend CF against the target TG with its friend TF."""
    return crisis(
        {
            "CH": {"camp": "challenger", **(CH or {})},
            "CF": {"camp": "challenger", **(CF or {})},
            "TG": {"camp": "target", **(TG or {})},
            "TF": {"camp": "target", **(TF or {})},
        },
        **parts,
    )


def two(
    CH: dict[str, Any] | None = None, TG: dict[str, Any] | None = None, **parts: Any
) -> Scenario:
    """Challenger CH against target TG."""
    return crisis(
        {"CH": {"camp": "challenger", **(CH or {})}, "TG": {"camp": "target", **(TG or {})}},
        **parts,
    )


class At:
    """A compiled game, asked by rungs: ``At(scenario)(CH=4, TG=1, flag=1)``."""

    def __init__(self, scenario: Scenario) -> None:
        self.game: Game = compile_game(scenario)
        self.index = {name: i for i, name in enumerate(self.game.names)}

    def __call__(self, flag: int = 0, coord: dict[str, int] | None = None, **rungs: int) -> Spot:
        """The position where actors stand on these rungs (others on the first)."""
        layout = self.game.layout
        match = layout.flag == flag
        for name, i in self.index.items():
            if coord is not None and name in coord:
                match &= layout.coord[:, i] == coord[name]
            else:
                match &= layout.rung[:, i] == rungs.get(name, 0)
        found = np.flatnonzero(match)
        if len(found) != 1:
            raise LookupError(f"{len(found)} positions at {rungs}, {coord}, flag {flag}")
        return Spot(self, int(found[0]))


class Spot:
    """One position, with its tables by actor's name."""

    def __init__(self, at: At, x: int) -> None:
        self.at = at
        self.x = x

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.at.game.tables, name)[self.x]
        if np.ndim(value) == 0:
            return value.item()
        return {actor: float(value[i]) for actor, i in self.at.index.items()}

    @property
    def belligerents(self) -> set[str]:
        """Names of those who fight here."""
        return {
            n for n, i in self.at.index.items() if self.at.game.tables.fighting[self.x] >> i & 1
        }

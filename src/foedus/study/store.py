"""Solved equilibria, kept by the hash of what they answer."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from pathlib import Path

import numpy as np

from foedus.core.bundle import key as content_key
from foedus.core.paths import cache_dir
from foedus.core.provenance import sha256_bytes
from foedus.core.whole import whole
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.game import Game
from foedus.crisis.model import Floats
from foedus.crisis.relax import residual
from foedus.crisis.scenario import dump

from .options import SOLVER_VERSION

LARGEST = 64 * 1024 * 1024
"""Bytes of values that are still kept."""


def equilibrium_key(game: Game, options: SolveOptions, warm: Floats | None = None) -> str:
    """Return the hash of the edited scenario, theta, how and from where to solve, the solver."""
    start = "" if warm is None else sha256_bytes(np.ascontiguousarray(warm).tobytes())
    return content_key(
        {
            "scenario": dump(game.scenario),
            "start": start,
            "theta": game.theta.values(),
            "options": asdict(options),
            "solver": SOLVER_VERSION,
        }
    )


def solved(
    game: Game,
    options: SolveOptions,
    *,
    warm: Floats | None = None,
    threads: int = 1,
    folder: Path | None = None,
) -> Equilibrium:
    """Solve a game, or fetch its equilibrium from the cache.

    What is fetched is believed only if its residual, computed anew, is within the tolerance.

    Raises
    ------
    NotConverged
        The game could not be solved.
    """
    path = (folder or cache_dir() / "equilibria") / f"{equilibrium_key(game, options, warm)}.npy"
    found = _fetch(game, options, path)
    if found is None:
        found = solve(game, options, warm=warm, threads=threads)
        if found.values.nbytes <= LARGEST:
            _keep(found.values, path)
    return found


def _fetch(game: Game, options: SolveOptions, path: Path) -> Equilibrium | None:
    try:
        values = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if values.shape != (game.size, len(game.names) + 2) or values.dtype != np.float64:
        return None
    reached = residual(game, values)
    if not reached <= options.tol:
        return None
    return Equilibrium(game, values, reached, "cached", 0, 0.0)


def _keep(values: Floats, path: Path) -> None:
    """Write beside, then rename; a folder that cannot be written costs only the keeping."""
    with contextlib.suppress(OSError), whole(path) as made:
        np.save(made, values, allow_pickle=False)

"""Fits made up: theta a little beside the provisional set. Nothing was fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from foedus.estimate.structural.artefact import write
from foedus.estimate.structural.origins import Origin, Origins, content
from foedus.estimate.structural.origins_fit import question
from foedus.estimate.structural.schools import school
from foedus.estimate.structural.space import space

NAMES = ("c_w", "mu_war", "democracy")


def origin(before: int, name: str = "game", shift: float = 0.0, sd: float = 0.2) -> Origin:
    """A fit of three parameters, two of them together."""
    where = space()
    at = [float(where.centre[where.names.index(n)]) + shift for n in NAMES]
    fixed = school(name).fixed
    return Origin(
        school=name,
        before=before,
        key=question(school(name), before),
        names=NAMES,
        fixed=fixed,
        top=tuple(at),
        mean=tuple(at),
        sd=(sd, 2.0 * sd, sd),
        factor=((1.0,), (0.6, 0.8), (0.0, 0.0, 1.0)),
        controls=("land",),
        free=(-3.0, -1.0, 0.5),
        none=(-3.2, 0.0, 0.5),
        play=(-3.4, 4.0, 0.5),
        error=0.3,
        objective=-12.5,
        log_likelihood=-10.0,
        disputes=3,
        onset_rows=4,
        clusters=6,
        failed=0,
        steps=5,
        decrement=0.01,
        converged=True,
        date="2026-11-27",
    )


def file_of(folder: Path, *found: Origin) -> Path:
    """Write fits into a file."""
    write(folder, "origins.json", content(Origins({}).with_(found)))
    return folder / "origins.json"


def values(one: Origin) -> np.ndarray:
    """Its posterior's centre."""
    return np.array(one.mean)

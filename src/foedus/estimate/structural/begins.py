"""The onset model at the top of the likelihood: as the record has it, and as theory would.

If a crisis begins by choice, the chance rises with what it is worth to the challenger: the slope in
V cannot be negative. Where the record's is, something else than V moves it: those who expect to be
attacked look for allies, and V is lowest against those who have them. Then the record cannot say
how much alliances deter crises from beginning; its best slope that theory allows is zero, and the
onset rows teach nothing of theta. What ships beside that is the slope that play itself has, lambda:
the first move as sharp as every other. That is an assumption, and named as one wherever it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.core.progress import Reporter

from .crew import Crew
from .onset import OnsetRows, design, fitted, onset
from .sample import Sample
from .space import Space
from .types import Floats

__all__ = ["Begins", "begins", "challenges"]


@dataclass(frozen=True)
class Begins:
    """The onset model, its slope in V free, none, and lambda.

    Attributes
    ----------
    names : tuple of str
        Controls.
    free, none, play : (C,)
        Coefficients: intercept, slope, controls.
    error : (C,)
        Sandwich errors of `free`, by cluster.
    losses : (3,)
        Weighted mean losses of free, none, play.
    rows, events : int
    """

    names: tuple[str, ...]
    free: Floats
    none: Floats
    play: Floats
    error: Floats
    losses: Floats
    rows: int
    events: int

    def file(self) -> dict[str, Any]:
        """Return the model as it is published: its slope that of play."""
        return {
            "about": "slope: lambda, an assumption; the record's own is under free",
            "names": list(self.names),
            "intercept": float(self.play[0]),
            "slope": float(self.play[1]),
            "coef": [float(c) for c in self.play[2:]],
            "free": {"slope": float(self.free[1]), "error": float(self.error[1])},
        }

    def told(self) -> dict[str, Any]:
        """Return what a report says of it."""
        names = ("intercept", "slope", *self.names)
        return {
            "rows": self.rows,
            "events": self.events,
            "losses": dict(zip(("free", "none", "play"), self.losses.tolist(), strict=True)),
            "coefficients": [
                {"name": n, "free": float(f), "error": float(e), "none": float(z), "play": float(p)}
                for n, f, e, z, p in zip(
                    names, self.free, self.error, self.none, self.play, strict=True
                )
            ],
        }


def challenges(
    crew: Crew, sample: Sample, space: Space, at: Floats, reporter: Reporter | None = None
) -> Begins:
    """Solve every dyad-year at a point, and fit the onset model to what it is worth.

    Parameters
    ----------
    crew : Crew
        Holding the sample's items.
    """
    lines = crew.evaluate(space.theta(at), (), reporter, "challenges")[len(sample.disputes) :]
    solved = np.array([0.0 if line.failed else 1.0 for line in lines])
    values = np.array([line.value for line in lines])
    return begins(sample.rows, values, solved, space.theta(at)["lambda"])


def begins(rows: OnsetRows, values: Floats, used: Floats, sharpness: float) -> Begins:
    """Fit the onset model at given values, its slope free, none, and `sharpness`."""
    free = fitted(rows, values, used)
    none, play = (fitted(rows, values, used, slope=s) for s in (0.0, sharpness))
    part = onset(rows, values, free)
    X = design(rows, values)
    inverse = np.linalg.inv((X * (part.curvature * used)[:, None]).T @ X)
    clusters, where = np.unique(rows.cluster, return_inverse=True)
    scores = np.zeros((len(clusters), len(free)))
    np.add.at(scores, where, part.by_coef * used[:, None])
    error = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))
    weight = float(rows.weight @ used)
    losses = [float(onset(rows, values, c).loss @ used) / weight for c in (free, none, play)]
    return Begins(
        rows.names, free, none, play, error, np.array(losses), rows.size, int(rows.began.sum())
    )

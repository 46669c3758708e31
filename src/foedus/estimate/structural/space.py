"""The parameters that the record is asked for, each on the scale on which it is estimated.

A parameter that cannot be negative is estimated as its logarithm, any other as it is. The prior is
that of the provisional set, normal on these scales; estimation starts at its centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from foedus.crisis.theta import Parameter, Theta, load_theta

from .types import Floats

__all__ = ["FURTHER", "Space", "space"]

FURTHER = {
    "third_climb": (
        0.3,
        1.0,
        (
            "Third parties climb less readily than principals: one candidate in a hundred joins a "
            "dispute (COW MID 5.0); how much less is not known: two spreads are a factor of 7."
        ),
    ),
    "third_war": (
        10.0,
        1.2,
        (
            "To enter a war that is on is another step than to begin one: allies that are called "
            "fight in .25 to .75 of cases (Sabrosky 1980; Leeds, Long and Mitchell 2000; "
            "Berkemeier and Fuhrmann 2018), wars begin in .04 of disputes. By how much more "
            "readily is not known: two spreads are a factor of 11."
        ),
    ),
    "pledge_climb": (
        1.0,
        1.0,
        (
            "Whether a promise to fight brings an ally onto the ladder before there is a war is "
            "for the record to say: the centre is no difference, two spreads are a factor of 7 "
            "either way."
        ),
    ),
    "major_climb": (
        1.0,
        1.0,
        (
            "Great powers have interests everywhere and the means to act on them, and much to "
            "lose; the centre is no difference, two spreads are a factor of 7 either way."
        ),
    ),
}
"""Median, spread of the logarithm and reason of the prior, where the provisional set has a
parameter fixed and the record can teach it."""


@dataclass(frozen=True)
class Space:
    """P parameters, their priors, and theta as a function of them.

    Attributes
    ----------
    names : tuple of str
    centre, sd : (P,)
        Of the normal prior, on the scale of estimation.
    base : Theta
        What the others are.
    """

    names: tuple[str, ...]
    centre: Floats
    sd: Floats
    base: Theta

    def theta(self, at: Floats) -> Theta:
        """Return theta at a point; values beyond the admissible range are cut to it."""
        values: dict[str, float] = {}
        for name, x in zip(self.names, at, strict=True):
            entry = self.base.parameters[name]
            value = float(np.exp(x)) if entry.prior == "lognormal" else float(x)
            values[name] = min(max(value, entry.low), entry.high)
        return self.base.with_values(values)

    def point(self, values: Mapping[str, float]) -> Floats:
        """Return where values lie."""
        return np.array([_scaled(self.base.parameters[n], values[n]) for n in self.names])

    def log_prior(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Return the log density (up to a constant), its slope (P,), its curvature's diagonal."""
        z = (at - self.centre) / self.sd
        return float(-0.5 * z @ z), -z / self.sd, 1.0 / self.sd**2

    def without(self, fixed: Mapping[str, float]) -> Space:
        """Return the space with some parameters held at values."""
        keep = [i for i, name in enumerate(self.names) if name not in fixed]
        return Space(
            tuple(self.names[i] for i in keep),
            self.centre[keep],
            self.sd[keep],
            self.base.with_values(fixed),
        )


def _scaled(entry: Parameter, value: float) -> float:
    return float(np.log(value)) if entry.prior == "lognormal" else value


def space(fixed: Mapping[str, float] | None = None) -> Space:
    """Return what is estimated: every parameter with a prior, less those held at values."""
    theta = load_theta("provisional")
    parameters = dict(theta.parameters)
    for name, (median, sd, reason) in FURTHER.items():
        parameters[name] = replace(
            parameters[name], value=median, prior="lognormal", sd=sd, reason=reason
        )
    base = replace(theta, parameters=MappingProxyType(parameters))
    names = tuple(name for name, entry in parameters.items() if entry.prior != "fixed")
    made = Space(
        names,
        np.array([_scaled(parameters[n], parameters[n].value) for n in names]),
        np.array([parameters[n].sd for n in names]),
        base,
    )
    return made.without(fixed) if fixed else made

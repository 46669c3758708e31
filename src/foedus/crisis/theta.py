"""The global parameters of the crisis game: values, priors, draws.

One file a set, `theta/<name>.json`: value, unit, meaning, prior and its reason for every
parameter. `fitted` is the set in use: the posterior of the estimates, with its correlations.
`provisional` holds the hand-tuned starting values for the average dispute that are the fit's
prior. Every output says which set it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from zlib import crc32

import numpy as np

from foedus.core.errors import ThetaError, did_you_mean

DEFAULT = "fitted"
"""The set in use: fitted to the record of disputes."""


@dataclass(frozen=True)
class Parameter:
    """One entry of theta.

    Attributes
    ----------
    value : float
        Point value.
    unit, meaning, reason : str
        What it is measured in, what it does, and why the prior is what it is.
    prior : str
        'lognormal' (sd on the log scale, median `value`), 'normal' (mean `value`), or 'fixed'.
    sd : float
        Spread of the prior; 0 where fixed.
    low, high : float
        Admissible range; also the range to be reported for fixed parameters.
    """

    value: float
    unit: str
    meaning: str
    reason: str
    prior: str
    sd: float
    low: float
    high: float


@dataclass(frozen=True)
class Together:
    """How parameters that were estimated together depend on each other.

    Attributes
    ----------
    names : tuple of str
    factor : tuple of tuple of float
        Lower triangle of the Cholesky factor of their correlations, row by row.
    """

    names: tuple[str, ...]
    factor: tuple[tuple[float, ...], ...]

    def joined(self, deviates: Mapping[str, float]) -> dict[str, float]:
        """Return deviates with these correlations from independent ones."""
        found = dict(deviates)
        for name, row in zip(self.names, self.factor, strict=True):
            found[name] = sum(
                share * deviates[other]
                for share, other in zip(row, self.names[: len(row)], strict=True)
            )
        return found


@dataclass(frozen=True)
class Theta:
    """A named set of parameters; immutable.

    A draw keeps its deviates: replacing a value in it moves the centre, and the deviate goes with
    it. So a scenario that overrides a parameter is as uncertain about it as the set is.

    Attributes
    ----------
    id, status : str
        Name of the set, and whether it has been fitted.
    parameters : mapping
        Name -> Parameter.
    deviates : mapping
        Name -> standard normal deviate of a draw; empty for the point values.
    together : Together, optional
        Correlations of the deviates, where parameters were estimated together.

    Examples
    --------
    >>> theta = load_theta("provisional")
    >>> theta.status
    'provisional: not yet fitted'
    >>> theta.with_values({"X": 2.0})["X"]
    2.0
    """

    id: str
    status: str
    parameters: Mapping[str, Parameter]
    deviates: Mapping[str, float] = field(default_factory=dict)
    together: Together | None = None

    def __reduce__(self) -> tuple[Callable[..., Theta], tuple[object, ...]]:
        """Pickle through plain dicts: a read-only view of one cannot be sent to a worker."""
        plain = dict(self.parameters), dict(self.deviates)
        return _restored, (self.id, self.status, *plain, self.together)

    def __getitem__(self, name: str) -> float:
        """Return the value of one parameter, within its admissible range."""
        entry = self.parameters[name]
        z = self.deviates.get(name, 0.0)
        if entry.prior == "fixed" or z == 0.0:
            return entry.value
        if entry.prior == "lognormal":
            moved = entry.value * np.exp(entry.sd * z)
        else:
            moved = entry.value + entry.sd * z
        return float(np.clip(moved, entry.low, entry.high))

    def with_values(self, values: Mapping[str, float]) -> Theta:
        """Return a copy with some (central) values replaced.

        Raises
        ------
        ThetaError
            Unknown name, or a value outside the admissible range.
        """
        changed = dict(self.parameters)
        for name, value in values.items():
            if name not in changed:
                raise ThetaError(
                    "unknown parameter",
                    field=f"theta.{name}",
                    value=name,
                    fix=did_you_mean(name, changed) or f"one of {', '.join(sorted(changed))}",
                )
            entry = changed[name]
            if not entry.low <= value <= entry.high:
                raise ThetaError(
                    "out of range",
                    field=f"theta.{name}",
                    value=value,
                    fix=f"a number from {entry.low:g} to {entry.high:g}",
                )
            changed[name] = replace(entry, value=float(value))
        return replace(self, parameters=MappingProxyType(changed))

    def draw(self, seed: int, index: int) -> Theta:
        """Return draw number `index` from the distribution centred on these values.

        That is the posterior of a fitted set, the prior of one that is not.

        Each parameter has its own counter-based stream keyed by (seed, its name), so a draw does
        not depend on how many others are taken, nor on which parameters exist.
        """
        deviates = {}
        for name, entry in self.parameters.items():
            if entry.prior != "fixed":
                stream = np.random.Philox(
                    key=[seed, crc32(name.encode())], counter=[0, 0, 0, index]
                )
                deviates[name] = float(np.random.Generator(stream).standard_normal())
        if self.together is not None:
            deviates = self.together.joined(deviates)
        return replace(self, deviates=MappingProxyType(deviates))

    def values(self) -> dict[str, float]:
        """Return name -> value, sorted by name."""
        return {name: self[name] for name in sorted(self.parameters)}


@cache
def load_theta(name: str = DEFAULT) -> Theta:
    """Read a published set of parameters.

    Raises
    ------
    ThetaError
        No set of that name is shipped.
    """
    folder = resources.files("foedus.crisis") / "theta"
    path = folder / f"{name}.json"
    if not path.is_file():
        known = sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".json"))
        raise ThetaError(
            "no such parameter set", field="theta", value=name, fix=f"one of {', '.join(known)}"
        )
    raw = json.loads(path.read_text(encoding="utf-8"))
    parameters = {
        key: Parameter(
            value=entry["value"],
            unit=entry["unit"],
            meaning=entry["meaning"],
            reason=entry["reason"],
            prior=entry["prior"],
            sd=entry.get("sd", 0.0),
            low=entry["range"][0],
            high=entry["range"][1],
        )
        for key, entry in raw["parameters"].items()
    }
    together = None
    if "together" in raw:
        names, factor = raw["together"]["names"], raw["together"]["factor"]
        together = Together(tuple(names), tuple(tuple(row) for row in factor))
    return Theta(raw["id"], raw["status"], MappingProxyType(parameters), together=together)


def _restored(
    id_: str,
    status: str,
    parameters: dict[str, Parameter],
    deviates: dict[str, float],
    together: Together | None,
) -> Theta:
    return Theta(id_, status, MappingProxyType(parameters), MappingProxyType(deviates), together)

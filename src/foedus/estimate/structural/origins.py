"""The game as it could have been fitted before a year: theta and onset, with their posterior.

An origin is a first year of a fold of some split. Its fit has seen disputes whose outcome was known
before that year, and dyad-years before it, and nothing else of the record. Priors are those of
every fit, and were set by hand with averages of the whole record in sight. All origins ship in one
file.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeAlias
from zlib import crc32

import numpy as np

from foedus.core.canonical import key as content_key
from foedus.core.errors import FoedusError
from foedus.crisis.theta import Theta
from foedus.crisis.version import SOLVER_VERSION

from .artefact import data_versions
from .onset import OnsetModel
from .schools import GAME
from .space import space
from .types import Floats

__all__ = [
    "FILE", "NotFittedError", "Origin", "Origins", "Slope", "content", "load_origins",
    "shipped",
]  # fmt: skip

FILE = "origins.json"
FORMAT = 1
Slope: TypeAlias = Literal["play", "free", "none"]
"""Of the onset model in the value of a crisis: lambda, which is what ships; the record's; zero."""
_DIGITS = 10


class NotFittedError(FoedusError):
    """There is no fit to what was known before a year."""


@dataclass(frozen=True)
class Origin:
    """A fit to what was known before a year: P parameters, C coefficients of the onset model.

    Attributes
    ----------
    school : str
    before : int
        The year.
    key : str
        Of the question: priors, data, solver, school.
    names : tuple of str
        Parameters.
    fixed : tuple of (str, float)
        Parameters held at values.
    top, mean, sd : (P,)
        On the scale of estimation: top of the climb, and the posterior.
    factor : tuple of tuple of float
        Lower triangle of the Cholesky factor of the posterior's correlations, row by row.
    controls : tuple of str
        Of the onset model.
    free, none, play : (C,)
        Intercept, slope in V, controls: slope as the record before has it, zero, lambda. Empty
        where a control parts the few outcomes there were.
    error : float
        Of the free slope.
    objective, log_likelihood : float
        With the log prior, and without, at the top.
    disputes, onset_rows, clusters : int
        What it was fitted to.
    failed : int
        Disputes that could not be solved at the top.
    steps : int
    decrement : float
        Newton decrement of the last step: twice what is left to gain, about.
    converged : bool
    date : str
    """

    school: str
    before: int
    key: str
    names: tuple[str, ...]
    fixed: tuple[tuple[str, float], ...]
    top: tuple[float, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    factor: tuple[tuple[float, ...], ...]
    controls: tuple[str, ...]
    free: tuple[float, ...]
    none: tuple[float, ...]
    play: tuple[float, ...]
    error: float
    objective: float
    log_likelihood: float
    disputes: int
    onset_rows: int
    clusters: int
    failed: int
    steps: int
    decrement: float
    converged: bool
    date: str

    @property
    def id(self) -> str:
        """Name, as ``game-1946``."""
        return f"{self.school}-{self.before}"

    @property
    def content(self) -> str:
        """Hash of what makes theta and its draws."""
        return content_key((self.names, self.fixed, self.mean, self.sd, self.factor))

    @property
    def covariance(self) -> Floats:
        """Return the posterior's covariance, (P, P)."""
        root = self._root()
        return root @ root.T

    def theta(self) -> Theta:
        """Return the posterior's centre."""
        return self._at(np.array(self.mean))

    def draws(self, count: int, seed: int = 0) -> tuple[Theta, ...]:
        """Draw from the posterior.

        Each parameter has a counter-based stream of its own, keyed by seed and name: a draw does
        not depend on how many others there are, and two origins, or two schools, share their luck.
        """
        found = []
        for index in range(count):
            z = np.array([_deviate(seed, name, index) for name in self.names])
            found.append(self._at(np.array(self.mean) + self._root() @ z))
        return tuple(found)

    def onset(self, slope: Slope = "play") -> OnsetModel:
        """Return the onset model.

        Raises
        ------
        NotFittedError
            There is none: the outcomes before this year could not teach it.
        """
        coef: tuple[float, ...] = getattr(self, slope)
        if not coef:
            raise NotFittedError(
                f"too few disputes before {self.before} to fit the onset model",
                fix="choose a split that begins later",
            )
        return OnsetModel(self.controls, coef[0], coef[1], coef[2:])

    def _root(self) -> Floats:
        made = np.zeros((len(self.factor), len(self.factor)))
        for i, row in enumerate(self.factor):
            made[i, : len(row)] = row
        return made * np.array(self.sd)[:, None]

    def _at(self, point: Floats) -> Theta:
        # The origin says what was estimated, the space on which scale.
        where = replace(space(dict(self.fixed)), names=self.names)
        status = f"fitted to what was known before {self.before}"
        return replace(where.theta(point), id=self.id, status=status)


def _deviate(seed: int, name: str, index: int) -> float:
    stream = np.random.Philox(key=[seed, crc32(name.encode())], counter=[0, 0, 0, index])
    return float(np.random.Generator(stream).standard_normal())


@dataclass(frozen=True)
class Origins:
    """Fits by school and year."""

    fits: Mapping[tuple[str, int], Origin]

    def __iter__(self) -> Iterator[Origin]:
        """All of them, by school and year."""
        return iter(self.fits[key] for key in sorted(self.fits))

    def years(self, school: str = GAME) -> tuple[int, ...]:
        """Years for which there is a fit, in order."""
        return tuple(sorted(year for name, year in self.fits if name == school))

    def at(self, school: str, year: int) -> Origin:
        """Return the fit to what was known before a year.

        Raises
        ------
        NotFittedError
            There is none.
        """
        if (school, year) not in self.fits:
            raise _missing(school, year, self.years(school))
        return self.fits[school, year]

    def fitting(self, school: str, learnt: int, first: int) -> Origin:
        """Return the fit for a fold: it knew all that is learnt from, and nothing that is scored.

        Parameters
        ----------
        learnt
            Last year in which an outcome learnt from was known.
        first
            First year that is scored.

        Raises
        ------
        NotFittedError
            There is none.
        """
        for year in reversed(self.years(school)):
            if learnt < year <= first:
                return self.fits[school, year]
        raise _missing(school, first, self.years(school))

    def with_(self, more: Iterable[Origin]) -> Origins:
        """Return these and others, which replace their like."""
        return Origins({**self.fits, **{(one.school, one.before): one for one in more}})


def _missing(school: str, year: int, known: tuple[int, ...]) -> NotFittedError:
    there = f" (there is {', '.join(map(str, known))})" if known else ""
    return NotFittedError(
        f"{school} has not been fitted to what was known before {year}{there}",
        fix=f"run foedus estimate origins --school {school} --years {year} --publish",
    )


def shipped() -> Path:
    """Return where the file lies that ships with the package."""
    return Path(str(resources.files("foedus.estimate.structural"))) / FILE


def load_origins(path: Path | None = None) -> Origins:
    """Read origins; none where the package ships none.

    Parameters
    ----------
    path
        A file of one's own; the shipped one by default.

    Raises
    ------
    FoedusError
        The file is not there, or is none of origins.
    """
    file = shipped() if path is None else path
    if path is None and not file.is_file():
        return Origins({})
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        if raw["foedus-origins"] != FORMAT:
            raise ValueError("of another format")
        found = [_read(entry) for entry in raw["origins"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FoedusError(
            f"no origins can be read ({error})",
            file=file,
            fix="make it with foedus estimate origins",
        ) from None
    return Origins({(one.school, one.before): one for one in found})


def content(origins: Origins) -> dict[str, Any]:
    """Return the file's content."""
    return {
        "foedus-origins": FORMAT,
        "about": (
            "The crisis game fitted to what was known before each year. top, mean and sd are on "
            "the scale of estimation (the logarithm, where the prior is lognormal). factor is the "
            "lower triangle of the Cholesky factor of the posterior's correlations. free, none and "
            "play are intercept, slope in the value of a crisis, and controls of the onset model."
        ),
        "solver": SOLVER_VERSION,
        "data": data_versions(),
        "origins": [_written(one) for one in origins],
    }


def _written(one: Origin) -> dict[str, Any]:
    made = dataclasses.asdict(one)
    numbers = ("top", "mean", "sd", "free", "none", "play")
    return (
        made
        | {name: _short(made[name]) for name in numbers}
        | {"fixed": dict(one.fixed), "factor": [_short(row) for row in one.factor]}
    )


def _short(numbers: Iterable[float]) -> list[float]:
    return [float(f"{x:.{_DIGITS}g}") for x in numbers]


def _read(entry: Mapping[str, Any]) -> Origin:
    lists = ("names", "top", "mean", "sd", "controls", "free", "none", "play")
    given: dict[str, Any] = {**entry} | {name: tuple(entry[name]) for name in lists}
    given["fixed"] = tuple(entry["fixed"].items())
    given["factor"] = tuple(tuple(row) for row in entry["factor"])
    return Origin(**given)

"""The report of a fit as it lies on disk: read, and added to by checks made later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.errors import FoedusError

from .drawn import Truth
from .fit import Plan
from .refit import write
from .space import space

__all__ = ["Told", "add", "read_report"]

_FILE = "report.json"


@dataclass(frozen=True)
class Told:
    """A report.

    Attributes
    ----------
    content : dict
    path : Path
        Where it was read.
    shipped : bool
        Whether it is the one in the package.
    """

    content: dict[str, Any]
    path: Path
    shipped: bool

    @property
    def plan(self) -> Plan:
        """What was fitted."""
        raw = dict(self.content["plan"])
        return Plan(**raw | {"fixed": tuple(sorted(raw["fixed"].items()))})

    @property
    def truth(self) -> Truth:
        """The published point: posterior means, and the onset model with the record's own slope.

        Raises
        ------
        FoedusError
            It was fitted with other parameters than those of this version.
        """
        names = tuple(row["name"] for row in self.content["parameters"])
        if names != space(dict(self.plan.fixed)).names:
            raise FoedusError(
                "was fitted with other parameters than this version has",
                file=self.path,
                fix="fit again",
            )
        return Truth(
            np.array([row["mean"] for row in self.content["parameters"]], np.float64),
            np.array([row["free"] for row in self.content["onset"]["coefficients"]], np.float64),
        )

    @property
    def point(self) -> dict[str, float]:
        """Published values of the parameters, in their own units."""
        where = space(dict(self.plan.fixed))
        theta = where.theta(self.truth.at)
        return {name: theta[name] for name in where.names}


def read_report(directory: Path | None = None) -> Told:
    """Read the report of a fit.

    Parameters
    ----------
    directory : Path, optional
        Folder of the fit; the package's by default.

    Raises
    ------
    FoedusError
        There is none, or it cannot be read.
    """
    package = Path(str(resources.files("foedus.estimate.structural")))
    path = (package if directory is None else directory) / _FILE
    if not path.is_file():
        raise _missing(path, directory)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FoedusError(f"cannot be read ({error})", file=path, fix="fit again") from None
    if (
        not isinstance(content, dict)
        or not {"parameters", "plan", "losses", "onset"} <= content.keys()
    ):
        raise FoedusError("is no report of a fit", file=path, fix="name the folder of a fit")
    return Told(content, path, directory is None)


def _missing(path: Path, directory: Path | None) -> FoedusError:
    if directory is None:
        return FoedusError(
            "no fit has been published",
            fix="make one: foedus estimate fit --out DIR, then foedus estimate report DIR",
        )
    if (directory / "state.json").is_file():
        return FoedusError(
            "this fit is not finished",
            file=path,
            fix=f"go on with it: foedus estimate fit --resume --out {directory}",
        )
    return FoedusError("holds no fit", file=directory, fix="name the folder of a fit")


def add(told: Told, name: str, content: dict[str, Any]) -> None:
    """Put a check's result into the report."""
    write(told.path.parent, _FILE, told.content | {name: content})

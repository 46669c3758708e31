"""How likely a crisis is to begin: the first move, before the game."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from foedus.cases.at_risk import CONTROLS, onset_rows
from foedus.cases.case import Case
from foedus.core.errors import FoedusError
from foedus.estimate.structural.onset import OnsetModel, load_onset
from foedus.estimate.structural.sample import MEASURES, measures

__all__ = ["Begins", "of_disputes", "of_rows", "shipped"]


@dataclass(frozen=True)
class Begins:
    """A model of onset with the controls of the cases it is asked about.

    Attributes
    ----------
    model
        The model.
    controls
        By key of the case. A case without an entry has no chance of onset.
    """

    model: OnsetModel
    controls: Mapping[str, Mapping[str, float]]

    def chance(self, key: str, value: float) -> float | None:
        """Return the chance that the case begins; None where its controls are not known."""
        controls = self.controls.get(key)
        if controls is None or any(name not in controls for name in self.model.names):
            return None
        return self.model.chance(value, controls)

    def measured(self, cases: Iterable[Case]) -> Begins:
        """Return the same with what is read off the cases themselves added to their controls."""
        more = {
            case.key: {
                **self.controls[case.key],
                **dict(zip(MEASURES, measures(case), strict=True)),
            }
            for case in cases
            if case.key in self.controls
        }
        return replace(self, controls={**self.controls, **more})

    def told(self) -> dict[str, Any]:
        """Return the model as the manifest keeps it."""
        return asdict(self.model)

    def among(self, controls: Mapping[str, Mapping[str, float]]) -> Begins:
        """Return the same model for other cases."""
        return replace(self, controls=controls)


def of_rows(keys: Iterable[str], rows: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Return the controls that rows hold, by key, in their order."""
    names = [name for name in CONTROLS if name in rows.columns]
    return dict(zip(keys, rows.select(names).iter_rows(named=True), strict=True))


def of_disputes() -> dict[str, dict[str, float]]:
    """Return the controls of every dispute that makes a game.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    rows = onset_rows()
    return of_rows((str(number) for number in rows["dispnum"]), rows)


def shipped(controls: Mapping[str, Mapping[str, float]] | None = None) -> Begins | None:
    """Return the model of onset that ships with the package, or None where none does.

    Parameters
    ----------
    controls
        Of the cases it will be asked about; those of the disputes by default.

    Notes
    -----
    A ledger is built without it too, and then says that onset is left out.
    """
    try:
        model = load_onset()
    except FoedusError:
        return None
    return Begins(model, of_disputes() if controls is None else controls)

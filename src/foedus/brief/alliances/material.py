"""What the brief is made from: everything that ships with the package, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.ledger.ledger import Ledger, read_ledger

if TYPE_CHECKING:
    from foedus.estimate.scoring.published.scores import Published
    from foedus.network.annals.annals import Annals

__all__ = ["Material", "gathered"]


@dataclass(frozen=True, eq=False)
class Material:
    """Results, none of which is computed here.

    Attributes
    ----------
    ledger
        Every dispute, with and without its obligations.
    told
        Its summary.
    fit
        Report of the fit; None where none ships.
    scores
        Scores out of sample; None where none ship.
    annals
        The network of alliances by year; None where none ship.
    """

    ledger: Ledger
    told: dict[str, Any] = field(repr=False)
    fit: dict[str, Any] | None = field(default=None, repr=False)
    scores: Published | None = field(default=None, repr=False)
    annals: Annals | None = field(default=None, repr=False)


def gathered(folder: str | Path | None = None) -> Material:
    """Read what ships.

    Parameters
    ----------
    folder
        Of another ledger than the one that ships.

    Raises
    ------
    BundleError
        If there is no ledger, or it is damaged.
    """
    held = read_ledger(folder)
    return Material(held, held.summary().data, _fit(), _scores(), _annals())


def _fit() -> dict[str, Any] | None:
    from foedus.estimate.structural.told import read_report

    return read_report().content


def _scores() -> Published | None:
    from foedus.estimate.scoring.published.store import are_scores, read, shipped_folder

    folder = shipped_folder()
    return read(folder) if are_scores(folder) else None


def _annals() -> Annals | None:
    from foedus.network.annals.store import are_annals, read, shipped_folder

    folder = shipped_folder()
    return read(folder) if are_annals(folder) else None

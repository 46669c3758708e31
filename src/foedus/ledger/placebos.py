"""The ledger with pacts that should not matter in place of the real ones."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from foedus.cases.case import Case, dispute_cases
from foedus.cases.originators import owed_spells
from foedus.cases.placebo import AHEAD, consultation_only, future, permuted
from foedus.sources.load import load

from .options import Options
from .parts import Part
from .record import Record
from .sheets import Sheet, part_of

__all__ = ["ABOUT", "placebo_cases", "placebos"]

ABOUT = {
    "permuted": "each decade's pacts given to other states of the same region",
    "future": f"pacts that begin within the next {AHEAD} years, not those in force",
    "consultation": "pacts to consult or not to attack, and nothing more",
}

Make = Callable[[], Sequence[Case]]


def placebos(made: Mapping[str, Make], record: Record, options: Options, theta: str = "") -> Part:
    """Build the ledger with each placebo.

    Parameters
    ----------
    made
        How the cases of each placebo are made, by its name in `ABOUT`.
    record, options
        Of the ledger beside which they stand.
    theta
        Name of a set of parameters.
    """
    sheets = [Sheet(name, ABOUT[name], make) for name, make in made.items()]
    return part_of("placebos", "placebo", sheets, record, options, theta)


def placebo_cases(record: Record, options: Options) -> dict[str, Make]:
    """Return how the cases of each placebo are made from the record.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    real = owed_spells()
    members = load("cow-states/spells").frame
    pacts: dict[str, Callable[[], pl.DataFrame]] = {
        "permuted": lambda: permuted(real, members, options.seed),
        "future": lambda: future(real),
        "consultation": lambda: consultation_only(real),
    }
    only = {int(case.key) for case in record.cases}

    def make(name: str) -> Sequence[Case]:
        found = dispute_cases(options.k, options.treaties, only, spells=pacts[name]())
        return [case for case in found if int(case.key) in only]

    return {name: functools.partial(make, name) for name in pacts}

"""The disputes that a ledger is asked for, as cases, and what the data were."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.cases.case import Case, dispute_cases, unmade
from foedus.cases.originators import start
from foedus.sources.getting import registry
from foedus.sources.load import load

from .icb import crises_of_disputes
from .options import Options, spread_evenly

__all__ = ["DATA", "Record", "data_versions", "digest", "record"]

DATA = (
    "atop/members", "contiguity/dyad-years", "cow-states/majors", "cow-states/spells",
    "democracy/years", "distance/capitals", "icb/actors", "icb/dyads", "mid/disputes",
    "mid/participants", "nmc/7", "nuclear/years", "polity/years", "td/spells", "trade/dyads",
    "trade/national", "tss/spells", "wars/participants",
)  # fmt: skip
"""Tables from which the cases and their rows are made."""
_LEVELS = {5: "war", 4: "force"}


@dataclass(frozen=True)
class Record:
    """Disputes on record.

    Attributes
    ----------
    cases
        Those that make a game, by number.
    unmade
        Those that make none, with the reason.
    known
        ``start, year, block, level`` of the latter, by number.
    icb
        ICB's numbers of the crises of each dispute that is one.
    data
        Version and hash of each table, by name.
    disputes
        How many disputes there are on record.
    """

    cases: tuple[Case, ...]
    unmade: tuple[tuple[int, str], ...] = ()
    known: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    icb: Mapping[int, list[int]] = field(default_factory=dict)
    data: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    disputes: int = 0

    @property
    def rows(self) -> int:
        """Number of rows that the ledger will have."""
        return len(self.cases) + len(self.unmade)


def record(options: Options) -> Record:
    """Read the disputes asked for.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    disputes = start().disputes
    numbers = [int(n) for n in disputes["dispnum"]]
    chosen = set(spread_evenly(numbers, options.limit))
    only = None if len(chosen) == len(numbers) else chosen
    cases = dispute_cases(options.k, options.treaties, only)
    lacking = tuple((n, why) for n, why in unmade(options.k) if n in chosen)
    return Record(
        cases=tuple(sorted(cases, key=lambda case: int(case.key))),
        unmade=lacking,
        known=_known([n for n, _ in lacking]),
        icb=crises_of_disputes(),
        data=data_versions(),
        disputes=len(numbers),
    )


def _known(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    levels = load("mid/disputes").frame.select("dispnum", "hostlev")
    rows = start().disputes.filter(pl.col("dispnum").is_in(numbers)).join(levels, on="dispnum")
    return {
        int(row["dispnum"]): {
            "start": row["start"],
            "year": row["year"],
            "block": row["block"],
            "level": _LEVELS.get(row["hostlev"], "display"),
        }
        for row in rows.iter_rows(named=True)
    }


def data_versions() -> dict[str, dict[str, str]]:
    """Return version and hash of each table of `DATA`."""
    found: dict[str, dict[str, str]] = {}
    for name in DATA:
        file = load(name).file
        version = registry.dataset(file.dataset).version
        found[name] = {"version": version, "sha256": file.sha256 or ""}
    return found


def digest(cases: Sequence[Case]) -> str:
    """Return a hash of the games: every scenario, whole."""
    one = hashlib.sha256()
    for case in cases:
        one.update(f"{case.key} {case.scenario.model_dump_json()}\n".encode())
    return one.hexdigest()

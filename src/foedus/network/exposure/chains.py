"""By which chains of states, and under which treaties, a state is drawn into wars of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.network.graph import Network

from .calls import ANYONE, Conditions, Pledges, of_network
from .cascade import plan, run
from .drawn_in import first_pairs
from .honour import PUBLISHED, Honour
from .onset import Onset, onset

__all__ = ["Chains", "chains"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
_NAMES = ("defense", "offense")


@dataclass(frozen=True)
class Chains:
    """How a state comes into wars between others. Immutable. Shares are of its entries.

    Parameters
    ----------
    state
        COW abbreviation.
    year
        The year.
    entries
        Entries that were drawn; a share s of them has the standard error sqrt(s (1 - s) / entries).
    paths
        ``chain`` (abbreviations from the state back to the one in whose war it began), ``role``
        of that one (attacked, attacker), ``steps``, ``side`` the state joins, ``share``.
    treaties
        ``atopid``; ``first``: share in which it is the pledge that the state itself honours, in
        equal parts where several treaties promise the same; ``anywhere``: share of chains with a
        link that this treaty makes, alone or with others.
    wars
        ``attacker, attacked, share``: the wars that draw it in.
    """

    state: str
    year: int
    entries: int
    paths: pl.DataFrame = field(repr=False)
    treaties: pl.DataFrame = field(repr=False)
    wars: pl.DataFrame = field(repr=False)


def chains(
    network: Network,
    state: int | str,
    *,
    honour: Honour = PUBLISHED,
    rates: Onset | Floats | None = None,
    conditions: Conditions = "met",
    seed: int = 0,
    draws: int = 40_000,
) -> Chains:
    """Chains and treaties that draw a state into wars between others.

    A chain goes from the state to the one whose call it honoured, from that to the one whose call
    *that* honoured, and so on to the attacked or the attacker of the war. Where several calls were
    honoured at once, the readiest counts: the one with the lowest coin.

    Parameters
    ----------
    network
        States and what they owe one another.
    state
        COW code, abbreviation or name.
    honour, rates, conditions, seed, draws
        As for `foedus.network.exposure.drawn_in.exposure`.

    Raises
    ------
    UsageError
        If the state is unknown, or was no member then.
    """
    place = network.position(state)
    pledges = of_network(network, conditions)
    matrix = rates if isinstance(rates, np.ndarray) else (rates or onset()).matrix(network)
    elsewhere = matrix.copy()
    elsewhere[place], elsewhere[:, place] = 0.0, 0.0
    first = first_pairs(elsewhere, network.states, draws, seed)
    made = plan(pledges, honour.rates, network.states)
    rows = run(made, elsewhere, first, seed=seed, limit=-1, state=place).chains
    names = network.names
    return Chains(
        names[place],
        network.year,
        len(rows),
        _paths(rows, names),
        _treaties(rows, pledges),
        _wars(rows, names),
    )


def _tally(
    keys: list[tuple[object, ...]], names: dict[str, pl.DataType], total: int
) -> pl.DataFrame:
    """Shares of equal keys, the largest first."""
    frame = pl.DataFrame(keys, schema=names, orient="row")
    counted = frame.group_by(list(names), maintain_order=True).agg(share=pl.len() / max(total, 1))
    return counted.sort("share", *names, descending=[True, *[False] * len(names)])


def _paths(rows: Ints, names: list[str]) -> pl.DataFrame:
    keys: list[tuple[object, ...]] = []
    for row in rows.tolist():
        steps = row[3]
        path = row[4 : 6 + 2 * steps : 2]
        role = "attacked" if path[-1] == row[1] else "attacker"
        side = "attacked" if row[2] == 2 else "attacker"
        keys.append((" < ".join(names[z] for z in path), role, steps, side))
    text = pl.String()
    types: dict[str, pl.DataType]
    types = {"chain": text, "role": text, "steps": pl.Int64(), "side": text}
    return _tally(keys, types, len(rows))


def _wars(rows: Ints, names: list[str]) -> pl.DataFrame:
    keys: list[tuple[object, ...]] = [(names[a], names[b]) for a, b in rows[:, :2].tolist()]
    return _tally(keys, {"attacker": pl.String(), "attacked": pl.String()}, len(rows))


def _treaties(rows: Ints, pledges: Pledges) -> pl.DataFrame:
    """Share of every treaty, at the first link and anywhere."""
    by_link = _links(pledges)
    first: defaultdict[int, float] = defaultdict(float)
    anywhere: defaultdict[int, int] = defaultdict(int)
    for row in rows.tolist():
        seen: set[int] = set()
        for step in range(row[3]):
            obligor, kind, beneficiary = row[4 + 2 * step : 7 + 2 * step]
            there = by_link[kind, obligor, beneficiary]
            seen |= there
            if step == 0:
                for treaty in there:
                    first[treaty] += 1.0 / len(there)
        for treaty in seen:
            anywhere[treaty] += 1
    total = max(len(rows), 1)
    made = {
        "atopid": list(anywhere),
        "first": [first[treaty] / total for treaty in anywhere],
        "anywhere": [count / total for count in anywhere.values()],
    }
    types = {"atopid": pl.Int64, "first": pl.Float64, "anywhere": pl.Float64}
    return pl.DataFrame(made, schema=types).sort(
        "anywhere", "first", "atopid", descending=[True, True, False]
    )


def _links(pledges: Pledges) -> dict[tuple[int, int, int], set[int]]:
    """Treaties by kind, obligor and beneficiary; unconditional ones where there are any."""
    free: defaultdict[tuple[int, int, int], set[int]] = defaultdict(set)
    other: defaultdict[tuple[int, int, int], set[int]] = defaultdict(set)
    void = pledges.unprovoked | (pledges.against1 != ANYONE)
    columns = (pledges.kind, pledges.obligor, pledges.beneficiary, pledges.treaty, void)
    for kind, obligor, beneficiary, treaty, bound in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        (other if bound else free)[kind, obligor, beneficiary].add(treaty)
    return dict(other) | dict(free)

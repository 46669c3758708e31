"""Pledges as calls: whose war calls whom, and against whom only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import Network
from foedus.panel.conditions import KINDS, Kind, narrow, unchecked, unprovoked

__all__ = ["ANYONE", "NOBODY", "Conditions", "Pledges", "of_network"]

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Conditions: TypeAlias = Literal["met", "unmet"]
ANYONE, NOBODY = -1, -2


@dataclass(frozen=True)
class Pledges:
    """Pledges that a war can call; one entry a pledge, all arrays of shape (m,). Immutable.

    Parameters
    ----------
    states
        Number of states, n.
    obligor, beneficiary
        Who owes it to whom: positions, 0 to n - 1.
    kind
        0 defence, 1 offence, 2 neutrality.
    unprovoked
        Whether it is void where the beneficiary's side began the war.
    against1, against2
        Adversaries it holds against. `ANYONE` (-1) in the first: whoever it is. `NOBODY` (-2): no
        second one, or the state named is not there.
    treaty
        ATOP number; 0 where made up.
    """

    states: int
    obligor: Ints
    beneficiary: Ints
    kind: Ints
    unprovoked: Flags
    against1: Ints
    against2: Ints
    treaty: Ints

    @classmethod
    def made(
        cls,
        states: int,
        defense: Flags | None = None,
        offense: Flags | None = None,
        neutral: Flags | None = None,
    ) -> Pledges:
        """Unconditional pledges from matrices (n, n): the row's state owes the column's.

        Examples
        --------
        >>> owed = np.array([[False, True], [False, False]])
        >>> Pledges.made(2, defense=owed).beneficiary
        array([1])
        """
        pairs = [
            np.argwhere(np.zeros((states, states)) if matrix is None else matrix)
            for matrix in (defense, offense, neutral)
        ]
        kind = np.repeat(np.arange(3), [len(found) for found in pairs])
        obligor, beneficiary = np.concatenate(pairs).astype(np.int64).T
        none = np.full(kind.size, NOBODY)
        void = np.zeros(kind.size, dtype=np.bool_)
        anyone = np.full(kind.size, ANYONE)
        return cls(states, obligor, beneficiary, kind, void, anyone, none, np.zeros_like(kind))

    def distinct(self) -> Pledges:
        """Without repeats, and without conditional ones beside an unconditional one."""
        rows = self._rows()
        free = (self.against1 == ANYONE) & ~self.unprovoked
        pair = (self.kind * self.states + self.obligor) * self.states + self.beneficiary
        _, first = np.unique(rows, axis=0, return_index=True)
        kept = np.zeros(self.kind.size, dtype=np.bool_)
        kept[first] = True
        return self.where(kept & (free | ~np.isin(pair, pair[free])))

    def where(self, kept: Flags) -> Pledges:
        """Those flagged."""
        return Pledges(
            self.states,
            self.obligor[kept],
            self.beneficiary[kept],
            self.kind[kept],
            self.unprovoked[kept],
            self.against1[kept],
            self.against2[kept],
            self.treaty[kept],
        )

    def _rows(self) -> Ints:
        columns = (self.kind, self.obligor, self.beneficiary, self.unprovoked)
        return np.column_stack([*columns, self.against1, self.against2]).astype(np.int64)


def of_network(network: Network, conditions: Conditions = "met") -> Pledges:
    """Pledges of defence, offence and neutrality in force, with the conditions that can be checked.

    Parameters
    ----------
    network
        States and obligations.
    conditions
        How conditions that cannot be checked are taken (a place, a given conflict, how many
        adversaries, a demand refused, an adversary that is not named): ``"met"``, or ``"unmet"``,
        which leaves those pledges out.

    Raises
    ------
    UsageError
        If `conditions` is neither.
    """
    if conditions not in ("met", "unmet"):
        raise UsageError(
            "no such treatment", field="conditions", value=conditions, fix="met, unmet"
        )
    parts: list[Pledges] = []
    for number, kind in enumerate(KINDS):
        owed = network.obligations.filter(pl.col(kind) == 1)
        if conditions == "unmet":
            owed = owed.filter(~unchecked(kind))
        parts.append(_part(network, owed, number, kind))
    return Pledges(
        network.states.size,
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in list(Pledges.__dataclass_fields__)[1:]
        ),
    )


def _part(network: Network, owed: pl.DataFrame, number: int, kind: Kind) -> Pledges:
    """One kind's pledges."""
    holds = owed.with_columns(narrow_=narrow(kind), void_=unprovoked(kind))
    one, two = (_positions(network, owed[name]) for name in ("statthr1", "statthr2"))
    only = holds["narrow_"].to_numpy()
    return Pledges(
        network.states.size,
        _positions(network, owed["obligor"]),
        _positions(network, owed["beneficiary"]),
        np.full(owed.height, number),
        holds["void_"].to_numpy(),
        np.where(only, one, ANYONE),
        np.where(only, two, NOBODY),
        owed["atopid"].cast(pl.Int64).to_numpy(),
    )


def _positions(network: Network, codes: pl.Series) -> Ints:
    """Positions of states; `NOBODY` where a code is no member."""
    wanted = codes.fill_null(0).cast(pl.Int64).to_numpy()
    place = np.minimum(np.searchsorted(network.states, wanted), network.states.size - 1)
    return np.where(network.states[place] == wanted, place, NOBODY).astype(np.int64)

"""What two states owe each other, as pictures draw it: the strongest pledge and its direction."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.network.graph import Network

__all__ = ["ACTIVE", "ORDER", "WORDS", "Owed", "Tie", "owed", "ties"]

ORDER = ("offense", "defense", "neutral", "nonagg", "consul")
"""Pledges, the strongest first: help in an attack, in defence; then what asks for no help."""

ACTIVE = ("offense", "defense")
"""Pledges of help in war."""

WORDS = {
    "offense": "help in attack",
    "defense": "help in defence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
_CONDITIONS = {"offense": "offcon", "defense": "defcon", "neutral": "neucon", "consul": "concon"}
"""ATOP has no column for conditions of non-aggression."""


@dataclass(frozen=True)
class Owed:
    """The strongest pledge of one state to another.

    Parameters
    ----------
    obligor, beneficiary
        COW codes.
    kind
        The pledge.
    conditional
        Whether every treaty that holds it sets a condition.
    treaties
        ATOP numbers of those treaties.
    """

    obligor: int
    beneficiary: int
    kind: str
    conditional: bool
    treaties: tuple[int, ...]


@dataclass(frozen=True)
class Tie:
    """What binds two states: the strongest pledge in either direction.

    Parameters
    ----------
    one, two
        COW codes; where the pledge goes one way only, `one` owes it.
    kind
        The pledge.
    one_sided
        Whether the other owes less.
    conditional
        Whether it is conditional in every direction in which it goes.
    treaties
        ATOP numbers of the treaties that hold it.
    """

    one: int
    two: int
    kind: str
    one_sided: bool
    conditional: bool
    treaties: tuple[int, ...]

    @property
    def active(self) -> bool:
        """Whether it is a pledge of help in war."""
        return self.kind in ACTIVE


def owed(network: Network) -> list[Owed]:
    """Every ordered pair of which the first owes the second one of the network's kinds; sorted."""
    kinds = [kind for kind in ORDER if kind in network.kinds]
    rank = pl.coalesce(
        *(pl.when(pl.col(kind) == 1).then(pl.lit(i)) for i, kind in enumerate(kinds))
    )
    # One row an obligor, beneficiary and treaty; the weaker pledges of the pair drop out.
    frame = network.obligations.with_columns(rank=rank).drop_nulls("rank")
    frame = frame.filter(
        pl.col("rank") == pl.col("rank").min().over("obligor", "beneficiary")
    ).with_columns(conditional=_conditional(kinds))
    grouped = (
        frame.group_by("obligor", "beneficiary")
        .agg(
            pl.col("rank").first(),
            pl.col("conditional").all(),
            pl.col("atopid").unique().sort().alias("treaties"),
        )
        .sort("obligor", "beneficiary")
    )
    return [
        Owed(one, two, kinds[rank], conditional, tuple(treaties))
        for one, two, rank, conditional, treaties in grouped.iter_rows()
    ]


def _conditional(kinds: list[str]) -> pl.Expr:
    expression = pl.lit(value=False)
    for i, kind in enumerate(kinds):
        if kind in _CONDITIONS:
            here = pl.col("rank") == i
            expression = pl.when(here).then(pl.col(_CONDITIONS[kind]) == 1).otherwise(expression)
    return expression.fill_null(value=False)


def ties(network: Network) -> list[Tie]:
    """Every pair of allies once, the strongest pledges first."""
    by_pair: dict[tuple[int, int], list[Owed]] = {}
    for one in owed(network):
        pair = (min(one.obligor, one.beneficiary), max(one.obligor, one.beneficiary))
        by_pair.setdefault(pair, []).append(one)
    found = [_tie(rows) for rows in by_pair.values()]
    return sorted(found, key=lambda tie: (ORDER.index(tie.kind), tie.one, tie.two))


def _tie(rows: list[Owed]) -> Tie:
    strongest = min(rows, key=lambda row: ORDER.index(row.kind))
    level = [row for row in rows if _level(row.kind) == _level(strongest.kind)]
    one_sided = len(level) == 1
    treaties = sorted({number for row in level for number in row.treaties})
    return Tie(
        strongest.obligor,
        strongest.beneficiary,
        strongest.kind,
        one_sided,
        all(row.conditional for row in level),
        tuple(treaties),
    )


def _level(kind: str) -> int:
    """Help in attack and in defence are one level: a war may call on either."""
    return 0 if kind in ACTIVE else ORDER.index(kind)

"""Regimes: Polity, V-Dem's polyarchy, the extended Unified Democracy Scores."""

from __future__ import annotations

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import Source, load


def _build(_request: Request) -> tuple[Block, ...]:
    # polity2 of democracy/years stands under Polity's own state codes; polity/years has COW's.
    polity, democracy = load("polity/years"), load("democracy/years")
    others = ("v2x_polyarchy", "euds", "aeuds")
    return (_block(polity, "polity2"), *(_block(democracy, name) for name in others))


def _block(source: Source, name: str) -> Block:
    """One block a column: they end in different years."""
    known = source.frame.select("ccode", "year", name).drop_nulls()
    column = source.table.column(name)
    first = max(int(known["year"].to_numpy().min()), 1816)
    last = int(known["year"].to_numpy().max())
    return Block(known, (Variable(name, column.about, column.unit),), (source,), first, last)


FEATURES = (Feature("regime", "Polity, V-Dem polyarchy, Unified Democracy Scores", state=_build),)

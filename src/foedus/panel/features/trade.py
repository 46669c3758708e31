"""Trade, of states and between two of them."""

from __future__ import annotations

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_FLOWS = ("flow1", "flow2", "smoothflow1", "smoothflow2")
_TOTALS = ("imports", "exports")


def _between(_request: Request) -> tuple[Block, ...]:
    # Both directions are there: the row of (a, b) has what a imports from b as flow1.
    return (_block("trade/dyads", ("ccode1", "ccode2", "year"), _FLOWS),)


def _of_states(_request: Request) -> tuple[Block, ...]:
    return (_block("trade/national", ("ccode", "year"), _TOTALS),)


def _block(table: str, key: tuple[str, ...], names: tuple[str, ...]) -> Block:
    source = load(table)
    variables = tuple(
        Variable(name, source.table.column(name).about, source.table.column(name).unit)
        for name in names
    )
    first, last = source.file.first, source.file.last
    return Block(source.frame.select(*key, *names), variables, (source,), first, last)


FEATURES = (
    Feature("trade", "What two states trade; of single states, all they do", _of_states, _between),
    Feature("trade-totals", "All that each state imports and exports", _of_states),
)

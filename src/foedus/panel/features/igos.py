"""International organisations: how many a state belongs to, and how many two share."""

from __future__ import annotations

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_COUNTS = {
    "sum_igo_full": "Organisations the state belongs to as a full member",
    "sum_igo_associate": "Organisations the state belongs to as an associate member",
    "sum_igo_observer": "Organisations the state belongs to as an observer",
    "sum_igo_anytype": "Organisations the state belongs to in any of these ways",
}
_SHARED = "Organisations to which both belong as full or associate members"


def _of_states(_request: Request) -> tuple[Block, ...]:
    source = load("igo/counts")
    variables = tuple(Variable(name, about) for name, about in _COUNTS.items())
    frame = source.frame.select("ccode", "year", *_COUNTS)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def _between(_request: Request) -> tuple[Block, ...]:
    source = load("igo/dyads")
    variable = Variable("dyadigos", _SHARED)
    first, last = source.file.first, source.file.last
    return (Block(source.frame, (variable,), (source,), first, last, symmetric=True),)


FEATURES = (
    Feature(
        "igos",
        "International organisations that two share; of single states, all they are in",
        _of_states,
        _between,
    ),
    Feature("igo-totals", "International organisations that each state is in", _of_states),
)

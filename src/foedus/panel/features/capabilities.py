"""National material capabilities: COW's six components and their index."""

from __future__ import annotations

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

NAMES = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
_TABLES = {"7": "nmc/7", "6": "nmc/6"}


def _build(request: Request) -> tuple[Block, ...]:
    source = load(_TABLES[request.options["version"]])
    declared = {c.name: c for c in source.table.columns}
    variables = tuple(Variable(n, declared[n].about, declared[n].unit) for n in NAMES)
    frame = source.frame.select("ccode", "year", *NAMES)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


FEATURES = (
    Feature(
        "capabilities",
        "Military spending and personnel, iron and steel, energy, population; CINC",
        state=_build,
        options={"version": ("7", "6")},
    ),
)

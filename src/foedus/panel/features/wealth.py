"""Gross domestic product and population, as latent quantities with their uncertainty."""

from __future__ import annotations

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_NAMES = ("mrgdppc", "pwtrgdp", "pwtpop")


def _of_states(request: Request) -> tuple[Block, ...]:
    source = load("gdppop/years")
    # Left out unless asked for: they double the width of a panel, and few use them.
    stems = ("", "sd_") if request.options["deviations"] == "yes" else ("",)
    names = [stem + name for name in _NAMES for stem in stems]
    columns = [source.table.column(name) for name in names]
    variables = tuple(Variable(c.name, c.about, c.unit) for c in columns)
    frame = source.frame.select("ccode", "year", *names)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


FEATURES = (
    Feature(
        "gdp",
        "Gross domestic product and population (Fariss and others); deviations: of the estimates",
        state=_of_states,
        options={"deviations": ("no", "yes")},
    ),
)
